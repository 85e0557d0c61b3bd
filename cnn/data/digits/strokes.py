"""Pen strokes: made safe, framed, and drawn as a picture.

A drawing is a list of strokes, each an array (n, 2) of points: x right, y down, at any scale and
place.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image, ImageDraw

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
) -> Image.Image:
    """The strokes in white on black: pixel = (point - origin) × scale.

    `size` is (width, height) and `pen` the width of the line, in pixels. The line has round ends
    and joints and hard edges: draw large, then reduce.
    """
    picture = Image.new("L", size)
    canvas, radius = ImageDraw.Draw(picture), pen / 2
    for stroke in strokes:
        points = _thinned((stroke - np.asarray(origin)) * scale - 0.5)
        canvas.line(points.ravel().tolist(), fill=255, width=round(pen))
        for x, y in np.unique(points.round(), axis=0).tolist():
            canvas.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return picture


def _thinned(points: Floats) -> Floats:
    """Points without those that stay within a pixel of the one before."""
    pixels = points.round()
    moved = np.ones(len(points), bool)
    moved[1:-1] = (pixels[1:-1] != pixels[:-2]).any(1)
    kept: Floats = points[moved]
    return kept


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
