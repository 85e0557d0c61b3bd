"""Digits as hands write them, for the stroke test set: forms, unsteadiness and speed.

The forms were written down for this set alone; training has its own (`cnn.data.pens.letterforms`)
and does not read these. A form is its strokes; a stroke is a text of points "x,y" in hundredths of
the digit's height, bending smoothly through its points and turning sharply at each "/".
"""

import itertools

import numpy as np
from numpy.typing import NDArray

Stroke = NDArray[np.float64]
Rng = np.random.Generator

FORMS: dict[int, dict[str, list[str]]] = {
    0: {
        "round": ["34,0 10,13 2,48 10,86 34,100 60,87 68,50 60,14 36,1"],
        "clockwise, ends crossing": ["26,6 52,2 68,34 63,78 40,100 12,90 1,52 12,14 34,0 46,8"],
        "slashed": ["34,0 10,13 2,48 10,86 34,100 60,87 68,50 60,14 34,0", "70,-4 0,103"],
        "slashed inside": ["33,0 8,18 3,55 14,92 35,100 61,84 67,47 57,10 33,0", "54,25 17,76"],
        "open at the top": ["36,4 12,20 3,58 18,95 42,98 65,76 68,38 54,9 40,7"],
        "narrow": ["22,0 8,20 3,55 9,88 22,100 36,86 42,50 35,15 22,1"],
        "with a curl": ["40,9 25,1 6,30 3,66 22,98 48,96 66,62 62,24 42,4 28,10 40,18"],
        "wide": ["52,2 16,14 0,50 18,88 56,99 92,80 100,44 84,10 50,1"],
    },
    1: {
        "a line": ["10,0 9,52 10,100"],
        "a slanting line": ["34,0 0,100"],
        "with a flag": ["0,24 14,14 30,0 / 30,100"],
        "with a long upstroke": ["0,60 22,30 44,0 / 42,100"],
        "with a very long upstroke": ["0,82 20,46 38,0 / 36,100"],
        "with flag and foot": ["0,22 16,13 27,0 / 27,100", "2,100 54,99"],
        "with a foot": ["20,0 20,100", "0,100 42,101"],
        "with a hooked flag": ["0,20 12,18 24,0 / 26,60 24,100"],
        "bent": ["6,0 12,40 8,70 0,100"],
    },
    2: {
        "with a flat base": ["2,22 16,3 38,0 58,14 54,40 30,70 0,99 / 64,98"],
        "looped": ["4,20 22,1 48,6 54,30 36,66 12,94 0,92 6,80 24,84 46,97 68,90"],
        "like a z": ["3,4 30,1 60,3 / 0,98 / 30,96 64,99"],
        "swan": ["10,26 18,6 42,0 60,16 54,42 28,78 4,97 / 22,92 46,98 70,94"],
        "with a high round head": ["0,34 2,10 24,0 44,8 46,34 22,72 0,100 / 52,100"],
        "with a wavy base": ["6,16 26,0 50,8 52,32 24,74 0,98 / 18,88 40,99 66,88"],
    },
    3: {
        "round": ["4,12 24,0 50,8 50,32 22,46 / 52,58 60,80 40,100 14,98 0,86"],
        "flat at the top": ["4,2 56,0 / 26,38 / 54,50 60,76 42,98 16,100 0,88"],
        "with a small loop": ["4,10 26,0 48,12 42,36 24,46 18,42 28,42 52,56 56,82 34,100 4,92"],
        "a reversed epsilon": ["6,4 34,0 52,18 38,42 24,48 46,52 58,74 44,96 2,98"],
        "large below": ["12,8 30,0 44,12 36,32 20,38 / 50,44 64,70 48,98 18,100 0,86"],
        "angular": ["2,4 50,4 / 20,40 / 52,70 / 4,100"],
    },
    4: {
        "open": ["10,0 4,30 0,58 / 30,60 68,56", "52,8 50,54 48,100"],
        "open, upright": ["8,0 8,52 / 64,52", "46,20 46,100"],
        "open, slanting": ["28,0 0,62 / 72,60", "58,30 40,100"],
        "open and rounded": ["12,0 4,40 16,58 40,54 58,44", "66,0 58,48 54,100"],
        "closed, one stroke": ["50,100 50,0 / 0,66 / 72,66"],
        "closed, two strokes": ["48,0 0,64 / 74,62", "50,2 48,100"],
        "crossing far to the right": ["40,0 0,60 / 90,58", "52,24 50,100"],
    },
    5: {
        "one stroke": ["58,0 12,1 / 8,42 / 34,36 58,52 58,82 34,100 2,90"],
        "bar added": ["14,4 8,44 / 32,38 56,52 58,80 34,100 0,92", "14,3 62,0"],
        "floating bar": ["10,18 8,46 / 34,40 58,56 56,86 30,100 0,92", "22,2 68,0"],
        "bar far to the right": ["14,6 10,44 / 36,38 56,56 54,84 32,100 2,92", "30,2 82,-4"],
        "like an s": ["62,4 34,2 12,14 12,32 34,44 56,58 58,82 36,100 2,92"],
        "angular": ["56,0 6,0 / 4,44 / 52,46 / 54,96 / 0,98"],
    },
    6: {
        "curved stem": ["50,0 24,16 6,48 4,78 22,100 48,94 54,70 36,56 12,66 4,80"],
        "straight stem": ["32,0 8,50 / 0,80 18,100 44,94 48,70 30,58 6,70"],
        "small loop": ["52,0 22,24 4,64 14,96 34,99 42,84 32,72 14,78 8,90"],
        "large loop": ["44,0 14,20 0,58 10,92 38,100 62,82 60,54 36,42 8,56"],
        "open loop": ["48,2 18,24 2,62 12,94 36,100 54,84 46,64 24,64"],
    },
    7: {
        "plain": ["0,4 30,2 60,0 / 20,100"],
        "crossed": ["0,4 60,0 / 20,100", "14,50 62,46"],
        "crossed low": ["2,2 58,2 / 24,100", "6,58 56,56"],
        "with a serif": ["2,18 4,2 / 60,2 / 22,100"],
        "bent": ["0,6 28,4 58,2 / 40,40 30,72 28,100"],
        "wavy": ["0,12 12,2 32,8 58,0 / 36,46 24,100"],
        "crossed with a serif": ["2,18 4,3 / 62,1 / 24,100", "16,52 60,48"],
        "rounded": ["0,8 30,2 56,6 52,30 34,64 26,100"],
    },
    8: {
        "an s closed": ["52,14 32,0 10,12 14,36 40,54 56,78 36,100 8,88 10,64 36,46 52,20 46,6"],
        "two rings": [
            "30,0 10,12 12,36 30,46 50,34 48,10 30,0",
            "30,47 6,62 6,90 32,100 56,86 52,60 30,47",
        ],
        "begun in the middle": ["28,46 8,26 18,4 40,2 52,20 28,48 4,74 18,100 46,96 54,70 30,46"],
        "open at the top": ["54,8 34,0 12,14 22,38 48,62 44,94 18,100 4,80 24,54 48,32 58,12"],
        "narrow": ["32,8 18,0 6,14 14,38 28,60 30,86 16,100 4,84 12,56 28,36 34,14"],
    },
    9: {
        "straight stem": ["50,12 28,0 6,14 8,40 30,48 50,30 50,10 / 48,100"],
        "curved tail": ["52,16 30,0 6,14 8,38 32,46 52,24 / 54,58 40,92 8,98"],
        "slanting stem": ["54,8 30,0 6,20 14,44 40,40 54,10 / 30,100"],
        "like a g": ["50,14 28,0 4,16 10,42 36,44 50,20 / 52,70 36,100 4,88"],
        "open loop": ["48,12 24,2 4,20 12,42 34,40 48,18 / 46,60 40,100"],
        "ring and line": ["46,6 22,0 4,20 16,42 40,36 46,6", "48,2 46,100"],
    },
}


def written(label: int, form: str, rng: Rng) -> list[Stroke]:
    """One writing of a form: each time a little different, about 100 high."""
    return [_line(text, rng) for text in FORMS[label][form]]


def placed(strokes: list[Stroke], rng: Rng, side: float) -> list[Stroke]:
    """Anywhere on a sheet of this side, from a ninth of it to nearly all, slanted and turned."""
    points = np.concatenate(strokes)
    strokes = [stroke - (points.max(0) + points.min(0)) / 2 for stroke in strokes]
    turn, slant = rng.normal(0, 0.08), np.clip(rng.normal(0.05, 0.2), -0.45, 0.6)
    stretch = np.exp(rng.normal(0, 0.13))
    shape = np.array([[stretch, -slant], [0, 1 / stretch]])
    shape = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ shape
    strokes = [stroke @ shape.T for stroke in strokes]
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    scale = side * np.exp(rng.uniform(np.log(0.11), np.log(0.92))) / (high - low).max()
    free = side * 0.98 - scale * (high - low)
    corner = side * 0.01 + rng.uniform(0, 1, 2) * free
    return [(stroke - low) * scale + corner for stroke in strokes]


def moves(stroke: Stroke, rng: Rng) -> Stroke:
    """A stroke in screen pixels as the places where a mouse is seen: slow in bends, unsteady."""
    from scipy.ndimage import uniform_filter1d

    fine = by_length(stroke, 0.5)
    if len(fine) < 4:
        return stroke.round()
    way = np.diff(fine, axis=0)
    turning = np.abs(np.angle(np.exp(1j * np.diff(np.unwrap(np.arctan2(way[:, 1], way[:, 0]))))))
    bend = uniform_filter1d(np.pad(turning, 1), 9)
    steadiness = rng.uniform(4, 11)  # pixels a move on a straight line
    pace = steadiness / (1 + 12 * bend) * np.exp(rng.normal(0, 0.15, len(bend)))
    seen = np.floor(np.cumsum(0.5 / pace))
    at = np.unique(np.append(np.searchsorted(seen, np.arange(seen[-1] + 1)), len(bend) - 1))
    unsteady = fine[at] + rng.normal(0, 0.3, (len(at), 2))
    rounded: Stroke = unsteady.round()
    return rounded


def _line(text: str, rng: Rng) -> Stroke:
    """A stroke's text as a dense line, its points moved and the line trembling slowly."""
    pieces = [
        np.array([[float(v) for v in point.split(",")] for point in piece.split()])
        for piece in text.split("/")
    ]
    wander = [piece + rng.normal(0, 4.0, piece.shape) for piece in pieces]
    joined = [np.concatenate([before[-1:], piece]) for before, piece in itertools.pairwise(wander)]
    line = np.concatenate([_bent(piece) for piece in [wander[0], *joined] if len(piece) > 1])
    drift = np.cumsum(rng.normal(0, 1, (len(line), 2)), axis=0)
    drift -= np.linspace(0, 1, len(line))[:, None] * drift[-1]
    return by_length(line + 0.2 * drift, 1.0)


def _bent(points: Stroke) -> Stroke:
    """A smooth line through the points, by the square root of the distance between them."""
    from scipy.interpolate import make_interp_spline

    if len(points) == 2:
        between: Stroke = np.linspace(points[0], points[1], 40)
        return between
    steps = np.sqrt(np.hypot(*np.diff(points, axis=0).T))
    at = np.concatenate([[0], np.cumsum(steps)])
    spline = make_interp_spline(at, points, k=min(3, len(points) - 1))
    return np.asarray(spline(np.linspace(0, at[-1], 40 * len(points))))


def by_length(line: Stroke, step: float) -> Stroke:
    """The line's points at equal distances."""
    at = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    want = np.append(np.arange(0, at[-1], step), at[-1])
    return np.stack([np.interp(want, at, column) for column in line.T], axis=1)
