"""Are the shares torch's, row by row, in the precision that was given?"""

import numpy as np
import pytest
import torch

from cnn.inference.softmax import softmax


@pytest.mark.parametrize("kind", [np.float32, np.float64])
@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_shares_are_torchs(kind, temperature):
    logits = np.random.default_rng(0).normal(0, 400, (5, 2, 10)).astype(kind)
    found = softmax(logits, temperature)
    wanted = torch.tensor(logits).div(temperature).softmax(-1).numpy()
    assert found.dtype == kind and found == pytest.approx(wanted, abs=1e-6)
    assert found.sum(-1) == pytest.approx(1, abs=1e-6)
