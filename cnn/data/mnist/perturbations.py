"""One digit shifted, turned, scaled, thickened or covered in noise, ever further.

As LeCun et al. (1998, section IV.D) showed LeNet-5 at work, but on MNIST's 28×28 pixels: what
leaves the frame is lost, and nothing is centred or fitted again.
"""

from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from cnn.data.digits.preprocess import IMAGE, Picture

REACH = 10  # pixels that a digit is shifted, at most, in each direction
SEED = 1998  # of the noise: more of it covers what less of it has covered


class Perturbed(NamedTuple):
    """Images (N, 28, 28), how far each is changed, and which of them is not changed at all."""

    values: NDArray[np.float64]  # pixels, degrees, factor, pixels or part of all pixels
    images: Picture
    still: int


VALUES = {
    "turn": np.arange(-90.0, 91.0, 7.5),
    "scale": np.round(1.1 ** np.arange(-12.0, 8.0), 2),
    "thickness": np.arange(-1.5, 3.6, 0.25),
    "noise": np.arange(0.0, 0.51, 0.025),
}
STILL = {"turn": 0.0, "scale": 1.0, "thickness": 0.0, "noise": 0.0}


def shifted(image: Picture) -> Picture:
    """Every shift by whole pixels: (21, 21, 28, 28), the first index down, the second right."""
    wide = np.pad(image, REACH)
    places = range(2 * REACH, -1, -1)
    return np.array([[wide[y : y + IMAGE, x : x + IMAGE] for x in places] for y in places])


def perturbed(image: Picture, change: str) -> Perturbed:
    """The digit (28, 28) under one of VALUES, from one end to the other."""
    values = VALUES[change]
    ink = torch.tensor(image).float() / 255
    amount = torch.tensor(values).float()
    if change == "noise":
        found = _inverted(ink, amount)
    elif change == "thickness":
        found = torch.stack([_thickened(ink, float(pixels)) for pixels in values])
    else:
        found = _moved(ink, amount, change)
    images = found.clamp(0, 1).mul(255).round().to(torch.uint8).numpy()
    return Perturbed(values, images, int(np.abs(values - STILL[change]).argmin()))


def _moved(ink: Tensor, amount: Tensor, change: str) -> Tensor:
    """Turned by degrees, clockwise on the screen, or scaled by factors, about the middle."""
    zero = torch.zeros_like(amount)
    if change == "turn":
        cos, sin = amount.deg2rad().cos(), amount.deg2rad().sin()
        rows = [cos, sin, zero, -sin, cos, zero]
    else:
        rows = [1 / amount, zero, zero, zero, 1 / amount, zero]
    back = torch.stack(rows, 1).view(-1, 2, 3)
    grid = F.affine_grid(back, [len(amount), 1, IMAGE, IMAGE], align_corners=False)
    whole = ink.expand(len(amount), 1, IMAGE, IMAGE)
    return F.grid_sample(whole, grid, align_corners=False)[:, 0]


def _thickened(ink: Tensor, pixels: float) -> Tensor:
    """Lines that many pixels thicker on either side, or thinner if below zero."""
    grow = pixels > 0
    now = ink if grow else 1 - ink
    left = abs(pixels)
    while left > 0:
        next_ = F.max_pool2d(now[None, None], 3, 1, 1)[0, 0]
        now = now.lerp(next_, min(left, 1))
        left -= 1
    return now if grow else 1 - now


def _inverted(ink: Tensor, amount: Tensor) -> Tensor:
    """Each pixel inverted with that probability: salt on ink, pepper on paper."""
    generator = torch.Generator().manual_seed(SEED)
    field = torch.rand(ink.shape, generator=generator)
    return torch.where(field < amount[:, None, None], 1 - ink, ink)


def unchanged_range(answers: NDArray[np.integer], still: int) -> tuple[int, int]:
    """The first and the last of answers (N,) that equal the one at `still`, without a gap.

    answers: the digits that a classifier read in the images of a `Perturbed`, in their order.
    """
    first = last = still
    while first > 0 and answers[first - 1] == answers[still]:
        first -= 1
    while last < len(answers) - 1 and answers[last + 1] == answers[still]:
        last += 1
    return first, last
