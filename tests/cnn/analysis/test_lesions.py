"""What a network without a part still reads, and that the network itself stays whole."""

from typing import cast

import numpy as np
import pytest
import torch

from cnn.analysis.lesions import answers, without
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models import DigitNetwork, LeNet5
from cnn.models.lenet5 import C3_TABLE
from cnn.results import lesions
from scripts import measure_lesions


@pytest.fixture(scope="module")
def network():
    return cast(DigitNetwork, weights.load_network("lenet5-distorted"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("maps", "error"),
    [({}, 0.66), ({"C1": [3]}, 55.0), ({"C1": [2]}, 0.78), ({"C3": [0]}, 0.65)],
)
def test_a_map_that_matters_and_two_that_hardly_do(network, maps, error):
    test = dataset.load_digits("test")
    wrong = answers(without(network, maps=maps), test.images) != test.labels
    assert round(100 * wrong.mean(), 2 if error < 1 else 1) == error


def test_a_silent_map_is_one_that_nobody_is_connected_to():
    """Without a map of S2, C3 computes what it does without all connections to that map."""
    model = LeNet5(torch.Generator().manual_seed(1))
    images = dataset.load_digits("test").images[:50]
    for seen in range(6):
        cut = {"C3": [(to, seen) for to, row in enumerate(C3_TABLE) if seen in row]}
        one, other = without(model, maps={"S2": [seen]}), without(model, connections=cut)
        inputs = model.to_input(images)
        assert torch.allclose(one(inputs), other(inputs), atol=1e-4)
        assert not torch.allclose(one(inputs), model(inputs), atol=1e-4)


def test_the_network_itself_stays_whole(network):
    images = dataset.load_digits("test").images[:20]
    before = network(network.to_input(images))
    hurt = without(network, maps={"C1": range(6)}, biases=["C5"], connections={"C3": [(0, 0)]})
    assert not torch.equal(hurt(network.to_input(images)), before)
    assert torch.equal(network(network.to_input(images)), before)


def test_all_but_one_map_and_no_biases(network):
    hurt = without(network, maps={"C1": [0, 1, 2, 4, 5]}, biases=["C1", "F6"])
    found = answers(hurt, dataset.load_digits("test").images[:100])
    assert found.shape == (100,) and np.isin(found, range(10)).all()


def test_what_is_not_there_cannot_be_taken_out(network):
    with pytest.raises(KeyError):
        without(network, maps={"C9": [0]})
    with pytest.raises(ValueError, match="not in list"):
        without(network, connections={"C3": [(0, 5)]})
    with pytest.raises(ValueError, match="no table"):
        without(network, connections={"F6": [(0, 0)]})


@pytest.mark.slow
def test_what_ships_is_what_torch_measures_anew():
    stored = lesions()
    assert stored.whole == measure_lesions.misread({})
    for layer, map_ in (("C1", 3), ("C1", 5), ("C3", 0), ("C3", 1)):
        assert getattr(stored, layer)[map_] == measure_lesions.misread({layer: [map_]})
    for layer, count in measure_lesions.LAYERS.items():
        assert len(getattr(stored, layer)) == count


def test_the_measured_errors_are_those_of_the_counts():
    stored = lesions()
    assert sum(stored.digits) == 10_000
    assert [round(error, 2) for error in stored.errors("C1")] == [
        7.15,
        8.25,
        0.78,
        55.03,
        22.14,
        1.2,
    ]
    assert round(stored.errors("C3")[0], 2) == 0.65
