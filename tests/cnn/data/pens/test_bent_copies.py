"""Are bent copies copies of the digit, bent the more the stronger they are pulled?"""

import numpy as np
import pytest

from cnn.data.mnist import dataset
from cnn.data.pens.bent_copies import bent_copies


def digit(number):
    return dataset.load_digits("test").images[number]


def far(copies, image):
    """The mean difference from the digit, in levels of grey, of each copy."""
    return np.abs(copies.astype(float) - image).mean((1, 2))


@pytest.mark.parametrize("number", range(5))
def test_unbent_copies_are_the_digit_up_to_the_box_it_is_fitted_into(number):
    copies = bent_copies(digit(number), 0.0, 3, 1)
    assert copies.shape == (3, 28, 28) and copies.dtype == np.uint8
    assert (copies[0] == copies).all()
    fitted, ink = copies[0].astype(float), digit(number).astype(float)
    moved = [np.roll(ink, (down, right), (0, 1)) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    assert max(np.corrcoef(fitted.ravel(), each.ravel())[0, 1] for each in moved) > 0.9


def test_the_stronger_the_pull_the_farther_from_the_digit():
    each = [
        far(bent_copies(digit(0), strength, 40, 2), digit(0)).mean() for strength in (0, 1, 2, 4)
    ]
    assert each == sorted(each) and each[-1] > 2 * each[0]


def test_a_seed_makes_the_same_copies_and_another_makes_others():
    one = bent_copies(digit(3), 1.5, 6, 7)
    assert (one == bent_copies(digit(3), 1.5, 6, 7)).all()
    assert (one != bent_copies(digit(3), 1.5, 6, 8)).any()
    assert len(np.unique(one.reshape(6, -1), axis=0)) == 6


def test_a_copy_keeps_to_the_box_of_twenty_pixels_in_its_middle():
    """As MNIST's digits do; bending itself may push a line some pixels beyond it."""
    copies = bent_copies(digit(1), 0.0, 1, 1)[0]
    rows, columns = np.nonzero(copies > 40)
    assert np.ptp(rows) < 21 and np.ptp(columns) < 21
    mass = copies.astype(float)
    centre = [(mass.sum(1 - axis) * np.arange(28)).sum() / mass.sum() for axis in (0, 1)]
    assert centre == pytest.approx([14, 14], abs=0.6)
