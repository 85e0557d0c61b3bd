"""Is the paper's update rule the one that torch applies, once its velocity is translated?"""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnn.experiments.momentum import (
    DECAY,
    FAR,
    MOMENTUM,
    constant_gradient,
    momentum_steps,
    valley_gradient,
)

SOME = st.floats(-5, 5)


def by_torch(weight, gradient, rates):
    """The weights after each step of torch.optim.SGD in double precision."""
    parameter = torch.tensor([weight], dtype=torch.float64, requires_grad=True)
    way = torch.optim.SGD([parameter], rates[0], momentum=MOMENTUM, weight_decay=DECAY)
    found = []
    for rate in rates:
        way.param_groups[0]["lr"] = rate
        parameter.grad = torch.tensor([gradient(parameter.item())], dtype=torch.float64)
        way.step()
        found.append(parameter.item())
    return found


@given(SOME, st.floats(0.1, 30), st.sampled_from([0.0001, 0.001, 0.01, 0.1]), st.booleans())
def test_at_one_rate_the_weights_are_torchs(weight, steepness, rate, steep):
    gradient = (valley_gradient if steep else constant_gradient)(steepness)
    ours = momentum_steps(weight, gradient, rate, 30)
    theirs = by_torch(weight, gradient, [rate] * len(ours))
    assert [each.after for each in ours] == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_when_the_rate_falls_torch_shortens_the_step_at_once_and_the_paper_does_not():
    before = momentum_steps(1.0, constant_gradient(1.0), 0.1, 20)[-1]
    paper = MOMENTUM * before.step - DECAY * 0.01 * before.after - 0.01
    first, second = by_torch(1.0, constant_gradient(1.0), [0.1] * 20 + [0.01])[-2:]
    translated = before._replace(velocity=0.1 * before.step)  # torch's buffer times the new rate
    expected = MOMENTUM * translated.velocity - DECAY * 0.01 * before.after - 0.01
    assert second - first == pytest.approx(expected, rel=1e-9)
    assert abs(paper) > 5 * abs(second - first)


def test_on_a_slope_a_step_becomes_ten_pulls_long():
    last = momentum_steps(0.0, constant_gradient(1.0), 0.001, 200, decay=0.0)[-1]
    assert last.step / last.pull == pytest.approx(10, rel=1e-6)


@given(SOME, SOME, st.floats(0, 1))
def test_the_terms_add_up(weight, gradient, rate):
    for each in momentum_steps(weight, constant_gradient(gradient), rate, 5):
        assert each.after == pytest.approx(each.weight + each.kept + each.decay + each.pull)


def test_a_weight_that_runs_away_is_left():
    found = momentum_steps(1.0, valley_gradient(50.0), 0.1, 60)
    assert len(found) < 60 and abs(found[-1].after) > FAR
