"""Who wrote MNIST's digits, as QMNIST's extended labels tell (Yadav and Bottou, 2019).

Writers 0 to 2099 of NIST are employees of the Census Bureau, 2100 to 2599 high-school students. All
70,000 digits are numbered together, the 60,000 training digits first. assets/data/writers.npz holds
the lists; scripts.make_writers makes it.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn import assets

TRAINED = 60_000


class Writers(NamedTuple):
    """Of each digit, in the order of MNIST's files; both arrays are read-only."""

    writer: NDArray[np.uint16]  # (70000,), NIST's number of the person
    student: NDArray[np.bool_]  # (70000,), whether that is a student: else an employee


@cache
def load_writers() -> Writers:
    """Writer and half of all 70,000 digits. Raises AssetProblem."""
    with np.load(assets.path("data/writers.npz"), allow_pickle=False) as stored:
        found = Writers(stored["writer"], stored["student"])
    for array in found:
        array.flags.writeable = False
    return found


@cache
def everybody() -> tuple[int, ...]:
    """The numbers of all who wrote a digit of MNIST, the lowest first."""
    return tuple(np.unique(load_writers().writer).tolist())


def digits_of(writer: int) -> NDArray[np.intp]:
    """The numbers (n,) of this person's digits among all 70,000, in the order of the files."""
    return np.flatnonzero(load_writers().writer == writer)


def is_student(writer: int) -> bool:
    """Whether a person of `everybody` is a student."""
    return bool(load_writers().student[digits_of(writer)[0]])


def test_digits_of(students: bool) -> NDArray[np.intp]:
    """The places (n,) among the 10,000 test digits of those by students, or by employees."""
    return np.flatnonzero(load_writers().student[TRAINED:] == students)


def test_digit_count(students: bool) -> int:
    """How many test digits students, or employees, wrote; for the prose."""
    return len(test_digits_of(students))


def writer_count(students: bool) -> int:
    """How many students, or employees, wrote the test digits."""
    return len(np.unique(load_writers().writer[TRAINED:][test_digits_of(students)]))
