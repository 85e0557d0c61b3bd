"""Do all classifiers answer alike alone and together, and as well as they are said to?"""

import numpy as np
import pytest

from cnn.data.digits.preprocess import to_mnist
from cnn.data.mnist import dataset, pixel_neighbours
from cnn.inference import classifiers
from cnn.inference.digit import DEFAULT
from cnn.results import disagreements, draw_measured, mnist_read


@pytest.mark.parametrize("name", classifiers.classifier_names())
def test_one_image_is_answered_as_in_a_batch(name):
    images = dataset.load_digits("test").images[:6]
    together = classifiers.classify(name, images)
    assert [classifiers.classify_one(name, image) for image in images] == together.tolist()


@pytest.mark.parametrize("name", classifiers.classifier_names())
def test_the_error_is_the_one_that_is_shown(name):
    some = np.arange(0, 10_000, 50)  # 200 digits
    test = dataset.load_digits("test")
    wrong = (classifiers.classify(name, test.images[some]) != test.labels[some]).mean()
    assert (
        abs(100 * wrong - classifiers.test_error(name))
        < 3 * (5 + classifiers.test_error(name)) ** 0.5
    )


def test_the_nearest_neighbours_answers_are_those_stored():
    test = dataset.load_digits("test")
    near = pixel_neighbours.nearest_digit(test.images[:5])
    np.testing.assert_array_equal(near, mnist_read().alike[:5])
    assert classifiers.test_error("nearest") == pytest.approx(3.09)


@pytest.mark.parametrize("name", disagreements())
def test_the_machines_do_disagree_and_the_default_is_right(name):
    image = to_mnist(disagreements()[name])[None]
    found = {
        classifier: int(classifiers.classify(classifier, image)[0])
        for classifier in classifiers.classifier_names()
    }
    assert len(set(found.values())) > 1 and found[DEFAULT] == int(name)


def test_what_is_measured_names_every_machine_that_ships():
    assert set(draw_measured()["shift"]) == set(classifiers.classifier_names())
    for errors in draw_measured()["shift"].values():
        assert len(errors) == 11 and errors[0] < errors[5]


def test_half_are_misread_near_five_pixels():
    errors = draw_measured()["shift"]["lenet5-distorted"]
    assert errors[4] < 50 < errors[6]
