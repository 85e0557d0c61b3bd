"""Digits bent, slanted, thickened and given the habits of pens, a whole batch at a time.

Every distorted digit is normalised again as MNIST's makers did (box of 20 pixels, centre of mass),
in the same resampling, since `to_mnist` will do that to what a visitor draws.
"""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from cnn.data.digits.preprocess import BOX, IMAGE
from cnn.data.pens.pen_habits import with_habits

CENTRE = IMAGE // 2  # the pixel of the centre of mass
INKED = 0.1  # of full ink: fainter pixels do not count for the box
COARSE = 5  # the elastic field is random at 5×5 places, and interpolated between them

_AXIS = torch.arange(IMAGE, dtype=torch.float32)
GRID = torch.stack(torch.meshgrid(_AXIS, _AXIS, indexing="xy")).flatten(1)  # (x or y, 784)
WAVES = F.interpolate(
    torch.eye(COARSE**2).view(-1, 1, COARSE, COARSE),
    (IMAGE, IMAGE),
    mode="bilinear",
    align_corners=True,
).flatten(1)  # (25, 784)


@dataclass(frozen=True)
class Distortion:
    """How far digits are bent: standard deviations, and shares of the batch."""

    share: float = 0.8  # of the digits that are distorted at all
    turn: float = 0.1  # radians
    slant: float = 0.15  # sideways shift for each pixel up
    stretch: float = 0.12  # of the logarithm of width by height
    shift: float = 0.35  # pixels
    thickness: float = 0.25  # 1 is a whole pixel all around, or as much less
    elastic: float = 0.35  # pixels, of a field that varies over about 7 pixels
    contrast: float = 0.4  # how much steeper edges become, at most
    habits: float = 0.15  # of zeros slashed, sevens crossed, and so on

    def __call__(self, images: Tensor, labels: Tensor, generator: Generator) -> Tensor:
        """uint8 images (N, 28, 28) with labels (N,) -> distorted uint8 images of the same shape."""
        chosen = torch.rand(len(images), generator=generator) < self.share
        ink = images[chosen].float().div_(255)
        if self.habits:
            ink = with_habits(ink, labels[chosen], self.habits, generator)
        ink = _thickened(ink, torch.randn(len(ink), generator=generator) * self.thickness)
        bent = _resampled(ink, self._linear(len(ink), generator), self._field(len(ink), generator))
        steeper = 1 + self.contrast * torch.rand(len(ink), 1, 1, generator=generator)
        bent = ((bent - 0.5) * steeper + 0.5).clamp_(0, 1)
        distorted = images.clone()
        distorted[chosen] = bent.mul_(255).round_().to(torch.uint8)
        return distorted

    def _linear(self, count: int, generator: Generator) -> Tensor:
        """A turn, a slant and a stretch for each digit, as matrices (N, 2, 2) on (x, y)."""
        turn, slant, stretch = torch.randn(3, count, generator=generator)
        cos, sin = (turn * self.turn).cos(), (turn * self.turn).sin()
        wide, zero, one = (
            (stretch * self.stretch).exp(),
            turn.new_zeros(count),
            turn.new_ones(count),
        )
        turned = torch.stack([cos, -sin, sin, cos], 1).view(-1, 2, 2)
        slanted = torch.stack([wide, slant * self.slant, zero, one], 1).view(-1, 2, 2)
        return turned @ slanted

    def _field(self, count: int, generator: Generator) -> Tensor:
        """Pixels (N, 2, 784) by which each place is moved: one shift, and smooth random waves."""
        coarse = torch.randn(count, 2, COARSE**2, generator=generator) * self.elastic
        coarse += torch.randn(count, 2, 1, generator=generator) * self.shift
        return coarse @ WAVES


def _thickened(ink: Tensor, pixels: Tensor) -> Tensor:
    """Lines thicker by that part of a pixel on either side; if negative, at most half thinner."""
    amount = pixels.clamp(-0.5, 1).view(-1, 1, 1)
    other = torch.where(amount > 0, _grown(ink), 1 - _grown(1 - ink))
    return ink.lerp(other, amount.abs())


def _grown(ink: Tensor) -> Tensor:
    """Each pixel the largest of the 3×3 around it (as max_pool2d, ten times as fast)."""
    for axis in (1, 2):
        length = ink.shape[axis] - 1
        ahead, behind = ink.narrow(axis, 1, length), ink.narrow(axis, 0, length)
        wide = torch.maximum(ahead, behind)
        ink = ink.clone()
        ink.narrow(axis, 0, length).copy_(torch.maximum(behind, wide))
        ink.narrow(axis, 1, length).copy_(torch.maximum(ink.narrow(axis, 1, length), wide))
    return ink


def _resampled(ink: Tensor, linear: Tensor, field: Tensor) -> Tensor:
    """The digits under `linear`, scaled to the box and centred, moved by `field`, fully black."""
    flat = ink.flatten(1)
    mass = flat @ GRID.T / flat.sum(1, keepdim=True).clamp(min=1e-6)  # (N, 2)
    moved = (linear.flatten(0, 1) @ GRID).view(-1, 2, IMAGE * IMAGE)
    inked = (flat > INKED).unsqueeze(1)
    last, first = moved.where(inked, -1e4).amax(2), moved.where(inked, 1e4).amin(2)
    scale = BOX / ((last - first).amax(1).clamp(min=4) + 1)
    back = torch.linalg.inv(linear) / scale.view(-1, 1, 1)
    source = (back.flatten(0, 1) @ (GRID - CENTRE)).view_as(moved) + field + mass.unsqueeze(2)
    unit = ((source + 0.5) * (2 / IMAGE) - 1).transpose(1, 2).reshape(-1, IMAGE, IMAGE, 2)
    bent = F.grid_sample(ink.unsqueeze(1), unit, align_corners=False).squeeze(1)
    return bent / bent.amax((1, 2), keepdim=True).clamp(min=0.3)
