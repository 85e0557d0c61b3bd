"""Are the slopes that Training shows true? Three ways: chain rule, torch, trying out."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from cnn.data.mnist import dataset
from cnn.models.activations import squash
from cnn.training import gradient_check
from cnn.training.gradient_check import LAYERS, OneWeightUnit

numbers = st.floats(-3, 3)
units = st.builds(OneWeightUnit, numbers, numbers, numbers, st.sampled_from([1.0, -1.0]))


@given(units)
def test_the_chain_rule_is_torchs(unit):
    weight = torch.tensor(unit.weight, dtype=torch.float64, requires_grad=True)
    loss = (squash(weight * unit.input + unit.bias) - unit.target) ** 2
    loss.backward()
    assert unit.loss == pytest.approx(loss.item(), abs=1e-9)
    assert gradient_check.back_propagated(unit).weight == pytest.approx(
        weight.grad.item(), abs=1e-6
    )


@given(units)
def test_trying_out_agrees(unit):
    chain = gradient_check.back_propagated(unit).weight
    higher, lower = (unit.moved(unit.weight + h).loss for h in (1e-4, -1e-4))
    assert (higher - lower) / 2e-4 == pytest.approx(chain, abs=1e-5)


@given(units)
def test_a_small_step_goes_down(unit):
    slope = gradient_check.back_propagated(unit).weight
    assert unit.moved(unit.weight - 1e-3 * slope).loss <= unit.loss + 1e-12


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("target", [2, 7])
def test_a_weight_of_lenet5_has_the_slope_that_trying_finds(layer, target):
    image = dataset.load_digits("test").images[0]
    index = gradient_check.weight_count(layer) // 2
    found = gradient_check.compare_gradients(image, target, layer, index)
    assert found.differences[1e-4] == pytest.approx(found.gradient, rel=1e-4, abs=1e-7)
    assert found.losses[len(found.losses) // 2] == pytest.approx(found.loss)
    assert np.isfinite(found.losses).all()


def test_many_threads_get_what_each_alone_gets():
    image = dataset.load_digits("test").images[3]
    asked = [(target, layer, 5) for target in (1, 2) for layer in LAYERS]
    alone = [gradient_check.compare_gradients(image, *each).gradient for each in asked]
    with ThreadPoolExecutor(6) as pool:
        together = list(
            pool.map(lambda each: gradient_check.compare_gradients(image, *each).gradient, asked)
        )
    assert together == alone


def test_measuring_leaves_the_network_as_it_was():
    image = dataset.load_digits("test").images[0]
    first = gradient_check.compare_gradients(image, 3, "C1", 0)
    gradient_check.compare_gradients(image, 3, "F6", 100)
    assert gradient_check.compare_gradients(image, 3, "C1", 0).gradient == first.gradient
