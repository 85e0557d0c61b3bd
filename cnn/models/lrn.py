"""Local response normalisation: Krizhevsky, Sutskever, Hinton (2012), section 3.3.

b = a / (k + α/n Σ a²)^β, the sum over n neighbouring maps at the same place. As in the original
source, in PyTorch and in Caffe, α is divided by n here; the paper's formula has no such division,
so our α = 1e-4 is the paper's α = 2e-5.

The derivative is written out. The sum over neighbours is a product with a band matrix (a 1×1
convolution); training on a CPU has kernels of its own, which go over memory once. They need numba,
which is not among the requirements of the app: it measures steps of a few images, no more.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional as F

BATCH = 16  # images; fewer are not worth the kernels' second of compiling


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
        self.register_buffer("band", band(maps, size, alpha / size), persistent=False)

    def connections(self, height: int = 1, width: int = 1) -> int:
        """How many connections it counts: none, since it has no weights."""
        return 0  # no weights

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many multiply-accumulates it counts: none, as in the papers' tables."""
        return 0

    def forward(self, maps: Tensor) -> Tensor:
        """(N, maps, H, W) -> the same shape."""
        result: Tensor = _Normalise.apply(maps, self.band, self.constants)
        return result


def band(maps: int, size: int, value: float = 1.0) -> Tensor:
    """(maps, maps, 1, 1): row i is `value` for the maps i - size//2 to i + (size - 1)//2, else 0.

    By numpy: on the device "meta", torch would load its compiler to subtract.
    """
    i = np.arange(maps)
    apart = i - i[:, None]
    near = (apart >= -(size // 2)) & (apart <= (size - 1) // 2)
    return torch.as_tensor((near * np.float32(value))[..., None, None])


class _Normalise(torch.autograd.Function):
    """y = x d^-β with d = k + Bx²; dL/dx = g d^-β - 2β x Bᵀ(g y / d)."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, weights: Tensor, norm: Constants) -> Tensor:
        weights = weights.to(x.dtype)
        ctx.norm = norm
        if ctx.needs_input_grad[0] and _many(x, norm):
            from cnn.models import lrn_kernels as kernels

            ctx.save_for_backward(x)
            return kernels.forward(x, norm.alpha, norm.k)
        d = F.conv2d(x * x, weights, weights.new_full((len(weights),), norm.k)).to(x.dtype)
        ctx.save_for_backward(x, d, weights)
        return x * _power(d, norm.beta).to(x.dtype)  # CUDA's autocast takes roots in float32

    @staticmethod
    @once_differentiable  # a second derivative would be wrong: d is saved as a number
    def backward(ctx: Any, g: Tensor) -> tuple[Tensor, None, None, None]:
        if len(ctx.saved_tensors) == 1:
            from cnn.models import lrn_kernels as kernels

            [x] = ctx.saved_tensors
            return kernels.backward(g, x, ctx.norm.alpha, ctx.norm.k), None, None, None
        x, d, weights = ctx.saved_tensors
        direct = g * _power(d, ctx.norm.beta)
        around = F.conv2d(direct * x / d, weights.transpose(0, 1)).to(x.dtype)
        return torch.addcmul(direct, x, around, value=-2 * ctx.norm.beta), None, None, None


def _power(d: Tensor, beta: float) -> Tensor:
    """d^-β; for the paper's 0.75 by two roots, which is many times faster than a power."""
    if beta == 0.75:
        root = d.rsqrt()
        return root.sqrt().mul_(root)
    return d.pow(-beta)


def _many(x: Tensor, norm: Constants) -> bool:
    """Whether this is a batch for the kernels, which are written for the paper's n and β."""
    known = x.device.type == "cpu" and x.dtype in (torch.float32, torch.bfloat16)
    whole = x.dim() == 4 and len(x) >= BATCH and not torch.compiler.is_compiling()
    return known and whole and (norm.size, norm.beta) == (5, 0.75) and _has_numba()


@cache
def _has_numba() -> bool:
    return find_spec("numba") is not None
