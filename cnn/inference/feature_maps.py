"""What each layer of a network answers to an image, by the paper's layer names."""

from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from cnn.torch_internals import twin


def feature_maps(model: nn.Module, image: Tensor) -> dict[str, Tensor]:
    """The output of every layer for one image, from one forward pass.

    image: (1, C, H, W). Returns, for LeNet-5, C1 (6, 28, 28), S2 (6, 14, 14), C3 (16, 10, 10),
    S4 (16, 5, 5), C5 (120, 1, 1), F6 (84,) and output (10,), the distances. The model itself is
    left alone: no hooks, which visitors who share it could see each other's images through.
    """
    found: dict[str, Tensor] = {}
    watched = twin(model)
    for name, layer in watched.named_children():
        layer.register_forward_hook(partial(_note, found, name))
    with torch.inference_mode():
        watched(image)
    return {name: maps[0] for name, maps in found.items()}


def _note(
    found: dict[str, Tensor], name: str, _layer: nn.Module, _inputs: Any, output: Tensor
) -> None:
    found[name] = output
