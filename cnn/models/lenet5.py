"""LeNet-5, as published: LeCun, Bottou, Bengio, Haffner (1998), section II.B and Fig. 2.

What the paper leaves open, and what we took: a subsampling unit adds its inputs (section II.A says
that it averages them); biases start like weights; the ten codes are read from the pixels of Fig. 3.
The layers hold 60,000 parameters and 340,908 connections, of which the output's 840 are fixed.
"""

import torch
from torch import Tensor

from cnn.models.activations import SCALED_TANH
from cnn.models.digit_network import DigitNetwork
from cnn.models.lenet_layers import RBF, Convolution, FullyConnected, Subsampling, initialise_layer
from cnn.rbf_codes import codes

C3_TABLE = [  # Table I: the maps of S2 that each map of C3 sees
    [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
    [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
    [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5],
    [0, 1, 2, 3, 4, 5],
]  # fmt: skip


class LeNet5(DigitNetwork):
    """A 32×32 image in, ten distances out: the digit with the smallest is the answer.

    With another `activation` F6 still squashes, since the codes it is compared with are ±1.
    """

    def __init__(
        self, generator: torch.Generator | None = None, activation: str = SCALED_TANH
    ) -> None:
        super().__init__()
        self.activation = a = activation
        # fmt: off
        #                                                     maps @ size   parameters   connections
        self.C1 = Convolution(1, 6, activation=a)           #   6 @ 28×28          156       122,304
        self.S2 = Subsampling(6, activation=a)              #   6 @ 14×14           12         5,880
        self.C3 = Convolution(6, 16, C3_TABLE, 5, a)        #  16 @ 10×10        1,516       151,600
        self.S4 = Subsampling(16, activation=a)             #  16 @  5×5            32         2,000
        self.C5 = Convolution(16, 120, activation=a)        # 120 @  1×1        48,120        48,120
        self.F6 = FullyConnected(120, 84)                   #  84               10,164        10,164
        self.output = RBF(torch.tensor(codes()))            #  10                    0           840
        # fmt: on
        for layer in self.layers():
            initialise_layer(layer, generator)

    def forward(self, images: Tensor) -> Tensor:
        """(N, 1, 32, 32), paper -0.1 and ink 1.175 -> distances to the ten codes, (N, 10)."""
        # fmt: off
        maps = self.C1(images)                     # (N,   6, 28, 28)
        maps = self.S2(maps)                       # (N,   6, 14, 14)
        maps = self.C3(maps)                       # (N,  16, 10, 10)
        maps = self.S4(maps)                       # (N,  16,  5,  5)
        maps = self.C5(maps)                       # (N, 120,  1,  1)
        units = self.F6(maps.flatten(1))           # (N,  84)
        distances: Tensor = self.output(units)     # (N,  10)
        # fmt: on
        return distances

    def answer(self, outputs: Tensor) -> Tensor:
        """Distances (N, 10) -> digits (N,): the smallest distance."""
        return outputs.argmin(1)

    def distances(self, outputs: Tensor) -> Tensor:
        """The outputs (N, 10) as they are."""
        return outputs
