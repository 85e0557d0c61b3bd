"""Crops, mirrors and colours: Krizhevsky, Sutskever, Hinton (2012), section 4.1, for many at once.

Images are uint8 (N, H, W, 3) on any device; all chance comes from the generator handed in, which is
of the same device. `random_zooms` is not in the paper: there the size of the crop varies too.
"""

from dataclasses import dataclass

import torch
from torch import Generator, Tensor
from torch.nn import functional as F


@dataclass(frozen=True)
class Colour:
    """Mean (3,) and principal components of the training set's pixels, 0 to 255."""

    mean: Tensor
    deviations: Tensor  # (3,) square roots of the eigenvalues of the covariance
    directions: Tensor  # (3, 3) a column each

    @classmethod
    def of(cls, images: Tensor) -> "Colour":
        """The colours of uint8 images (N, H, W, 3), from some 2,000 of them."""
        pixels = images[:: max(1, len(images) // 2000)].reshape(-1, 3).double()
        values, directions = torch.linalg.eigh(torch.cov(pixels.T))
        return cls(pixels.mean(0).float(), values.clamp_min(0).sqrt().float(), directions.float())

    def shift(self, count: int, strength: float, generator: Generator) -> Tensor:
        """(count, 3): one draw an image of Σ pᵢ αᵢ λᵢ, α normal with deviation `strength`.

        λ are deviations, as in the original source; the paper's text says eigenvalues.
        """
        alpha = torch.randn(count, 3, device=self.mean.device, generator=generator) * strength
        return (alpha * self.deviations) @ self.directions.T


SCALE = 64.0  # a pixel minus the mean is divided by this: about one standard deviation


def normalised_input(images: Tensor, colour: Colour, shift: Tensor | None = None) -> Tensor:
    """uint8 or float (N, H, W, 3) -> (N, 3, H, W) in channels_last order, mean 0, deviation ~1."""
    mean = colour.mean if shift is None else (colour.mean - shift)[:, None, None]
    return ((images.float() - mean) / SCALE).permute(0, 3, 1, 2)


def random_crops(images: Tensor, side: int, generator: Generator) -> Tensor:
    """A crop of side × side anywhere in each image, mirrored or not: (N, side, side, 3)."""
    count, device = len(images), images.device
    rows, columns = (
        torch.randint(size - side + 1, (count, 1), device=device, generator=generator)
        + torch.arange(side, device=device)
        for size in images.shape[1:3]
    )
    mirrored = torch.randint(2, (count, 1), device=device, generator=generator).bool()
    columns = torch.where(mirrored, columns.flip(1), columns)
    which = torch.arange(count, device=device)[:, None, None]
    return images[which, rows[:, :, None], columns[:, None, :]]


def random_zooms(images: Tensor, side: int, least: int, generator: Generator) -> Tensor:
    """A square of `least` pixels up to the whole image, resized to side × side, mirrored or not."""
    count, whole, device = len(images), images.shape[1], images.device

    def draw() -> Tensor:
        return torch.rand(count, device=device, generator=generator)

    part = (least + (whole - least) * draw()) / whole
    x, y = ((2 * draw() - 1) * (1 - part) for _ in range(2))
    flip = torch.where(draw() < 0.5, -1.0, 1.0)
    zero = torch.zeros_like(part)
    rows = torch.stack([part * flip, zero, x, zero, part, y], 1).view(count, 2, 3)
    grid = F.affine_grid(rows, [count, 3, side, side], align_corners=False)
    maps = images.permute(0, 3, 1, 2).float()
    return F.grid_sample(maps, grid, padding_mode="reflection", align_corners=False).permute(
        0, 2, 3, 1
    )


def ten_crops(images: Tensor, side: int) -> list[Tensor]:
    """Section 4.1's ten crops of images (N, H, W, 3), (N, side, side, 3) each.

    Centre and four corners, each also mirrored; the first is the centre.
    """
    edge = images.shape[1] - side
    places = [(edge // 2, edge // 2), (0, 0), (0, edge), (edge, 0), (edge, edge)]
    crops = [images[:, y : y + side, x : x + side] for y, x in places]
    return [*crops, *(crop.flip(2) for crop in crops)]
