"""Digits set upright, as LeCun et al. (1998), section III.A: rows shifted until nothing leans.

The slant is that of the ink's second moments: how far it leans sideways for each pixel up. Rows are
shifted by parts of a pixel about the centre of mass, which stays where it is. Ours keep MNIST's
28×28; the paper's were fitted into 20×20 again.
"""

import numpy as np
import torch
from torch import Tensor

from cnn.data.digits.preprocess import IMAGE, Picture

PART = 2_000  # images at a time
STEEPEST = 1.0  # pixels sideways for each pixel up, at most


def deslanted(images: Picture) -> Picture:
    """uint8 images (N, 28, 28) -> the same digits upright, of the same shape and kind."""
    parts = torch.split(torch.from_numpy(np.array(images, np.uint8)), PART)
    found: Picture = torch.cat([_upright(part) for part in parts]).numpy()
    return found


def slant(ink: Tensor) -> tuple[Tensor, Tensor]:
    """How far float images (N, 28, 28) lean, and where: (N,) each.

    The first are pixels to the right for each pixel down, 0 where there is no ink; the second the
    height of the centre of mass.
    """
    axis = torch.arange(IMAGE, dtype=torch.float32)
    mass = ink.sum((1, 2)).clamp(min=1e-6)
    x, y = ink.sum(1) @ axis / mass, ink.sum(2) @ axis / mass
    down = axis - y[:, None]
    across = axis - x[:, None]
    both = (ink * down[:, :, None] * across[:, None]).sum((1, 2))
    return both / (ink.sum(2) * down.square()).sum(1).clamp(min=1e-6), y


def _upright(pixels: Tensor) -> Tensor:
    ink = pixels.float()
    lean, middle = slant(ink)
    axis = torch.arange(IMAGE)
    shift = lean.clamp(-STEEPEST, STEEPEST)[:, None] * (axis - middle[:, None])  # (N, rows)
    source = axis + shift[:, :, None]  # where each pixel comes from, along its row
    left = source.floor().long()
    share = source - left
    moved = _at(ink, left) * (1 - share) + _at(ink, left + 1) * share
    return moved.round().to(torch.uint8)


def _at(ink: Tensor, columns: Tensor) -> Tensor:
    """The pixels of each row at `columns`, paper beyond the image."""
    found = ink.gather(2, columns.clamp(0, IMAGE - 1))
    return found.where((columns >= 0) & (columns < IMAGE), 0)
