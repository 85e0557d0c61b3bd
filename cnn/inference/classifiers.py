"""The classifiers that read the same digit: one way to ask all of them, in the order of their age.

The networks are those of cnn.inference.weights; "nearest" keeps all training digits and answers
with the label of the one most like the image, pixel by pixel. All take images as MNIST stores them;
a network gets them by `to_input` and says the digit at the least distance.

A network of ORDER joins when assets/manifest.toml lists its weights. Then scripts.measure_draw and
scripts.make_disagreements have to run again, since they ask every classifier.
"""

from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray

from cnn import assets
from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset, hard_digits, pixel_neighbours
from cnn.inference import weights
from cnn.models import DigitNetwork

NEAREST = "nearest"
ORDER = (
    *("linear", NEAREST, "hidden300", "lecun1989"),
    *("lenet1", "lenet4", "lenet5", "lenet5-distorted"),
)


def classifier_names() -> tuple[str, ...]:
    """The classifiers that ship, the simplest first."""
    listed = assets.manifest()
    return tuple(n for n in ORDER if n == NEAREST or f"weights/{n}.safetensors" in listed)


def classify(name: str, images: Picture) -> NDArray[np.intp]:
    """What the classifier `name` says to images (N, 28, 28): digits (N,).

    Raises cnn.assets.AssetProblem if its weights are missing or altered.
    """
    if name == NEAREST:
        return (
            dataset.load_digits("train")
            .labels[pixel_neighbours.nearest_digit(images)]
            .astype(np.intp)
        )
    with torch.inference_mode():
        model = cast(DigitNetwork, weights.load_network(name))
        found: NDArray[np.intp] = model.answer(model(model.to_input(images))).numpy()
    return found


def classify_one(name: str, image: Picture) -> int:
    """What the classifier `name` reads in one image (28, 28). Raises as `classify`."""
    return int(classify(name, image[None])[0])


def stored_numbers(name: str) -> int:
    """How many numbers the classifier keeps: trained parameters, or the bytes of all digits."""
    if name == NEAREST:
        return int(dataset.load_digits("train").images.size)
    return sum(parameter.numel() for parameter in weights.load_network(name).parameters())


def test_error(name: str) -> float:
    """Its error on MNIST's test digits in per cent, as stored."""
    if name == NEAREST:
        return (
            100 * len(hard_digits.missed_by_neighbour()) / len(dataset.load_digits("test").labels)
        )
    return float(assets.metric(f"weights/{name}.safetensors", "test_error"))
