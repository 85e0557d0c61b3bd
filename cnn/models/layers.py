"""The layers LeNets are made of: LeCun et al. (1998), section II.

Every layer of trainable units ends in the squashing function, tells its `kernel` and `stride` (for
receptive fields) and its `fan_in` (for initialisation), and counts its `connections` as the paper
does: one for each input of each unit, and one for its bias.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

Table = Sequence[Sequence[int]]  # the input maps that each output map sees

AMPLITUDE = 1.7159
SLOPE = 2 / 3


def squash(a: Tensor) -> Tensor:
    """Scaled tanh, eq. 6: 1.7159 tanh(2a/3), so that f(1) = 1 and f(-1) = -1 (to 3e-6).

    Written as tanh x = 2 sigmoid(2x) - 1, which torch computes six times as fast as tanh.
    """
    return torch.sigmoid(2 * SLOPE * a) * (2 * AMPLITUDE) - AMPLITUDE


class Convolution(nn.Module):
    """Feature maps: each output map slides one 5×5 kernel over each input map it is connected to.

    With a `table`, output map i sees only the input maps table[i]; without one it sees them all.
    `weight` is (kernels, 5, 5), in the order of the table; `dense()` arranges the kernels as
    (maps, inputs, 5, 5) with zeros where there is no connection.
    """

    def __init__(self, inputs: int, maps: int, table: Table | None = None, kernel: int = 5) -> None:
        super().__init__()
        self.inputs, self.maps, self.kernel, self.stride = inputs, maps, kernel, 1
        self.table = [list(row) for row in table] if table else [list(range(inputs))] * maps
        self.partial = table is not None
        pairs = [(to, seen) for to, row in enumerate(self.table) for seen in row]
        self.weight = nn.Parameter(torch.empty(len(pairs), kernel, kernel))
        self.bias = nn.Parameter(torch.empty(maps))
        self.place: Tensor  # of each kernel among the (maps × inputs) that a full table would have
        place = torch.tensor([to * inputs + seen for to, seen in pairs])
        self.register_buffer("place", place, persistent=False)

    def fan_in(self) -> Tensor:
        """Inputs of a unit of each map, (maps,), its bias not counted."""
        return torch.tensor([len(row) * self.kernel**2 for row in self.table])

    def connections(self, height: int, width: int) -> int:
        """Connections of output maps of this size."""
        return (self.weight.numel() + self.maps) * height * width

    def dense(self) -> Tensor:
        shape = (self.maps, self.inputs, self.kernel, self.kernel)
        if not self.partial:
            return self.weight.view(shape)
        empty = self.weight.new_zeros(self.maps * self.inputs, self.kernel, self.kernel)
        return empty.index_copy(0, self.place, self.weight).view(shape)

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, maps, H - 4, W - 4)."""
        if maps.shape[-2:] == (self.kernel, self.kernel):  # one place for the kernel: a product
            units = F.linear(maps.flatten(1), self.dense().flatten(1), self.bias)
            return squash(units)[..., None, None]
        return squash(F.conv2d(maps, self.dense(), self.bias))


class Subsampling(nn.Module):
    """Each unit adds four neighbours, times one coefficient, plus one bias, and squashes.

    "Added" is the word of section II.B; II.A says "average": the same but for a factor 4 in the
    coefficient.
    """

    kernel = stride = 2

    def __init__(self, maps: int) -> None:
        super().__init__()
        self.maps = maps
        self.weight = nn.Parameter(torch.empty(maps))  # the trainable coefficients
        self.bias = nn.Parameter(torch.empty(maps))

    def fan_in(self) -> Tensor:
        return torch.full((self.maps,), 4)

    def connections(self, height: int, width: int) -> int:
        return self.maps * 5 * height * width  # four inputs and a bias

    def forward(self, maps: Tensor) -> Tensor:
        """(N, maps, H, W) -> (N, maps, H / 2, W / 2)."""
        rows = maps[..., ::2, :] + maps[..., 1::2, :]  # three times as fast as torch's pooling
        added = rows[..., ::2] + rows[..., 1::2]
        return squash(added * self.weight.view(-1, 1, 1) + self.bias.view(-1, 1, 1))


class FullyConnected(nn.Module):
    """Each unit is connected to every input."""

    kernel = stride = 1

    def __init__(self, inputs: int, units: int) -> None:
        super().__init__()
        self.inputs, self.units = inputs, units
        self.weight = nn.Parameter(torch.empty(units, inputs))
        self.bias = nn.Parameter(torch.empty(units))

    def fan_in(self) -> Tensor:
        return torch.full((self.units,), self.inputs)

    def connections(self, height: int = 1, width: int = 1) -> int:
        return self.units * (self.inputs + 1)

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, inputs) -> (N, units)."""
        return squash(F.linear(inputs, self.weight, self.bias))


class RBF(nn.Module):
    """Euclidean radial basis function units, eq. 7: the squared distance of the input to each code.

    The codes (units, inputs) are fixed by hand, so nothing here is trainable.
    """

    kernel = stride = 1

    def __init__(self, codes: Tensor) -> None:
        super().__init__()
        self.codes: Tensor
        self.register_buffer("codes", codes)

    def connections(self, height: int = 1, width: int = 1) -> int:
        return self.codes.numel()

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, inputs) -> (N, units), the smallest distance for the best match."""
        return (inputs.unsqueeze(1) - self.codes).square().sum(-1)


Layer = Convolution | Subsampling | FullyConnected


def initialise(layer: Layer, generator: torch.Generator | None = None) -> None:
    """Uniform in ±2.4 / fan-in (Appendix A), biases like weights."""
    bound = each = 2.4 / layer.fan_in().float()
    if isinstance(layer, Convolution):
        each = bound.repeat_interleave(torch.tensor([len(row) for row in layer.table]))
    with torch.no_grad():
        for parameter, limit in ((layer.weight, each), (layer.bias, bound)):
            limit = limit.view(-1, *[1] * (parameter.dim() - 1))
            parameter.copy_((torch.rand(parameter.shape, generator=generator) * 2 - 1) * limit)
