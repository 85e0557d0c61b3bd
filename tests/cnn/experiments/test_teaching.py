"""Does a last layer learn what scikit-learn does, and do backgrounds mislead it?"""

import json
from pathlib import Path

import numpy as np
import pytest

from cnn.data.photos.sample_photos import sample_image
from cnn.experiments.backgrounds import GROUNDS, SIDE, THINGS, composites
from cnn.experiments.teaching import LAYERS, layer_features, softmax_regression
from cnn.inference.small_edition import sample_maps, small_edition_transform
from cnn.results import share_taught, spread_taught, taught

# Made once by scikit-learn, which is no part of the app: as "made_by" in it says.
REFERENCE = Path(__file__).parents[2] / "data/logistic_regression.json"


@pytest.mark.parametrize("problem", json.loads(REFERENCE.read_text("utf-8"))["problems"])
def test_weights_and_biases_are_scikit_learns(problem):
    features, labels = np.array(problem["features"]), np.array(problem["labels"])
    names = labels.max() + 1
    found = softmax_regression(features, labels, names, problem["strength"])
    assert found.weights.T == pytest.approx(np.array(problem["weights"]), abs=1e-4)
    assert found.biases == pytest.approx(np.array(problem["biases"]), abs=1e-4)
    chances = found.probabilities(features)
    assert chances.sum(1) == pytest.approx(1)
    assert (chances.argmax(1) == labels).mean() > 0.8


def test_nothing_to_learn_from_is_refused():
    nothing = np.empty((0, 3))
    with pytest.raises(ValueError, match="no photos"):
        softmax_regression(nothing, np.array([], int), 2)
    with pytest.raises(ValueError, match="label"):
        softmax_regression(np.ones((1, 3)), np.array([2]), 2)


def test_one_and_the_same_photo_under_two_names_teaches_neither():
    found = softmax_regression(np.ones((2, 4)), np.array([0, 1]), 2)
    assert found.probabilities(np.ones((1, 4)))[0] == pytest.approx([0.5, 0.5])


@pytest.mark.slow
def test_features_are_what_the_layers_give():
    found = layer_features([sample_image("koala"), sample_image("espresso")])
    maps = sample_maps("espresso")
    for layer in LAYERS[1:]:
        assert found[layer][1] == pytest.approx(maps[layer].flatten().numpy(), abs=1e-4)
    assert found["pixels"].shape == (2, 3 * small_edition_transform().side ** 2)


@pytest.mark.slow
def test_a_thing_always_seen_on_one_ground_is_told_by_the_ground():
    """Learned from each thing on both grounds, as many photos teach the thing."""
    pictures = {(t, g): composites(t, g, 12, 7) for t in THINGS for g in GROUNDS}
    assert all(each.size == (SIDE, SIDE) for some in pictures.values() for each in some)
    fc7 = {key: layer_features(some)["fc7"].astype(float) for key, some in pictures.items()}

    def right(learned: list, asked: list, count: int) -> float:
        features = np.concatenate([fc7[key][:count] for key in learned])
        labels = np.repeat([THINGS.index(thing) for thing, _ in learned], count)
        model = softmax_regression(features, labels, 2)
        answers = [model.probabilities(fc7[key][6:]).argmax(1) for key in asked]
        truth = [THINGS.index(thing) for thing, _ in asked]
        return float(np.mean([a == t for a, t in zip(answers, truth, strict=True)]))

    usual = list(zip(THINGS, GROUNDS, strict=True))
    swapped = list(zip(THINGS, reversed(GROUNDS), strict=True))
    assert right(usual, usual, 6) == 1
    assert right(usual, swapped, 6) < 0.65
    assert right([*usual, *swapped], swapped, 3) > 0.9


def test_what_was_measured_bears_the_quiz_and_the_prose():
    """About three quarters by fc7 from ten, about half by pixels, and more photos teach more."""
    found = taught()
    assert set(found.right) == set(LAYERS)
    assert 70 <= share_taught("fc7", 10) <= 82
    assert 45 <= share_taught("pixels", 10) <= 57
    assert share_taught("fc7", 10) - share_taught("pixels", 10) > 20
    assert share_taught("fc7", 1) > share_taught("pixels", 10)
    assert 0 < spread_taught("fc7", 10) < 20
    for layer in LAYERS:
        means = [share_taught(layer, count) for count in found.counts]
        assert means == sorted(means)
        assert 30 < means[0] < means[-1] < 100
