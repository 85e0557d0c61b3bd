"""One weight's gradient, twice: by back-propagation, and by trying it out (finite differences)."""

import copy
from functools import cache
from threading import Lock
from typing import NamedTuple, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cnn.data.digits.preprocess import Picture
from cnn.inference import weights
from cnn.models import DigitNetwork, LeNet5
from cnn.models.activations import AMPLITUDE, SLOPE
from cnn.training.losses import mle

LAYERS = ("C1", "S2", "C3", "S4", "C5", "F6")


class OneWeightUnit(NamedTuple):
    """A unit of LeNet-5 with one weight: an input, a bias, what it should answer."""

    input: float
    weight: float
    bias: float
    target: float

    @property
    def product(self) -> float:
        """Weight × input."""
        return self.weight * self.input

    @property
    def sum(self) -> float:
        """The weighted sum a, bias included."""
        return self.product + self.bias

    @property
    def answer(self) -> float:
        """The activation, eq. 6: 1.7159 tanh(2a/3)."""
        return float(AMPLITUDE * np.tanh(SLOPE * self.sum))

    @property
    def loss(self) -> float:
        """Eq. 8 for a single unit: the squared distance to its bit of the code."""
        return (self.answer - self.target) ** 2

    def moved(self, weight: float) -> "OneWeightUnit":
        """The same unit with another weight."""
        return self._replace(weight=weight)


class Chain(NamedTuple):
    """How the loss changes with each value, from the loss back to the weight: the chain rule."""

    answer: float  # dE/dy
    slope: float  # dy/da, of the squashing
    sum: float  # dE/da
    weight: float  # dE/dw


def back_propagated(unit: OneWeightUnit) -> Chain:
    """The derivatives of a unit's loss by the chain rule, from the answer back to the weight."""
    by_answer = 2 * (unit.answer - unit.target)
    slope = SLOPE / AMPLITUDE * (AMPLITUDE**2 - unit.answer**2)
    by_sum = by_answer * slope
    return Chain(by_answer, slope, by_sum, by_sum * unit.input)


class ComparedGradients(NamedTuple):
    """One weight of the trained LeNet-5, on one digit."""

    weight: float
    gradient: float  # from one backward pass, which gives those of all 60,000 weights
    loss: float
    differences: dict[float, float]  # by h
    moved: NDArray[np.float64]  # the weights of the curve
    losses: NDArray[np.float64]  # the loss at each of them


STEPS = tuple(10.0**-k for k in (1, 2, 3, 4, 6, 8, 10, 12))
REACH = 1.0  # of the curve to either side

_alone = Lock()


def weight_count(layer: str) -> int:
    """How many weights this layer of LeNet-5 has, biases not counted."""
    return _parameter(_model(), layer).numel()


def compare_gradients(image: Picture, target: int, layer: str, index: int) -> ComparedGradients:
    """Both gradients of weight `index` of `layer`, for an image (28, 28) and the digit wanted.

    The loss is eq. 8, the squared distance to the wanted digit's code, in double precision. Raises
    cnn.assets.AssetProblem.
    """
    with _alone:
        return _measure(_model(), image, target, layer, index)


def _measure(
    model: LeNet5, image: Picture, target: int, layer: str, index: int
) -> ComparedGradients:
    inputs, wanted = model.to_input(image).double(), torch.tensor([target])
    parameter = _parameter(model, layer)
    model.zero_grad()
    loss = mle(model(inputs), wanted)
    loss.backward()
    gradient = float(cast(Tensor, parameter.grad).view(-1)[index])
    flat, weight = parameter.detach().view(-1), float(parameter.detach().view(-1)[index])

    def loss_at(value: float) -> float:
        with torch.no_grad():
            flat[index] = value
            found = float(mle(model(inputs), wanted))
            flat[index] = weight
        return found

    differences = {h: (loss_at(weight + h) - loss_at(weight - h)) / (2 * h) for h in STEPS}
    moved = np.linspace(weight - REACH, weight + REACH, 41)
    losses = np.array([loss_at(float(value)) for value in moved])
    return ComparedGradients(weight, gradient, loss.item(), differences, moved, losses)


@cache
def _model() -> LeNet5:
    """The network of the Draw page, in double precision; who uses it changes it, under `_alone`."""
    return cast(
        LeNet5, copy.deepcopy(weights.load_network("lenet5-distorted")).double()
    ).requires_grad_()


def _parameter(model: DigitNetwork, layer: str) -> Tensor:
    return cast(Tensor, model.get_parameter(f"{layer}.weight"))
