"""How many digits on generated sheets of paper are read, refused or misread, kind by kind.

Each sheet is a photo of 800 pixels of one digit of the stroke set (scripts.stroke_set), turned a
little, unevenly lit, with noise; the kinds of paper are those of KINDS. Run:
python -m scripts.picture_sheets [SEED] [SHEETS OF EACH KIND]
"""

import sys
from collections import Counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scripts.stroke_set import PadDigit, load

Picture = NDArray[np.uint8]

SIDE, EVERY, RULE = 800, 40, 2  # pixels: the photo, from rule to rule, a rule's width
PAPER = 220  # of 255
HIGH = 120  # pixels: the digit's height or width, whichever is more
ROOM = 110  # pixels between the digit and the photo's side, at least
TURN = 3.0  # degrees, either way
LIGHT, NOISE = 0.35, 3.0  # of the paper's brightness from corner to corner; of 255
SHADE = 0.62  # of the light, in a shadow


class Kind(NamedTuple):
    """A kind of sheet; brightnesses of 255."""

    ink: int = 70
    pen: int = 6  # pixels
    level: int = PAPER  # of the rules from left to right
    upright: int = PAPER  # of those from top to bottom
    shadow: bool = False  # one with a sharp edge across the sheet


KINDS = {
    "plain": Kind(),
    "ruled120": Kind(level=120),
    "ruled150": Kind(level=150),
    "ruled180": Kind(level=180),
    "squared120": Kind(level=120, upright=120),
    "squared150": Kind(level=150, upright=150),
    "squared180": Kind(level=180, upright=180),
    "shadow": Kind(shadow=True),
    "shadow-ruled": Kind(level=150, shadow=True),
    "shadow-squared": Kind(level=150, upright=150, shadow=True),
    "pencil": Kind(ink=165, pen=5),
    "pencil-squared": Kind(ink=130, pen=5, level=185, upright=185),
}


def sheet(kind: Kind, digit: PadDigit, random: np.random.Generator) -> Picture:
    """A photo (SIDE, SIDE) of the digit on such a sheet."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(float)
    tilt, (down, across) = np.tan(np.deg2rad(random.uniform(-TURN, TURN))), random.uniform(0, 40, 2)
    grey = np.full((SIDE, SIDE), float(PAPER))
    if kind.level < PAPER:
        grey[(y + tilt * x + down) % EVERY < RULE] = kind.level
    if kind.upright < PAPER:
        grey[(x - tilt * y + across) % EVERY < RULE] = kind.upright
    grey = np.where(_ink(digit, kind.pen, tilt, random), kind.ink, grey)
    gradient = (x * random.uniform(0, 1) + y * random.uniform(0, 1)) / (2 * SIDE)
    grey *= 1 - LIGHT * gradient
    if kind.shadow:
        angle = random.uniform(0, 2 * np.pi)
        middle = random.uniform(SIDE / 4, 3 * SIDE / 4, 2)
        along = (x - middle[0]) * np.cos(angle) + (y - middle[1]) * np.sin(angle)
        grey *= np.where(along > 0, SHADE, 1)
    grey += random.normal(0, NOISE, grey.shape)
    return grey.clip(0, 255).astype(np.uint8)


def _ink(digit: PadDigit, pen: int, tilt: float, random: np.random.Generator) -> NDArray[np.bool_]:
    points = np.concatenate(digit.strokes).astype(float)
    low, size = points.min(0), np.ptp(points, axis=0)
    scale = HIGH / max(size.max(), 1)
    place = random.uniform(ROOM, SIDE - ROOM - HIGH, 2)
    lines = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(lines)
    for stroke in digit.strokes:
        placed = (np.asarray(stroke, float) - low) * scale
        placed = placed + place - tilt * placed[:, ::-1] * [-1, 1]
        draw.line([tuple(point) for point in placed.tolist()], 255, pen, "curve")
        for left, top in placed[[0, -1]].tolist():
            half = pen / 2
            draw.ellipse((left - half, top - half, left + half, top + half), 255)
    return np.asarray(lines) > 0


def sheets(name: str, count: int, seed: int) -> list[tuple[int, Picture]]:
    """That many sheets of a kind, each with its digit; the same for the same seed."""
    digits, random = load(), np.random.default_rng([seed, *name.encode()])
    chosen = random.choice(len(digits), count, replace=False)
    return [(digits[at].label, sheet(KINDS[name], digits[at], random)) for at in chosen]


def outcomes(name: str, count: int, seed: int) -> Counter[str]:
    """How many of a kind's sheets are "right", "wrong", "refused" or "unsure"; no answer is given
    to the last two. Of refused ones also the problem's key, if there is one."""
    from cnn.data.digits.preprocess import DigitProblem
    from cnn.inference.digit import read_picture

    found: Counter[str] = Counter()
    for label, picture in sheets(name, count, seed):
        try:
            read = read_picture(picture)
        except DigitProblem as problem:
            found.update(["refused", problem.key])
            continue
        said = "right" if read.reading.best == label else "wrong"
        found[said if read.is_sure else "unsure" if read.reading.is_digit else "refused"] += 1
    return found


def main() -> None:
    """Print how many sheets of each kind are read, refused and misread."""
    given = [int(each) for each in sys.argv[1:]]
    seed, count = (given + [0, 200][len(given) :])[:2]
    for name in KINDS:
        found = outcomes(name, count, seed)
        print(f"{name:16}", *(f"{key} {number:4}" for key, number in found.most_common()))


if __name__ == "__main__":
    main()
