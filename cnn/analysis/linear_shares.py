"""A unit's number shared out by the gradient: what pixels, biases, normalisations account for.

Between its kinks a network of rectified units is linear, so that gradient times input adds up: what
a unit's weighted sum owes to the pixels and what it owes to every layer's biases. Response
normalisation is not linear. What it changes between its output and its input, each times its
gradient, is the rest that no pixel and no bias accounts for.
"""

from typing import NamedTuple, cast

import torch
from torch import Tensor, nn

from cnn.analysis.deconvolution import INPUT, Unit, all_maps, passed_down
from cnn.models.alexnet_layers import Dense, Rectified


class LinearShares(NamedTuple):
    """What adds up to a unit's weighted sum, within rounding."""

    pixels: float  # gradient × input, over all pixels and colours
    biases: dict[str, float]  # by layer, the unit's own first
    normalisations: dict[str, float]  # by layer: the rest that is not linear

    @property
    def total(self) -> float:
        """The unit's weighted sum."""
        return self.pixels + sum(self.biases.values()) + sum(self.normalisations.values())


def linear_shares(model: nn.Module, image: Tensor, unit: Unit) -> LinearShares:
    """Shares out a unit's weighted sum for an image (1, 3, H, W)."""
    with torch.inference_mode():
        maps = all_maps(model, image)
        names, biases, rest = list(maps), dict[str, float](), dict[str, float]()
        pixels = 0.0
        for passed in passed_down(model, maps, unit, "gradient"):
            layer, below = model.get_submodule(passed.layer), names[names.index(passed.layer) - 1]
            entered = _times(passed.below, maps[below])
            if isinstance(layer, Rectified | Dense):
                bias = cast(Tensor, layer.bias).view(-1, *[1] * (passed.inside.dim() - 1))
                biases[passed.layer] = _times(passed.inside, bias)
            elif passed.layer.startswith("rnorm"):
                rest[passed.layer] = _times(passed.above, maps[passed.layer]) - entered
            if below == INPUT:
                pixels = entered
    return LinearShares(pixels, biases, rest)


def _times(one: Tensor, other: Tensor) -> float:
    return float((one.double() * other.double()).sum())
