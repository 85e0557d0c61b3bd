"""The digits of a class taken together: how many, what they look like on average, how they vary."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Split

Counts = NDArray[np.intp]


class ClassMean(NamedTuple):
    """The mean and the standard deviation of each pixel over one class, (28, 28), 0 ... 255."""

    mean: NDArray[np.float32]
    spread: NDArray[np.float32]


@cache
def class_counts(split: Split) -> Counts:
    """How many digits of each class, (10,)."""
    return np.bincount(dataset.load_digits(split).labels, minlength=10)


@cache
def class_mean(split: Split, digit: int) -> ClassMean:
    """Mean and spread of all images labelled `digit`."""
    digits = dataset.load_digits(split)
    chosen = digits.images[digits.labels == digit]
    mean = chosen.mean(0, dtype=np.float32)
    squares = np.zeros(mean.shape, np.float32)
    for part in np.array_split(chosen, 8):
        squares += np.square(part, dtype=np.float32).sum(0)
    spread = np.sqrt(np.maximum(squares / len(chosen) - mean**2, 0))
    return ClassMean(mean, spread)


def digits_of_class(split: Split, digit: int) -> int:
    """How many digits of one class; for the prose."""
    return int(class_counts(split)[digit])


def most_frequent(split: Split) -> int:
    """The class, 0 to 9, with the most digits in the split."""
    return int(class_counts(split).argmax())


def least_frequent(split: Split) -> int:
    """The class, 0 to 9, with the fewest digits in the split."""
    return int(class_counts(split).argmin())
