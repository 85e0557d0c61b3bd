"""The layers LeNets are made of: LeCun et al. (1998), section II; for 1989's, LeCun et al. (1989).

Every layer of trainable units ends in the squashing function (or another activation), tells its
`kernel` and `stride` (for receptive fields) and its `fan_in` (for initialisation), counts its
`connections` as the papers do, one for each input of each unit and one for its bias, and its
`products`: multiply-accumulates, which leave the biases out.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.models.activations import ACTIVATIONS, SCALED_TANH

Table = Sequence[Sequence[int]]  # the input maps that each output map sees


class Convolution(nn.Module):
    """Feature maps: each output map slides one 5×5 kernel over each input map it is connected to.

    With a `table`, output map i sees only the input maps table[i]; without one it sees them all.
    `weight` is (kernels, 5, 5), in the order of the table; `dense()` arranges the kernels as
    (maps, inputs, 5, 5) with zeros where there is no connection.
    """

    def __init__(
        self,
        inputs: int,
        maps: int,
        table: Table | None = None,
        kernel: int = 5,
        activation: str = SCALED_TANH,
    ) -> None:
        super().__init__()
        self.inputs, self.maps, self.kernel, self.stride = inputs, maps, kernel, 1
        self.squash = ACTIVATIONS[activation]
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
        """How many connections output maps of height × width units have."""
        return (self.weight.numel() + self.maps) * height * width

    def products(self, height: int, width: int) -> int:
        """How many multiply-accumulates output maps of height × width units take, for one image."""
        return self.weight.numel() * height * width

    def dense(self) -> Tensor:
        """The kernels as (maps, inputs, k, k), with zeros where there is no connection."""
        shape = (self.maps, self.inputs, self.kernel, self.kernel)
        if not self.partial:
            return self.weight.view(shape)
        empty = self.weight.new_zeros(self.maps * self.inputs, self.kernel, self.kernel)
        return empty.index_copy(0, self.place, self.weight).view(shape)

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, maps, H - 4, W - 4)."""
        if maps.shape[-2:] == (self.kernel, self.kernel):  # one place for the kernel: a product
            units = F.linear(maps.flatten(1), self.dense().flatten(1), self.bias)
            return self.squash(units)[..., None, None]
        return self.squash(F.conv2d(maps, self.dense(), self.bias))


class StridedConvolution(Convolution):
    """The convolution of 1989: kernels move two pixels at a time, which does the subsampling.

    They go two pixels over the edge; what lies outside is -1. Weights are shared, but every unit
    has its own bias. A map of even size comes out half as wide and high, so `size` is that of the
    output.
    """

    outside = -1.0
    pad = (2, 1, 2, 1)  # left, right, top, bottom

    def __init__(
        self,
        inputs: int,
        maps: int,
        size: int,
        table: Table | None = None,
        activation: str = SCALED_TANH,
    ) -> None:
        super().__init__(inputs, maps, table, activation=activation)
        self.stride = 2
        self.bias = nn.Parameter(torch.empty(maps, size, size))

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, maps, H / 2, W / 2)."""
        wide = F.pad(maps, self.pad, value=self.outside)
        return self.squash(F.conv2d(wide, self.dense(), stride=self.stride) + self.bias)


class Subsampling(nn.Module):
    """Each unit adds four neighbours, times one coefficient, plus one bias, and squashes.

    "Added" is the word of section II.B; II.A says "average": the same but for a factor 4 in the
    coefficient. With fewer `inputs` than maps, each input feeds several neighbouring maps.
    """

    kernel = stride = 2

    def __init__(self, maps: int, inputs: int | None = None, activation: str = SCALED_TANH) -> None:
        super().__init__()
        self.maps, self.copies = maps, maps // (inputs or maps)
        self.squash = ACTIVATIONS[activation]
        self.weight = nn.Parameter(torch.empty(maps))  # the trainable coefficients
        self.bias = nn.Parameter(torch.empty(maps))

    def fan_in(self) -> Tensor:
        """Inputs of a unit of each map, (maps,), its bias not counted: four."""
        return torch.full((self.maps,), 4)

    def connections(self, height: int, width: int) -> int:
        """How many connections output maps of height × width units have."""
        return self.maps * 5 * height * width  # four inputs and a bias

    def products(self, height: int, width: int) -> int:
        """How many multiply-accumulates output maps of height × width units take, for one image."""
        return self.maps * height * width  # one: the four are only added

    def forward(self, maps: Tensor) -> Tensor:
        """(N, inputs, H, W) -> (N, maps, H / 2, W / 2)."""
        rows = maps[..., ::2, :] + maps[..., 1::2, :]  # three times as fast as torch's pooling
        added = rows[..., ::2] + rows[..., 1::2]
        if self.copies > 1:
            added = added.repeat_interleave(self.copies, 1)
        return self.squash(added * self.weight.view(-1, 1, 1) + self.bias.view(-1, 1, 1))


class FullyConnected(nn.Module):
    """Each unit is connected to every input."""

    kernel = stride = 1

    def __init__(self, inputs: int, units: int, activation: str = SCALED_TANH) -> None:
        super().__init__()
        self.inputs, self.units = inputs, units
        self.squash = ACTIVATIONS[activation]
        self.weight = nn.Parameter(torch.empty(units, inputs))
        self.bias = nn.Parameter(torch.empty(units))

    def fan_in(self) -> Tensor:
        """Inputs of each unit, (units,), its bias not counted."""
        return torch.full((self.units,), self.inputs)

    def connections(self, height: int = 1, width: int = 1) -> int:
        """How many connections the units have: one for each input, and one for the bias."""
        return self.units * (self.inputs + 1)

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many multiply-accumulates the units take, for one image."""
        return self.units * self.inputs

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, inputs) -> (N, units)."""
        return self.squash(F.linear(inputs, self.weight, self.bias))


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
        """How many connections the units have: one for each input, and no bias."""
        return self.codes.numel()

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many squared differences the units take, for one image."""
        return self.codes.numel()

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, inputs) -> (N, units), the smallest distance for the best match."""
        return (inputs.unsqueeze(1) - self.codes).square().sum(-1)


Layer = Convolution | Subsampling | FullyConnected


def initialise_layer(layer: Layer, generator: torch.Generator | None = None) -> None:
    """Uniform in ±2.4 / fan-in (Appendix A), biases like weights."""
    bound = each = 2.4 / layer.fan_in().float()
    if isinstance(layer, Convolution):
        each = bound.repeat_interleave(torch.tensor([len(row) for row in layer.table]))
    with torch.no_grad():
        for parameter, limit in ((layer.weight, each), (layer.bias, bound)):
            limit = limit.view(-1, *[1] * (parameter.dim() - 1))
            parameter.copy_((torch.rand(parameter.shape, generator=generator) * 2 - 1) * limit)
