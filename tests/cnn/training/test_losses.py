"""Are the criteria those of the paper's equations 8 and 9?"""

import math

import pytest
import torch
from torch.nn import functional as F

from cnn.data.pens.rubbish import RUBBISH
from cnn.models import LeNet1
from cnn.training.losses import cross_entropy, map_criterion, mle

DISTANCES = torch.tensor([[3.0, 10.0, *[50.0] * 8], [7.0, 1.0, *[60.0] * 8]])
LABELS = torch.tensor([0, 0])


def test_mle_is_the_mean_distance_to_the_right_code():
    assert mle(DISTANCES, LABELS).item() == pytest.approx((3 + 7) / 2)


def test_map_is_equation_9():
    j = 5.0
    by_hand = [
        row[0] + math.log(math.exp(-j) + sum(math.exp(-y) for y in row))
        for row in DISTANCES.tolist()
    ]
    assert map_criterion(DISTANCES, LABELS, j).item() == pytest.approx(sum(by_hand) / 2)


def test_map_pulls_the_right_code_and_pushes_the_near_wrong_one():
    distances = DISTANCES.clone().requires_grad_()
    map_criterion(distances, LABELS, 5.0).backward()
    gradient = distances.grad[1]
    assert gradient[0] > 0 > gradient[1]
    assert gradient[1].abs() > gradient[2].abs()


def test_what_is_no_digit_is_pushed_from_every_code():
    distances = DISTANCES.clone().requires_grad_()
    map_criterion(distances, torch.tensor([RUBBISH, RUBBISH]), 5.0).backward()
    assert (distances.grad <= 0).all() and (distances.grad[:, :2] < 0).all()


def test_far_rubbish_and_huge_distances_stay_finite():
    loss = map_criterion(torch.full((1, 10), 1e4), torch.tensor([RUBBISH]))
    assert loss.item() == pytest.approx(0, abs=1e-6)


def test_cross_entropy_is_equation_9_without_rubbish():
    found = cross_entropy(DISTANCES, LABELS).item()
    assert found == pytest.approx(map_criterion(DISTANCES, LABELS, 1e3).item())


def test_with_place_codes_the_distance_is_the_squared_error():
    outputs = torch.randn(4, 10, generator=torch.Generator().manual_seed(0))
    labels = torch.tensor([3, 1, 4, 1])
    targets = 2 * F.one_hot(labels, 10) - 1
    by_hand = (outputs - targets).square().sum(1).mean()
    assert mle(LeNet1().distances(outputs), labels).item() == pytest.approx(by_hand.item())
