"""What is no digit: scribbles, flat lines, shapes, letters, digits overlaid or turned.

LeNet-5 learns to keep all ten codes away from these: the rubbish class of eq. 9. Letters come from
forms as people write them and two of Hershey's single-stroke alphabets; those that a reader would
take for a digit are left out; a steep line is a one, and a circle a zero, so neither is here.
"""

from collections.abc import Callable

import numpy as np

from cnn.data.digits.preprocess import Picture, from_ink, to_mnist
from cnn.data.digits.strokes import Strokes
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import letters
from cnn.data.pens.letterforms import smooth
from cnn.data.pens.redrawn import Rng, handwriting, in_unit_box

RUBBISH = 10  # its label, beside 0 ... 9
FONTS = ("futural", "scripts")  # rowmans and cursive equal these; the others are for measuring
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LOOK_ALIKES = frozenset("BDGIJLOQSUYZbcgijloqsuyz")  # of 8 0 6 1 1 1 0 0 5 0 4 2 6 0 9 ...
SERIFS = 0.35  # of the printed letters, whose alphabets have none
TURNABLE = (3, 6, 7, 9)  # a quarter turn makes no digit of these

SHAPES = [  # corners of strokes in the unit box
    ["0,0 1,0 1,1 0,1 0,0"],
    ["0,1 .5,0 1,1 0,1"],
    ["0,.5 1,.5", ".7,.2 1,.5 .7,.8"],
    ["0,.6 .35,1 1,0"],
    ["0,0 1,1", "1,0 0,1"],
    ["0,.5 1,.5", ".5,0 .5,1"],
    ["0,.2 1,.2", "0,.8 1,.8"],
    ["0,0 0,1", ".5,0 .5,1", "1,0 1,1"],
    ["0,1 .2,0 .4,1 .6,0 .8,1 1,0"],
    [".2,1 .5,0 .8,1 0,.35 1,.35 .2,1"],
    ["0,1 .5,0 1,1"],
    ["0,0 .5,1 1,0"],
    ["0,0 0,1 1,1 1,0"],
    ["0,.3 .5,0 1,.3", "0,.8 .5,.5 1,.8"],
]


def make_rubbish(count: int, digits: Digits, rng: Rng) -> Digits:
    """That many images of no digit, labelled RUBBISH: most drawn, the rest made of `digits`."""
    printed = alphabet(FONTS)
    kinds: list[Callable[[], Picture]] = [
        lambda: to_mnist(scribble(rng)),
        lambda: to_mnist(flat_line(rng)),
        lambda: to_mnist(handwriting(_shape(rng), rng)),
        *[lambda: to_mnist(handwriting(letters.write_letter(rng), rng))] * 5,
        *[lambda: to_mnist(handwriting(_printed(printed, rng), rng))] * 3,
        lambda: _overlaid(digits, rng),
        lambda: _pair(digits, rng),
        lambda: _turned(digits, rng),
    ]
    images = [kinds[i % len(kinds)]() for i in range(count)]
    return Digits(np.array(images, np.uint8), np.full(count, RUBBISH, np.uint8))


def alphabet(fonts: tuple[str, ...], without: frozenset[str] = LOOK_ALIKES) -> list[Strokes]:
    """The letters A ... Z and a ... z of some Hershey fonts: strokes (n, 2) in the unit box."""
    from HersheyFonts import HersheyFonts

    found = []
    for name in fonts:
        font = HersheyFonts()
        font.load_default_font(name)
        for letter in LETTERS:
            strokes = [np.array(list(line), np.float64) for line in font.strokes_for_text(letter)]
            if letter not in without and strokes:
                found.append(in_unit_box(strokes))
    return found


def serifed(strokes: Strokes, rng: Rng) -> Strokes:
    """A letter, strokes (n, 2) in the unit box, with short bars across its ends, as in print."""
    half, tilt = rng.uniform(0.06, 0.14), rng.normal(0, 0.1)
    bars = []
    for stroke in strokes:
        for end, before in ((stroke[0], stroke[1]), (stroke[-1], stroke[-2])):
            steep = abs(end[1] - before[1]) > abs(end[0] - before[0])
            along = np.array([half, half * tilt]) if steep else np.array([half * tilt, half])
            bars.append(np.array([end - along, end + along]))
    return [*strokes, *bars]


def scribble(rng: Rng) -> Strokes:
    """One to three strokes (n, 2) of a pen that wanders about, round or jagged."""
    strokes = []
    for _ in range(rng.integers(1, 4)):
        points = rng.random((rng.integers(7, 18), 2)) * rng.uniform(0.3, 1, 2)
        strokes.append(smooth(points) if rng.random() < 0.7 else points)
    return strokes


def flat_line(rng: Rng) -> Strokes:
    """A line across, strokes (n, 2), at most 35° from level, straight or wavy, sometimes two."""
    angle, waves = rng.uniform(-0.6, 0.6), rng.uniform(0, 6)
    x = np.linspace(0, 1, 30)
    y = rng.uniform(0, 0.08) * np.sin(2 * np.pi * waves * x)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    line = np.stack([x, y], 1) @ turn
    beside = rng.normal([0, 0.4], 0.12, 2)
    return [line, line * rng.uniform(0.5, 1) + beside] if rng.random() < 0.25 else [line]


def _printed(letters: list[Strokes], rng: Rng) -> Strokes:
    letter = letters[rng.integers(len(letters))]
    return serifed(letter, rng) if rng.random() < SERIFS else letter


def _shape(rng: Rng) -> Strokes:
    texts = SHAPES[rng.integers(len(SHAPES))]
    strokes = [np.array([p.split(",") for p in text.split()], np.float64) for text in texts]
    return [stroke + rng.normal(0, 0.05, stroke.shape) for stroke in strokes]


def _some(digits: Digits, rng: Rng, labels: tuple[int, ...] = tuple(range(10))) -> Picture:
    while True:
        i = rng.integers(len(digits.labels))
        if digits.labels[i] in labels:
            image: Picture = digits.images[i]
            return image


def _overlaid(digits: Digits, rng: Rng) -> Picture:
    """Two digits on top of each other, the second a quarter turned."""
    second = np.rot90(_some(digits, rng, TURNABLE), rng.choice([1, 3]))
    return from_ink(np.maximum(_some(digits, rng), np.roll(second, rng.integers(-3, 4, 2), (0, 1))))


def _pair(digits: Digits, rng: Rng) -> Picture:
    """A number of two digits."""
    gap = int(rng.integers(-10, -2))
    wide = np.zeros((28, 56 + gap), np.uint8)
    wide[:, :28] = _some(digits, rng)
    wide[:, 28 + gap :] = np.maximum(wide[:, 28 + gap :], _some(digits, rng))
    return from_ink(wide)


def _turned(digits: Digits, rng: Rng) -> Picture:
    return from_ink(np.rot90(_some(digits, rng, TURNABLE), rng.choice([1, 3])))
