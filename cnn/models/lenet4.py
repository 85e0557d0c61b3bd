"""LeNet-4, as far as it is published: LeCun et al. (1998), section III.C.8.

The paper gives the list of layers, "about 260,000 connections" and "about 17,000" parameters. The
list has 50,673: its 120 units on 16 maps of 5×5 alone hold 48,120, so no reading of it comes near
17,000. What it leaves open, and what we took: the input and layer names of LeNet-5, and which
subsampled maps a map of C3 sees. With 47 kernels in C3 there are 259,806 connections.
"""

import torch
from torch import Tensor

from cnn.models.activations import SCALED_TANH
from cnn.models.digit_network import DigitNetwork
from cnn.models.lenet_layers import Convolution, FullyConnected, Subsampling, initialise_layer

C3_TABLE = [  # ours, not published; the maps of S2 come in pairs, 0 and 1 from one map of C1
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [4, 5, 6], [5, 6, 7], [0, 6, 7], [0, 1, 7],
    [0, 2, 5], [1, 3, 6], [2, 4, 7], [0, 3, 5], [1, 4, 6], [2, 5, 7], [0, 3, 6], [4, 7],
]  # fmt: skip


class LeNet4(DigitNetwork):
    """A 32×32 image in, ten outputs out: the highest is the answer.

    With another `activation` the output still squashes, since it is to reach +1 and -1.
    """

    def __init__(
        self, generator: torch.Generator | None = None, activation: str = SCALED_TANH
    ) -> None:
        super().__init__()
        self.activation = a = activation
        # fmt: off
        #                                                     maps @ size   parameters   connections
        self.C1 = Convolution(1, 4, activation=a)           #   4 @ 28×28          104        81,536
        self.S2 = Subsampling(8, 4, a)                      #   8 @ 14×14           16         7,840
        self.C3 = Convolution(8, 16, C3_TABLE, 5, a)        #  16 @ 10×10        1,191       119,100
        self.S4 = Subsampling(16, activation=a)             #  16 @  5×5            32         2,000
        self.C5 = Convolution(16, 120, activation=a)        # 120 @  1×1        48,120        48,120
        self.output = FullyConnected(120, 10)               #  10                1,210         1,210
        # fmt: on
        for layer in self.layers():
            initialise_layer(layer, generator)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 32, 32), paper -0.1 and ink 1.175 -> (N, 10), -1.7159 to 1.7159."""
        maps = self.C5(self.S4(self.C3(self.S2(self.C1(images)))))
        outputs: Tensor = self.output(maps.flatten(1))
        return outputs
