"""What a unit sees: its receptive field in the image, exactly, padding and strides included.

For networks whose layers follow each other in the order of their names. One rule says what the
next layer's units see (`ReceptiveField.through`); all else follows from it.
"""

from dataclasses import dataclass
from typing import NamedTuple, cast

import torch
from torch import nn

from cnn.inference.feature_maps import feature_maps


class Box(NamedTuple):
    """A square of an image in pixels; right and bottom are the first beyond it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, in pixels."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True)
class ReceptiveField:
    """Unit 0 of a layer sees `size` pixels from `first` on; its neighbour the same, `step` later.

    What lies before 0 or beyond the image is padding. As it stands: what a pixel sees, itself.
    """

    size: int = 1
    step: int = 1
    first: int = 0

    def through(self, layer: nn.Module) -> "ReceptiveField":
        """What the units of a layer above see; one without a `kernel` looks at one unit each."""
        kernel, stride = getattr(layer, "kernel", 1), getattr(layer, "stride", 1)
        pad = getattr(layer, "pad", 0)
        before = pad if isinstance(pad, int) else pad[0]  # (left, right, top, bottom)
        return ReceptiveField(
            self.size + (kernel - 1) * self.step,
            self.step * stride,
            self.first - before * self.step,
        )

    def span(self, unit: int) -> tuple[int, int]:
        """The first and the last pixel that a unit sees along one side, which may be padding."""
        first = self.first + self.step * unit
        return first, first + self.size - 1

    def box(self, row: int, column: int, side: int) -> Box:
        """What the unit at this place sees of an image `side` pixels wide."""
        (top, bottom), (left, right) = self.span(row), self.span(column)
        return Box(max(left, 0), max(top, 0), min(right + 1, side), min(bottom + 1, side))


def receptive_field(model: nn.Module, layer: str) -> ReceptiveField:
    """The receptive field of a layer's units.

    Raises KeyError if there is no such layer, or if each of its units sees the whole image.
    """
    found = ReceptiveField()
    for name, module in model.named_children():
        if hasattr(module, "units"):  # a full layer
            break
        found = found.through(module)
        if name == layer:
            return found
    raise KeyError(layer)


def field_width(network: str, layer: str) -> int:
    """How many pixels of a side a unit of the layer sees; for the prose."""
    from cnn.models import MODELS

    return receptive_field(MODELS[network](), layer).size


class Level(NamedTuple):
    """A layer of square maps, and what each of its units sees along one side."""

    name: str  # "input" for the picture
    side: int
    sees: list[list[tuple[int, int]]]  # [unit][earlier level] = first and last unit that it sees


def levels(model: nn.Module) -> list[Level]:
    """The picture and every layer of maps, for networks without padding."""
    image = cast(tuple[int, int, int], model.image)
    found, fields = [Level("input", image[1], [])], list[ReceptiveField]()
    for name, maps in feature_maps(model, torch.zeros(1, *image)).items():
        if maps.dim() == 3:
            layer = model.get_submodule(name)
            fields = [each.through(layer) for each in (*fields, ReceptiveField())]
            sees = [[each.span(unit) for each in fields] for unit in range(maps.shape[-1])]
            found.append(Level(name, maps.shape[-1], sees))
    return found
