"""The layers AlexNet is made of: rectified units, towers, overlapping pooling.

Every layer tells its `kernel` and `stride` (for receptive fields), counts its `connections` (one
for each input of each unit, and one for its bias), and its `products`: multiply-accumulates, which
leave the biases out.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Rectified(nn.Module):
    """Feature maps, each unit max(0, x); with `groups` towers, a map sees its own tower only.

    `weight` is (maps, inputs / groups, kernel, kernel); the first tower's maps come first.
    """

    def __init__(
        self, inputs: int, maps: int, kernel: int, stride: int = 1, pad: int = 0, groups: int = 1
    ) -> None:
        super().__init__()
        self.inputs, self.maps, self.groups = inputs, maps, groups
        self.kernel, self.stride, self.pad = kernel, stride, pad
        self.weight = nn.Parameter(torch.empty(maps, inputs // groups, kernel, kernel))
        self.bias = nn.Parameter(torch.empty(maps))

    def fan_in(self) -> int:
        """Inputs of a unit, its bias not counted."""
        return self.weight[0].numel()

    def connections(self, height: int, width: int) -> int:
        """How many connections output maps of height × width units have."""
        return self.products(height, width) + self.maps * height * width

    def products(self, height: int, width: int) -> int:
        """How many multiply-accumulates output maps of height × width units take, for one image."""
        return self.weight.numel() * height * width

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, maps, H', W'), all at least 0."""
        return F.conv2d(
            maps, self.weight, self.bias, self.stride, self.pad, groups=self.groups
        ).relu_()


class Pooling(nn.Module):
    """The largest of window × window neighbours, every two pixels: section 3.4.

    A window of 3 overlaps its neighbours; a pixel left over at the edge is not seen.
    """

    stride = 2

    def __init__(self, window: int = 3) -> None:
        super().__init__()
        self.kernel = window

    def connections(self, height: int = 1, width: int = 1) -> int:
        """How many connections it counts: none, since it has no weights."""
        return 0  # no weights

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many multiply-accumulates it takes: none."""
        return 0

    def forward(self, maps: Tensor) -> Tensor:
        """(N, maps, H, W) -> (N, maps, H / 2, W / 2) or nearly so."""
        return F.max_pool2d(maps, self.kernel, self.stride)


class Dense(nn.Module):
    """Each unit is connected to every input; max(0, x) if `rectified`, else the sum itself."""

    kernel = stride = 1

    def __init__(self, inputs: int, units: int, rectified: bool = True) -> None:
        super().__init__()
        self.inputs, self.units, self.rectified = inputs, units, rectified
        self.weight = nn.Parameter(torch.empty(units, inputs))
        self.bias = nn.Parameter(torch.empty(units))

    def fan_in(self) -> int:
        """Inputs of a unit, its bias not counted."""
        return self.inputs

    def connections(self, height: int = 1, width: int = 1) -> int:
        """How many connections the units have: one for each input, and one for the bias."""
        return self.units * (self.inputs + 1)

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many multiply-accumulates the units take, for one image."""
        return self.units * self.inputs

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, ...) -> (N, units); maps are read in the order (maps, height, width)."""
        sums = F.linear(inputs.flatten(1), self.weight, self.bias)
        return sums.relu_() if self.rectified else sums
