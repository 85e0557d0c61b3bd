"""One digit's way through a network, and any unit of it taken apart.

A unit's value is the squashed sum of its terms and its bias: what it sees of each map before it,
times the weights. `receptive_windows` tells which part of every earlier layer, back to the
pixels, it sees.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.data.digits.preprocess import Picture
from cnn.inference import weights
from cnn.inference.feature_maps import feature_maps
from cnn.models import DIGITS, DigitNetwork
from cnn.models.lenet_layers import (
    RBF,
    Convolution,
    FullyConnected,
    StridedConvolution,
    Subsampling,
)

Array = NDArray[Any]
INPUT = "input"


@dataclass(frozen=True, eq=False)
class DigitTrace:
    """What every layer of a trained network answered to one digit."""

    network: str  # of cnn.inference.weights
    maps: dict[str, Array]  # by layer, the input first: (n, h, w); single units are (n, 1, 1)
    answer: int

    def before(self, layer: str) -> str:
        """The layer that feeds `layer`."""
        names = list(self.maps)
        return names[names.index(layer) - 1]


class Window(NamedTuple):
    """What units see along one axis: unit y sees `field` rows, the first is step × y - offset."""

    field: int
    step: int
    offset: int


class Term(NamedTuple):
    """What one map of the layer before adds to a unit's sum."""

    map: int | None  # None: a layer of single units, as one sheet
    inputs: Array  # (h, w), as wide as the kernel
    weights: Array  # (h, w)
    products: Array  # (h, w); for the RBF output the squared differences

    @property
    def sum(self) -> float:
        """What it adds to the unit's weighted sum."""
        return float(self.products.sum(dtype=np.float64))


class UnitSum(NamedTuple):
    """A unit taken apart: terms and bias add up to `total`, which is squashed to `value`."""

    terms: list[Term]
    bias: float
    total: float
    value: float


class MapSum(NamedTuple):
    """A whole map built up from the maps it is connected to."""

    inputs: list[int]  # of the layer before
    kernels: Array  # (len(inputs), k, k)
    parts: Array  # (len(inputs), h, w), each input map under its kernel
    bias: Array  # (h, w)
    value: Array  # (h, w): parts and bias, added and squashed


def trained_network(name: str) -> DigitNetwork:
    """The trained network `name`. Raises cnn.assets.AssetProblem if its file is not as it was."""
    return cast(DigitNetwork, weights.load_network(name))


def trace_digit(name: str, image: Picture) -> DigitTrace:
    """Sends an image (28, 28), as MNIST stores it, through the trained network `name`."""
    model = trained_network(name)
    pixels = model.to_input(image)
    found = {INPUT: pixels[0], **feature_maps(model, pixels)}
    maps = {key: each.view(len(each), *each.shape[1:] or (1, 1)) for key, each in found.items()}
    answer = int(model.answer(found["output"][None]))
    return DigitTrace(name, {key: each.numpy() for key, each in maps.items()}, answer)


def in_rows(units: Array) -> Array:
    """Single units (n,) in rows: 12 rows of F6's 7, rows of 12 for 120; others in one column."""
    columns = {84: 7, 120: 12, 30: 6, 10: 10}.get(len(units), 1)
    return units.reshape(-1, columns)


@cache
def receptive_windows(model_name: str) -> dict[str, dict[str, Window]]:
    """For each layer of a network of cnn.models: what a unit sees of each layer before it."""
    model = DIGITS[model_name]()
    maps = feature_maps(model, torch.zeros(1, *model.image))
    sizes = {INPUT: model.image[1]} | {
        k: m.shape[1] if m.dim() == 3 else 1 for k, m in maps.items()
    }
    seen: dict[str, dict[str, Window]] = {}
    before = INPUT
    for name, layer in model.named_children():
        first = _first(layer, sizes[before])
        seen[name] = {before: first}
        for earlier, theirs in seen.get(before, {}).items():
            seen[name][earlier] = _through(first, theirs, sizes[earlier])
        before = name
    return seen


def _first(layer: nn.Module, size: int) -> Window:
    """What it sees of the layer right before, whose maps are `size` wide."""
    if isinstance(layer, FullyConnected | RBF):
        return Window(size, 0, 0)
    offset = layer.pad[0] if isinstance(layer, StridedConvolution) else 0
    return Window(int(cast(Any, layer).kernel), int(cast(Any, layer).stride), offset)


def _through(near: Window, far: Window, size: int) -> Window:
    field = (near.field - 1) * far.step + far.field
    if field >= size and near.step == 0:
        return Window(size, 0, 0)
    return Window(field, near.step * far.step, near.offset * far.step + far.offset)


def map_sum(walked: DigitTrace, layer: str, map_: int) -> MapSum:
    """How map `map_` of a convolution comes about, one input map after the other."""
    module = trained_network(walked.network).get_submodule(layer)
    assert isinstance(module, Convolution), f"{layer} is not a convolution"
    seen = module.table[map_]
    kernels = module.dense()[map_, seen]  # (inputs, k, k)
    maps = _padded(module, torch.from_numpy(walked.maps[walked.before(layer)]))[seen]
    parts = F.conv2d(maps[None], kernels[:, None], stride=module.stride, groups=len(seen))[0]
    bias = module.bias[map_].expand(parts.shape[1:])
    value = walked.maps[layer][map_]
    return MapSum(seen, kernels.numpy(), parts.numpy(), bias.numpy(), value)


def unit_sum(walked: DigitTrace, layer: str, map_: int, y: int, x: int) -> UnitSum:
    """Unit (y, x) of a map taken apart into what feeds it."""
    module = trained_network(walked.network).get_submodule(layer)
    maps = torch.from_numpy(walked.maps[walked.before(layer)])
    terms, bias = _terms(module, maps, map_, y, x)
    total = sum(term.sum for term in terms) + bias
    return UnitSum(terms, bias, total, float(walked.maps[layer][map_, y, x]))


def _terms(module: nn.Module, maps: Tensor, map_: int, y: int, x: int) -> tuple[list[Term], float]:
    if isinstance(module, RBF):
        units, code = in_rows(maps.flatten().numpy()), in_rows(module.codes[map_].numpy())
        return [Term(None, units, code, np.square(units - code))], 0.0
    if isinstance(module, FullyConnected):
        row = module.weight[map_].view(maps.shape)
        return _full(maps, row), float(module.bias[map_])
    if isinstance(module, Subsampling):
        seen = maps[map_ // module.copies, 2 * y : 2 * y + 2, 2 * x : 2 * x + 2].numpy()
        each = np.full_like(seen, float(module.weight[map_]))
        return [Term(map_ // module.copies, seen, each, seen * each)], float(module.bias[map_])
    assert isinstance(module, Convolution)
    wide, dense = _padded(module, maps), module.dense()
    rows, columns = (slice(at * module.stride, at * module.stride + module.kernel) for at in (y, x))
    terms = []
    for each_map in module.table[map_]:
        seen, kernel = wide[each_map, rows, columns].numpy(), dense[map_, each_map].numpy()
        terms.append(Term(each_map, seen, kernel, seen * kernel))
    bias = module.bias[map_]
    return terms, float(bias if bias.dim() == 0 else bias[y, x])


def _full(maps: Tensor, row: Tensor) -> list[Term]:
    if maps.shape[1:] == (1, 1):
        units, each = in_rows(maps.flatten().numpy()), in_rows(row.flatten().numpy())
        return [Term(None, units, each, units * each)]
    pairs = zip(maps.numpy(), row.numpy(), strict=True)
    return [Term(i, units, each, units * each) for i, (units, each) in enumerate(pairs)]


def _padded(module: Convolution, maps: Tensor) -> Tensor:
    if isinstance(module, StridedConvolution):
        return F.pad(maps, module.pad, value=module.outside)
    return maps
