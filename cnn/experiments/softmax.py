"""From logits to shares, in the three steps that a softmax consists of. No torch."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn.inference.softmax import softmax

Floats = NDArray[np.float64]
LARGEST = 700.0  # e to this, or to minus this, is a number of 64 bits and full precision


class SoftmaxSteps(NamedTuple):
    """The three steps of a softmax of logits z (n,): z / T, exp(z / T), and each one's share."""

    scaled: Floats  # (n,), z / T
    exponentials: Floats  # (n,)
    total: float
    shares: Floats  # (n,), they add up to 1


def softmax_steps(logits: Sequence[float] | NDArray[Any], temperature: float = 1.0) -> SoftmaxSteps:
    """The softmax of logits (n,), step by step.

    Where the exponentials would leave the numbers of a computer, above or below, all are divided by
    the largest one, which changes no share.
    """
    scaled = np.asarray(logits, np.float64) / temperature
    largest = scaled.max()
    exponentials = np.exp(scaled - (largest if abs(largest) > LARGEST else 0.0))
    total = float(exponentials.sum())
    return SoftmaxSteps(scaled, exponentials, total, softmax(scaled))
