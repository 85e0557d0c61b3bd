"""Is the softmax taken apart the softmax, whatever the logits?"""

import numpy as np
import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from cnn.experiments.softmax import softmax_steps

LOGITS = st.lists(st.floats(-2000, 2000), min_size=1, max_size=20)


@given(LOGITS, st.sampled_from([0.25, 0.5, 1.0, 2.0, 10.0]))
@example([-744.0, -743.0], 1.0)  # their exponentials have hardly a digit left
def test_shares_are_torchs(logits, temperature):
    found = softmax_steps(logits, temperature)
    wanted = torch.tensor(logits, dtype=torch.float64).div(temperature).softmax(0).numpy()
    assert found.shares == pytest.approx(wanted, abs=1e-12)
    assert found.total == pytest.approx(found.exponentials.sum()) and np.isfinite(found.total)


@given(st.lists(st.floats(-50, 50), min_size=2, max_size=9), st.floats(-100, 100))
def test_what_is_added_to_all_changes_nothing(logits, added):
    before, after = softmax_steps(logits), softmax_steps(np.array(logits) + added)
    assert after.shares == pytest.approx(before.shares, abs=1e-9)


def test_small_logits_are_raised_as_they_are():
    found = softmax_steps([0.0, 1.0, 2.0])
    assert found.exponentials == pytest.approx([1, np.e, np.e**2])
