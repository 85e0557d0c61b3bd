"""AlexNet with maps taken out, looking at photos: what is still right, and what changes.

A map that is out says 0 at every place. Nothing is trained again: what is left has to do.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cnn.models.alexnet import AlexNet
from cnn.torch_internals import twin

LAYERS = ("conv1", "conv2", "conv3", "conv4", "conv5")
PARTS = ("map", "first", "second")  # one map, or the first or second half of a layer's
SPLIT = ("conv2", "conv4", "conv5")  # their halves are towers: each sees one half of what is below


class Lesioned(NamedTuple):
    """What a network said of photos before and after: probabilities (n, classes)."""

    whole: NDArray[np.float32]
    hurt: NDArray[np.float32]

    @property
    def changed(self) -> NDArray[np.intp]:
        """(changed,): the numbers of the photos whose first answer is another one."""
        return np.flatnonzero(self.whole.argmax(1) != self.hurt.argmax(1))


def maps_out(model: AlexNet, layer: str, part: str, number: int = 0) -> list[int]:
    """The maps of a part of a layer: of "map" the one with this number, of a half all of it.

    Raises KeyError for a layer that the network has not, ValueError for an unknown part, and
    IndexError for a map.
    """
    count = len(dict(model.named_children())[layer].get_parameter("bias"))
    if part not in PARTS:
        raise ValueError(part)
    if part == "map":
        if not 0 <= number < count:
            raise IndexError(number)
        return [number]
    half = count // 2
    return list(range(half)) if part == "first" else list(range(half, count))


def without_maps(model: AlexNet, layer: str, out: Sequence[int]) -> nn.Module:
    """The network with these maps of a layer silent; it shares all weights with `model`."""
    hurt = twin(model)
    hurt.get_submodule(layer).register_forward_hook(partial(_hush, list(out)))
    return hurt


def lesion(model: AlexNet, layer: str, out: Sequence[int], images: Tensor) -> Lesioned:
    """What the network says of images (n, 3, side, side) with and without these maps."""
    with torch.inference_mode():
        whole = model(images).softmax(1).numpy()
        hurt = without_maps(model, layer, out)(images).softmax(1).numpy()
    return Lesioned(whole, hurt)


def _hush(out: list[int], _layer: nn.Module, _inputs: Any, output: Tensor) -> Tensor:
    hurt = output.clone()
    hurt[:, out] = 0
    return hurt
