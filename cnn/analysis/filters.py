"""What became of a first layer's kernels: how many are dead, how many still noise, how coloured."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DEAD = 0.05  # of the largest kernel's range
NOISY = 0.5  # of a kernel's energy, above half the highest frequency


class KernelHealth(NamedTuple):
    """The shares of a layer's kernels that are dead, and of the others that are noisy, 0 to 1."""

    dead: float
    noisy: float


def kernel_health(kernels: NDArray[np.floating]) -> KernelHealth:
    """The shares of kernels (maps, colours, k, k) that are dead, and of the others that are noisy.

    A kernel is dead if its range, largest minus smallest weight, is under 5 % of the largest range;
    noisy if most of its energy lies above half the highest frequency.
    """
    spread = np.ptp(kernels.reshape(len(kernels), -1), axis=1)
    dead = spread < DEAD * spread.max(initial=0) if spread.any() else np.ones(len(kernels), bool)
    noisy = ~dead & (high_share(kernels) > NOISY)
    return KernelHealth(float(dead.mean()), float(noisy.mean()))


def high_share(kernels: NDArray[np.floating]) -> NDArray[np.float64]:
    """(maps,): the part of each kernel's energy above a quarter of a cycle a pixel.

    Half a cycle a pixel is the highest frequency that pixels can show; a frequency in the plane
    counts by the larger of its two parts. The mean belongs to frequency 0.
    """
    size = 4 * kernels.shape[-1]
    energy = np.abs(np.fft.fft2(kernels.astype(np.float64), s=(size, size))) ** 2
    frequency = np.abs(np.fft.fftfreq(size))
    high = np.maximum(frequency[:, None], frequency[None]) > 0.25
    whole = energy.sum((1, 2, 3))
    return np.where(whole > 0, energy[..., high].sum((1, 2)) / np.maximum(whole, 1e-30), 0.0)


def colour_shares(kernels: NDArray[np.floating]) -> NDArray[np.float64]:
    """(maps,): the part of each kernel's energy that a grey picture could not excite, 0 to 1.

    kernels: (maps, 3, k, k). What all three colours have in common, their mean, is the grey part.
    0 is a kernel that is the same in all colours; kernels of pure noise have 2/3.
    """
    weights = kernels.astype(np.float64).reshape(len(kernels), 3, -1)
    whole = np.square(weights).sum((1, 2))
    grey = 3 * np.square(weights.mean(1)).sum(1)
    return np.where(whole > 0, 1 - grey / np.maximum(whole, 1e-30), 0.0)


class HalvesCompared(NamedTuple):
    """The means of a layer's two halves, and how probable such a difference is by chance."""

    means: tuple[float, float]  # of each half
    chance: float  # share of random halves that differ at least as much


def compare_halves(shares: NDArray[np.floating], draws: int = 10_000) -> HalvesCompared:
    """Whether the two halves of `shares` (2n,) differ by more than chance explains.

    A permutation test: the maps are dealt into two halves at random, `draws` times. `shares` are 0
    to 1, one for each kernel of a layer, the first tower's first.
    """
    half = len(shares) // 2
    means = float(shares[:half].mean()), float(shares[half:].mean())
    dealt = np.random.default_rng(0).permuted(np.tile(shares, (draws, 1)), axis=1)
    apart = np.abs(dealt[:, :half].mean(1) - dealt[:, half:].mean(1))
    as_far = int((apart >= abs(means[0] - means[1]) - 1e-12).sum())
    return HalvesCompared(means, (as_far + 1) / (draws + 1))
