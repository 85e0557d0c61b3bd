"""Digits drawn with a pen, for training: MNIST's own drawn anew, and others from letterforms.

A pen draws lines of one width, leaves gaps, and has habits that the clerks and pupils of MNIST
did not: slashed zeros, crossed sevens, ones with a long upstroke or a foot, fives whose bar floats.
"""

import numpy as np

from cnn.data.digits.preprocess import to_mnist
from cnn.data.digits.strokes import Floats, Strokes
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import letterforms, skeletons

Rng = np.random.Generator
THICKEST = 3.8  # pixels; the loops of digits with thicker lines are often filled with ink


def redrawn_digits(digits: Digits, rng: Rng) -> Digits:
    """Every digit of MNIST whose lines are not too thick, drawn anew by a pen with its habits."""
    images, labels = [], []
    for image, label in zip(digits.images, digits.labels, strict=True):
        lines = skeletons.trace_strokes(image)
        centre_line = sum(skeletons.polyline_length(line) for line in lines)
        if centre_line < 5 or image.sum(dtype=float) / 255 / (centre_line + 2) > THICKEST:
            continue
        drawing = handwriting(with_pen_habits(in_unit_box(lines), int(label), rng), rng)
        images.append(to_mnist(drawing))
        labels.append(label)
    return Digits(np.array(images, np.uint8), np.array(labels, np.uint8))


def written_digits(count: int, rng: Rng) -> Digits:
    """Digits written from letterforms, as many of each kind."""
    labels = (np.arange(count) % 10).astype(np.uint8)
    images = [to_mnist(handwriting(letterforms.write_digit(int(d), rng), rng)) for d in labels]
    return Digits(np.array(images, np.uint8), labels)


def in_unit_box(strokes: Strokes) -> Strokes:
    """Strokes (n, 2) moved and scaled, aspect kept, so that their longest side is 0 ... 1."""
    points = np.concatenate(strokes)
    low = points.min(0)
    return [(stroke - low) / max((points.max(0) - low).max(), 1e-9) for stroke in strokes]


def handwriting(strokes: Strokes, rng: Rng) -> Strokes:
    """The strokes (n, 2) as by another hand, in the unit box.

    Proportions, slant, curves, gaps and tremor differ, and the tablet may be slow.
    """
    strokes = _warped(strokes, rng)
    slant, turn = rng.normal(0, 0.22), rng.normal(0, 0.09)
    wide, sin, cos = np.exp(rng.normal(0, 0.25)), np.sin(turn), np.cos(turn)
    linear = np.array([[wide, 0], [slant, 1]]) @ np.array([[cos, sin], [-sin, cos]])
    strokes = [stroke @ linear for stroke in strokes]
    if rng.random() < 0.25:
        strokes = [_ends_moved(stroke, rng) for stroke in strokes]
    if rng.random() < 0.3:
        strokes = _sparse(strokes, int(rng.integers(8, 30)))
    if rng.random() < 0.3:
        strokes = [stroke + rng.normal(0, 0.012, stroke.shape) for stroke in strokes]
    return strokes


def with_pen_habits(strokes: Strokes, digit: int, rng: Rng) -> Strokes:
    """The strokes (n, 2) in the unit box with what a pen adds to or leaves out of such a digit."""
    width, height = np.concatenate(strokes).max(0)
    if digit == 0 and rng.random() < 0.3:
        tip = np.array([rng.normal(0.4, 0.12) * width, -rng.normal(0.4, 0.12) * height])
        return [*strokes, np.array([width / 2, height / 2]) + np.array([tip, -tip])]
    if digit == 1 and width < 0.45:
        return [*strokes, *_upstroke_and_foot(strokes, rng)]
    if digit == 7 and rng.random() < 0.4:
        y, reach = rng.uniform(0.38, 0.62), rng.uniform(0.18, 0.4)
        stem = np.concatenate(strokes)
        x = stem[np.abs(stem[:, 1] - y).argmin(), 0] + rng.normal(0, 0.05)
        tilt = rng.normal(0, 0.06)
        return [*strokes, np.array([[x - reach, y + tilt], [x + reach, y - tilt]])]
    if digit in (4, 5) and rng.random() < 0.25:
        corner = [0, 0] if digit == 5 else [0.6, 0]
        return _opened(strokes, np.array(corner), rng.uniform(0.06, 0.2))
    return strokes


def _upstroke_and_foot(strokes: Strokes, rng: Rng) -> Strokes:
    points, added = np.concatenate(strokes), []
    top, bottom = points[points[:, 1].argmin()], points[points[:, 1].argmax()]
    if rng.random() < 0.4:
        long = rng.uniform(0.1, 0.7)
        added.append(np.array([top, top + long * np.array([-rng.uniform(0.4, 1), 0.9])]))
    if rng.random() < 0.25:
        left, right = rng.uniform(0.1, 0.45, 2)
        tilt = rng.normal(0, 0.03)
        added.append(bottom + np.array([[-left, tilt], [right, -tilt]]))
    return added


def _opened(strokes: Strokes, corner: Floats, gap: float) -> Strokes:
    """The strokes with the piece cut out that lies around their point nearest to the corner."""
    points = np.concatenate(strokes)
    centre = points[np.abs(points - corner).sum(1).argmin()]
    parts: Strokes = []
    for stroke in strokes:
        away = np.hypot(*(stroke - centre).T) > gap
        cuts = np.flatnonzero(np.diff(away)) + 1
        pieces = zip(np.split(stroke, cuts), np.split(away, cuts), strict=True)
        parts += [piece for piece, kept in pieces if kept[0] and len(piece) > 2]
    return parts or strokes


def _warped(strokes: Strokes, rng: Rng) -> Strokes:
    """Bent by slow waves over the plane."""
    size, waves = rng.uniform(0, 0.035), rng.normal(0, 3.5, (2, 2, 2))
    phase = rng.uniform(0, 2 * np.pi, (2, 2))
    return [
        stroke + size * np.stack([np.sin(stroke @ waves[i].T + phase[i]).sum(1) for i in (0, 1)], 1)
        for stroke in strokes
    ]


def _ends_moved(stroke: Floats, rng: Rng) -> Floats:
    """The stroke begun too late or too early, and ended so."""
    if len(stroke) < 8:
        return stroke
    cut = rng.integers(0, max(2, len(stroke) // 12), 2)
    shorter = stroke[cut[0] : len(stroke) - cut[1]]
    return shorter if rng.random() < 0.6 else np.concatenate([2 * stroke[:1] - stroke[3:4], stroke])


def _sparse(strokes: Strokes, points: int) -> Strokes:
    """About so many points over all strokes, evenly in time; every stroke keeps both ends."""
    total = sum(len(stroke) for stroke in strokes)
    return [
        stroke[np.linspace(0, len(stroke) - 1, max(2, points * len(stroke) // total)).astype(int)]
        for stroke in strokes
    ]
