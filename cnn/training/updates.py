"""From gradients to new weights: a way for each kind of recipe."""

import math
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from cnn import torch_internals
from cnn.data.digits.preprocess import Picture
from cnn.training.diagonal_hessian import DiagonalHessianDescent
from cnn.training.recipes import Constant, Modern, Published, Recipe

MOMENTUM = 0.9


class Optimiser(Protocol):
    """Turns gradients into new weights."""

    def begin_epoch(self, number: int) -> None:
        """To be called before the first step of epoch `number`, from 0."""

    def step(self, done: float) -> None:
        """Moves the weights once, by the gradients that stand in the parameters.

        done: the part of the whole training done before this step, 0 to 1.
        """

    def state_dict(self) -> dict[str, Any]:
        """All but weights and gradients that the next steps depend on."""

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Takes over what `state_dict` gave, to go on from there."""


class TorchOptimiser:
    """One of torch's optimisers; the rate never changes."""

    def __init__(self, optimiser: torch.optim.Optimizer) -> None:
        self.optimiser = optimiser

    def begin_epoch(self, number: int) -> None:
        """Nothing changes with an epoch."""

    def step(self, done: float) -> None:
        """Moves the weights as torch's optimiser does, whatever part of the training is done."""
        torch_internals.step(self.optimiser)

    def state_dict(self) -> dict[str, Any]:
        """torch's own state: moments of the gradients, for instance."""
        return self.optimiser.state_dict()

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Takes over what `state_dict` gave."""
        self.optimiser.load_state_dict(state)


class CosineAdamW(TorchOptimiser):
    """AdamW whose rate rises, then falls to 0."""

    def __init__(self, model: nn.Module, recipe: Modern) -> None:
        super().__init__(_adamw(model, recipe.rate, recipe.weight_decay))
        self.recipe = recipe

    def step(self, done: float) -> None:
        """Moves the weights at the rate for this part of the training."""
        rise, rate = self.recipe.rise, self.recipe.rate
        fall = 0.5 + 0.5 * math.cos(math.pi * max(done - rise, 0) / (1 - rise))
        self.optimiser.param_groups[0]["lr"] = rate * min((done + 1e-3) / rise, 1) * fall
        torch_internals.step(self.optimiser)


def make_optimiser(model: nn.Module, images: Picture, labels: Tensor, recipe: Recipe) -> Optimiser:
    """The optimiser of `recipe` for a model that learns from images (N, 28, 28) and labels (N,).

    Raises TypeError for a recipe of another kind, or one that does not fit the model.
    """
    if isinstance(recipe, Published):
        return DiagonalHessianDescent(model, images, labels, recipe)
    if isinstance(recipe, Modern):
        return CosineAdamW(model, recipe)
    if isinstance(recipe, Constant):
        return TorchOptimiser(_constant(model, recipe))
    raise TypeError(f"no way to update weights by {type(recipe).__name__}")


def _constant(model: nn.Module, recipe: Constant) -> torch.optim.Optimizer:
    if recipe.optimiser == "adamw":
        return _adamw(model, recipe.rate, recipe.weight_decay)
    momentum = {"sgd": 0.0, "momentum": MOMENTUM}[recipe.optimiser]
    decay = recipe.weight_decay
    return torch.optim.SGD(
        model.parameters(), recipe.rate, momentum, weight_decay=decay, fused=True
    )


def _adamw(model: nn.Module, rate: float, weight_decay: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(model.parameters(), rate, weight_decay=weight_decay, fused=True)
