"""Is a map that is out as if its weights were nothing, and does the network itself stay whole?"""

import copy

import pytest
import torch

from cnn.analysis.photo_lesions import PARTS, lesion, maps_out, without_maps
from cnn.models.alexnet import AlexNet, Edition

TINY = Edition(56, (9, 2, 4), maps=(4, 6, 8, 8, 6), units=10, classes=5)


@pytest.fixture
def model() -> AlexNet:
    net = AlexNet(TINY, torch.Generator().manual_seed(1)).eval().requires_grad_(False)
    for name in ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"):
        net.get_parameter(f"{name}.weight").mul_(10)
    return net


@pytest.fixture
def images() -> torch.Tensor:
    return torch.randn(3, 3, 56, 56, generator=torch.Generator().manual_seed(2))


@pytest.mark.parametrize("layer", ["conv1", "conv4", "conv5"])
def test_a_map_that_is_out_is_one_whose_weights_and_bias_are_nothing(model, images, layer):
    out = maps_out(model, layer, "second")
    by_hand = copy.deepcopy(model)
    by_hand.get_parameter(f"{layer}.weight")[out] = 0
    by_hand.get_parameter(f"{layer}.bias")[out] = 0
    found = lesion(model, layer, out, images)
    torch.testing.assert_close(torch.from_numpy(found.hurt), by_hand(images).softmax(1))
    torch.testing.assert_close(torch.from_numpy(found.whole), model(images).softmax(1))
    assert (found.hurt != found.whole).any()


def test_the_model_stays_whole_and_shares_its_weights(model, images):
    before = model(images)
    hurt = without_maps(model, "conv2", [0, 1])
    hurt(images)
    torch.testing.assert_close(model(images), before)
    assert hurt.get_parameter("fc6.weight") is model.get_parameter("fc6.weight")


def test_the_halves_make_a_whole(model):
    first, second = (maps_out(model, "conv3", part) for part in PARTS[1:])
    assert first + second == list(range(8))
    assert maps_out(model, "conv3", "map", 5) == [5]


def test_what_there_is_not_cannot_be_out(model):
    with pytest.raises(KeyError):
        maps_out(model, "conv9", "map")
    with pytest.raises(ValueError):
        maps_out(model, "conv1", "third")
    with pytest.raises(IndexError):
        maps_out(model, "conv1", "map", 4)


def test_the_changed_are_those_whose_first_answer_is_another(model, images):
    found = lesion(model, "conv1", range(4), images)
    expected = [
        place for place in range(3) if found.whole[place].argmax() != found.hurt[place].argmax()
    ]
    assert list(found.changed) == expected
