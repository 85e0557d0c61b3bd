"""Pictures made for a unit: pixels are moved uphill until the unit answers as strongly as it can.

Erhan, Bengio, Courville, Vincent (2009). What is raised is the unit's sum before max(0, x), which
has a slope even where the unit is silent. Left alone, the climb finds noise; a `Climb` says which
of four remedies hold it back. Every picture stays one that a screen can show: 0 to 255 in each
colour.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from cnn.analysis.receptive_field import receptive_field
from cnn.data.photos.crops import PhotoTransform
from cnn.models.alexnet import AlexNet
from cnn.models.alexnet_layers import Dense, Rectified

Pictures = NDArray[np.uint8]
Tick = Callable[[float, Pictures], object]

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
ALONE = ("conv1", "conv2")  # their middle unit's receptive field lies inside the picture
REMEDIES = ("jitter", "turn", "blur", "decay")
START = 0.1  # the deviation of the noise at the start, in the network's own units
RATE = 0.12  # the root mean square of a step, at first; it falls to a third of this
SHIFT = 18  # the largest shift is so small a part of the width: 3 of 56 pixels, none of 9
TURN, SCALE = 8.0, 0.08  # degrees to either side, and the part by which it grows or shrinks
EVERY, SIGMA = 3, 0.6  # steps from blur to blur, and its deviation in pixels
DECAY = 0.02  # of the distance from grey that is lost at each step
TOLD = 8  # steps from tick to tick


@dataclass(frozen=True)
class Climb:
    """How a picture is made: which remedies hold the climb back, and how long it is."""

    jitter: bool = True  # shown to the network a few pixels aside, elsewhere at each step
    turn: bool = True  # shown to it turned and scaled a little, otherwise at each step
    blur: bool = True  # every few steps what is finer than a pixel or two is smoothed away
    decay: bool = True  # each step takes all colours a little back to grey
    steps: int = 128
    seed: int = 0

    @property
    def remedies(self) -> tuple[str, ...]:
        """Those that are on, in the order of `REMEDIES`."""
        return tuple(name for name in REMEDIES if getattr(self, name))


NAIVE = Climb(jitter=False, turn=False, blur=False, decay=False)


class Made(NamedTuple):
    """Pictures made for units: (n, side, side, 3), and what the units answered first and last."""

    pictures: Pictures
    began: NDArray[np.float32]  # (n,): the sum before max(0, x) for the noise; below 0: silent
    reached: NDArray[np.float32]  # (n,): the same for the finished picture, rounded to whole levels


def picture_side(model: AlexNet, layer: str) -> int:
    """How wide a picture for a unit of this layer is, in pixels: its receptive field or the image.

    Only where the middle unit sees no padding, in conv1 and conv2, is its field the whole truth.
    """
    return receptive_field(model, layer).size if layer in ALONE else model.edition.image


def unit_sums(model: AlexNet, layer: str, units: Sequence[int], images: Tensor) -> Tensor:
    """(N,): the sum before max(0, x) of `units[i]` for image i of (N, 3, side, side).

    Of a layer of maps it is the unit in the middle. An image as wide as the receptive field of a
    unit of conv1 or conv2 is all that this unit sees. Raises KeyError for an unknown layer.
    """
    bare = images.shape[-1] != model.edition.image  # a field alone: no padding anywhere
    found, known = images, False
    for name, module in model.named_children():
        if name != layer:
            found = _passed(module, found, bare)
            continue
        known = True
        break
    if not known:
        raise KeyError(layer)
    chosen = torch.as_tensor(list(units))
    if isinstance(module, Dense):
        weight, bias = module.weight[chosen], module.bias[chosen]
        return (found.flatten(1) * weight).sum(1) + bias
    assert isinstance(module, Rectified)
    pad = 0 if bare else module.pad
    sums = F.conv2d(found, module.weight, module.bias, module.stride, pad, groups=module.groups)
    middle = sums.shape[-1] // 2
    return sums[torch.arange(len(chosen)), chosen, middle, middle]


def maximise(
    model: AlexNet,
    transform: PhotoTransform,
    layer: str,
    units: Sequence[int],
    climb: Climb = Climb(),
    tick: Tick = lambda done, pictures: None,
) -> Made:
    """A picture (3, side, side) for each of these units of a layer, all by the same climb.

    `tick` hears the part done, 0 to 1, and the pictures so far, now and then; whoever raises in it
    ends the work. The same seed gives the same noise to each unit, in whatever company. Raises
    KeyError for a layer that is none of `LAYERS`.
    """
    if layer not in LAYERS:
        raise KeyError(layer)
    side = picture_side(model, layer)
    generator = torch.Generator().manual_seed(climb.seed)
    noise = START * torch.randn(1, 3, side, side, generator=generator)
    low, high = (_ends(transform, level) for level in (0.0, 1.0))
    images = noise.expand(len(units), -1, -1, -1).clone().clamp(low, high)
    with torch.no_grad():
        began = unit_sums(model, layer, units, _rounded(images, transform)).numpy()
    for step in range(climb.steps):
        if step % TOLD == 0:
            tick(step / climb.steps, _pixels(images, transform))
        images.requires_grad_()
        shown = _moved(images, climb, generator)
        sums = unit_sums(model, layer, units, shown)
        (slope,) = torch.autograd.grad(sums.sum(), images)
        with torch.no_grad():
            rate = RATE * (1 - 2 / 3 * step / climb.steps)
            images = images + rate * slope / _size(slope)
            if climb.decay:
                images = images * (1 - DECAY)
            if climb.blur and step % EVERY == 0:
                images = _blurred(images, SIGMA)
            images = images.clamp(low, high)
    with torch.no_grad():
        finished = _rounded(images, transform)
        reached = unit_sums(model, layer, units, finished).numpy()
    pictures = _pixels(finished, transform)
    tick(1.0, pictures)
    return Made(pictures, began, reached)


def loudest_answers(
    model: AlexNet, layers: Sequence[str], images: Tensor, part: int = 64
) -> dict[str, NDArray[np.float32]]:
    """The strongest sums before max(0, x) of layers' maps or units for images (N, 3, H, W).

    By layer (N, maps): of a map that of its loudest unit, wherever it is. Raises KeyError for an
    unknown layer.
    """
    rows: dict[str, list[Tensor]] = {layer: [] for layer in layers}
    with torch.inference_mode():
        for few in images.split(part):
            found = few
            for name, module in model.named_children():
                if name in rows:
                    rows[name].append(_sums(module, found))
                found = module(found)
    if missing := [layer for layer, each in rows.items() if not each]:
        raise KeyError(missing[0])
    return {layer: torch.cat(each).numpy() for layer, each in rows.items()}


def _sums(module: torch.nn.Module, found: Tensor) -> Tensor:
    """(N, maps): the largest sum of each map, or the sum of each unit of a full layer."""
    if isinstance(module, Dense):
        return F.linear(found.flatten(1), module.weight, module.bias)
    assert isinstance(module, Rectified)
    sums = F.conv2d(
        found, module.weight, module.bias, module.stride, module.pad, groups=module.groups
    )
    return sums.flatten(2).max(2)[0]


def _passed(module: torch.nn.Module, found: Tensor, bare: bool) -> Tensor:
    if bare and isinstance(module, Rectified):
        weight, bias = module.weight, module.bias
        return F.conv2d(found, weight, bias, module.stride, 0, groups=module.groups).relu()
    passed: Tensor = module(found)
    return passed


def _moved(images: Tensor, climb: Climb, generator: torch.Generator) -> Tensor:
    """As the network is shown them at one step; every picture is moved alike."""
    if climb.jitter:
        most = images.shape[-1] // SHIFT
        down, right = torch.randint(-most, most + 1, (2,), generator=generator).tolist()
        images = images.roll((down, right), (2, 3))
    if climb.turn:
        by, grown = (2 * torch.rand(2, generator=generator) - 1).tolist()
        angle, scale = math.radians(TURN * by), 1 + SCALE * grown
        cos, sin = scale * math.cos(angle), scale * math.sin(angle)
        way = torch.tensor([[cos, -sin, 0.0], [sin, cos, 0.0]]).expand(len(images), 2, 3)
        grid = F.affine_grid(way, list(images.shape), align_corners=False)
        images = F.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    return images


def _blurred(images: Tensor, sigma: float) -> Tensor:
    reach = math.ceil(2 * sigma)
    at = torch.arange(-reach, reach + 1, dtype=torch.float32)
    bell = torch.exp(-(at**2) / (2 * sigma**2))
    bell = bell / bell.sum()
    padded = F.pad(images, (reach,) * 4, mode="replicate")
    channels = images.shape[1]
    across = bell.view(1, 1, 1, -1).expand(channels, 1, 1, -1)
    return F.conv2d(
        F.conv2d(padded, across, groups=channels), across.transpose(2, 3), groups=channels
    )


def _size(slope: Tensor) -> Tensor:
    """(N, 1, 1, 1): the root mean square of each picture's slope, never 0."""
    return slope.square().mean((1, 2, 3), keepdim=True).sqrt().clamp_min(1e-12)


def _ends(transform: PhotoTransform, level: float) -> Tensor:
    """Black (level 0) or white (1) as the network takes it, (3, 1, 1)."""
    mean, deviation = (
        torch.tensor(each).view(3, 1, 1) for each in (transform.mean, transform.deviation)
    )
    return (level - mean) / deviation


def _pixels(images: Tensor, transform: PhotoTransform) -> Pictures:
    mean, deviation = (
        torch.tensor(each).view(3, 1, 1) for each in (transform.mean, transform.deviation)
    )
    levels = ((images * deviation + mean) * 255).round().clamp(0, 255)
    found: Pictures = levels.permute(0, 2, 3, 1).to(torch.uint8).numpy()
    return found


def _rounded(images: Tensor, transform: PhotoTransform) -> Tensor:
    """The same with every colour a whole level from 0 to 255, as a file holds it."""
    levels = torch.from_numpy(_pixels(images, transform)).permute(0, 3, 1, 2).float() / 255
    mean, deviation = (
        torch.tensor(each).view(3, 1, 1) for each in (transform.mean, transform.deviation)
    )
    return (levels - mean) / deviation
