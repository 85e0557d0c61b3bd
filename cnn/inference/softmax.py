"""From logits to probabilities. No torch."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = TypeVar("Float", bound=np.floating)


def softmax(logits: NDArray[Float], temperature: float = 1.0) -> NDArray[Float]:
    """exp(z / T) as a share of their sum: logits (..., n) -> (..., n), which add up to 1.

    The largest of each row is taken off all, which changes no share, so that no exponential leaves
    the numbers of a computer.
    """
    scaled = logits / temperature
    raised = np.exp(scaled - scaled.max(-1, keepdims=True))
    shares: NDArray[Float] = raised / raised.sum(-1, keepdims=True)
    return shares
