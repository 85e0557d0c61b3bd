"""Are dead and noisy kernels told from good ones? Kernels made up by rule."""

import numpy as np
import pytest

from cnn.analysis.filters import high_share, kernel_health


def wave(cycles: float, angle: float = 0.3, size: int = 9) -> np.ndarray:
    """A Gabor-like kernel (3, size, size) of so many cycles a pixel."""
    y, x = np.mgrid[:size, :size] - size // 2
    along = x * np.cos(angle) + y * np.sin(angle)
    return np.stack([np.cos(2 * np.pi * cycles * along) * np.exp(-(x**2 + y**2) / 18)] * 3)


def test_smooth_kernels_are_neither_dead_nor_noisy():
    assert kernel_health(np.stack([wave(0.05), wave(0.12), wave(0.18)])) == (0, 0)


def test_the_share_of_dead_kernels():
    kernels = np.stack([wave(0.1), wave(0.1) * 0.04, wave(0.1) * 0.06, wave(0.1) * 0])
    assert kernel_health(kernels) == (0.5, 0)
    assert kernel_health(np.zeros((4, 3, 5, 5))).dead == 1


def test_noise_and_checkerboards_are_noisy():
    noise = np.random.default_rng(0).normal(size=(50, 3, 7, 7))
    assert kernel_health(noise).noisy > 0.95
    assert high_share(wave(0.45, 0)[None])[0] > 0.9 > 0.1 > high_share(wave(0.08)[None])[0]


def test_the_share_of_white_noise_is_what_counting_frequencies_gives():
    noise = np.random.default_rng(1).normal(size=(500, 3, 8, 8))
    assert high_share(noise).mean() == pytest.approx(1 - (17 / 32) ** 2, abs=0.02)
