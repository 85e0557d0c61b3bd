"""Does a network see a photo as torchvision would show it, and do the numbers add up?"""

import numpy as np
import pytest
import torch
from PIL import Image

from cnn.data.imagenet import classes
from cnn.data.photos import sample_photos
from cnn.inference import photo as seeing
from cnn.inference.photo import WALLS
from tests.photo_network import random_network


@pytest.fixture(scope="module")
def network():
    return random_network()


@pytest.fixture(scope="module")
def panda():
    return sample_photos.sample_image("red-panda")


def test_one_crop_is_one_forward_pass(network, panda):
    found = seeing.read_photo(network, panda)
    with torch.inference_mode():
        expected = network.model(network.transform.to_input([found.crop])).softmax(1)[0]
    np.testing.assert_allclose(found.probabilities, expected, atol=1e-6)
    assert set(WALLS) < set(found.maps)
    assert found.best == found.top()[0].place == int(expected.argmax())


def test_ten_crops_are_the_mean_of_ten_answers(network, panda):
    found = seeing.read_photo(network, panda, ten=True)
    crops = network.transform.ten_crops(found.shrunk)
    with torch.inference_mode():
        each = [network.model(network.transform.to_input([crop])).softmax(1)[0] for crop in crops]
    np.testing.assert_allclose(found.probabilities, torch.stack(each).mean(0), atol=1e-6)


def test_a_batch_answers_as_one_by_one(network, panda):
    cat = sample_photos.sample_image("kitten")
    together = seeing.class_probabilities(network, [panda, cat])
    alone = [seeing.read_photo(network, photo).probabilities for photo in (panda, cat)]
    np.testing.assert_allclose(together, alone, atol=1e-6)
    assert seeing.class_probabilities(network, []).shape == (0, 200)


def test_the_place_of_the_crop_counts(network):
    halves = Image.new("RGB", (300, 100), "white")
    halves.paste("black", (0, 0, 150, 100))
    left, right = (seeing.read_photo(network, halves, (x, 0.5)) for x in (0.0, 1.0))
    assert np.asarray(left.crop).max() == 0 and np.asarray(right.crop).min() == 255
    assert left.corner == (0, left.corner[1]) and right.corner[0] == 192 - network.transform.side


def test_the_ladder_adds_up(network, panda):
    found = seeing.read_photo(network, panda)
    branches = found.branches()
    assert branches[0].classes == 200 and branches[0].probability == pytest.approx(1, abs=1e-5)
    assert branches[-1].synset == network.classes[found.best] and branches[-1].classes == 1
    assert branches[-1].probability == pytest.approx(float(found.probabilities.max()))
    counts = [branch.classes for branch in branches]
    assert counts == sorted(set(counts), reverse=True)
    for branch in branches:
        wnids = {leaf.wnid for leaf in classes.classes_below(branch.synset.wnid)}
        places = [i for i, each in enumerate(network.classes) if each.wnid in wnids]
        assert branch.probability == pytest.approx(float(found.probabilities[places].sum()))


def test_no_trace_is_left_that_training_or_attribution_would_trip_over(network, panda):
    found = seeing.read_photo(network, panda)
    assert not found.image.is_inference()
    assert not any(weights.is_inference() for weights in network.model.parameters())


def test_a_class_is_found_by_its_wnid(network):
    assert network.classes[network.place("n02509815")].english.endswith("panda")
    assert network.place("n02510455") is None  # a giant panda is none of the 200


def test_every_sample_has_its_photo_its_class_and_its_credit():
    known = {each.wnid for each in classes.classes()}
    found = sample_photos.samples()
    assert len(found) >= 40
    for sample in found.values():
        assert sample.credit.author and sample.credit.licence
        assert not sample.wnid or sample.wnid in known
    assert sample_photos.thumbs().shape == (len(found), 112, 112, 3)
    assert sample_photos.known_samples() >= 0.6 * len(found)
    assert "n02439033" not in known and not found["giraffe"].wnid
