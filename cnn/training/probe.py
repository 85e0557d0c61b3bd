"""What a network in training shows at one moment: first weights, maps of one digit, its answer."""

from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from cnn.data.digits.preprocess import Picture
from cnn.inference.feature_maps import feature_maps
from cnn.models import DigitNetwork
from cnn.models.lenet_layers import Convolution
from cnn.training.runs import Options
from cnn.training.snapshots import Weights, restore

Floats = NDArray[np.float32]
UNITS = 24  # of a fully connected first layer, of which that many are shown
MAPS = {"LeNet5": "C3", "LeNet4": "C3", "LeNet1": "H3", "LeCun1989": "H2", "Hidden300": "hidden"}
_alone = Lock()  # who looks through one of the models that are kept, and first changes its weights


class Probe(NamedTuple):
    """What is shown of a network at one moment: first weights, the maps of one layer, distances."""

    weights: Floats  # (n, h, w): the kernels of the first layer, or its units' weights at half size
    maps: Floats  # (n, h, w): a later layer's answer to the digit; none of a linear classifier
    distances: Floats  # (10,)


def probe_network(options: Options, weights: Weights, image: Picture) -> Probe:
    """What the network with these weights shows, and makes of an image (28, 28)."""
    with _alone:
        return _look(_model(options.network, options.activation), options, weights, image)


def _look(model: DigitNetwork, options: Options, weights: Weights, image: Picture) -> Probe:
    restore(model, weights)
    maps = feature_maps(model, model.to_input(image))
    chosen = maps.get(MAPS.get(options.network, ""), torch.zeros(0, 1, 1))
    if chosen.dim() == 1:
        chosen = chosen.view(1, 15, 20)
    with torch.inference_mode():
        distances = model.distances(maps["output"][None])[0]
    return Probe(_first(model), chosen.numpy(), distances.numpy())


def layer_names(network: str) -> tuple[str, str]:
    """The first layer, and the one whose maps are shown ("" if none)."""
    names = {"Hidden300": "hidden", "Linear": "output", "LeNet1": "H1", "LeCun1989": "H1"}
    return names.get(network, "C1"), MAPS.get(network, "")


@lru_cache(maxsize=6)
def _model(network: str, activation: str) -> DigitNetwork:
    return Options(network=network, activation=activation).model().eval().requires_grad_(False)


def _first(model: DigitNetwork) -> Floats:
    layer = model.layers()[0]
    weights = layer.weight.detach()
    if not isinstance(layer, Convolution):
        side = int(weights.shape[1] ** 0.5) // 2
        weights = weights[:UNITS].view(-1, side, 2, side, 2).mean((2, 4))
    return weights.numpy().copy()
