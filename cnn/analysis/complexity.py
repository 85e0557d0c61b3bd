"""How large a network is, layer by layer, counted from the model itself."""

from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol, cast

import torch
from torch import nn

from cnn.analysis import formulas
from cnn.analysis.formulas import Formulas
from cnn.analysis.receptive_field import ReceptiveField
from cnn.inference import classifiers
from cnn.inference.feature_maps import feature_maps
from cnn.inference.weights import load_network

Shape = tuple[int, ...]


class CountedLayer(Protocol):
    """What a layer of cnn.models says of its size."""

    def connections(self, height: int = 1, width: int = 1) -> int:
        """How many connections output maps of height × width units have."""

    def products(self, height: int = 1, width: int = 1) -> int:
        """How many multiply-accumulates output maps of height × width units take, for one image."""


class LayerSize(NamedTuple):
    """A layer's row in the paper's table: its output's shape and its counts, for one image."""

    name: str
    shape: Shape  # of its output for one image
    parameters: int  # trainable
    connections: int  # one for each input of each unit, and one for its bias
    receptive_field: int  # pixels of the input's width that a unit sees
    products: int  # multiply-accumulates for one image, biases left out
    formulas: Formulas  # the same three counts as text


def layer_sizes(model: nn.Module, image: tuple[int, int, int] | None = None) -> list[LayerSize]:
    """Every layer of a network, from the input on, for images (C, H, W); by default its own.

    Dropout, which neither changes shapes nor holds numbers, is left out.
    """
    image = image or cast(tuple[int, int, int], model.image)
    maps = feature_maps(model, torch.zeros(1, *image))
    rows: list[LayerSize] = []
    field = ReceptiveField()
    for name, module in model.named_children():
        if not hasattr(module, "connections"):
            continue
        layer, shape = cast(CountedLayer, module), tuple(maps[name].shape)
        field = field.through(module)
        sees = min(field.size, image[1]) if len(shape) == 3 else image[1]  # a full layer: all
        parameters = sum(weights.numel() for weights in module.parameters())
        size = (shape[1], shape[2]) if len(shape) == 3 else (1, 1)
        counts = parameters, layer.connections(*size), layer.products(*size)
        texts = formulas.formulas_of(module, size, counts)
        rows.append(LayerSize(name, shape, *counts[:2], sees, counts[2], texts))
    return rows


def planned_sizes(build: Callable[[], nn.Module]) -> list[LayerSize]:
    """The table of a network that is only planned: its weights are never set.

    It runs on the CPU, on memory that the system has promised but not given; for the device "meta",
    and for `to_empty`, torch would load its compiler.
    """
    with torch.device("meta"):
        network = build()
    for path, tensor in [*network.named_parameters(), *network.named_buffers()]:
        owner, _, name = path.rpartition(".")
        room = torch.empty(tensor.shape, dtype=tensor.dtype, device="cpu")
        weights = nn.Parameter(room) if isinstance(tensor, nn.Parameter) else room
        setattr(network.get_submodule(owner), name, weights)
    return layer_sizes(network)


def parameter_count(name: str) -> int:
    """Trainable parameters of the network `name` of cnn.models.MODELS."""
    return sum(row.parameters for row in layer_sizes(_new(name)))


def connection_count(name: str) -> int:
    """Connections of the network `name` of cnn.models.MODELS."""
    return sum(row.connections for row in layer_sizes(_new(name)))


def product_count(name: str) -> int:
    """Multiply-accumulates of the network `name` of cnn.models.MODELS, for one image."""
    return sum(row.products for row in layer_sizes(_new(name)))


@cache
def classifier_products(name: str) -> int:
    """Multiplications of a classifier of cnn.inference.classifiers for one image of a digit.

    The nearest neighbour squares a difference for each pixel of each digit that it keeps. Raises
    cnn.assets.AssetProblem.
    """
    if name == classifiers.NEAREST:
        return classifiers.stored_numbers(name)
    return sum(row.products for row in layer_sizes(load_network(name)))


def layer_share(name: str, what: str, *layers: str) -> float:
    """How many per cent of a network's "parameters" or "connections" are in these layers."""
    counts = {row.name: int(getattr(row, what)) for row in layer_sizes(_new(name))}
    return round(100 * sum(counts[layer] for layer in layers) / sum(counts.values()), 1)


def _new(name: str) -> nn.Module:
    from cnn.models import MODELS

    return MODELS[name]()
