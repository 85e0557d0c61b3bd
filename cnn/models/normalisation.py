"""Local response normalisation: Krizhevsky, Sutskever, Hinton (2012), section 3.3.

b = a / (k + α/n Σ a²)^β, the sum over n neighbouring maps at the same place. As in the original
source, in PyTorch and in Caffe, α is divided by n here; the paper's formula has no such division,
so our α = 1e-4 is the paper's α = 2e-5.

The sum over neighbours is a product with a band matrix, which is a 1×1 convolution, and the
derivative is written out: on a CPU both together cost a small part of what PyTorch's layer does.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LocalResponseNorm(nn.Module):
    """Each unit is divided by what its neighbours in `size` adjacent maps answer."""

    kernel = stride = 1

    def __init__(
        self, maps: int, size: int = 5, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0
    ) -> None:
        super().__init__()
        self.maps, self.size, self.alpha, self.beta, self.k = maps, size, alpha, beta, k
        self.band: Tensor  # (maps, maps, 1, 1): α/n where a map is among the neighbours, else 0
        self.register_buffer("band", band(maps, size) * (alpha / size), persistent=False)

    def connections(self, height: int = 1, width: int = 1) -> int:
        return 0  # no weights

    def forward(self, maps: Tensor) -> Tensor:
        """(N, maps, H, W) -> the same shape."""
        result: Tensor = _Normalise.apply(maps, self.band, self.k, self.beta)
        return result


def band(maps: int, size: int) -> Tensor:
    """(maps, maps, 1, 1): row i is 1 for the maps i - size//2 to i + (size - 1)//2."""
    i = torch.arange(maps)
    apart = i[None] - i[:, None]
    return ((apart >= -(size // 2)) & (apart <= (size - 1) // 2)).float()[..., None, None]


class _Normalise(torch.autograd.Function):
    """y = x d^-β with d = k + Bx²; dL/dx = g d^-β - 2β x Bᵀ(g y / d)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weights: Tensor, k: float, beta: float) -> Tensor:
        weights = weights.to(x.dtype)
        d = F.conv2d(x * x, weights, weights.new_full((len(weights),), k)).to(x.dtype)
        ctx.save_for_backward(x, d, weights)
        ctx.beta = beta
        return x * _power(d, beta)

    @staticmethod
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, None, None, None]:
        x, d, weights = ctx.saved_tensors
        power = _power(d, ctx.beta)
        direct = g * power
        around = F.conv2d(direct * x / d, weights.transpose(0, 1)).to(x.dtype)
        return torch.addcmul(direct, x, around, value=-2 * ctx.beta), None, None, None


def _power(d: Tensor, beta: float) -> Tensor:
    """d^-β; for the paper's 0.75 by two roots, which is many times faster than a power."""
    if beta == 0.75:
        root = d.rsqrt()
        return root * root.sqrt()
    return d.pow(-beta)
