"""Which part of an image one unit sees: its receptive field, exactly, padding and strides included.

For networks whose layers follow each other in the order of their names: the AlexNets.
"""

from dataclasses import dataclass
from typing import NamedTuple

from torch import nn


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

    What lies before 0 or beyond the image is padding.
    """

    size: int
    step: int
    first: int

    def box(self, row: int, column: int, side: int) -> Box:
        """What the unit at this place sees of an image `side` pixels wide."""
        top, left = (self.first + self.step * at for at in (row, column))
        return Box(
            max(left, 0), max(top, 0), min(left + self.size, side), min(top + self.size, side)
        )


def receptive_field(model: nn.Module, layer: str) -> ReceptiveField:
    """The receptive field of a layer's units.

    Raises KeyError if there is no such layer, or if each of its units sees the whole image.
    """
    size, step, first = 1, 1, 0
    for name, module in model.named_children():
        kernel, stride = getattr(module, "kernel", 1), getattr(module, "stride", 1)
        if hasattr(module, "units"):  # a full layer
            break
        first -= getattr(module, "pad", 0) * step
        size, step = size + (kernel - 1) * step, step * stride
        if name == layer:
            return ReceptiveField(size, step, first)
    raise KeyError(layer)
