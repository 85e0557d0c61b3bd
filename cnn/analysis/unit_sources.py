"""Any unit of an AlexNet that has looked at a photo, taken apart into what the layer below gave it.

A sum      its terms, answer × weight each, and its bias; what is below zero is set to 0
The largest  of a pooling window: one unit's answer goes on, the others do not
A division   of response normalisation: an answer by a number that its neighbours set

Dropout does nothing to a network that has learned, and is left out.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from torch import nn

from cnn.analysis.deconvolution import INPUT, Unit
from cnn.models.alexnet_layers import Dense, Pooling, Rectified
from cnn.models.lrn import LocalResponseNorm

Array = NDArray[Any]
Maps = Mapping[str, Array]  # what each layer answered, by name, and the image as INPUT


class UnitSource(NamedTuple):
    """The units of the layer below that a unit is made of, and how."""

    unit: Unit
    kind: str  # "sum", "largest" or "division"
    layer: str  # the one below
    places: NDArray[np.int64]  # (n, 3): map, row, column below
    inputs: NDArray[np.float64]  # (n,), what they answered
    weights: NDArray[np.float64]  # (n,): of a sum; 1 for the largest, the rest 0; 1 / the divisor
    bias: float  # 0 where there is none
    rectified: bool
    divisor: float = 1.0  # of a division: (k + α/n Σ a²)^β
    neighbours: NDArray[np.int64] = np.zeros(0, np.int64)  # of a division: whose squares count
    squares: float = 0.0  # of a division: Σ a² over them

    @property
    def products(self) -> NDArray[np.float64]:
        """(n,), what each of them adds."""
        found: NDArray[np.float64] = self.inputs * self.weights
        return found

    @property
    def total(self) -> float:
        """What they add up to, the bias with them; before it is rectified."""
        return float(self.products.sum()) + self.bias

    @property
    def value(self) -> float:
        """What the unit answers."""
        return max(self.total, 0.0) if self.rectified else self.total

    def order(self) -> NDArray[np.intp]:
        """The numbers of the terms that add or take something, (m,): the strongest first."""
        size = np.abs(self.products)
        order = np.argsort(-size, kind="stable")
        return order[size[order] > 0]

    def below(self, term: int) -> Unit:
        """The unit of the layer below that a term comes from."""
        map_, row, column = self.places[term].tolist()
        return Unit(self.layer, map_, row, column)


def layer_below(model: nn.Module, layer: str) -> str:
    """The layer that feeds `layer`, INPUT below the first. Raises KeyError if there is none."""
    names = [INPUT, *(n for n, each in model.named_children() if not isinstance(each, nn.Dropout))]
    if layer not in names[1:]:
        raise KeyError(layer)
    return names[names.index(layer) - 1]


def unit_source(model: nn.Module, maps: Maps, unit: Unit) -> UnitSource:
    """A unit taken apart.

    maps: the image (3, H, W) as "input", and every layer's answers, as of feature_maps. Raises
    KeyError if there is no such layer, IndexError if it has no such unit.
    """
    below = layer_below(model, unit.layer)
    _answered(maps, unit)
    layer, inputs = model.get_submodule(unit.layer), np.asarray(maps[below], np.float64)
    if inputs.ndim == 1:
        inputs = inputs[:, None, None]
    if isinstance(layer, Dense):
        places = np.argwhere(np.ones(inputs.shape, bool))
        weights = layer.weight[unit.map].detach().numpy().astype(np.float64)
        bias = float(layer.bias[unit.map])
        flat = inputs.reshape(-1)
        return UnitSource(unit, "sum", below, places, flat, weights, bias, layer.rectified)
    if isinstance(layer, Rectified):
        return _convolved(layer, below, inputs, unit)
    if isinstance(layer, Pooling):
        return _largest(layer, below, inputs, unit)
    assert isinstance(layer, LocalResponseNorm)
    return _divided(layer, below, inputs, unit)


def answer(maps: Maps, unit: Unit) -> float:
    """What a unit, or a pixel's colour, holds. Raises KeyError or IndexError if there is none."""
    return float(_answered(maps, unit))


def _answered(maps: Maps, unit: Unit) -> Any:
    found = maps[unit.layer]
    place = (unit.map, unit.row, unit.column)
    if min(place) < 0 or (found.ndim == 1 and place[1:] != (0, 0)):
        raise IndexError(place)
    return found[place[: found.ndim]]


def _convolved(layer: Rectified, below: str, inputs: Array, unit: Unit) -> UnitSource:
    """A convolution's unit: whatever of its window lies in the maps; the padding around is 0."""
    tower = unit.map * layer.groups // layer.maps
    seen = layer.inputs // layer.groups
    top, left = (at * layer.stride - layer.pad for at in (unit.row, unit.column))
    rows, columns = (
        np.arange(max(first, 0), min(first + layer.kernel, size))
        for first, size in zip((top, left), inputs.shape[1:], strict=True)
    )
    maps = np.arange(tower * seen, (tower + 1) * seen)
    grid = np.meshgrid(maps, rows, columns, indexing="ij")
    places = np.stack([each.reshape(-1) for each in grid], 1)
    kernel = layer.weight[unit.map].detach().numpy().astype(np.float64)
    weights = kernel[np.ix_(maps - tower * seen, rows - top, columns - left)].reshape(-1)
    values = inputs[np.ix_(maps, rows, columns)].reshape(-1)
    return UnitSource(
        unit, "sum", below, places, values, weights, float(layer.bias[unit.map]), True
    )


def _largest(layer: Pooling, below: str, inputs: Array, unit: Unit) -> UnitSource:
    rows, columns = (
        np.arange(at * layer.stride, at * layer.stride + layer.kernel)
        for at in (unit.row, unit.column)
    )
    grid = np.meshgrid(np.array([unit.map]), rows, columns, indexing="ij")
    places = np.stack([each.reshape(-1) for each in grid], 1)
    values = inputs[unit.map, rows[:, None], columns].reshape(-1)
    weights = np.zeros(len(values))
    weights[values.argmax()] = 1.0
    return UnitSource(unit, "largest", below, places, values, weights, 0.0, False)


def _divided(layer: LocalResponseNorm, below: str, inputs: Array, unit: Unit) -> UnitSource:
    constants = layer.constants
    first = max(unit.map - constants.size // 2, 0)
    last = min(unit.map + (constants.size - 1) // 2, layer.maps - 1)
    neighbours = np.arange(first, last + 1)
    squares = float(np.square(inputs[neighbours, unit.row, unit.column]).sum())
    divisor = (constants.k + constants.alpha / constants.size * squares) ** constants.beta
    value = inputs[unit.map, unit.row, unit.column]
    return UnitSource(
        unit,
        "division",
        below,
        np.array([[unit.map, unit.row, unit.column]]),
        np.array([value]),
        np.array([1 / divisor]),
        0.0,
        False,
        divisor,
        neighbours,
        squares,
    )
