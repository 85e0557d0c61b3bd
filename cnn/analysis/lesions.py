"""A network with parts taken out: maps, units, connections, biases.

What a taken-out map or unit says is 0 at every place, which is neither ink nor paper. A taken-out
connection has a kernel of zeros. Nothing is trained again: what is left has to do.
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnn.data.digits.preprocess import Picture
from cnn.models import DigitNetwork
from cnn.models.lenet_layers import Convolution

PART = 1_000  # images at a time


def without(
    model: DigitNetwork,
    *,
    maps: Mapping[str, Iterable[int]] | None = None,
    connections: Mapping[str, Iterable[tuple[int, int]]] | None = None,
    biases: Iterable[str] = (),
) -> DigitNetwork:
    """A copy of `model` without these parts; the model itself stays whole.

    maps: of layers by name, the numbers of maps or units, from 0; connections: of convolutions by
    name, pairs (map, map below); biases: layers whose biases are 0. Raises KeyError for a layer
    that the network has not, IndexError for a map, ValueError for a connection that it has not.
    """
    copy = deepcopy(model)
    layers = dict(copy.named_children())
    with torch.no_grad():
        for name, pairs in (connections or {}).items():
            layer = layers[name]
            if not isinstance(layer, Convolution):
                raise ValueError(f"{name} has no table of connections")
            every = [(to, seen) for to, row in enumerate(layer.table) for seen in row]
            for to, seen in pairs:
                layer.weight[every.index((to, seen))] = 0
        for name in biases:
            bias = layers[name].bias
            assert isinstance(bias, Tensor)
            bias.zero_()
    for name, out in (maps or {}).items():
        layers[name].register_forward_hook(partial(_silence, list(out)))
    return copy


def answers(model: DigitNetwork, images: Picture) -> NDArray[np.intp]:
    """What it says to uint8 images (N, 28, 28): digits (N,)."""
    with torch.inference_mode():
        inputs = model.to_input(images)
        parts = [model.answer(model(part)) for part in torch.split(inputs, PART)]
    found: NDArray[np.intp] = torch.cat(parts).numpy()
    return found


def _silence(out: list[int], _layer: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
    hurt = output.clone()
    hurt[:, out] = 0
    return hurt
