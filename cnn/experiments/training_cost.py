"""What training AlexNet costs: the arithmetic of 2012, and a few steps measured here."""

import statistics
import time
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F

from cnn.models.alexnet import AlexNet

PRODUCTS = 724_406_816  # multiply-accumulates of one image forward
IMAGES, EPOCHS, BATCH = 1_281_167, 90, 128
OPERATIONS = 2 * 3 * PRODUCTS  # of one image: × and +, forward and twice as many backward
DAY = 86_400.0
DAYS_THEN = (5.0, 6.0)
FEW = 8  # images of a measured batch: a full one would need too much memory


def whole_training() -> float:
    """Additions and multiplications of 90 epochs over the training set."""
    return float(OPERATIONS) * IMAGES * EPOCHS


def speed_then() -> float:
    """Operations a second that two graphics cards sustained, at the mean of five and six days."""
    return whole_training() / (sum(DAYS_THEN) / 2 * DAY)


def updates_in_all() -> int:
    """Updates of the weights in 90 epochs of batches of 128 images."""
    return IMAGES * EPOCHS // BATCH


class StepTimes(NamedTuple):
    """Median seconds of the parts of a training step on this computer, so far."""

    forward: float  # of a batch of FEW images
    backward: float
    update: float  # of all weights, once a batch
    steps: int
    threads: int

    @property
    def an_image(self) -> float:
        """Seconds for one image, its part of the update of a full batch included."""
        return (self.forward + self.backward) / FEW + self.update / BATCH

    @property
    def days(self) -> float:
        """Days that 90 epochs would take at this speed."""
        return self.an_image * IMAGES * EPOCHS / DAY

    @property
    def speed(self) -> float:
        """Additions and multiplications a second."""
        return OPERATIONS * FEW / (self.forward + self.backward)


def time_steps(steps: int = 4, model: nn.Module | None = None) -> Iterator[StepTimes | None]:
    """Training steps of the paper's network on invented images; after each, the medians so far.

    First None, once the network is made; the first step only warms up. A weight moves by its
    gradient as soon as that is known, so that no two gradients need memory at once; velocities,
    another 244 MB, are left out.
    """
    chance = Generator().manual_seed(1)
    net = AlexNet(generator=chance) if model is None else model
    updating = [0.0]
    for parameter in net.parameters():
        parameter.register_post_accumulate_grad_hook(partial(_update, updating))
    yield None
    images = torch.randn(FEW, 3, 227, 227, generator=chance)
    labels = torch.randint(1000, (FEW,), generator=chance)
    times: list[tuple[float, float, float]] = []
    for number in range(steps + 1):
        updating[0], began = 0.0, time.perf_counter()
        loss = F.cross_entropy(net(images), labels)
        forward = time.perf_counter() - began
        loss.backward()
        backward = time.perf_counter() - began - forward - updating[0]
        if number:
            times.append((forward, backward, updating[0]))
            middle = [statistics.median(each) for each in zip(*times, strict=True)]
            yield StepTimes(middle[0], middle[1], middle[2], len(times), torch.get_num_threads())


def _update(seconds: list[float], parameter: Tensor) -> None:
    began = time.perf_counter()
    with torch.no_grad():
        if parameter.grad is not None:
            parameter.sub_(parameter.grad, alpha=0.01)
            parameter.grad = None
    seconds[0] += time.perf_counter() - began
