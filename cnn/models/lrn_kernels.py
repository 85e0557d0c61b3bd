"""Local response normalisation in one sweep over memory, compiled by numba for a CPU.

Each kernel goes over the maps of one place after another (channels_last), float32 or, as their
bits, bfloat16. They stay in the processor's cache through all steps; torch's own operations would
go over the whole batch once for each.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, NamedTuple

import numba
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Array = NDArray[Any]

jit = numba.njit(nogil=True, fastmath=True, error_model="numpy", cache=True)
inline = numba.njit(nogil=True, fastmath=True, error_model="numpy", inline="always")
SIZE = 5  # neighbours; with this and β = 0.75 the kernels are written


class Maps(NamedTuple):
    """Maps (N, C, H, W) as rows (N·H·W, C), bfloat16 as the uint16 of its bits."""

    tensor: Tensor

    @property
    def rows(self) -> Array:
        """The same memory as rows (N·H·W, C)."""
        rows = self.tensor.detach().permute(0, 2, 3, 1).flatten(0, 2)
        return (rows.view(torch.uint16) if rows.dtype == torch.bfloat16 else rows).numpy()


def forward(x: Tensor, alpha: float, k: float) -> Tensor:
    """x (k + α/5 Σ x²)^-0.75 for maps (N, C, H, W), in channels_last order."""
    x = x.contiguous(memory_format=torch.channels_last)
    y = torch.empty_like(x)
    kernel = _forward_half if x.dtype == torch.bfloat16 else _forward
    _in_parts(kernel, (Maps(x), Maps(y)), alpha, k)
    return y


def backward(g: Tensor, x: Tensor, alpha: float, k: float) -> Tensor:
    """The derivative of `forward` at x along g: g d^-β - 2βα/n x Σ g x d^(-β-1)."""
    g, x = (each.to(x.dtype).contiguous(memory_format=torch.channels_last) for each in (g, x))
    result = torch.empty_like(x)
    kernel = _backward_half if x.dtype == torch.bfloat16 else _backward
    _in_parts(kernel, (Maps(g), Maps(x), Maps(result)), alpha, k)
    return result


def _in_parts(kernel: Callable[..., None], maps: tuple[Maps, ...], alpha: float, k: float) -> None:
    """The kernel on as many parts of the rows as torch has threads, at once."""
    threads = torch.get_num_threads()
    constants = np.float32(alpha / SIZE), np.float32(k)
    split = (np.array_split(each.rows, threads) for each in maps)
    parts = list(zip(*split, strict=True))
    if threads == 1:
        kernel(*parts[0], *constants)
    else:
        list(_pool(threads).map(lambda part: kernel(*part, *constants), parts))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, "normalisation")


@inline
def _shifted(row: Array) -> tuple[Array, Array, Array, Array, Array]:
    """Five views of a padded row, each one place further on: their sum is over neighbours."""
    maps = row.size - 4
    return row[:maps], row[1 : maps + 1], row[2 : maps + 2], row[3 : maps + 3], row[4:]


@inline
def _widen(half: Array, bits: Array) -> None:
    """bfloat16 to float32, both as their bits."""
    for c in range(bits.size):
        bits[c] = np.uint32(half[c]) << np.uint32(16)


@inline
def _narrow(bits: Array, half: Array) -> None:
    """float32 to the nearest bfloat16, ties to even, both as their bits."""
    for c in range(bits.size):
        odd = (bits[c] >> np.uint32(16)) & np.uint32(1)
        half[c] = np.uint16((bits[c] + np.uint32(0x7FFF) + odd) >> np.uint32(16))


@inline
def _one_forward(x: Array, y: Array, squares: Array, a: np.float32, k: np.float32) -> None:
    """One place: x (C,) -> y; `squares` (C + 4,) ends in zeros on both sides."""
    p0, p1, p2, p3, p4 = _shifted(squares)
    for c in range(x.size):
        p2[c] = x[c] * x[c]
    for c in range(x.size):
        root = np.float32(1) / np.sqrt(k + a * (p0[c] + p1[c] + p2[c] + p3[c] + p4[c]))
        y[c] = x[c] * (root * np.sqrt(root))


@inline
def _one_backward(
    g: Array, x: Array, y: Array, direct: Array, p: Array, s: Array, a: np.float32, k: np.float32
) -> None:
    """One place; `direct` (C,) is for the time between, p and s (C + 4,) as `squares` above."""
    p0, p1, p2, p3, p4 = _shifted(p)
    s0, s1, s2, s3, s4 = _shifted(s)
    factor = np.float32(-1.5) * a  # -2β α/n
    for c in range(x.size):
        p2[c] = x[c] * x[c]
    for c in range(x.size):
        root = np.float32(1) / np.sqrt(k + a * (p0[c] + p1[c] + p2[c] + p3[c] + p4[c]))
        straight = g[c] * (root * np.sqrt(root))
        direct[c] = straight
        s2[c] = straight * x[c] * (root * root)
    for c in range(x.size):
        y[c] = direct[c] + factor * x[c] * (s0[c] + s1[c] + s2[c] + s3[c] + s4[c])


@jit
def _forward(x: Array, y: Array, a: np.float32, k: np.float32) -> None:
    squares = np.zeros(x.shape[1] + 4, np.float32)
    for i in range(len(x)):
        _one_forward(x[i], y[i], squares, a, k)


@jit
def _forward_half(x: Array, y: Array, a: np.float32, k: np.float32) -> None:
    maps = x.shape[1]
    squares = np.zeros(maps + 4, np.float32)
    row, out = np.empty(maps, np.float32), np.empty(maps, np.float32)
    row_bits, out_bits = row.view(np.uint32), out.view(np.uint32)
    for i in range(len(x)):
        _widen(x[i], row_bits)
        _one_forward(row, out, squares, a, k)
        _narrow(out_bits, y[i])


@jit
def _backward(g: Array, x: Array, y: Array, a: np.float32, k: np.float32) -> None:
    maps = x.shape[1]
    p, s = np.zeros(maps + 4, np.float32), np.zeros(maps + 4, np.float32)
    direct = np.empty(maps, np.float32)
    for i in range(len(x)):
        _one_backward(g[i], x[i], y[i], direct, p, s, a, k)


@jit
def _backward_half(g: Array, x: Array, y: Array, a: np.float32, k: np.float32) -> None:
    """As `_one_backward` in place: written out, it is twice as fast."""
    maps, factor = x.shape[1], np.float32(-1.5) * a
    row, up = np.empty(maps, np.float32), np.empty(maps, np.float32)
    row_bits, up_bits = row.view(np.uint32), up.view(np.uint32)
    p, s = np.zeros(maps + 4, np.float32), np.zeros(maps + 4, np.float32)
    p0, p1, p2, p3, p4 = _shifted(p)
    s0, s1, s2, s3, s4 = _shifted(s)
    for i in range(len(x)):
        _widen(x[i], row_bits)
        _widen(g[i], up_bits)
        for c in range(maps):
            p2[c] = row[c] * row[c]
        for c in range(maps):
            root = np.float32(1) / np.sqrt(k + a * (p0[c] + p1[c] + p2[c] + p3[c] + p4[c]))
            straight = up[c] * (root * np.sqrt(root))
            up[c] = straight
            s2[c] = straight * row[c] * (root * root)
        for c in range(maps):
            up[c] += factor * row[c] * (s0[c] + s1[c] + s2[c] + s3[c] + s4[c])
        _narrow(up_bits, y[i])
