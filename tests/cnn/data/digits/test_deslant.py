"""Do digits stand upright afterwards, and is nothing else done to them?"""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from cnn.data.digits.deslant import deslanted, slant
from cnn.data.mnist import dataset

IMAGES = dataset.load_digits("train").images[:300]


def leaning(images):
    return slant(torch.from_numpy(np.array(images)).float())[0].numpy()


def test_digits_stand_upright():
    before, after = np.abs(leaning(IMAGES)), np.abs(leaning(deslanted(IMAGES)))
    assert before.mean() > 0.2 and after.mean() < 0.02


def test_a_bar_that_leans_by_half_is_set_upright():
    image = np.zeros((1, 28, 28), np.uint8)
    for y in range(4, 24):
        image[0, y, 20 - y // 2] = 255
    assert leaning(image)[0] == pytest.approx(-0.5, abs=0.03)
    upright = deslanted(image)[0]
    assert len(np.flatnonzero(upright.sum(0) > 100)) <= 2


def test_upright_digits_and_blank_paper_stay_as_they_are():
    image = np.zeros((2, 28, 28), np.uint8)
    image[0, 4:24, 13:15] = 255
    np.testing.assert_array_equal(deslanted(image), image)


def test_rows_keep_their_ink():
    rows = np.abs(deslanted(IMAGES).sum(2, dtype=int) - IMAGES.sum(2, dtype=int))
    assert np.median(rows) <= 2  # rounding; a little leaves the frame


@given(arrays(np.uint8, (2, 28, 28), elements=some.integers(0, 255)))
def test_anything_gives_an_image(images):
    found = deslanted(images)
    assert found.shape == images.shape and found.dtype == np.uint8
