"""ReLU against tanh on MNIST: the race of AlexNet's figure 1, small enough to be run while waiting.

Four layers, two of them convolutions; no regularisation; the same start, the same digits in the
same order for both. Each has a learning rate of its own, the best of RATES by three other seeds.
"""

import math
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple, get_args

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F

from cnn import torch_internals
from cnn.data.mnist import dataset

Kind = Literal["relu", "tanh"]
KINDS: tuple[Kind, ...] = get_args(Kind)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3)
TUNED: dict[Kind, float] = {"relu": 0.03, "tanh": 0.03}
BATCH, MOMENTUM = 64, 0.9
GOAL = 3.0  # per cent of the yardstick
YARDSTICK = 1000  # training digits on which the error is measured
EVERY = 5  # steps between two measurements
LAST = 300  # steps after which a run ends, goal or not


class RacePoint(NamedTuple):
    """A point of the learning curve: digits learned from, the error in per cent."""

    digits: int  # seen so far
    error: float  # on the yardstick, per cent
    burst: bool = False  # the loss has left the finite numbers


def goal() -> float:
    """The error at which a run ends, in per cent; for the prose."""
    return GOAL


def racing_network(kind: Kind, generator: Generator) -> nn.Sequential:
    """Its layers; weights normal with deviation 1/√fan-in, whatever the activation, biases 0."""
    squash = {"relu": nn.ReLU, "tanh": nn.Tanh}[kind]
    net = nn.Sequential(
        nn.Conv2d(1, 8, 5),
        squash(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 5),
        squash(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(256, 64),
        squash(),
        nn.Linear(64, 10),
    )
    for layer in net:
        if isinstance(layer, nn.Conv2d | nn.Linear):
            deviation = layer.weight[0].numel() ** -0.5
            nn.init.normal_(layer.weight, 0, deviation, generator=generator)
            nn.init.constant_(layer.get_parameter("bias"), 0)
    return net


def race_points(kind: Kind, rate: float, seed: int, until: float = GOAL) -> Iterator[RacePoint]:
    """Trains, and measures every few steps; ends at the goal, or after LAST steps.

    Ends as well, with the last measurement, if the loss leaves the finite numbers.
    """
    generator = torch.Generator().manual_seed(seed)
    net = racing_network(kind, generator)
    images, labels = _digits()
    optimiser = torch.optim.SGD(net.parameters(), rate, momentum=MOMENTUM)
    order = torch.randperm(len(labels), generator=generator)
    yield RacePoint(0, _error(net, images, labels))
    for step in range(1, LAST + 1):
        chosen = order[(step - 1) * BATCH : step * BATCH]
        loss = F.cross_entropy(net(_input(images[chosen])), labels[chosen])
        optimiser.zero_grad()
        loss.backward()
        torch_internals.step(optimiser)
        if step % EVERY == 0:
            burst = not math.isfinite(loss.item())
            point = RacePoint(step * BATCH, _error(net, images, labels), burst)
            yield point
            if point.error <= until or burst:
                return


@cache
def _digits() -> tuple[Tensor, Tensor]:
    digits = dataset.load_digits("train")
    return torch.tensor(digits.images), torch.tensor(digits.labels, dtype=torch.long)


def _input(images: Tensor) -> Tensor:
    """uint8 (N, 28, 28) -> mean about 0, deviation about 1, (N, 1, 28, 28)."""
    return (images[:, None].float() - 33) / 79


def _error(net: nn.Module, images: Tensor, labels: Tensor) -> float:
    """Per cent wrong of the last YARDSTICK training digits, which no run reaches."""
    with torch.inference_mode():
        wrong = net(_input(images[-YARDSTICK:])).argmax(1) != labels[-YARDSTICK:]
    return float(100 * wrong.float().mean())
