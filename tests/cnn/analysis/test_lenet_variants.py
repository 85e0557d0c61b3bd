"""Do the retold networks count as the paper, the tutorials and plain arithmetic say?"""

from itertools import pairwise

import pytest
import torch
from torch import nn

from cnn.analysis import complexity, lenet_variants
from cnn.analysis.lenet_variants import CHANGES, TutorialLeNet5


def test_without_changes_it_is_the_papers():
    assert lenet_variants.variant_sizes(()) == complexity.layer_sizes(complexity._new("LeNet5"))


def test_with_all_changes_it_is_the_one_of_the_tutorials():
    """Written down as a tutorial would, in torch's own layers."""
    theirs = nn.Sequential(
        *(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    )
    count = sum(each.numel() for each in theirs.parameters())
    assert lenet_variants.variant_parameters() == count == 61_706
    ours = TutorialLeNet5().requires_grad_(False)
    with torch.no_grad():
        for mine, other in zip([*(p for p in ours.parameters())], theirs.parameters(), strict=True):
            mine.copy_(other.reshape(mine.shape))
    x = torch.randn(3, 1, 32, 32)
    torch.testing.assert_close(ours(x), theirs(x))


@pytest.mark.parametrize(
    ("change", "more"), [("table", 900), ("pooling", -44), ("activation", 0), ("output", 850)]
)
def test_each_change_alone(change, more):
    assert change in CHANGES
    assert lenet_variants.variant_parameters(change) == 60_000 + more


def test_readings_of_lenet4():
    ours = complexity.layer_sizes(complexity._new("LeNet4"))
    found = lenet_variants.lenet4_counts(32, 47)
    assert found.parameters == sum(row.parameters for row in ours) == 50_673
    assert found.connections == sum(row.connections for row in ours) == 259_806
    assert found.last == 48_120


@pytest.mark.parametrize("side", [28, 32])
def test_no_reading_of_lenet4_reaches_17_000(side):
    counts = [lenet_variants.lenet4_counts(side, kernels) for kernels in range(16, 129)]
    assert min(each.parameters for each in counts) > min(each.last for each in counts) > 17_000
    steps = {b.parameters - a.parameters for a, b in pairwise(counts)}
    assert steps == {25}
    maps = {28: 8 * 8, 32: 10 * 10}[side]
    assert counts[-1].connections - counts[0].connections == 112 * 25 * maps


def test_facts_of_a_28_pixel_reading():
    best = min(
        (lenet_variants.lenet4_counts(28, kernels) for kernels in range(16, 129)),
        key=lambda each: abs(each.connections - 260_018),
    )
    assert best.connections == 260_018 and best.parameters == 34_718
