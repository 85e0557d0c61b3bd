"""Are the maps those of the network itself, and is it left as it was, whoever else uses it?"""

from concurrent.futures import ThreadPoolExecutor

import pytest
import torch

from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNetSmall, LeNet5


@pytest.fixture(scope="module")
def model():
    return LeNet5(torch.Generator().manual_seed(0)).eval()


def image(seed):
    return torch.randn(1, 1, 32, 32, generator=torch.Generator().manual_seed(seed))


def test_each_layer_gets_what_the_one_before_put_out(model):
    maps, x = feature_maps(model, image(0)), image(0)
    assert list(maps) == ["C1", "S2", "C3", "S4", "C5", "F6", "output"]
    for name, layer in model.named_children():
        x = layer(x.flatten(1) if name == "F6" else x)
        assert torch.allclose(maps[name], x[0], atol=1e-6), name


def test_the_last_layer_is_the_networks_answer(model):
    assert torch.allclose(feature_maps(model, image(1))["output"], model(image(1))[0], atol=1e-6)


def test_nothing_is_left_behind(model):
    feature_maps(model, image(2))
    assert not any(module._forward_hooks for module in model.modules())
    assert all(parameter.grad is None for parameter in model.parameters())


def test_it_follows_weights_that_change():
    model = LeNet5().eval()
    before = feature_maps(model, image(3))["C1"]
    with torch.no_grad():
        model.C1.bias += 1
    assert not torch.allclose(feature_maps(model, image(3))["C1"], before)


def test_visitors_at_once_never_see_each_others_images(model):
    alone = [feature_maps(model, image(seed))["C3"] for seed in range(8)]
    with ThreadPoolExecutor(8) as pool:
        together = pool.map(lambda seed: feature_maps(model, image(seed % 8))["C3"], range(160))
    for seed, maps in enumerate(together):
        assert torch.allclose(maps, alone[seed % 8], atol=1e-6)


def test_a_network_that_is_told_to_drop_units_drops_them_only_then():
    net = AlexNetSmall(generator=torch.Generator().manual_seed(0))
    image = torch.rand(1, 3, 56, 56, generator=torch.Generator().manual_seed(1))
    torch.manual_seed(0)
    maps = feature_maps(net.train(), image)
    assert not torch.equal(maps["drop6"], maps["fc6"])
    maps = feature_maps(net.eval(), image)
    assert torch.equal(maps["drop6"], maps["fc6"])


def test_an_exchanged_layer_is_heard():
    net = AlexNetSmall(generator=torch.Generator().manual_seed(0)).eval()
    image = torch.rand(1, 3, 56, 56, generator=torch.Generator().manual_seed(1))
    feature_maps(net, image)
    net.rnorm1 = torch.nn.Identity()
    maps = feature_maps(net, image)
    assert torch.equal(maps["rnorm1"], maps["conv1"])
