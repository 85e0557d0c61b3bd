"""Are the variants what they are called, against scipy, and is a break where the answer changes?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from cnn.data.mnist import dataset, perturbations
from cnn.data.mnist.perturbations import REACH, perturbed, shifted, unchanged_range


@pytest.fixture(scope="module")
def seven():
    return dataset.load_digits("test").images[0]


@pytest.mark.parametrize("change", perturbations.VALUES)
def test_what_is_not_changed_is_the_digit(seven, change):
    found = perturbed(seven, change)
    assert found.images.shape == (len(found.values), 28, 28) and found.images.dtype == np.uint8
    assert np.abs(found.images[found.still].astype(int) - seven).max() <= 1


@given(st.integers(-REACH, REACH), st.integers(-REACH, REACH))
def test_a_shift_moves_every_pixel(down, right):
    image = dataset.load_digits("test").images[0]
    moved = ndimage.shift(image, (down, right), order=0)
    np.testing.assert_array_equal(shifted(image)[REACH + down, REACH + right], moved)


def test_a_quarter_turn_is_clockwise(seven):
    turned = perturbed(seven, "turn").images[-1].astype(int)
    assert np.abs(turned - np.rot90(seven, -1)).max() <= 1


def test_a_scaled_digit_has_the_area_of_the_square(seven):
    found = perturbed(seven, "scale")
    small = found.values < 1.3  # what is larger leaves the frame
    area = found.images[small].sum((1, 2), dtype=float) / seven.sum(dtype=float)
    np.testing.assert_allclose(area[4:], found.values[small][4:] ** 2, rtol=0.25)


def test_a_whole_pixel_thicker_is_the_largest_of_the_neighbours(seven):
    found = perturbed(seven, "thickness")
    thicker = found.images[found.values.tolist().index(1.0)]
    assert np.abs(thicker.astype(int) - ndimage.grey_dilation(seven, (3, 3))).max() <= 1
    thinner = found.images[found.values.tolist().index(-1.0)]
    assert np.abs(thinner.astype(int) - ndimage.grey_erosion(seven, (3, 3))).max() <= 1
    assert (np.diff(found.images.sum((1, 2), dtype=int)) >= 0).all()


def test_noise_inverts_as_many_pixels_as_it_says_and_keeps_those_it_has(seven):
    found = perturbed(seven, "noise")
    flipped = found.images != seven
    assert np.abs(flipped.mean((1, 2)) - found.values).max() < 0.05
    assert (flipped[:-1] <= flipped[1:]).all()


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_a_machine_holds_up_to_the_first_other_answer(answers, data):
    still = data.draw(st.integers(0, len(answers) - 1))
    found = np.array(answers)
    first, last = unchanged_range(found, still)
    assert first <= still <= last and (found[first : last + 1] == found[still]).all()
    assert first == 0 or found[first - 1] != found[still]
    assert last == len(found) - 1 or found[last + 1] != found[still]
