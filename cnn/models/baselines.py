"""What LeNets are compared with: LeCun et al. (1998), sections III.C.1, 3 and 5.

The paper's errors are 12.0 % (linear), 5.0 % (k nearest neighbours) and 4.7 % (300 hidden units).
It does not say how many neighbours it asked without deslanting; we took three, as with it.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnn.data.digits.network_inputs import to_28
from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset, pixel_neighbours
from cnn.models.activations import LINEAR, SCALED_TANH
from cnn.models.digit_network import DigitNetwork
from cnn.models.lenet_layers import FullyConnected, initialise_layer


class Linear(DigitNetwork):
    """Each output a weighted sum of all 28×28 pixels: 7,850 parameters."""

    image = (1, 28, 28)

    def __init__(self, generator: torch.Generator | None = None) -> None:
        super().__init__()
        self.output = FullyConnected(28 * 28, 10, LINEAR)
        initialise_layer(self.output, generator)

    def to_input(self, images: Picture) -> Tensor:
        return to_28(images)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 10)."""
        outputs: Tensor = self.output(images.flatten(1))
        return outputs


class Hidden300(DigitNetwork):
    """One hidden layer of 300 units, all pixels to each: 238,510 parameters."""

    image = (1, 28, 28)

    def __init__(
        self, generator: torch.Generator | None = None, activation: str = SCALED_TANH
    ) -> None:
        super().__init__()
        self.activation = activation
        self.hidden = FullyConnected(28 * 28, 300, activation)
        self.output = FullyConnected(300, 10)
        for layer in self.layers():
            initialise_layer(layer, generator)

    def to_input(self, images: Picture) -> Tensor:
        return to_28(images)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 28, 28) -> (N, 10), -1.7159 to 1.7159."""
        outputs: Tensor = self.output(self.hidden(images.flatten(1)))
        return outputs


class NearestNeighbours:
    """The most frequent label among the k most similar training digits, by Euclidean distance.

    It learns nothing: the 60,000 training digits, which other pages hold too, are its parameters.
    The search is exact (cnn.data.mnist.pixel_neighbours); where labels tie, the nearest digit
    decides.
    """

    def __init__(self, k: int = 3) -> None:
        self.k = k

    def answer(self, images: Picture) -> NDArray[np.intp]:
        """Images (N, 28, 28) -> digits (N,)."""
        labels = dataset.load_digits("train").labels[
            pixel_neighbours.nearest_digits(images, self.k)
        ]
        votes = (labels[:, :, None] == np.arange(10)).sum(1)  # (N, 10)
        first = np.take_along_axis(votes, labels.astype(np.intp), 1).argmax(1)
        found: NDArray[np.intp] = labels[np.arange(len(labels)), first].astype(np.intp)
        return found
