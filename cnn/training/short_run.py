"""How the classifiers of cnn.learning_curves learn, and a short run of one of them.

A short run shows 16,000 digits, a run of the grid 100,000 or more: about two seconds against ten.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import torch

from cnn.data.digits.deslant import deslanted
from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens.distortions import Distortion
from cnn.models import DIGITS, DigitNetwork
from cnn.training.loop import train
from cnn.training.losses import map_criterion
from cnn.training.recipes import Modern

NETWORKS = {"linear": "Linear", "hidden300": "Hidden300", "lenet1": "LeNet1", "lenet5": "LeNet5"}
BATCH, SHOWN = 64, 16_000


class ShortRunStep(NamedTuple):
    """Where a short run is: the part that is done, and at its end the error on MNIST's test."""

    part: float
    test_error: float | None = None  # in per cent


def recipe(preparation: str, rate: float, epochs: int, batch: int = BATCH) -> Modern:
    """How every classifier learns from digits that are "plain", "deslanted" or "distorted"."""
    return Modern(
        epochs=epochs,
        batch=batch,
        loss=map_criterion,
        distort=Distortion(habits=0.0) if preparation == "distorted" else None,
        deslant=preparation == "deslanted",
        rate=rate,
    )


def some(source: Digits, count: int, seed: int) -> Digits:
    """`count` digits of `source`, drawn by the seed without replacement."""
    chosen = np.random.default_rng(seed).permutation(len(source.labels))[:count]
    return Digits(source.images[chosen], source.labels[chosen])


def learn(
    classifier: str, digits: int, preparation: str, rate: float, seed: int
) -> Iterator[ShortRunStep]:
    """A classifier learns from so many digits, from step to step; the last moment has its error."""
    epochs = max(1, round(SHOWN / digits))
    generator = torch.Generator().manual_seed(seed)
    model = DIGITS[NETWORKS[classifier]](generator)
    data = some(dataset.load_digits("train"), digits, seed)
    plan = recipe(preparation, rate, epochs)
    for step in train(model, data, plan, generator=generator):
        yield ShortRunStep(0.95 * step.epochs / epochs)
    yield ShortRunStep(1.0, _test_error(model.eval(), preparation))


@torch.no_grad()
def _test_error(model: DigitNetwork, preparation: str) -> float:
    test = dataset.load_digits("test")
    images = _upright_test() if preparation == "deslanted" else test.images
    wrong = 0
    for start in range(0, len(images), 1000):
        part = slice(start, start + 1000)
        answers = model.answer(model(model.to_input(images[part]))).numpy()
        wrong += int((answers != test.labels[part]).sum())
    return 100 * wrong / len(images)


@cache
def _upright_test() -> Picture:
    return deslanted(dataset.load_digits("test").images)
