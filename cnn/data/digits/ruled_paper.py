"""Ruled and squared paper: its lines found, so that a digit can stand alone.

As staves are taken out of scanned music (Dalitz et al., "A Comparative Study of Staff Removal
Algorithms", 2008): a rule is thin, and far longer than any stroke; where a stroke crosses it, the
ink is not thin, and stays.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]

LONGEST = 800  # pixels: in smaller pictures a pen's lines are hardly thicker than a rule
SHORTEST = 200
FAINTEST = 10  # of 255
THICK = (3, 8)  # pixels, tried in turn
STEP = 4  # columns looked at together when chains are sought
GAP = 0.05  # of the picture's width: strokes that cross a rule are no wider
PIECE, LONG = 0.1, 0.5  # of it: a piece of a rule, and what only a rule can be if there are THREE
THREE = 3
DENSE = 0.6  # of the columns along a rule have ink
EDGE = 0.03  # of the width: whatever ends so near to the picture's side runs out of it
SLOPE = 0.03  # by which the rules of one paper differ


class _Line(NamedTuple):
    """A thin line, more or less from left to right, and its pixels."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    slope: float
    through: bool  # from one side of the picture to the other
    long: bool


def rules(contrast: Grey) -> Mask:
    """Where rules run, in a picture of how much each pixel stands out from its paper."""
    some = contrast[::3, ::3]  # of the pixels, which is enough to know the noise
    noise = 1.4826 * float(np.median(np.abs(some - np.median(some))))
    ink = contrast > max(FAINTEST, 3 * noise)
    level, upright = _level_rules(ink), _level_rules(np.ascontiguousarray(ink.T)).T
    return level | upright | (_crossings(level, upright) & ink)


def _level_rules(ink: Mask) -> Mask:
    found = np.zeros_like(ink)
    thickness = _thickness(ink)
    for thick in THICK:
        lines = _lines((thickness > 0) & (thickness <= thick))
        if any(line.through for line in lines) or sum(line.long for line in lines) >= THREE:
            lines = _lines((thickness > 0) & (thickness <= thick + 1))  # where they step, too
            slope = np.median([line.slope for line in lines if line.long] or [0.0])
            for line in lines:
                if abs(line.slope - slope) < SLOPE:
                    found[line.rows, line.columns] = True
            break
    return found


def _thickness(ink: Mask) -> NDArray[np.int16]:
    """How many pixels of ink lie above each other where a pixel of ink is; elsewhere 0."""
    line = np.pad(ink.T, ((0, 0), (1, 1))).ravel()
    steps = np.flatnonzero(line[1:] != line[:-1])
    lengths = steps[1::2] - steps[::2]
    found = np.zeros(ink.T.shape, np.int16)
    found[ink.T] = np.repeat(lengths, lengths)
    return np.ascontiguousarray(found.T)


def _lines(thin: Mask) -> list[_Line]:
    """Chains of thin ink that are long, or run out of the picture."""
    from scipy.ndimage import find_objects, label, maximum_filter1d

    width = thin.shape[1]
    gap = round(GAP * width)
    coarse = np.pad(thin, ((0, 0), (0, -width % STEP))).view(f"u{STEP}") > 0
    labels, _ = label(maximum_filter1d(coarse, round(gap / STEP), axis=1), np.ones((3, 3)))
    found = []
    for number, (down, across) in enumerate(find_objects(labels), 1):
        if (across.stop - across.start) * STEP < PIECE * width:
            continue
        chain = (labels[down, across] == number).repeat(STEP, axis=1)
        ink = thin[down, across.start * STEP : across.stop * STEP]
        rows, columns = np.nonzero(chain[:, : ink.shape[1]] & ink)
        rows, columns = rows + down.start, columns + across.start * STEP
        if len(np.unique(columns)) < DENSE * (np.ptp(columns) + 1):
            continue
        bend = np.polynomial.Polynomial.fit(columns, rows, 2)
        near = np.abs(rows - bend(columns)) <= max(3, gap / 8)
        rows, columns = rows[near], columns[near]
        if not len(columns) or np.ptp(columns) < PIECE * width:
            continue
        sides = columns.min() <= EDGE * width, columns.max() >= (1 - EDGE) * width - 1
        long = bool(np.ptp(columns) >= LONG * width)
        if long or any(sides):
            slope = float(np.polyfit(columns, rows, 1)[0])
            found.append(_Line(rows, columns, slope, all(sides), long))
    return found


def _crossings(level: Mask, upright: Mask) -> Mask:
    """Where rules cross, since there neither of the two is thin."""
    from scipy.ndimage import maximum_filter1d

    reach = 2 * max(THICK) + 1
    near: Mask = maximum_filter1d(level, reach, axis=1) & maximum_filter1d(upright, reach, axis=0)
    return near
