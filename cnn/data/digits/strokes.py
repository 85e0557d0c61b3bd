"""Pen strokes: made safe, framed, and drawn as a picture.

A drawing is a list of strokes, each an array (n, 2) of points: x right, y down, at any scale and
place.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cnn.errors import Problem

Floats = NDArray[np.float64]
Strokes = list[Floats]

FARTHEST = 1e9  # coordinates beyond this are a broken pen
DOT = 1e-100  # a drawing no larger is a dot; numbers this small cannot be divided by
TAP = (
    0.03  # a stroke shorter than this part of the drawing is an accidental tap, if it lies outside
)


class DigitProblem(Problem):
    """A drawing or picture from which no digit can be made."""


class Rectangle(NamedTuple):
    """A rectangle of the drawing, in its own units."""

    left: float
    top: float
    width: float
    height: float


def clean_strokes(drawing: Sequence[ArrayLike]) -> Strokes:
    """Strokes (n, 2) without points that are no numbers or absurdly far, and without empty ones.

    Raises DigitProblem if the shape is wrong, nothing is left, or all of it is one dot.
    """
    try:
        strokes = [np.asarray(stroke, np.float64) for stroke in drawing]
    except (TypeError, ValueError, OverflowError) as error:
        raise _not_strokes() from error
    if any(stroke.size and (stroke.ndim != 2 or stroke.shape[1] != 2) for stroke in strokes):
        raise _not_strokes()
    strokes = [stroke[(np.abs(stroke) <= FARTHEST).all(1)] for stroke in strokes if stroke.size]
    strokes = [stroke for stroke in strokes if len(stroke)]
    if not strokes:
        raise DigitProblem("digit-empty", "Nothing is drawn yet. Draw a digit from 0 to 9.")
    if max(bounding_box(strokes)[2:]) <= DOT:
        raise DigitProblem("digit-dot", "A single dot has no shape. Draw a digit from 0 to 9.")
    return _without_taps(strokes)


def bounding_box(strokes: Strokes) -> Rectangle:
    """The tightest rectangle around all points of the strokes (n, 2)."""
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    return Rectangle(*low.tolist(), *(high - low).tolist())


def draw_strokes(
    strokes: Strokes, scale: float, origin: ArrayLike, size: tuple[int, int], pen: float
) -> NDArray[np.uint8]:
    """The strokes in white, 255, on black: uint8 (height, width), pixel = (point - origin) × scale.

    `size` is (width, height) and `pen` the width of the line, in pixels. A pixel is ink if its
    centre lies within half a pen's width of a stroke, so that ends and joints are round and edges
    hard: draw large, then reduce. The browser draws the same to the last pixel
    (ui/components/browser/ink.js), by the same steps in float64.
    """
    width, height = size
    inked, square = np.zeros((height, width), bool), pen / 2 * (pen / 2)
    row, column = np.arange(height, dtype=float)[:, None], np.arange(width, dtype=float)
    for stroke in strokes:
        points = (stroke - np.asarray(origin)) * scale - 0.5  # counted from a pixel's centre
        ends = points[1:] if len(points) > 1 else points
        for a, b, box in zip(points, ends, _boxes(points, ends, pen / 2, size), strict=False):
            near = _square_of_distance(column[box[1]], row[box[0]], *a.tolist(), *b.tolist())
            inked[box] |= near <= square
    return np.where(inked, 255, 0).astype(np.uint8)


def _boxes(
    starts: Floats, ends: Floats, radius: float, size: tuple[int, int]
) -> Iterator[tuple[slice, slice]]:
    """For each line: the rows and columns of the picture that the pen can reach."""
    starts = starts[: len(ends)]
    low = np.maximum(np.ceil(np.minimum(starts, ends) - radius), 0)
    high = np.maximum(np.minimum(np.floor(np.maximum(starts, ends) + radius) + 1, size), low)
    for (left, top), (right, bottom) in zip(low.astype(int), high.astype(int), strict=True):
        yield slice(top, bottom), slice(left, right)


def _square_of_distance(x: Floats, y: Floats, ax: float, ay: float, bx: float, by: float) -> Floats:
    """From each of the points x (w,), y (h, 1) to the line from a to b: (h, w)."""
    dx, dy, across, down = bx - ax, by - ay, x - ax, y - ay
    along = across * dx + down * dy
    along /= dx * dx + dy * dy or 1.0
    np.clip(along, 0, 1, out=along)
    across, down = across - along * dx, down - along * dy
    return across * across + down * down


def _without_taps(strokes: Strokes) -> Strokes:
    """Drop tiny strokes that lie outside the box of the others: they would move and shrink it."""
    longest = max(bounding_box(strokes)[2:])
    taps = [max(bounding_box([stroke])[2:]) < TAP * longest for stroke in strokes]
    rest = [stroke for stroke, tap in zip(strokes, taps, strict=True) if not tap]
    if not rest or len(rest) == len(strokes):
        return strokes
    left, top, width, height = bounding_box(rest)
    low = np.array([left, top]) - TAP * longest
    high = np.array([left + width, top + height]) + TAP * longest
    return [
        stroke
        for stroke, tap in zip(strokes, taps, strict=True)
        if not tap or ((stroke >= low) & (stroke <= high)).all()
    ]


def _not_strokes() -> DigitProblem:
    return DigitProblem(
        "digit-not-strokes", "This is not a drawing made of strokes. Draw the digit again."
    )
