"""Does the training of the small edition take from its kernels what it says?"""

import pytest
import torch

from scripts.photo_training import decay_fine

PART = 0.1


@pytest.mark.parametrize(("period", "taken"), [(2, 1.0), (4, 0.5)])
def test_what_is_fine_decays_and_the_finest_most(period, taken):
    wave = torch.cos(2 * torch.pi * torch.arange(9.0) / period).expand(1, 3, 9, 9).clone()
    before = wave.clone()
    decay_fine(wave, PART)
    inside = (..., slice(1, -1), slice(1, -1))  # at the edge a kernel ends in nothing
    torch.testing.assert_close(wave[inside], before[inside] * (1 - PART * taken))


def test_what_is_even_stays():
    kernels = torch.full((2, 3, 9, 9), 0.7)
    decay_fine(kernels, PART)
    torch.testing.assert_close(kernels[..., 1:-1, 1:-1], torch.full((2, 3, 7, 7), 0.7))
