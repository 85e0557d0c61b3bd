"""Two small networks that learn the same few digits, one of them with dropout (section 4.2).

As in the paper, each hidden unit answers 0 with probability 0.5 while learning; afterwards all
units answer, multiplied by 0.5. All chance comes from one generator.
"""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor
from torch.nn import functional as F

from cnn import torch_internals

HIDDEN, KEPT = 400, 0.5
BATCH, RATE, MOMENTUM = 20, 0.02, 0.9
LEARNED, TESTED = 1_000, 2_000  # digits

Weights = list[Tensor]


class DropoutPoint(NamedTuple):
    """After so many epochs: the part of the digits misread, without and with dropout."""

    epochs: int
    train: tuple[float, float]
    test: tuple[float, float]


def training_digits() -> int:
    """How many digits are to be learned; for the prose."""
    return LEARNED


def test_digits() -> int:
    """How many others are read after each epoch; for the prose."""
    return TESTED


def mislabelled(labels: NDArray[np.uint8], part: float, seed: int) -> NDArray[np.uint8]:
    """The labels (N,) with that part of them, rounded, changed to another digit."""
    chance = np.random.default_rng(seed)
    wrong = chance.permutation(len(labels))[: round(part * len(labels))]
    found = labels.copy()
    found[wrong] = (found[wrong] + chance.integers(1, 10, len(wrong))) % 10
    return found


def train_both(
    train: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    test: tuple[NDArray[np.uint8], NDArray[np.uint8]],
    epochs: int,
    generator: Generator,
) -> Iterator[DropoutPoint]:
    """Train both networks on the same digits in the same order, yielding after each epoch.

    Digits are images (N, 28, 28) and labels (N,). Both begin with the same weights.
    """
    (images, labels), (others, right) = map(_tensors, (train, test))
    start = initial_weights(images.shape[1], generator)
    plain, dropped = ([each.clone().requires_grad_() for each in start] for _ in range(2))
    runs = [(net, torch.optim.SGD(net, RATE, MOMENTUM)) for net in (plain, dropped)]
    for number in range(1, epochs + 1):
        for part in torch.randperm(len(labels), generator=generator).split(BATCH):
            for (net, way), drop in zip(runs, (None, generator), strict=True):
                loss = F.cross_entropy(logits(net, images[part], drop=drop), labels[part])
                way.zero_grad()
                loss.backward()
                torch_internals.step(way)
        errors = [
            tuple(_error(net, kept, *digits) for net, kept in ((plain, 1.0), (dropped, KEPT)))
            for digits in ((images, labels), (others, right))
        ]
        yield DropoutPoint(number, *errors)  # type: ignore[arg-type]


def initial_weights(inputs: int, generator: Generator) -> Weights:
    """Two hidden layers and ten outputs; each layer's weights (units, inputs), by He's rule."""
    sizes = [inputs, HIDDEN, HIDDEN, 10]
    return [
        torch.randn(out, size, generator=generator) * math.sqrt(2 / size)
        for size, out in pairwise(sizes)
    ]


def logits(
    net: Weights, images: Tensor, *, kept: float = 1.0, drop: Generator | None = None
) -> Tensor:
    """Logits (N, 10); hidden units are multiplied by `kept`, or dropped by chance from `drop`."""
    units = images
    for layer in net[:-1]:
        units = (units @ layer.T).relu()
        if drop is None:
            units = units * kept
        else:
            units = units * (torch.rand(units.shape, generator=drop) < KEPT)
    return units @ net[-1].T


@torch.no_grad()
def _error(net: Weights, kept: float, images: Tensor, labels: Tensor) -> float:
    return (logits(net, images, kept=kept).argmax(1) != labels).float().mean().item()


def _tensors(digits: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> tuple[Tensor, Tensor]:
    images, labels = digits
    flat = torch.from_numpy(images.reshape(len(images), -1).astype(np.float32) / 255)
    return flat, torch.from_numpy(labels.astype(np.int64))
