"""Networks as they are retold: LeNet-5 by its tutorials, LeNet-4 by every reading of its paper."""

from collections.abc import Collection
from typing import NamedTuple

import torch
from torch import Tensor, nn

from cnn.analysis.complexity import LayerSize, layer_sizes
from cnn.models.activations import LINEAR, SCALED_TANH
from cnn.models.alexnet_layers import Pooling
from cnn.models.lenet5 import C3_TABLE
from cnn.models.lenet_layers import RBF, Convolution, FullyConnected, Subsampling
from cnn.rbf_codes import codes

CHANGES = ("table", "pooling", "activation", "output")


class TutorialLeNet5(nn.Module):
    """LeNet-5 with some of `CHANGES`: with none the paper's, with all the one of most tutorials.

    "table": C3 sees all six maps; "pooling": the largest of four, no coefficients; "activation":
    max(0, x); "output": ten weighted sums, for a softmax, instead of distances to codes.
    """

    image = (1, 32, 32)

    def __init__(self, changes: Collection[str] = CHANGES) -> None:
        super().__init__()
        a = "relu" if "activation" in changes else SCALED_TANH
        seen = None if "table" in changes else C3_TABLE
        pooled = "pooling" in changes
        self.C1 = Convolution(1, 6, activation=a)
        self.S2 = Pooling(2) if pooled else Subsampling(6, activation=a)
        self.C3 = Convolution(6, 16, seen, activation=a)
        self.S4 = Pooling(2) if pooled else Subsampling(16, activation=a)
        self.C5 = Convolution(16, 120, activation=a)
        self.F6 = FullyConnected(120, 84, a)
        replaced = "output" in changes
        self.output = FullyConnected(84, 10, LINEAR) if replaced else RBF(torch.tensor(codes()))

    def forward(self, images: Tensor) -> Tensor:
        """Images (N, 1, 32, 32) -> outputs (N, 10): distances, or sums if "output" is changed."""
        maps = self.C5(self.S4(self.C3(self.S2(self.C1(images)))))
        outputs: Tensor = self.output(self.F6(maps.flatten(1)))
        return outputs


def variant_sizes(changes: Collection[str] = CHANGES) -> list[LayerSize]:
    """The layers of LeNet-5 with these changes, counted."""
    return layer_sizes(TutorialLeNet5(changes))


def variant_parameters(*changes: str) -> int:
    """Trainable parameters of LeNet-5 with these changes; with none named, all of them."""
    return sum(row.parameters for row in variant_sizes(changes or CHANGES))


class ReadingCounts(NamedTuple):
    """What the paper on LeNet-4 gives in round numbers, of one reading of its layers."""

    parameters: int
    connections: int
    last: int  # parameters of the 120 units alone


def lenet4_counts(side: int, kernels: int) -> ReadingCounts:
    """LeNet-4's layers on images 28 or 32 wide, with 16 to 128 kernels in C3."""
    # spread evenly: a kernel to each map, then a second one, and so on
    seen = [[(to + turn) % 8 for turn in range(-(-(kernels - to) // 16))] for to in range(16)]
    c1, s2 = side - 4, (side - 4) // 2
    c3, s4 = s2 - 4, (s2 - 4) // 2
    c5 = Convolution(16, 120, kernel=s4)
    layers = (
        (Convolution(1, 4), c1),
        (Subsampling(8, 4), s2),
        (Convolution(8, 16, seen), c3),
        (Subsampling(16), s4),
        (c5, 1),
        (FullyConnected(120, 10), 1),
    )
    held = [sum(each.numel() for each in layer.parameters()) for layer, _ in layers]
    used = [layer.connections(size, size) for layer, size in layers]
    return ReadingCounts(sum(held), sum(used), held[4])
