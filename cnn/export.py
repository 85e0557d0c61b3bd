"""Networks of digits for the browser: a manifest of the layers, and their numbers in one file.

The numbers follow from the safetensors that ship: of each layer in order its weights, then its
biases, as little-endian float32. The manifest says where each begins, what a layer is, how its
network's input is made of a digit, and the hash of the numbers.
"""

import hashlib
from functools import cache
from typing import Any, NamedTuple, cast

import numpy as np
from torch import Tensor, nn

from cnn import assets
from cnn.data.digits.network_inputs import FRAME, SIDE
from cnn.data.digits.preprocess import BORDER, IMAGE, INK, PAPER
from cnn.inference import weights
from cnn.inference.confidence import fitted
from cnn.inference.feature_maps import feature_maps
from cnn.models import DigitNetwork
from cnn.models.activations import ACTIVATIONS
from cnn.models.lenet_layers import RBF, Convolution

NETWORKS = ("linear", "hidden300", "lecun1989", "lenet1", "lenet4", "lenet5", "lenet5-distorted")


class Input(NamedTuple):
    """How a digit of 28×28 becomes what a network sees."""

    side: int  # its box is scaled to this; 28 leaves the image as it is
    frame: int  # pixels of paper around
    paper: float = PAPER
    ink: float = INK


INPUTS = {
    "Linear": Input(IMAGE, 0),
    "Hidden300": Input(IMAGE, 0),
    "LeCun1989": Input(SIDE, 0, -1.0, 1.0),
    "LeNet1": Input(SIDE, FRAME, -1.0, 1.0),
    "LeNet4": Input(IMAGE, BORDER),
    "LeNet5": Input(IMAGE, BORDER),
}


@cache
def manifest(name: str) -> dict[str, Any]:
    """The shipped network `name`, one of NETWORKS, as the browser needs to know it.

    "name", "model" (its class), "sha256" (of its numbers), "input" (an Input), "layers" and
    "confidence": "temperature" and "rubbish", or None where none is fitted. A layer has its "name"
    in the paper, its "kind" (its class), "maps", "height" and "width" of what comes out (units are
    maps of 1×1), "activation", the places of its "weight" and "bias" among the numbers, and, if it
    is a convolution, its "kernel" and its "table": the maps below that each map sees, None for all.
    Raises cnn.assets.AssetProblem if the weights are missing or altered.
    """
    model = _model(name)
    shapes = feature_maps(model, model.to_input(np.zeros((IMAGE, IMAGE), np.uint8)))
    layers, place = [], 0
    for layer_name, layer in model.named_children():
        maps, height, width = (*shapes[layer_name].shape, 1, 1)[:3]
        row = {
            "name": layer_name,
            "kind": type(layer).__name__,
            "maps": maps,
            "height": height,
            "width": width,
            "activation": _activation(layer),
        }
        if isinstance(layer, Convolution):
            row |= {"kernel": layer.kernel, "table": layer.table if layer.partial else None}
        for key, numbers in _numbers(layer).items():
            row[key], place = place, place + numbers.numel()
        layers.append(row)
    metrics = assets.row(f"weights/{name}.safetensors").metrics
    return {
        "name": name,
        "model": type(model).__name__,
        "sha256": hashlib.sha256(numbers_of(name)).hexdigest(),
        "input": INPUTS[type(model).__name__]._asdict(),
        "layers": layers,
        "confidence": vars(fitted(name)) if "rubbish" in metrics else None,
    }


def numbers_of(name: str) -> bytes:
    """All weights and biases of the shipped network `name`, as `manifest` places them.

    Raises cnn.assets.AssetProblem if its file is missing or altered.
    """
    parts = [each for layer in _model(name).children() for each in _numbers(layer).values()]
    return b"".join(part.detach().numpy().astype("<f4").tobytes() for part in parts)


def _model(name: str) -> DigitNetwork:
    return cast(DigitNetwork, weights.load_network(name))


def _numbers(layer: nn.Module) -> dict[str, Tensor]:
    if isinstance(layer, RBF):
        return {"weight": layer.codes}
    return dict(layer.named_parameters())


def _activation(layer: nn.Module) -> str:
    squash = getattr(layer, "squash", ACTIVATIONS["linear"])
    return next(name for name, activation in ACTIVATIONS.items() if activation is squash)
