"""Is AlexNetOWT torchvision's network, layer by layer, under the paper's names?"""

import pytest
import torch
from torchvision.models import alexnet

from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNetOWT


@pytest.fixture(scope="module")
def theirs():
    torch.manual_seed(0)
    return alexnet().eval()


@pytest.fixture(scope="module")
def ours(theirs):
    model = AlexNetOWT().eval()
    model.load_published(theirs.state_dict())
    return model


def test_it_answers_as_torchvisions(ours, theirs):
    images = torch.randn(2, 3, 224, 224, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        torch.testing.assert_close(ours(images), theirs(images))


def test_its_layers_are_torchvisions(ours, theirs):
    image = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(2))
    maps = feature_maps(ours, image)
    with torch.inference_mode():
        for name, place in {"conv1": 2, "pool1": 3, "conv2": 5, "conv4": 10, "pool5": 13}.items():
            torch.testing.assert_close(maps[name], theirs.features[:place](image)[0])


def test_it_has_the_published_number_of_parameters(ours):
    assert sum(weights.numel() for weights in ours.parameters()) == 61_100_840


def test_a_strange_file_is_refused(ours):
    with pytest.raises(RuntimeError):
        ours.load_published({"features.0.weight": torch.zeros(1)})
