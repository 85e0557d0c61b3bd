"""LeNet-1, as published: Le Cun et al., NIPS 2 (1990), section 4 and Table 1.

The layers hold 2,578 parameters and 98,442 connections. The name came later. What the paper leaves
open, and what we took: "average" with a coefficient is here a sum with a coefficient four times as
small; the grey levels are those of 1989; biases start like weights.
"""

import torch
from torch import Tensor

from cnn.data.digits.network_inputs import to_16_in_28
from cnn.data.digits.preprocess import Picture
from cnn.models.activations import SCALED_TANH
from cnn.models.digit_network import DigitNetwork
from cnn.models.lenet_layers import Convolution, FullyConnected, Subsampling, initialise_layer

H3_TABLE = [  # Table 1: the maps of H2 that each map of H3 sees
    [0], [0, 1], [0, 1], [1], [0, 1], [0, 1],
    [2], [2, 3], [2, 3], [3], [2, 3], [2, 3],
]  # fmt: skip


class LeNet1(DigitNetwork):
    """A 28×28 image in, its digit within 16×16; ten outputs out: the highest is the answer.

    With another `activation` the output still squashes, since it is to reach +1 and -1.
    """

    image = (1, 28, 28)

    def __init__(
        self, generator: torch.Generator | None = None, activation: str = SCALED_TANH
    ) -> None:
        super().__init__()
        self.activation = a = activation
        # fmt: off
        #                                                     maps @ size   parameters   connections
        self.H1 = Convolution(1, 4, activation=a)           #   4 @ 24×24          104        59,904
        self.H2 = Subsampling(4, activation=a)              #   4 @ 12×12            8         2,880
        self.H3 = Convolution(4, 12, H3_TABLE, 5, a)        #  12 @  8×8           512        32,768
        self.H4 = Subsampling(12, activation=a)             #  12 @  4×4            24           960
        self.output = FullyConnected(192, 10)               #  10                1,930         1,930
        # fmt: on
        for layer in self.layers():
            initialise_layer(layer, generator)

    def to_input(self, images: Picture) -> Tensor:
        return to_16_in_28(images)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 28, 28), paper -1 and ink +1 -> (N, 10), -1.7159 to 1.7159."""
        maps = self.H4(self.H3(self.H2(self.H1(images))))
        outputs: Tensor = self.output(maps.flatten(1))
        return outputs
