"""Training as a stream of steps: whoever iterates decides what to draw and when to stop.

All chance (the order of the digits, distortions) comes from the one generator handed in, so a run
is the same for a seed, whatever else runs beside it.
"""

import copy
import math
import time
from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

import torch
from torch import Generator, Tensor, nn

from cnn.data.digits import to_input
from cnn.data.mnist import Digits
from cnn.hessian import DiagonalUpdate
from cnn.recipes import Modern, Published, Recipe


class Resume(NamedTuple):
    """All that is needed to go on after a whole number of passes."""

    passes: int
    weights: dict[str, Tensor]
    update: dict[str, Any]
    generator: Tensor


class Step(NamedTuple):
    """One update of the weights."""

    number: int  # from 1
    passes: float  # done so far
    loss: float  # of this step's images, before the update
    error: float  # the part of them that was classified wrongly
    seconds: float  # of computing since this call of train began
    resume: Resume | None  # after the last step of a pass


class Update(Protocol):
    """Turns gradients into new weights."""

    def begin_pass(self, number: int) -> None: ...

    def step(self, done: float) -> None:
        """One step; `done` is the part of the whole training done before it."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state: dict[str, Any]) -> None: ...


class CosineAdamW:
    """AdamW whose rate rises, then falls to 0."""

    def __init__(self, model: nn.Module, recipe: Modern) -> None:
        self.recipe = recipe
        self.optimiser = torch.optim.AdamW(
            model.parameters(), recipe.rate, weight_decay=recipe.weight_decay, fused=True
        )

    def begin_pass(self, number: int) -> None:
        pass

    def step(self, done: float) -> None:
        rise, rate = self.recipe.rise, self.recipe.rate
        fall = 0.5 + 0.5 * math.cos(math.pi * max(done - rise, 0) / (1 - rise))
        self.optimiser.param_groups[0]["lr"] = rate * min((done + 1e-3) / rise, 1) * fall
        self.optimiser.step()

    def state_dict(self) -> dict[str, Any]:
        return self.optimiser.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.optimiser.load_state_dict(state)


def train(
    model: nn.Module,
    data: Digits,
    recipe: Recipe,
    *,
    generator: Generator,
    resume: Resume | None = None,
) -> Iterator[Step]:
    """Train `model` in place, yielding after each update.

    `data` are uint8 images (N, 28, 28) and labels (N,). `generator` decides the order and the
    distortions. A run that goes on from the `resume` of an earlier one equals a run never stopped.
    """
    images, labels = (
        torch.from_numpy(data.images.copy()),
        torch.from_numpy(data.labels.astype("i8")),
    )
    update = _update(model, images, labels, recipe)
    first = 0
    if resume:
        first = resume.passes
        model.load_state_dict(resume.weights)
        update.load_state_dict(resume.update)
        generator.set_state(resume.generator)
    steps = math.ceil(len(labels) / recipe.batch)
    parameters, seconds, started = list(model.parameters()), 0.0, time.perf_counter()
    model.train()
    for number in range(first, recipe.passes):
        update.begin_pass(number)
        order = torch.randperm(len(labels), generator=generator)
        for i in range(steps):
            chosen = order[i * recipe.batch : (i + 1) * recipe.batch]
            loss, error = _gradients(model, images[chosen], labels[chosen], recipe, generator)
            update.step((number + i / steps) / recipe.passes)
            for parameter in parameters:
                parameter.grad = None
            last = i == steps - 1
            seconds += time.perf_counter() - started
            state = _resume(number + 1, model, update, generator) if last else None
            yield Step(
                number * steps + i + 1, number + (i + 1) / steps, loss, error, seconds, state
            )
            started = time.perf_counter()


def _gradients(
    model: nn.Module, images: Tensor, labels: Tensor, recipe: Recipe, generator: Generator
) -> tuple[float, float]:
    """The loss and error on these images; the gradients are left in the parameters."""
    if recipe.distort:
        images = recipe.distort(images, labels, generator)
    distances = model(to_input(images.numpy()))
    loss = recipe.loss(distances, labels)
    loss.backward()  # type: ignore[no-untyped-call]
    wrong = (distances.argmin(1) != labels) & (labels < distances.shape[1])
    return loss.item(), wrong.float().mean().item()


def _update(model: nn.Module, images: Tensor, labels: Tensor, recipe: Recipe) -> Update:
    if isinstance(recipe, Published):
        return DiagonalUpdate(model, images, labels, recipe)
    if isinstance(recipe, Modern):
        return CosineAdamW(model, recipe)
    raise TypeError(f"no way to update weights by {type(recipe).__name__}")


def _resume(passes: int, model: nn.Module, update: Update, generator: Generator) -> Resume:
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    return Resume(passes, weights, copy.deepcopy(update.state_dict()), generator.get_state())
