"""Does a made picture excite its unit, and is a receptive field alone all that the unit sees?"""

from concurrent.futures import CancelledError

import numpy as np
import pytest
import torch

from cnn.analysis.activation_maximisation import (
    ALONE,
    LAYERS,
    NAIVE,
    REMEDIES,
    Climb,
    loudest_answers,
    maximise,
    picture_side,
    unit_sums,
)
from cnn.analysis.receptive_field import receptive_field
from cnn.inference.feature_maps import feature_maps
from cnn.inference.small_edition import (
    sample,
    small_edition_input,
    small_edition_network,
    small_edition_transform,
)

NETWORK, TRANSFORM = small_edition_network(), small_edition_transform()


@pytest.mark.parametrize("layer", LAYERS)
def test_a_sum_is_what_the_network_itself_has_before_max(layer):
    image = small_edition_input(sample("red-panda"))
    maps = feature_maps(NETWORK, image)[layer]
    units = [0, 3, 7]
    sums = unit_sums(NETWORK, layer, units, image.expand(3, -1, -1, -1))
    middle = maps if maps.dim() == 1 else maps[:, maps.shape[1] // 2, maps.shape[2] // 2]
    expected = middle[units]
    torch.testing.assert_close(sums if layer == "fc8" else sums.relu(), expected)


@pytest.mark.parametrize("layer", ALONE)
def test_a_field_alone_excites_its_unit_as_within_any_picture(layer):
    """Cut out of a photo and shown by itself: the middle unit's sum is the same."""
    image = small_edition_input(sample("cheetah"))
    field = receptive_field(NETWORK, layer)
    side = feature_maps(NETWORK, image)[layer].shape[1]
    first, last = field.span(side // 2)
    assert first >= 0 and last < 56 and last - first + 1 == picture_side(NETWORK, layer)
    alone = image[:, :, first : last + 1, first : last + 1]
    units = [1, 5, 40]
    torch.testing.assert_close(
        unit_sums(NETWORK, layer, units, alone.expand(3, -1, -1, -1)),
        unit_sums(NETWORK, layer, units, image.expand(3, -1, -1, -1)),
        rtol=1e-4,
        atol=1e-4,
    )


@pytest.mark.parametrize("layer", ["conv2", "conv5", "fc8"])
@pytest.mark.parametrize("climb", [NAIVE, Climb()], ids=["naive", "all"])
def test_a_picture_excites_its_unit_more_than_noise_did(layer, climb):
    short = Climb(**{**climb.__dict__, "steps": 12})
    made = maximise(NETWORK, TRANSFORM, layer, [2, 11], short)
    assert made.pictures.dtype == np.uint8
    assert made.pictures.shape == (2, *2 * (picture_side(NETWORK, layer),), 3)
    assert (made.reached > made.began).all() and (made.reached > 0).all()


def test_what_is_reached_is_what_the_file_of_the_picture_gives():
    made = maximise(NETWORK, TRANSFORM, "fc8", [4], Climb(steps=5))
    logits = NETWORK(small_edition_input(made.pictures[0]))
    assert made.reached[0] == pytest.approx(float(logits[0, 4]), rel=1e-4)


def test_a_silent_unit_is_woken():
    began = maximise(NETWORK, TRANSFORM, "conv2", range(32), Climb(steps=0)).began
    silent = np.flatnonzero(began <= 0)[:3].tolist()
    assert silent
    made = maximise(NETWORK, TRANSFORM, "conv2", silent, Climb(steps=25))
    assert (made.began <= 0).all() and (made.reached > 0).all()


def test_the_same_seed_makes_the_same_picture_and_each_remedy_another():
    def picture(**how: bool) -> bytes:
        plain = dict.fromkeys(REMEDIES, False)
        climb = Climb(**(plain | how), steps=8)
        return maximise(NETWORK, TRANSFORM, "conv2", [5], climb).pictures.tobytes()

    every = [picture(), *(picture(**{name: True}) for name in REMEDIES)]
    assert picture() == every[0]
    assert len(set(every)) == len(every)


def test_company_changes_nothing():
    both = maximise(NETWORK, TRANSFORM, "conv2", [5, 9], Climb(steps=6))
    alone = maximise(NETWORK, TRANSFORM, "conv2", [9], Climb(steps=6))
    assert np.abs(both.pictures[1].astype(int) - alone.pictures[0]).max() <= 1


def test_who_raises_in_the_tick_ends_it():
    seen = []

    def tick(part, pictures):
        seen.append((part, pictures.shape))
        if part > 0.4:
            raise CancelledError

    with pytest.raises(CancelledError):
        maximise(NETWORK, TRANSFORM, "conv1", [0], Climb(steps=40), tick)
    assert [part for part, _ in seen] == sorted(part for part, _ in seen)
    assert seen[-1][0] < 1 and seen[0] == (0.0, (1, 9, 9, 3))


def test_the_loudest_answer_is_that_of_the_loudest_unit():
    image = small_edition_input(sample("pig"))
    maps = feature_maps(NETWORK, image)
    found = loudest_answers(NETWORK, ["conv3", "fc8"], image)
    np.testing.assert_allclose(
        np.maximum(found["conv3"][0], 0), maps["conv3"].amax((1, 2)), rtol=1e-4, atol=1e-5
    )
    np.testing.assert_allclose(found["fc8"][0], maps["fc8"], rtol=1e-4)


@pytest.mark.parametrize("layer", ["pool1", "fc9"])
def test_a_layer_that_is_none_is_refused(layer):
    with pytest.raises(KeyError):
        maximise(NETWORK, TRANSFORM, layer, [0])
