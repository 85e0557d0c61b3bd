"""The arithmetic behind a layer's counts, as text: "6 × (5×5×1 + 1) = 156"."""

from functools import singledispatch
from typing import NamedTuple

from torch import nn

from cnn.models.alexnet_layers import Dense, Rectified
from cnn.models.lenet_layers import (
    RBF,
    Convolution,
    FullyConnected,
    StridedConvolution,
    Subsampling,
)

Size = tuple[int, int]  # height and width of the layer's maps


class Formulas(NamedTuple):
    """How to reckon a layer's counts; after "=" the count itself."""

    parameters: str
    connections: str
    products: str


def formulas_of(layer: nn.Module, size: Size, counts: tuple[int, int, int]) -> Formulas:
    """How a layer comes to its `counts` with maps of this size, (1, 1) for single units."""
    texts = zip(_texts(layer, size), counts, strict=True)
    return Formulas(*(f"{text} = {count:,}" if text else "0" for text, count in texts))


@singledispatch
def _texts(layer: nn.Module, size: Size) -> tuple[str, str, str]:
    """Parameters, connections, products, each "" for none."""
    return "", "", ""


@_texts.register
def _(layer: Convolution, size: Size) -> tuple[str, str, str]:
    kernel, places = f"{layer.kernel}×{layer.kernel}", _places(size)
    if layer.partial:
        kernels = len(layer.weight)
        weights = f"{kernels} × {kernel}"
        return f"{weights} + {layer.maps}", f"({weights} + {layer.maps}){places}", weights + places
    each = f"{layer.maps} × ({kernel}×{layer.inputs} + 1)"
    return each, each + places, f"{layer.maps} × {kernel}×{layer.inputs}{places}"


@_texts.register
def _(layer: StridedConvolution, size: Size) -> tuple[str, str, str]:
    weights = f"{len(layer.weight)} × {layer.kernel}×{layer.kernel}"
    places = _places(size)
    biases = f"{layer.maps}{places}"
    return f"{weights} + {biases}", f"({weights} + {layer.maps}){places}", weights + places


@_texts.register
def _(layer: Subsampling, size: Size) -> tuple[str, str, str]:
    places = _places(size)
    return f"{layer.maps} × (1 + 1)", f"{layer.maps} × (4 + 1){places}", f"{layer.maps}{places}"


@_texts.register(FullyConnected)
@_texts.register(Dense)
def _(layer: FullyConnected | Dense, size: Size) -> tuple[str, str, str]:
    each = f"{layer.units} × ({layer.inputs} + 1)"
    return each, each, f"{layer.units} × {layer.inputs}"


@_texts.register
def _(layer: RBF, size: Size) -> tuple[str, str, str]:
    codes = " × ".join(str(count) for count in layer.codes.shape)
    return "", codes, codes


@_texts.register
def _(layer: Rectified, size: Size) -> tuple[str, str, str]:
    seen = f"{layer.kernel}×{layer.kernel}×{layer.inputs // layer.groups}"
    each, places = f"{layer.maps} × ({seen} + 1)", _places(size)
    return each, each + places, f"{layer.maps} × {seen}{places}"


def _places(size: Size) -> str:
    return "" if size == (1, 1) else f" × {size[0]}×{size[1]}"
