"""What the other networks see of a digit; LeNet-5's own input is
cnn.data.digits.preprocess.to_32.

The networks of 1989 and 1990 were made for digits of 16×16 pixels. Ours are MNIST's: the tight box
of the ink is scaled, its aspect kept, so that its longer side is 16, and centred. Paper is -1 and
ink +1, as in 1989; the paper on LeNet-1 does not give its levels in numbers.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from cnn.data.digits.preprocess import IMAGE, INK, PAPER, Picture

SIDE = 16
FRAME = (IMAGE - SIDE) // 2  # of paper, around the 16×16 that LeNet-1 sees
FAINT = 25  # of 255: fainter pixels do not count for the box
PART = 2_000  # images at a time


def to_16(images: Picture) -> Tensor:
    """Images (N, 28, 28) or (28, 28) -> (N, 1, 16, 16), paper -1 and ink +1: the net of 1989."""
    pixels = torch.from_numpy(np.array(images, np.uint8)).view(-1, IMAGE, IMAGE)
    parts = [_reduced(part) for part in torch.split(pixels, PART)]
    return torch.cat(parts).mul_(2 / 255).sub_(1).unsqueeze(1)


def to_16_in_28(images: Picture) -> Tensor:
    """Images (N, 28, 28) or (28, 28) -> (N, 1, 28, 28), the 16×16 amid paper: LeNet-1."""
    return F.pad(to_16(images), [FRAME] * 4, value=-1.0)


def to_28(images: Picture) -> Tensor:
    """Images (N, 28, 28) or (28, 28) -> (N, 1, 28, 28), LeNet-5's levels, no border: baselines."""
    pixels = torch.from_numpy(np.array(images, np.uint8)).view(-1, 1, IMAGE, IMAGE)
    return pixels.float().mul_((INK - PAPER) / 255).add_(PAPER)


def _reduced(pixels: Tensor) -> Tensor:
    """uint8 (N, 28, 28) -> float (N, 16, 16): each pixel the mean of the area that it covers."""
    inked = pixels > FAINT
    rows, columns = _extent(inked.any(2)), _extent(inked.any(1))
    side = torch.maximum(rows[1] - rows[0], columns[1] - columns[0])
    down, across = (_areas((first + last - side) / 2, side) for first, last in (rows, columns))
    return down @ pixels.float() @ across.transpose(1, 2)


def _extent(inked: Tensor) -> tuple[Tensor, Tensor]:
    """Where ink begins and ends along one axis, (N,) each; all of it where there is none."""
    none = ~inked.any(1)
    first = inked.int().argmax(1)
    last = IMAGE - inked.flip(1).int().argmax(1)
    return torch.where(none, 0, first).float(), torch.where(none, IMAGE, last).float()


def _areas(start: Tensor, side: Tensor) -> Tensor:
    """(N, 16, 28): the share of each old pixel in each new one; beyond the image there is paper."""
    step = (side / SIDE).view(-1, 1, 1)
    low = start.view(-1, 1, 1) + step * torch.arange(SIDE).view(1, -1, 1)
    old = torch.arange(IMAGE).view(1, 1, -1)
    overlap = torch.minimum(low + step, old + 1) - torch.maximum(low, old.float())
    return overlap.clamp_(min=0) / step
