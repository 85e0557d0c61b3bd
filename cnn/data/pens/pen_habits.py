"""What pens add to or leave out of digits, on a batch of images: lines drawn, gaps cut.

Images are float (N, 28, 28), ink 1 on 0; points are (N, 2) in pixels, x right and y down.
"""

import torch
from torch import Generator, Tensor

from cnn.data.digits.preprocess import IMAGE

AXIS = torch.arange(IMAGE, dtype=torch.float32)
NARROW = 9  # pixels: a one that is a bare line


def with_habits(ink: Tensor, labels: Tensor, share: float, generator: Generator) -> Tensor:
    """Images (N, 28, 28) of which `share` have what a pen adds to or leaves out of such a digit.

    Of labels (N,): zeros are slashed, sevens crossed, ones given an upstroke or a foot, fives and
    fours opened. All other images stay as they are.
    """
    ink = ink.clone()
    for digits, habit in HABITS:
        which = (labels == digits[0]) | (labels == digits[-1])
        which &= torch.rand(len(labels), generator=generator) < share
        if which.any():
            ink[which] = habit(ink[which], generator)
    return ink


def slashed(ink: Tensor, generator: Generator) -> Tensor:
    """Images (N, 28, 28) with a line through the middle of the box, lower left to upper right."""
    low, high = _box(ink)
    reach = (high - low) * _uniform(ink, 0.25, 0.65, generator)
    tip = reach * torch.tensor([1.0, -1.0])
    middle = (low + high) / 2 + _uniform(ink, -1, 1, generator)
    return _with_line(ink, middle + tip, middle - tip, generator)


def crossed(ink: Tensor, generator: Generator) -> Tensor:
    """Images (N, 28, 28) with a short level line across the stem at about half height."""
    low, high = _box(ink)
    y = low[:, 1] + (high - low)[:, 1] * _uniform(ink, 0.4, 0.62, generator)[:, 0]
    row = ink[torch.arange(len(ink)), y.round().long()]
    x = (row * AXIS).sum(1) / row.sum(1).clamp(min=1e-6)
    reach, tilt = _uniform(ink, 2.5, 6, generator)[:, 0], _uniform(ink, -1.2, 1.2, generator)[:, 0]
    left, right = torch.stack([x - reach, y + tilt], 1), torch.stack([x + reach, y - tilt], 1)
    return _with_line(ink, left, right, generator)


def begun_low(ink: Tensor, generator: Generator) -> Tensor:
    """Images (N, 28, 28) whose bare ones have an upstroke.

    It is short, or nearly as long as the stem.
    """
    low, high = _box(ink)
    top = torch.stack([_mean_x(ink, low[:, 1]), low[:, 1]], 1)
    long = _uniform(ink, 3, 15, generator)[:, :1]
    start = top + long * torch.cat([-_uniform(ink, 0.4, 1.0, generator)[:, :1], long * 0 + 0.9], 1)
    drawn = _with_line(ink, start, top, generator)
    return torch.where(_narrow(low, high), drawn, ink)


def footed(ink: Tensor, generator: Generator) -> Tensor:
    """Images (N, 28, 28) whose bare ones stand on a level line."""
    low, high = _box(ink)
    foot = torch.stack([_mean_x(ink, high[:, 1]), high[:, 1] - 0.5], 1)
    reach = _uniform(ink, 2, 8, generator) * torch.tensor([1.0, 0.05])
    drawn = _with_line(ink, foot - reach, foot + reach, generator)
    return torch.where(_narrow(low, high), drawn, ink)


def opened(ink: Tensor, generator: Generator) -> Tensor:
    """Images (N, 28, 28) with a gap: where a five's bar meets its stem, or on top of a four."""
    y, x = torch.meshgrid(AXIS, AXIS, indexing="ij")
    corner = (x + 1.5 * y + 1e3 * (ink < 0.5)).flatten(1).argmin(1)
    centre = torch.stack([corner % IMAGE, corner // IMAGE], 1).float()
    radius = _uniform(ink, 1.5, 4, generator)[:, :1, None]
    away = torch.hypot(x - centre[:, 0, None, None], y - centre[:, 1, None, None])
    return ink * (away - radius + 0.5).clamp(0, 1)


HABITS = [
    ((0,), slashed),
    ((7,), crossed),
    ((1,), begun_low),
    ((1,), footed),
    ((4, 5), opened),
]


def _with_line(ink: Tensor, start: Tensor, end: Tensor, generator: Generator) -> Tensor:
    """A line of 1.6 to 3 pixels drawn from start to end, with round ends and soft edges."""
    y, x = torch.meshgrid(AXIS, AXIS, indexing="ij")
    along = (end - start)[:, :, None, None]
    from_start = torch.stack([x, y]) - start[:, :, None, None]
    part = (from_start * along).sum(1) / along.square().sum(1).clamp(min=1e-6)
    away = torch.linalg.vector_norm(from_start - part.clamp(0, 1).unsqueeze(1) * along, dim=1)
    half = _uniform(ink, 0.8, 1.5, generator)[:, :1, None]
    return torch.maximum(ink, (half + 0.5 - away).clamp(0, 1))


def _box(ink: Tensor) -> tuple[Tensor, Tensor]:
    """First and last inked (x, y) of each image."""
    lines = torch.stack([ink.amax(1), ink.amax(2)], 1) > 0.3  # (N, 2, 28)
    first = torch.where(lines, AXIS, 99.0).amin(2)
    return first, torch.where(lines, AXIS, -99.0).amax(2)


def _narrow(low: Tensor, high: Tensor) -> Tensor:
    return ((high - low)[:, 0] < NARROW)[:, None, None]


def _mean_x(ink: Tensor, y: Tensor) -> Tensor:
    row = ink[torch.arange(len(ink)), y.round().long().clamp(0, IMAGE - 1)]
    return (row * AXIS).sum(1) / row.sum(1).clamp(min=1e-6)


def _uniform(ink: Tensor, low: float, high: float, generator: Generator) -> Tensor:
    return torch.rand(len(ink), 2, generator=generator) * (high - low) + low
