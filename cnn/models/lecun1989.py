"""The zip-code network of 1989: LeCun et al., Neural Computation 1, section 3.3.

The layers hold 9,760 parameters and 64,660 connections: weights are shared, biases are not. What
the paper leaves open, and what we took: which eight maps of H1 a map of H2 sees (here eight
neighbours, the first after the last); -1 outside the maps of H1 too, as outside the image; two
pixels over the left and upper edge, one over the others; biases start like weights.
"""

import torch
from torch import Tensor

from cnn.data.digits.network_inputs import to_16
from cnn.data.digits.preprocess import Picture
from cnn.models.activations import SCALED_TANH
from cnn.models.digit_network import DigitNetwork
from cnn.models.lenet_layers import FullyConnected, StridedConvolution, initialise_layer

H2_TABLE = [[(first + i) % 12 for i in range(8)] for first in range(12)]  # ours: not published


class LeCun1989(DigitNetwork):
    """A 16×16 image in, ten outputs out: the highest is the answer.

    With another `activation` the output still squashes, since it is to reach +1 and -1.
    """

    image = (1, 16, 16)

    def __init__(
        self, generator: torch.Generator | None = None, activation: str = SCALED_TANH
    ) -> None:
        super().__init__()
        self.activation = a = activation
        # fmt: off
        #                                                       maps @ size  parameters  connections
        self.H1 = StridedConvolution(1, 12, 8, None, a)       # 12 @ 8×8          1,068       19,968
        self.H2 = StridedConvolution(12, 12, 4, H2_TABLE, a)  # 12 @ 4×4          2,592       38,592
        self.H3 = FullyConnected(192, 30, a)                  # 30                5,790        5,790
        self.output = FullyConnected(30, 10)                  # 10                  310          310
        # fmt: on
        for layer in self.layers():
            initialise_layer(layer, generator)

    def to_input(self, images: Picture) -> Tensor:
        return to_16(images)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 16, 16), paper -1 and ink +1 -> (N, 10), -1.7159 to 1.7159."""
        maps = self.H2(self.H1(images))
        outputs: Tensor = self.output(self.H3(maps.flatten(1)))
        return outputs
