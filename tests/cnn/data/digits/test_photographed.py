"""Are digits on generated sheets of paper read, and is what is no single digit refused?"""

import numpy as np
import pytest
from PIL import Image

from cnn.data.digits.photographed import ink, ink_steps
from cnn.data.digits.preprocess import DigitProblem, picture_steps, to_mnist
from cnn.inference.digit import read_picture
from scripts.picture_sheets import KINDS, outcomes, sheets

SHEETS = 24  # of each kind


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_nine_of_ten_digits_are_read_and_hardly_one_is_misread(kind):
    found = outcomes(kind, SHEETS, seed=41)
    assert found["wrong"] <= 1
    assert found["right"] >= 0.9 * SHEETS


@pytest.mark.parametrize("kind", ["plain", "squared150", "shadow"])
def test_steps_lead_to_the_ink_and_to_the_image(kind):
    ((_, picture),) = sheets(kind, 1, seed=3)
    steps = dict(picture_steps(picture))
    rules = ["unruled"] if kind == "squared150" else []
    assert [*steps] == ["upright", "even", *rules, "ink", "box", "fit", "centre"]
    assert all(step.dtype == np.uint8 and step.ndim == 2 for step in steps.values())
    assert np.array_equal(ink_steps(picture)[-1][1], np.asarray(ink(picture)))
    assert np.array_equal(steps["centre"], to_mnist(picture))


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("light", [False, True])
def test_two_digits_beside_or_below_each_other_are_refused(below, light):
    join = np.vstack if below else np.hstack
    both = join([picture for _, picture in sheets("plain", 2, seed=4)])
    with pytest.raises(DigitProblem) as caught:
        to_mnist(255 - both if light else both)
    assert caught.value.key == "digit-several"


def test_a_shadow_s_edge_across_light_ink_is_no_ink():
    ((label, picture),) = sheets("plain", 1, seed=6)
    shade = np.where(np.add.outer(np.arange(800), np.arange(800)) > 850, 0.55, 1)
    for each in (picture, 255 - picture):
        read = read_picture(Image.fromarray((each * shade).astype(np.uint8)))
        assert read.is_sure and read.reading.best == label
