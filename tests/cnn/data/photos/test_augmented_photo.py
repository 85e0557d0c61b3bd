"""Do the variants of a photo come from it as they say, and are there as many places as counted?"""

import numpy as np
import pytest
import torch
from PIL import Image

from cnn.data.photos import augmented_photo
from cnn.data.photos.augmentation import Colour

WHOLE = np.random.default_rng(1).integers(30, 220, (256, 256, 3), np.uint8)
COLOUR = Colour.of(torch.from_numpy(WHOLE[None]))


def test_a_variant_is_the_window_it_names():
    for each in augmented_photo.draw_variants(WHOLE, COLOUR, 0.0, 12, 5):
        assert each.shift == (0, 0, 0)
        window = WHOLE[each.top : each.top + 224, each.left : each.left + 224]
        assert np.array_equal(each.picture, window[:, ::-1] if each.mirrored else window)


def test_colours_move_by_what_is_said():
    for plain, moved in zip(
        augmented_photo.draw_variants(WHOLE, COLOUR, 0.0, 4, 5),
        augmented_photo.draw_variants(WHOLE, COLOUR, 0.1, 4, 5),
        strict=True,
    ):
        wanted = (plain.picture + np.array(moved.shift)).round().clip(0, 255)
        assert plain[1:4] == moved[1:4] and np.abs(wanted - moved.picture).max() <= 1
        assert any(moved.shift)


def test_every_place_is_drawn_and_no_other():
    small = WHOLE[:36, :36]
    drawn = augmented_photo.draw_variants(small, COLOUR, 0.1, 2000, 1, side=32)
    assert {each.left for each in drawn} == {each.top for each in drawn} == set(range(5))
    assert {each.mirrored for each in drawn} == {True, False}


def test_another_seed_draws_others_and_the_same_seed_the_same():
    one, again, other = (augmented_photo.draw_variants(WHOLE, COLOUR, 0.1, 3, s) for s in (1, 1, 2))
    assert all(np.array_equal(a.picture, b.picture) for a, b in zip(one, again, strict=True))
    assert [each[1:] for each in one] != [each[1:] for each in other]


@pytest.mark.parametrize("size", [(640, 427), (8, 2048), (256, 256), (100, 300)])
def test_a_square_has_the_middle(size):
    photo = Image.new("RGB", size, (10, 20, 30))
    assert augmented_photo.whole_square(photo).shape == (256, 256, 3)
    assert (augmented_photo.whole_square(photo) == (10, 20, 30)).all()


def test_the_largest_direction_comes_first_and_passes_through_the_mean():
    strips = augmented_photo.axis_colours(COLOUR, 7)
    assert np.abs(strips[:, 3] - COLOUR.mean.numpy()).max() <= 1
    length = np.square(strips[:, -1].astype(float) - strips[:, 0]).sum(1)
    assert length[0] >= length[1] >= length[2]
