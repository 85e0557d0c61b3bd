"""Which digits are hard for the default network, from the stored results."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from cnn.data.mnist import dataset, writers
from cnn.data.mnist.writers import TRAINED
from cnn.results import mnist_read

JUST = 60  # how many of those that were nearly misread count as hard

Numbers = NDArray[np.intp]


def stored_answers() -> NDArray[np.uint8]:
    """What the network reads in all 70,000 digits, (70000,)."""
    return mnist_read().answers


@cache
def missed() -> Numbers:
    """The numbers (n,) of the test digits that the network misreads, among all 70,000."""
    wrong = np.flatnonzero(mnist_read().answers != dataset.all_labels())
    return wrong[wrong >= TRAINED]


@cache
def neighbour_answers() -> NDArray[np.uint8]:
    """What the nearest neighbour says to each test digit: the label of the most alike, (10000,)."""
    return dataset.load_digits("train").labels[mnist_read().alike]


@cache
def missed_by_neighbour() -> Numbers:
    """The numbers (n,) of the test digits that the nearest neighbour misreads, among all 70,000."""
    return TRAINED + np.flatnonzero(neighbour_answers() != dataset.load_digits("test").labels)


@cache
def missed_by_both() -> Numbers:
    """The numbers (n,) of the test digits that both misread, among all 70,000."""
    return np.intersect1d(missed(), missed_by_neighbour())


@cache
def only_just() -> Numbers:
    """The numbers (60,) of the rightly read test digits that were farthest from their code.

    The farthest first; numbered among all 70,000.
    """
    read = mnist_read()
    right = read.answers[TRAINED:] == dataset.all_labels()[TRAINED:]
    distance = np.where(right, read.right[TRAINED:].astype(np.float32), -1)
    return TRAINED + np.argsort(-distance, kind="stable")[:JUST]


def game_round(number: int, turns: int = 10) -> Numbers:
    """The numbers (turns,) of hard test digits for a game: half misread, half only just read.

    A round has the same digits for everybody.
    """
    rng = np.random.default_rng(number)
    wrong = rng.choice(missed(), turns // 2, replace=False)
    right = rng.choice(only_just(), turns - turns // 2, replace=False)
    return rng.permutation(np.concatenate([wrong, right]))


def misread(students: bool | None = None) -> int:
    """How many test digits the network misreads: all, the students' or the employees'."""
    return _of(missed(), students)


def neighbour_misreads(students: bool | None = None) -> int:
    """How many test digits the nearest neighbour misreads: all, the students' or the employees'."""
    return _of(missed_by_neighbour(), students)


def both_misread() -> int:
    """How many test digits the network and the nearest neighbour both misread."""
    return len(missed_by_both())


def _of(numbers: Numbers, students: bool | None) -> int:
    if students is None:
        return len(numbers)
    return int((writers.load_writers().student[numbers] == students).sum())
