"""Local response normalisation: Krizhevsky, Sutskever, Hinton (2012), section 3.3.

b = a / (k + α/n Σ a²)^β, the sum over n neighbouring maps at the same place. As in the original
source, in PyTorch and in Caffe, α is divided by n here; the paper's formula has no such division,
so our α = 1e-4 is the paper's α = 2e-5.

The derivative is written out. The sum over neighbours is a product with a band matrix (a 1×1
convolution) on a GPU; on a CPU shifted copies are added, one image after another.
"""

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Constants(NamedTuple):
    """The paper's n, alpha, beta and k."""

    size: int
    alpha: float
    beta: float
    k: float


class LocalResponseNorm(nn.Module):
    """Each unit is divided by what its neighbours in `size` adjacent maps answer."""

    kernel = stride = 1

    def __init__(
        self, maps: int, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0
    ) -> None:
        super().__init__()
        self.maps, self.constants = maps, Constants(size, alpha, beta, k)
        self.band: Tensor  # (maps, maps, 1, 1): α/n where a map is among the neighbours, else 0
        self.register_buffer("band", band(maps, size) * (alpha / size), persistent=False)

    def connections(self, height: int = 1, width: int = 1) -> int:
        return 0  # no weights

    def products(self, height: int = 1, width: int = 1) -> int:
        return 0

    def forward(self, maps: Tensor) -> Tensor:
        """(N, maps, H, W) -> the same shape."""
        result: Tensor = _Normalise.apply(maps, self.band, self.constants)
        return result


def band(maps: int, size: int) -> Tensor:
    """(maps, maps, 1, 1): row i is 1 for the maps i - size//2 to i + (size - 1)//2."""
    i = torch.arange(maps)
    apart = i[None] - i[:, None]
    return ((apart >= -(size // 2)) & (apart <= (size - 1) // 2)).float()[..., None, None]


class _Normalise(torch.autograd.Function):
    """y = x d^-β with d = k + Bx²; dL/dx = g d^-β - 2β x Bᵀ(g y / d)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weights: Tensor, norm: Constants) -> Tensor:
        weights = weights.to(x.dtype)
        if _one_by_one(x):
            y, d = _forward_one_by_one(x, norm)
        else:
            d = F.conv2d(x * x, weights, weights.new_full((len(weights),), norm.k)).to(x.dtype)
            y = x * _power(d, norm.beta)
        ctx.save_for_backward(x, d, weights)
        ctx.norm = norm
        return y

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, None, None, None]:
        x, d, weights = ctx.saved_tensors
        if _one_by_one(x):
            return _backward_one_by_one(g, x, d, ctx.norm), None, None, None
        direct = g * _power(d, ctx.norm.beta)
        around = F.conv2d(direct * x / d, weights.transpose(0, 1)).to(x.dtype)
        return torch.addcmul(direct, x, around, value=-2 * ctx.norm.beta), None, None, None


def _power(d: Tensor, beta: float) -> Tensor:
    """d^-β; for the paper's 0.75 by two roots, which is many times faster than a power."""
    if beta == 0.75:
        root = d.rsqrt()
        return root.sqrt().mul_(root)
    return d.pow(-beta)


def _one_by_one(x: Tensor) -> bool:
    """On a CPU one image after another: its maps stay in the processor's cache."""
    return x.device.type == "cpu" and len(x) > 0 and not torch.compiler.is_compiling()


def _rows(like: Tensor, *tensors: Tensor) -> list[Tensor]:
    """Each (N, maps, H, W) as (N, H·W, maps) where `like` is channels_last, else (N, maps, H·W)."""
    if like.is_contiguous():
        return [each.contiguous().flatten(2) for each in tensors]
    last = torch.channels_last
    return [
        each.contiguous(memory_format=last).permute(0, 2, 3, 1).flatten(1, 2) for each in tensors
    ]


def _dense(x: Tensor) -> Tensor:
    """An empty tensor like x, in one of the two orders that `_rows` knows."""
    order = torch.contiguous_format if x.is_contiguous() else torch.channels_last
    return torch.empty_like(x, memory_format=order)


class _Neighbours:
    """Sums over `size` neighbouring maps of one image, from the map `left` before each on.

    A product of rows is written between zeros; its sums are then of shifted copies of all of it.
    """

    def __init__(self, rows: Tensor, last: bool, size: int, left: int) -> None:
        places, maps = rows.shape if last else rows.shape[::-1]
        shape = (places, maps + size - 1) if last else (maps + size - 1, places)
        self.padded, self.sums = rows.new_zeros(shape), rows.new_empty(shape)
        axis, self.step, self.size = (1, 1, size) if last else (0, places, size)
        self.inside = self.padded.narrow(axis, left, maps)
        self.result = self.sums.narrow(axis, 0, maps)

    def of(self, a: Tensor, b: Tensor) -> Tensor:
        """The sums of a · b, in a place that the next call uses again."""
        torch.mul(a, b, out=self.inside)
        flat, sums = self.padded.view(-1), self.sums.view(-1)
        count = len(flat) - (self.size - 1) * self.step
        parts = [flat[i * self.step :][:count] for i in range(self.size)]
        if self.size == 1:
            return sums.copy_(flat).view_as(self.padded)
        total = torch.add(parts[0], parts[1], out=sums[:count])
        for part in parts[2:]:
            total += part
        return self.result


def _forward_one_by_one(x: Tensor, norm: Constants) -> tuple[Tensor, Tensor]:
    y, d, last = _dense(x), _dense(x), not x.is_contiguous()
    rows = _rows(x, x, d, y)
    around = _Neighbours(rows[0][0], last, norm.size, norm.size // 2)
    k = x.new_tensor(norm.k)
    for one, below, out in zip(*rows, strict=True):
        torch.add(k, around.of(one, one), alpha=norm.alpha / norm.size, out=below)
        torch.mul(one, _power(below, norm.beta), out=out)
    return y, d


def _backward_one_by_one(g: Tensor, x: Tensor, d: Tensor, norm: Constants) -> Tensor:
    result, last = _dense(x), not x.is_contiguous()
    rows = _rows(x, g, x, d, result)
    around = _Neighbours(rows[1][0], last, norm.size, (norm.size - 1) // 2)
    factor = -2 * norm.beta * norm.alpha / norm.size
    for up, one, below, out in zip(*rows, strict=True):
        direct = _power(below, norm.beta).mul_(up)
        sums = around.of(direct / below, one)
        torch.addcmul(direct, one, sums, value=factor, out=out)
    return result
