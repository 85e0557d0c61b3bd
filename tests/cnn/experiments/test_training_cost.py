"""Is the arithmetic of the cost right, and does a measurement measure?"""

import pytest
import torch
from torch import nn

from cnn.analysis.complexity import planned_sizes
from cnn.experiments import training_cost
from cnn.experiments.training_cost import StepTimes
from cnn.models import AlexNet


def test_the_products_are_the_networks():
    assert training_cost.PRODUCTS == sum(layer.products for layer in planned_sizes(AlexNet))


def test_ninety_passes_are_five_times_ten_to_the_seventeen():
    assert f"{training_cost.whole_training():.1e}" == "5.0e+17"
    assert training_cost.updates_in_all() == 1_281_167 * 90 // 128


def test_days_follow_from_seconds():
    found = StepTimes(0.3, 0.5, 0.128, 4, 1)
    assert found.an_image == pytest.approx(0.1 + 0.001)
    assert found.days == pytest.approx(0.101 * 1_281_167 * 90 / 86_400)
    assert found.speed == pytest.approx(6 * training_cost.PRODUCTS * 8 / 0.8)


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.full = nn.Linear(3, 1000)

    def forward(self, images):
        return self.full(images.mean((2, 3)))


def test_every_step_is_measured_and_moves_the_weights():
    net = Tiny()
    before = net.full.weight.detach().clone()
    found = list(training_cost.time_steps(3, net))
    assert found[0] is None and [each.steps for each in found[1:]] == [1, 2, 3]
    assert all(min(each[:3]) > 0 for each in found[1:])
    assert not torch.equal(before, net.full.weight) and net.full.weight.grad is None
