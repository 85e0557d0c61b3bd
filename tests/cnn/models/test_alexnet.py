"""Is it the paper's network, and does the small edition keep its shape?"""

import pytest
import torch
from torch import nn

from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNet, AlexNetSmall
from cnn.models.alexnet import SMALL, Edition

#  layer     maps @ size    parameters  products
PAPER = {
    "conv1": ((96, 55, 55), 34_944, 105_415_200),
    "rnorm1": ((96, 55, 55), 0, 0),
    "pool1": ((96, 27, 27), 0, 0),
    "conv2": ((256, 27, 27), 307_456, 223_948_800),
    "rnorm2": ((256, 27, 27), 0, 0),
    "pool2": ((256, 13, 13), 0, 0),
    "conv3": ((384, 13, 13), 885_120, 149_520_384),
    "conv4": ((384, 13, 13), 663_936, 112_140_288),
    "conv5": ((256, 13, 13), 442_624, 74_760_192),
    "pool5": ((256, 6, 6), 0, 0),
    "fc6": ((4096,), 37_752_832, 37_748_736),
    "drop6": ((4096,), 0, 0),
    "fc7": ((4096,), 16_781_312, 16_777_216),
    "drop7": ((4096,), 0, 0),
    "fc8": ((1000,), 4_097_000, 4_096_000),
}


@pytest.fixture(scope="module")
def net() -> AlexNet:
    return AlexNet(generator=torch.Generator().manual_seed(0)).eval()


@pytest.fixture(scope="module")
def maps(net) -> dict[str, torch.Tensor]:
    return feature_maps(net, torch.zeros(1, 3, 227, 227))


def products(layer: nn.Module, shape: tuple[int, ...]) -> int:
    return layer.products(*(*shape[1:], 1, 1)[:2]) if hasattr(layer, "products") else 0


def test_layers_come_in_the_papers_order(maps):
    assert list(maps) == list(PAPER)


@pytest.mark.parametrize("name", PAPER)
def test_layer_has_the_papers_shape_parameters_and_products(name, net, maps):
    layer = getattr(net, name)
    shape, parameters, macs = PAPER[name]
    assert tuple(maps[name].shape) == shape
    assert sum(p.numel() for p in layer.parameters()) == parameters
    assert products(layer, shape) == macs


def test_totals_are_the_papers_too(net):
    units = [maps for name, (maps, _, _) in PAPER.items() if name.startswith(("conv", "fc"))]
    assert sum(p.numel() for p in net.parameters()) == 60_965_224
    assert sum(macs for _, _, macs in PAPER.values()) == 724_406_816
    assert sum(torch.Size(shape).numel() for shape in units) == 659_272


def test_without_towers_and_with_one_gpu_the_counts_of_the_original_logs():
    with torch.device("meta"):
        assert sum(p.numel() for p in AlexNet(Edition(groups=1)).parameters()) == 62_378_344
        half = Edition(maps=(48, 128, 192, 192, 256), groups=1)
        assert sum(p.numel() for p in AlexNet(half).parameters()) == 59_798_312


def test_weights_start_as_in_section_5(net):
    for name in ("conv1", "conv3", "fc7"):
        assert getattr(net, name).weight.std().item() == pytest.approx(0.01, rel=0.02)
    ones = {name for name in PAPER if getattr(getattr(net, name), "bias", None) is not None}
    ones = {name for name in ones if (getattr(net, name).bias == 1).all()}
    assert ones == {"conv2", "conv4", "conv5", "fc6", "fc7"}
    assert not net.conv3.bias.any() and not net.fc8.bias.any()


def test_a_tower_sees_only_itself(net):
    maps = torch.rand(1, 96, 27, 27)
    before = net.conv2(maps)
    maps[:, 48:] = 0
    after = net.conv2(maps)
    assert torch.equal(before[:, :128], after[:, :128])
    assert not torch.equal(before[:, 128:], after[:, 128:])


def test_the_small_edition_has_the_papers_layers_and_ships_small():
    model = AlexNetSmall().eval()
    shapes = {
        name: tuple(m.shape) for name, m in feature_maps(model, torch.zeros(1, 3, 56, 56)).items()
    }
    assert [shapes[f"pool{i}"][1:] for i in (1, 2, 5)] == [(13, 13), (6, 6), (2, 2)]
    assert list(shapes) == list(PAPER) and shapes["fc8"] == (200,)
    assert sum(p.numel() for p in model.parameters()) <= 12_000_000
    macs = sum(products(getattr(model, name), shape) for name, shape in shapes.items())
    assert macs <= 310_000_000 and SMALL.stem[0] >= 7
