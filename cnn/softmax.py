"""From logits to shares, in the three steps that a softmax consists of. No torch."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LARGEST = 700.0  # e to this still is a number of 64 bits


class Shares(NamedTuple):
    """exp(z / T), their sum, and what each has of it."""

    scaled: Floats  # (n,), z / T
    exponentials: Floats  # (n,)
    total: float
    shares: Floats  # (n,), they add up to 1


def taken_apart(logits: Sequence[float] | NDArray[Any], temperature: float = 1.0) -> Shares:
    """The softmax of logits (n,), step by step.

    Where an exponential would leave the numbers of a computer, all are divided by the largest one,
    which changes no share.
    """
    scaled = np.asarray(logits, np.float64) / temperature
    largest = scaled.max()
    exponentials = np.exp(scaled - (largest if largest > LARGEST else 0.0))
    total = float(exponentials.sum())
    if total == 0:  # every logit far below zero
        exponentials = np.exp(scaled - largest)
        total = float(exponentials.sum())
    return Shares(scaled, exponentials, total, exponentials / total)
