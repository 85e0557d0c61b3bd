"""Is the gradient the slope of the surprise, and do the stored errors come out again?"""

import numpy as np
import pytest
import torch

from cnn.analysis.adversarial import pixel_slopes, stepped
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.inference.confidence import fitted
from cnn.inference.digit import read_image
from cnn.results import adversarial
from scripts import measure_adversarial


def surprise(image, label):
    return -np.log(fitted("lenet5").probabilities(read_image(image, "lenet5").distances)[label])


def test_the_slope_says_what_a_small_change_of_a_pixel_does():
    test = dataset.load_digits("test")
    image, label = test.images[3], int(test.labels[3])
    slopes = pixel_slopes("lenet5", image[None], np.array([label]))[0]
    for y, x in np.argwhere((image > 60) & (image < 195))[:12]:
        lower, higher = image.copy(), image.copy()
        lower[y, x] -= 4
        higher[y, x] += 4
        measured = (surprise(higher, label) - surprise(lower, label)) / (8 / 255)
        assert measured == pytest.approx(slopes[y, x], rel=0.05, abs=0.002 * np.abs(slopes).max())


def test_a_step_stays_between_paper_and_ink():
    image = np.array([[[0, 10, 128, 250, 255]]], np.uint8)
    signs = np.array([[[-1, -1, 0, 1, 1]]], float)
    assert stepped(image, signs, 0.1).tolist() == [[[0, 0, 128, 255, 255]]]
    assert stepped(image, -signs, 0.1).tolist() == [[[26, 36, 128, 225, 230]]]
    assert np.array_equal(stepped(image, signs, 0), image)


@pytest.mark.slow
@pytest.mark.parametrize("name", measure_adversarial.NETWORKS)
def test_the_stored_errors_come_out_again(name):
    assert measure_adversarial.measured(name) == adversarial()[name]
    assert adversarial()["steps"] == measure_adversarial.STEPS


def test_the_gradient_misleads_more_than_noise_of_the_same_size():
    for name in measure_adversarial.NETWORKS:
        signs, noise = adversarial()[name]["signs"], adversarial()[name]["noise"]
        assert signs[0] == noise[0]
        assert all(more > less for more, less in zip(signs[1:], noise[1:], strict=True))
        assert signs == sorted(signs)


def test_gradients_can_be_had_of_a_network_that_was_loaded_for_answers_alone():
    with torch.inference_mode():
        network = weights.load_network.__wrapped__("lenet5")
    pixels = torch.zeros(1, 1, 32, 32, requires_grad=True)
    network(pixels).sum().backward()
    assert pixels.grad.abs().sum() > 0
