"""One drawing, read: everything that a network made of it, as numpy arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnn.data.digits.preprocess import Drawing, Picture, picture_steps, to_32, to_mnist
from cnn.inference import confidence, weights
from cnn.inference.feature_maps import feature_maps

DEFAULT = "lenet5-distorted"
SURE = 0.75  # probability: an answer about a picture that is less probable is not given


@dataclass(frozen=True, eq=False)
class Reading:
    """What the network saw, what its layers answered, and what follows from it."""

    image: NDArray[np.uint8]  # (28, 28), as MNIST would have stored the drawing
    pixels: NDArray[np.float32]  # (32, 32), what the network sees: paper -0.1, ink 1.175
    maps: dict[str, NDArray[np.float32]]  # every layer's output, by name
    distances: NDArray[np.float32]  # (10,), to the ten codes
    probabilities: NDArray[np.float64]  # (10,), their sum is that of being a digit at all
    is_digit: bool

    @property
    def best(self) -> int:
        """The digit whose code is nearest: the answer, also where `is_digit` is False."""
        return int(self.distances.argmin())

    @property
    def second(self) -> int:
        """The digit whose code is nearest but one."""
        return int(self.distances.argsort()[1])


def read_drawing(drawing: Drawing, network: str = DEFAULT) -> Reading:
    """Reads a drawing by the trained LeNet `network`.

    drawing: strokes (n, 2), a PIL image or a uint8 array (H, W), (H, W, 3) or (H, W, 4). Raises
    cnn.data.digits.preprocess.DigitProblem if there is nothing to read, and cnn.assets.AssetProblem
    if the weights are missing or altered.
    """
    return read_image(to_mnist(drawing), network)


@dataclass(frozen=True, eq=False)
class PictureReading:
    """A photographed or scanned digit: how it was found, and what the network makes of it."""

    steps: list[tuple[str, Picture]]  # of cnn.data.digits.preprocess.picture_steps
    reading: Reading

    @property
    def is_sure(self) -> bool:
        """Whether its answer is given: a digit, and SURE of it.

        What was found in a picture may be more or less than a digit, of which the network knows
        nothing.
        """
        return self.reading.is_digit and bool(self.reading.probabilities.max() >= SURE)


def read_picture(picture: Image.Image | Picture, network: str = DEFAULT) -> PictureReading:
    """Finds the digit in a picture, by the steps of `to_mnist`, and reads it.

    picture: a PIL image or uint8 (H, W), (H, W, 3) or (H, W, 4). Raises
    cnn.data.digits.preprocess.DigitProblem if there is no digit in it, or several, and
    cnn.assets.AssetProblem if the weights are missing or altered.
    """
    steps = picture_steps(picture)
    return PictureReading(steps, read_image(steps[-1][1], network))


def read_image(image: Picture, network: str = DEFAULT) -> Reading:
    """Reads an image (28, 28) as it is, whoever laid it out. Raises cnn.assets.AssetProblem."""
    pixels = to_32(image)
    maps = {k: m.numpy() for k, m in feature_maps(weights.load_network(network), pixels).items()}
    distances, fitted = maps["output"], confidence.fitted(network)
    return Reading(
        image=image,
        pixels=pixels[0, 0].numpy(),
        maps=maps,
        distances=distances,
        probabilities=fitted.probabilities(distances),
        is_digit=bool(fitted.is_digit(distances)),
    )
