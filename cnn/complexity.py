"""How large a network is, layer by layer, counted from the model itself."""

from typing import NamedTuple, Protocol, cast

import torch
from torch import nn

from cnn.feature_maps import feature_maps


class Counted(Protocol):
    """What a layer of cnn.models.layers tells of itself."""

    kernel: int
    stride: int

    def connections(self, height: int = 1, width: int = 1) -> int: ...


class LayerSize(NamedTuple):
    """One row of the paper's table."""

    name: str
    shape: tuple[int, ...]  # of its output for one image
    parameters: int  # trainable
    connections: int  # one for each input of each unit, and one for its bias
    receptive_field: int  # pixels of the input's width that a unit sees


def table(model: nn.Module, image: tuple[int, int, int] = (1, 32, 32)) -> list[LayerSize]:
    """Every layer of a LeNet for input images of this shape (C, H, W), from the input on."""
    maps = feature_maps(model, torch.zeros(1, *image))
    rows, field, step = [], 1, 1
    for name, module in model.named_children():
        layer, shape = cast(Counted, module), tuple(maps[name].shape)
        seen = image[1] if len(shape) == 1 else layer.kernel  # a full layer sees all there is
        field, step = min(field + (seen - 1) * step, image[1]), step * layer.stride
        parameters = sum(weights.numel() for weights in module.parameters())
        rows.append(LayerSize(name, shape, parameters, layer.connections(*shape[1:]), field))
    return rows


def parameters(name: str) -> int:
    """Trainable parameters of the network `name` of cnn.models.MODELS."""
    return sum(row.parameters for row in table(_new(name)))


def connections(name: str) -> int:
    """Connections of the network `name` of cnn.models.MODELS."""
    return sum(row.connections for row in table(_new(name)))


def _new(name: str) -> nn.Module:
    from cnn.models import MODELS

    return MODELS[name]()
