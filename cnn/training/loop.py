"""Training as a stream of steps: whoever iterates decides what to draw and when to stop.

All chance (the order of the digits, distortions) comes from the one generator handed in, so a run
is the same for a seed, whatever else runs beside it.
"""

import copy
import math
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

import torch
from torch import Generator, Tensor

from cnn.data.digits.deslant import deslanted
from cnn.data.mnist.dataset import Digits
from cnn.errors import Problem
from cnn.models import DigitNetwork
from cnn.training.recipes import Recipe
from cnn.training.snapshots import Weights, places, snapshot
from cnn.training.split_batch import Halves, part
from cnn.training.updates import Optimiser, make_optimiser


class Diverged(Problem):
    """The loss is no longer a number: the steps were too large."""

    def __init__(self, step: int) -> None:
        sentence = f"At step {step} the loss was no longer a number. Choose a smaller rate."
        super().__init__("training-diverged", sentence, step=step)


class Resume(NamedTuple):
    """All that is needed to go on after a whole number of epochs."""

    epochs: int
    weights: dict[str, Tensor]
    update: dict[str, Any]
    generator: Tensor


class Step(NamedTuple):
    """One update of the weights: loss and error of its batch, and what can be kept of it."""

    number: int  # from 1
    epochs: float  # done so far
    loss: float  # of this step's images, before the update
    error: float  # the part of them that was classified wrongly
    seconds: float  # of computing since this call of train began
    resume: Resume | None  # after the last step of an epoch
    snapshot: Weights | None = None  # after the steps that were chosen


def train(
    model: DigitNetwork,
    data: Digits,
    recipe: Recipe,
    *,
    generator: Generator,
    resume: Resume | None = None,
    snapshots: int = 0,
    halves: Halves | None = None,
) -> Iterator[Step]:
    """Train `model` in place, yielding after each update.

    `data` are uint8 images (N, 28, 28) and labels (N,). `generator` decides the order and the
    distortions. A run that goes on from the `resume` of an earlier one equals a run never stopped.
    So many steps, spread evenly over the run, carry a snapshot; the last one always, if any do.
    With `halves` each gradient is made in two, else in one piece: nearly the same numbers.
    Raises Diverged where the loss is not finite, before the weights are changed by it.
    """
    images = deslanted(data.images) if recipe.deslant else data.images
    labels = torch.from_numpy(data.labels.astype("i8"))
    way = make_optimiser(model, images, labels, recipe)
    first = 0
    if resume:
        first = resume.epochs
        model.load_state_dict(resume.weights)
        way.load_state_dict(resume.update)
        generator.set_state(resume.generator)
    steps = math.ceil(len(labels) / recipe.batch)
    kept = places(steps * recipe.epochs, snapshots)
    parameters, seconds, started = list(model.parameters()), 0.0, time.perf_counter()
    model.train()
    for number in range(first, recipe.epochs):
        way.begin_epoch(number)
        order = torch.randperm(len(labels), generator=generator)
        for i in range(steps):
            chosen, step = order[i * recipe.batch : (i + 1) * recipe.batch], number * steps + i + 1
            some, digits = torch.from_numpy(images[chosen.numpy()]), labels[chosen]
            if recipe.distort:
                some = recipe.distort(some, digits, generator)
            loss, error = _gradients(model, some, digits, recipe, halves)
            if not math.isfinite(loss):
                raise Diverged(step)
            way.step((number + i / steps) / recipe.epochs)
            for parameter in parameters:
                parameter.grad = None
            seconds += time.perf_counter() - started
            state = _resume(number + 1, model, way, generator) if i == steps - 1 else None
            weights = snapshot(model) if step in kept else None
            yield Step(step, number + (i + 1) / steps, loss, error, seconds, state, weights)
            started = time.perf_counter()


def _gradients(
    model: DigitNetwork, images: Tensor, labels: Tensor, recipe: Recipe, halves: Halves | None
) -> tuple[float, float]:
    """The loss and error on these images; the gradients are left in the parameters."""
    if halves:
        parts = halves.gradients(model, recipe.loss, images, labels)
    else:
        parts = (part(model, recipe.loss, images, labels, len(labels)),)
    return sum(each.loss for each in parts), sum(each.wrong for each in parts) / len(labels)


def _resume(epochs: int, model: DigitNetwork, way: Optimiser, generator: Generator) -> Resume:
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    return Resume(epochs, weights, copy.deepcopy(way.state_dict()), generator.get_state())
