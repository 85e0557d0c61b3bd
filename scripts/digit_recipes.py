"""What each network of digits is trained on, and how, for scripts.train_family.

The recipes are ours, chosen on the 5,000 held-out training digits, but for "lenet5-published".
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import torch

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import training_sets
from cnn.data.pens.distortions import Distortion
from cnn.models import DigitNetwork
from cnn.training.losses import map_criterion, mle
from cnn.training.recipes import Modern, Published, Recipe

DRAWN = 1989  # the seed by which digits stand in for those of the 1989 paper
TRAINED, TESTED = 7_291, 2_007  # as many as it had


@dataclass(frozen=True)
class Plan:
    """A network, its recipe, and about how many minutes of one core it takes."""

    network: str
    recipe: Recipe
    minutes: float
    source: str = "55,000 of MNIST's training digits"


PLANS = {
    "linear": Plan("Linear", Modern(epochs=20, rate=0.001), 1),
    "hidden300": Plan("Hidden300", Modern(epochs=20, rate=0.002, weight_decay=0.05), 1),
    "lecun1989": Plan(
        "LeCun1989",
        Modern(epochs=40, batch=16, rate=0.005, weight_decay=0.05, loss=mle),
        1,
        "7,291 of MNIST's training digits, as many as the paper's",
    ),
    "lenet1": Plan("LeNet1", Modern(epochs=30, rate=0.01, weight_decay=0.05), 3),
    "lenet4": Plan("LeNet4", Modern(epochs=20, rate=0.004, weight_decay=0.05), 3),
    "lenet5": Plan(
        "LeNet5",
        Modern(
            epochs=20, batch=128, rate=0.004, weight_decay=0.05, loss=partial(map_criterion, j=5.0)
        ),
        3,
    ),
    "lenet5-distorted": Plan(
        "LeNet5",
        Modern(epochs=16, batch=128, rate=0.004, weight_decay=0.05, distort=Distortion()),
        8,
        "55,000 of MNIST's training digits, as they are and redrawn by a pen, on digits written "
        "from letterforms, and on rubbish",
    ),
    "lenet5-published": Plan("LeNet5", Published(epochs=20), 60),
}


def digits_for(plan: Plan) -> tuple[Digits, Digits]:
    """To train on, and held out."""
    fit, held_out = training_sets.split_training_digits()
    if plan.network == "LeCun1989":
        return drawn(fit, TRAINED), held_out
    if plan is PLANS["lenet5-distorted"]:
        return training_sets.concatenated(fit, fit, training_sets.pen_digits(fit)), held_out
    return fit, held_out


def drawn(digits: Digits, count: int) -> Digits:
    """So many of the digits, the same at every call."""
    some = np.sort(np.random.default_rng(DRAWN).permutation(len(digits.labels))[:count])
    return Digits(digits.images[some], digits.labels[some])


def measured(model: DigitNetwork, plan: Plan, held_out: Digits) -> dict[str, float]:
    """Errors in per cent; for the network of 1989 also on as many test digits as it had then."""
    test = dataset.load_digits("test")
    found = {"held_out_error": error(model, held_out), "test_error": error(model, test)}
    if plan.network == "LeCun1989":
        found["drawn_test_error"] = error(model, drawn(test, TESTED))
    return found


@torch.no_grad()
def error(model: DigitNetwork, digits: Digits) -> float:
    """Digits classified wrongly, in per cent."""
    parts = np.array_split(digits.images, max(1, len(digits.labels) // 1000))
    guesses = torch.cat([model.answer(model(model.to_input(part))) for part in parts]).numpy()
    return round(100 * float((guesses != digits.labels).mean()), 2)
