"""One digit moved, turned, scaled, slanted, thickened or covered in noise, as far as one likes.

As LeCun et al. (1998, section IV.D) showed LeNet-5 at work, but on MNIST's 28×28 pixels: what
leaves the frame is lost, and nothing is centred or fitted again. The browser does the same
(ui/components/broken_digit/bending.js), and a test holds the two together.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn.data.digits.preprocess import IMAGE, Picture

REACH = 10  # pixels that a digit is shifted, at most, in each direction
SEED = 1998  # of the noise: more of it covers what less of it has covered
Floats = NDArray[np.float64]


class Bend(NamedTuple):
    """How far a digit is changed; as it stands here, not at all.

    `right` and `down` are pixels, `turn` and `slant` degrees: clockwise on the screen, and the top
    to the right. `scale` is a factor, `thickness` the pixels that a line gains on either side, and
    `noise` the part of all pixels that is inverted.
    """

    right: float = 0.0
    down: float = 0.0
    turn: float = 0.0
    scale: float = 1.0
    slant: float = 0.0
    thickness: float = 0.0
    noise: float = 0.0


class Span(NamedTuple):
    """The ends of a change, the step of its slider, and that of its curve."""

    lowest: float
    highest: float
    step: float
    coarse: float


SPANS = {
    "right": Span(-REACH, REACH, 1, 1),
    "down": Span(-REACH, REACH, 1, 1),
    "turn": Span(-180, 180, 1, 5),
    "scale": Span(0.3, 2.0, 0.01, 0.05),
    "slant": Span(-45, 45, 1, 3),
    "thickness": Span(-1.5, 3.5, 0.05, 0.25),
    "noise": Span(0, 0.5, 0.005, 0.025),
}
"""How far each field of Bend goes, in the order of the sliders."""


def shifted(image: Picture) -> Picture:
    """Every shift by whole pixels: (21, 21, 28, 28), the first index down, the second right."""
    wide = np.pad(image, REACH)
    places = range(2 * REACH, -1, -1)
    return np.array([[wide[y : y + IMAGE, x : x + IMAGE] for x in places] for y in places])


def bent(image: Picture, bend: Bend) -> Picture:
    """The digit (28, 28) scaled, slanted, turned, moved, then thickened, then covered in noise."""
    ink = _thickened(_moved(image / 255.0, bend), bend.thickness)
    ink = np.where(noise_field() < bend.noise, 1 - ink, ink)
    return np.floor(255 * np.clip(ink, 0, 1) + 0.5).astype(np.uint8)


def _moved(ink: Floats, bend: Bend) -> Floats:
    """Each pixel takes what lies where it came from, between the four pixels around that place.

    The middle of the frame is what is scaled, slanted and turned about; beyond it there is paper.
    """
    middle = (IMAGE - 1) / 2
    down, right = np.indices(ink.shape, float)
    x, y = right - middle - bend.right, down - middle - bend.down
    angle = np.radians(bend.turn)
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    x = (x + y * np.tan(np.radians(bend.slant))) / bend.scale + middle
    y = y / bend.scale + middle
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    found = np.zeros_like(ink)
    for row, tall in ((top, 1 - (y - top)), (top + 1, y - top)):
        for column, wide in ((left, 1 - (x - left)), (left + 1, x - left)):
            inside = (row >= 0) & (row < IMAGE) & (column >= 0) & (column < IMAGE)
            seen = ink[row.clip(0, IMAGE - 1), column.clip(0, IMAGE - 1)]
            found += np.where(inside, tall * wide * seen, 0)
    return found


def _thickened(ink: Floats, pixels: float) -> Floats:
    """Lines that many pixels thicker on either side, or thinner if below zero.

    A whole pixel gives each place the most, or the least, of itself and the eight around it; a part
    of one goes that part of the way there.
    """
    most = np.maximum if pixels > 0 else np.minimum
    left = abs(pixels)
    while left > 0:
        wide = np.pad(ink, 1, mode="edge")  # what is beyond the frame is never the most
        rows = most(most(wide[:-2], wide[1:-1]), wide[2:])
        grown = most(most(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
        ink = ink + (grown - ink) * min(left, 1)
        left -= 1
    return ink


@cache
def noise_field() -> Floats:
    """(28, 28), even from 0 to 1: a pixel is inverted once there is more noise than its number.

    From the generator of Numerical Recipes, state ← 1664525 state + 1013904223 modulo 2³².
    """
    state, found = SEED, []
    for _ in range(IMAGE * IMAGE):
        state = (1664525 * state + 1013904223) % 2**32
        found.append(state / 2**32)
    return np.array(found).reshape(IMAGE, IMAGE)
