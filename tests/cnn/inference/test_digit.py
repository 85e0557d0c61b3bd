"""Is a reading what its parts say, and are the stored results those of the network?"""

import numpy as np
import pytest
import torch

from cnn import results
from cnn.data.digits import preprocess
from cnn.data.mnist import dataset
from cnn.errors import Problem
from cnn.inference import confidence, weights
from cnn.inference.digit import DEFAULT, read_drawing
from cnn.inference.feature_maps import feature_maps

SAMPLES = results.sample_strokes()


@pytest.mark.parametrize("digit", range(10))
def test_a_sample_digit_is_read_as_itself(digit):
    reading = read_drawing(SAMPLES[str(digit)])
    assert reading.best == digit and reading.is_digit


@pytest.mark.parametrize("name", ["letter", "scribble", "line"])
def test_what_is_no_digit_is_refused_with_a_best_guess(name):
    reading = read_drawing(SAMPLES[name])
    assert not reading.is_digit and reading.best in range(10)


def test_a_reading_is_what_the_parts_say():
    reading, strokes = read_drawing(SAMPLES["5"]), SAMPLES["5"]
    assert np.array_equal(reading.image, preprocess.to_mnist(strokes))
    pixels = preprocess.to_32(reading.image)
    assert np.array_equal(reading.pixels, pixels[0, 0].numpy())
    distances = weights.load_network(DEFAULT)(pixels)[0].numpy()
    assert np.allclose(reading.distances, distances, atol=1e-4)
    fitted = confidence.fitted(DEFAULT)
    assert np.allclose(reading.probabilities, fitted.probabilities(reading.distances))
    assert reading.second == np.argsort(distances)[1]
    assert set(reading.maps) == {"C1", "S2", "C3", "S4", "C5", "F6", "output"}


def test_place_and_size_do_not_change_the_answer():
    whole = read_drawing(SAMPLES["2"]).distances
    moved = read_drawing([line * 0.05 + [900, 40] for line in SAMPLES["2"]]).distances
    assert np.allclose(whole, moved, atol=0.5)


def test_nothing_to_read_is_a_problem_with_a_sentence():
    for drawing in ([], [np.zeros((0, 2))], [np.array([[np.nan, 1.0]])]):
        with pytest.raises(Problem) as caught:
            read_drawing(drawing)
        assert str(caught.value).endswith(".")


def test_loaded_networks_are_shared_and_frozen():
    network = weights.load_network(DEFAULT)
    assert network is weights.load_network(DEFAULT) and not network.training
    assert not any(parameter.requires_grad for parameter in network.parameters())


def test_the_digits_of_home_are_test_digits_gone_through_the_network():
    test, network = dataset.load_digits("test"), weights.load_network(DEFAULT)
    for digit, layers in enumerate(results.home_digits()):
        places = np.flatnonzero((test.images == layers["image"]).all(axis=(1, 2)))
        assert test.labels[places].tolist() == [digit]
        with torch.inference_mode():
            maps = feature_maps(network, preprocess.to_32(layers["image"]))
        for name in ("C1", "S2", "C3", "S4", "C5", "F6"):
            assert np.allclose(layers[name], maps[name].squeeze(), atol=2e-3), name
        assert np.allclose(layers["distances"], maps["output"], rtol=2e-3, atol=1e-2)
        assert layers["distances"].argmin() == digit


def test_the_stored_distances_of_the_test_digits_are_the_networks():
    stored_counts = results.nearest_distances()
    images = dataset.load_digits("test").images[:500]
    with torch.inference_mode():
        distances = weights.load_network(DEFAULT)(preprocess.to_32(images)).amin(1).numpy()
    found, _ = np.histogram(distances, stored_counts["edges"])
    assert stored_counts["digits"].sum() == 10_000
    assert (found <= stored_counts["digits"]).all()
    assert np.abs(found / 500 - stored_counts["digits"] / 10_000).max() < 0.1
