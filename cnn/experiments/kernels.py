"""Kernels to look through: classic ones, ones that a visitor paints, and those of LeNet-5.

Networks lay the kernel on the picture as it is. Mathematics calls that a correlation; its
convolution turns the kernel by 180 degrees first. For weights that are learned it is all the same.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LARGEST = 9  # of a painted cell, either way
SIDES = (3, 5)


class Kernel(NamedTuple):
    """Whole numbers, row by row; divided by their sum if `normalised`."""

    cells: tuple[int, ...]
    normalised: bool = False

    @property
    def side(self) -> int:
        """Its width and height."""
        return SIDES[0] if len(self.cells) == SIDES[0] ** 2 else SIDES[1]

    @property
    def weights(self) -> NDArray[np.float32]:
        """(side, side), what the pixels are multiplied by."""
        divisor = sum(self.cells) if self.normalised else 1
        cells = np.array(self.cells).reshape(self.side, self.side)
        weights: NDArray[np.float32] = np.divide(cells, divisor, dtype=np.float32)
        return weights

    def __str__(self) -> str:
        """As it stands in an address: "1_1_1_1_1_1_1_1_1n"."""
        return "_".join(map(str, self.cells)) + "n" * self.normalised


def parse_kernel(code: str) -> Kernel | None:
    """The kernel that `str` wrote, or None for anything else."""
    texts = code.removesuffix("n").split("_")
    if len(texts) not in {side * side for side in SIDES}:
        return None
    if not all(text.removeprefix("-").isdecimal() and len(text) < 4 for text in texts):
        return None
    kernel = Kernel(tuple(map(int, texts)), code.endswith("n"))
    small = all(abs(cell) <= LARGEST for cell in kernel.cells)
    return kernel if small and (not kernel.normalised or sum(kernel.cells) > 0) else None


CLASSIC = {  # by the names of their labels
    "vertical": Kernel((-1, 0, 1, -2, 0, 2, -1, 0, 1)),
    "horizontal": Kernel((-1, -2, -1, 0, 0, 0, 1, 2, 1)),
    "outline": Kernel((-1, -1, -1, -1, 8, -1, -1, -1, -1)),
    "slant": Kernel(
        tuple(4 if row + column == 4 else -1 for row in range(5) for column in range(5))
    ),
    "blur": Kernel((1,) * 9, True),
    "sharpen": Kernel((0, -1, 0, -1, 5, -1, 0, -1, 0)),
    "emboss": Kernel((-2, -1, 0, -1, 1, 1, 0, 1, 2)),
    "smear": Kernel(tuple(int(row == column) for row in range(5) for column in range(5)), True),
    "nothing": Kernel((0, 0, 0, 0, 1, 0, 0, 0, 0)),
}


class MapKernels(NamedTuple):
    """The kernels of one map of a trained network: one for each map that it sees."""

    sees: tuple[int, ...]
    weights: NDArray[np.float32]  # (len(sees), 5, 5)
    bias: float


def learned_kernels(network: str, layer: str) -> list[MapKernels]:
    """Every map of a convolutional layer of the trained network. Raises cnn.assets.AssetProblem."""
    from cnn.inference.weights import load_network
    from cnn.models.lenet_layers import Convolution

    module = load_network(network).get_submodule(layer)
    assert isinstance(module, Convolution)
    counts = np.cumsum([len(row) for row in module.table])[:-1]
    weights = np.split(module.weight.numpy(), counts)
    rows = zip(module.table, weights, module.bias.tolist(), strict=True)
    return [MapKernels(tuple(sees), kernels, bias) for sees, kernels, bias in rows]
