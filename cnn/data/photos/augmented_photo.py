"""What section 4.1 makes of one photo: crops, mirrors, colours; each variant and how it came."""

from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Generator

from cnn import assets
from cnn.data.photos.augmentation import Colour, random_crops

WHOLE, SIDE = 256, 224
STATISTICS = "weights/alexnet-small.safetensors"  # its row holds those of its training set

Picture = NDArray[np.uint8]


class Variant(NamedTuple):
    """One of the pictures that training would see instead of the photo."""

    picture: Picture  # (side, side, 3)
    left: int  # of the window in the square photo
    top: int
    mirrored: bool
    shift: tuple[float, float, float]  # added to red, green and blue, of 255


@cache
def colour() -> Colour:
    """Mean and principal components of the small edition's training photos. Raises AssetProblem."""
    rows = (assets.metric(STATISTICS, name) for name in ("mean", "deviations", "directions"))
    return Colour(*(torch.tensor(row, dtype=torch.float32) for row in rows))


def whole_square(photo: Image.Image, side: int = WHOLE) -> Picture:
    """Section 2: the shorter side made `side` long, the middle cut out; (side, side, 3)."""
    shorter = min(photo.size)
    left, top = (photo.width - shorter) / 2, (photo.height - shorter) / 2
    box = (left, top, left + shorter, top + shorter)
    return np.asarray(photo.convert("RGB").resize((side, side), Image.Resampling.BICUBIC, box))


def draw_variants(
    whole: Picture, colour: Colour, strength: float, count: int, seed: int, side: int = SIDE
) -> list[Variant]:
    """`count` pictures that `augmentation` draws from the square photo (n, n, 3), n ≤ 256."""
    generator = Generator().manual_seed(seed)
    copies = torch.from_numpy(whole.copy()).expand(count, -1, -1, -1)
    before = generator.get_state()
    crops = random_crops(copies, side, generator)
    at = random_crops(_coordinates(len(whole), count), side, Generator().set_state(before))
    shifts = colour.shift(count, strength, generator)
    seen = (crops.float() + shifts[:, None, None]).round().clamp(0, 255).to(torch.uint8).numpy()
    found = []
    for i, picture in enumerate(seen):
        top, first, last = (
            int(at[i, 0, column, axis]) for column, axis in ((0, 0), (0, 1), (-1, 1))
        )
        red, green, blue = shifts[i].tolist()
        found.append(Variant(picture, min(first, last), top, first > last, (red, green, blue)))
    return found


def _coordinates(side: int, count: int) -> torch.Tensor:
    """Pictures (count, side, side, 2) whose pixels say where they are: row and column."""
    rows = torch.arange(side)[:, None].expand(side, side)
    return torch.stack([rows, rows.T], 2).expand(count, -1, -1, -1)


def axis_colours(colour: Colour, steps: int = 7) -> NDArray[np.uint8]:
    """The mean colour moved along each principal component, (3, steps, 3), the largest first.

    From two deviations below the mean to two above it; colours are 0 to 255.
    """
    at = torch.linspace(-2, 2, steps)
    order = colour.deviations.argsort(descending=True)
    along = (colour.deviations * colour.directions).T[order]  # (3, 3), a row each
    moved = colour.mean + at[:, None] * along[:, None]
    return moved.round().clamp(0, 255).to(torch.uint8).numpy()
