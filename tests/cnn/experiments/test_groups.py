"""Do the towers hear what they may hear, and nothing else?"""

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnn.analysis import filters
from cnn.analysis.complexity import layer_sizes, planned_sizes
from cnn.experiments import groups, relu_vs_tanh
from cnn.models import AlexNet, AlexNetSmall
from cnn.models.alexnet import ONE_GPU, UNGROUPED

HALF = {"pool1": 48, "conv2": 128, "conv3": 192, "conv4": 192, "conv5": 128}


@pytest.fixture(scope="module")
def net():
    model = AlexNetSmall(generator=torch.Generator().manual_seed(0)).eval().requires_grad_(False)
    for weights in model.parameters():
        if weights.dim() > 1:
            torch.nn.init.kaiming_normal_(weights, generator=torch.Generator().manual_seed(3))
    return model


@pytest.fixture(scope="module")
def image():
    return torch.randn(1, 3, 56, 56, generator=torch.Generator().manual_seed(4))


def touched(net, image, wiring, silent):
    """For each layer, the changed maps of the first and of the second tower."""
    before = groups.responses(net, image, wiring)
    after = groups.responses(net, image, wiring, silent)
    return {
        name: groups.changed_maps(before[name].numpy(), after[name].numpy()).reshape(2, -1).sum(1)
        for name in HALF
    }


@pytest.mark.parametrize("silent", [0, 1])
@pytest.mark.parametrize(
    ("wiring", "first"), [("paper", "conv3"), ("all", "conv2"), ("none", None)]
)
def test_silence_reaches_the_other_tower_where_something_crosses(net, image, wiring, first, silent):
    found = touched(net, image, wiring, silent)
    other = [name for name in HALF if found[name][1 - silent]]
    assert all(found[name][silent] for name in HALF)
    assert (other[0] if other else None) == first


def test_as_published_and_whole_it_is_the_network_but_for_the_border_of_normalisation(net, image):
    ours = groups.responses(net, image)
    maps = net.conv1(image)
    split = torch.cat([F.local_response_norm(h, 5, 1e-4, 0.75, 2.0) for h in maps.chunk(2, 1)], 1)
    expected = net.conv2(net.pool1(split))[0]
    assert torch.allclose(ours["conv2"], expected, atol=1e-4)


def test_cut_and_joined_kernels_are_what_pytorch_groups():
    maps = torch.rand(1, 8, 5, 5)
    whole = torch.rand(6, 8, 3, 3)
    halves = [F.conv2d(maps[:, 4 * i :][:, :4], whole[3 * i :][:3, 4 * i :][:, :4]) for i in (0, 1)]
    grouped = F.conv2d(maps, groups.cut_kernels(whole), groups=2)
    assert torch.allclose(torch.cat(halves, 1), grouped, atol=1e-5)
    own = torch.rand(6, 4, 3, 3)
    assert torch.equal(groups.cut_kernels(groups.joined_kernels(own)), own)


def test_a_plan_counts_what_the_network_counts():
    assert planned_sizes(AlexNetSmall) == layer_sizes(AlexNetSmall())
    assert sum(row.parameters for row in planned_sizes(lambda: AlexNet(UNGROUPED))) == 62_378_344
    half = planned_sizes(lambda: AlexNet(ONE_GPU))
    assert sum(row.parameters for row in half) == 59_798_312
    assert sum(row.products for row in half) == pytest.approx(391.5e6, rel=1e-3)
    assert sum(
        row.products for row in planned_sizes(lambda: groups.planned_network("all"))
    ) == pytest.approx(1135.3e6, rel=1e-4)
    apart = {
        row.name: row.parameters for row in planned_sizes(lambda: groups.planned_network("none"))
    }
    assert apart["conv3"] == 384 * (3 * 3 * 128 + 1)


def test_colour_is_what_a_grey_picture_cannot_excite():
    rng = np.random.default_rng(0)
    grey = np.repeat(rng.normal(size=(1, 1, 7, 7)), 3, axis=1)
    red_green = np.concatenate([grey[:, :1], -grey[:, :1], 0 * grey[:, :1]], axis=1)
    shares = filters.colour_shares(np.concatenate([grey, red_green, 0 * grey]))
    assert shares == pytest.approx([0, 1, 0])
    noise = filters.colour_shares(rng.normal(size=(400, 3, 7, 7)))
    assert noise.mean() == pytest.approx(2 / 3, abs=0.01)


def test_a_division_of_labour_is_found_and_chance_is_not_taken_for_one():
    rng = np.random.default_rng(1)
    parted = np.concatenate([rng.uniform(0, 0.4, 48), rng.uniform(0.5, 1, 48)])
    assert filters.compare_halves(parted).chance < 0.001
    assert filters.compare_halves(rng.permutation(parted)).chance > 0.01
    assert filters.compare_halves(np.full(8, 0.5)).chance == 1


def test_runners_start_alike_and_are_the_same_for_a_seed():
    relu, tanh = (
        relu_vs_tanh.racing_network(kind, torch.Generator().manual_seed(5)).state_dict()
        for kind in relu_vs_tanh.KINDS
    )
    assert all(torch.equal(relu[name], tanh[name]) for name in relu)
    one, again = (
        [lap for lap, _ in zip(relu_vs_tanh.race_points("relu", 0.03, 7), range(3), strict=False)]
        for _ in "ab"
    )
    assert one == again and one[0].error > one[-1].error


def test_a_rate_that_is_much_too_large_ends_calmly():
    laps = list(relu_vs_tanh.race_points("relu", 1e6, 1))
    assert laps[-1].burst or laps[-1].digits == relu_vs_tanh.LAST * relu_vs_tanh.BATCH
