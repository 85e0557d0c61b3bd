"""Ten digits as a hand draws them: polylines with a point at each moment the pen is seen."""

from itertools import pairwise
from math import hypot

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float64]  # (n, 2), x right, y down

# Corner points on a sheet of 100 x 100.
CORNERS: dict[int, list[list[tuple[int, int]]]] = {
    0: [[(50, 15), (35, 22), (27, 45), (30, 70), (45, 85), (62, 80), (73, 58), (70, 30), (50, 15)]],
    1: [[(40, 30), (53, 15), (51, 50), (50, 85)]],
    2: [[(30, 32), (42, 17), (60, 18), (67, 34), (58, 52), (30, 84), (50, 82), (72, 84)]],
    3: [
        [(32, 22), (50, 14), (64, 24), (60, 42), (46, 48), (63, 54), (69, 70), (54, 85), (31, 78)],
    ],
    4: [[(42, 15), (33, 52), (72, 54)], [(60, 30), (58, 60), (57, 87)]],
    5: [[(65, 16), (38, 18), (35, 46), (55, 43), (69, 58), (62, 80), (45, 86), (30, 78)]],
    6: [[(62, 14), (42, 34), (32, 60), (38, 82), (55, 86), (68, 72), (58, 56), (40, 60), (34, 70)]],
    7: [[(28, 18), (70, 16), (55, 50), (44, 86)]],
    8: [
        [(64, 26), (50, 15), (36, 24), (42, 42), (62, 60), (66, 76), (50, 86), (34, 76), (64, 26)],
    ],
    9: [[(66, 30), (52, 17), (36, 28), (38, 46), (54, 48), (66, 30), (64, 60), (56, 86)]],
}


def strokes(digit: int, step: float, size: float, left: float, top: float) -> list[Stroke]:
    """The digit with a point every `step`, `size` wide and high, its corner at (left, top)."""
    place = np.array([left, top])
    lines = (_rounded(_rounded(np.array(line, float))) for line in CORNERS[digit])
    return [_points(line * size / 100 + place, step) for line in lines]


def _rounded(corners: Stroke) -> Stroke:
    """Each corner cut off (Chaikin, 1974); the ends stay."""
    before, after = corners[:-1], corners[1:]
    cut = np.stack([0.75 * before + 0.25 * after, 0.25 * before + 0.75 * after], axis=1)
    return np.concatenate([corners[:1], cut.reshape(-1, 2), corners[-1:]])


def _points(corners: Stroke, step: float) -> Stroke:
    lengths = [hypot(*(b - a)) for a, b in pairwise(corners)]
    way = np.concatenate([[0.0], np.cumsum(lengths)])
    stops = np.arange(0, way[-1], step)
    return np.stack([np.interp(stops, way, corners[:, axis]) for axis in (0, 1)], axis=1)
