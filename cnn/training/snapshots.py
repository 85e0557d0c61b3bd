"""A network's weights at one moment, in half precision: what a training run is rewound by."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

Weights = dict[str, NDArray[np.float16]]
LARGEST = float(np.finfo(np.float16).max)


def snapshot(model: nn.Module) -> Weights:
    """All trainable parameters by name, each of its own shape, 2 bytes a number."""
    return {
        name: parameter.detach().clamp(-LARGEST, LARGEST).half().numpy()
        for name, parameter in model.named_parameters()
    }


@torch.no_grad()
def restore(model: nn.Module, weights: Weights) -> None:
    """Gives the model the weights of a snapshot, by name."""
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.from_numpy(weights[name].astype(np.float32)))


def places(steps: int, count: int) -> set[int]:
    """The numbers of `count` steps, spread evenly over a run of `steps` and ending with the last.

    All steps if there are fewer.
    """
    return {round(steps * i / count) for i in range(1, count + 1)} - {0}


def early_places(steps: int, count: int) -> set[int]:
    """As `places`, but crowded at the beginning, where most is learned: the squares of i/count.

    One step apart where these are nearer.
    """
    found, last = set[int](), 0
    for i in range(1, min(steps, count) + 1):
        last = max(last + 1, round(steps * (i / min(steps, count)) ** 2))
        found.add(last)
    return found
