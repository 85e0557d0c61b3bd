"""The one digit that the exhibits of MNIST look at together, and the visitor's own drawing."""

from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.data.digits.preprocess import Picture, to_mnist
from cnn.data.mnist import dataset, idx, pixel_neighbours, writers
from cnn.data.mnist.dataset import Kind, Split
from cnn.data.mnist.writers import TRAINED
from cnn.errors import Problem
from cnn.results import mnist_read
from ui.components import digit_pad
from ui.exhibits.draw.pad import strokes_now
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.page.session_cache import last_result

SPLITS: tuple[Split, ...] = ("train", "test")
TOGETHER = ["mnist.browse", "mnist.scan", "mnist.bytes", "mnist.hands"]


@dataclass(frozen=True)
class ChosenDigit:
    """A digit of MNIST, by its place in one of the two sets."""

    split: Split
    index: int

    @property
    def image(self) -> Picture:
        image: Picture = dataset.load_digits(self.split).images[self.index]
        return image

    @property
    def label(self) -> int:
        return int(dataset.load_digits(self.split).labels[self.index])

    @property
    def number(self) -> int:
        """Its place among all 70,000."""
        return self.index + (TRAINED if self.split == "test" else 0)

    @property
    def writer(self) -> int:
        """NIST's number of the person who wrote it."""
        return int(writers.load_writers().writer[self.number])

    @property
    def answer(self) -> int:
        """What LeNet-5 takes it for, from the stored results."""
        return int(mnist_read().answers[self.number])


def numbered(number: int) -> ChosenDigit:
    """The digit at a place among all 70,000."""
    return (
        ChosenDigit("test", number - TRAINED) if number >= TRAINED else ChosenDigit("train", number)
    )


def digit_now() -> ChosenDigit:
    """The digit that is open now: the browser's widgets say which."""
    state = st.session_state
    split: Split = state.get("mnist.set", "train")
    index = int(state.get("mnist.index") or 0)
    return ChosenDigit(split, min(index, len(dataset.load_digits(split).labels) - 1))


def open_digit(digit: ChosenDigit) -> None:
    """Opens another digit, from a callback: every exhibit that shows it runs again."""
    url_state.wish("mnist", "set", digit.split)
    url_state.wish("mnist", "index", digit.index)
    url_state.wish("mnist", "writer", digit.writer)
    if st.session_state.get("mnist.byte", 0) >= idx.HEADER["images"]:
        url_state.wish("mnist", "byte", middle_byte(digit))
    folds.run_again(*TOGETHER)


def middle_byte(digit: ChosenDigit) -> int:
    """The offset of a byte of the digit in the file that is shown."""
    kind: Kind = "labels" if st.session_state.get("mnist.file") == "labels" else "images"
    inside = idx.PIXELS // 2 + idx.SIDE // 2 if kind == "images" else 0
    return idx.digit_offset(kind, digit.index) + inside


def most_alike() -> tuple[Picture | None, NDArray[np.intp]]:
    """The drawing, and all 70,000 digits by their likeness to it, the most alike first."""
    strokes = strokes_now()
    return last_result("mnist.alike", hash(tuple(map(bytes, strokes))), lambda: _compared(strokes))


def _compared(drawn: digit_pad.Strokes) -> tuple[Picture | None, NDArray[np.intp]]:
    try:
        image = to_mnist(drawn)
    except Problem:
        return None, np.arange(0)
    apart = np.concatenate([pixel_neighbours.pixel_distances(image, split) for split in SPLITS])
    nearest = np.argpartition(apart, 2_000)[:2_000]  # as many as anybody will leaf through
    return image, nearest[apart[nearest].argsort(kind="stable")]


def half(page: Page, students: bool) -> str:
    """Who wrote that half of the digits, in words."""
    return page.label(f"mnist.half-{'students' if students else 'employees'}")


def person(page: Page, writer: int) -> str:
    """One of the writers, in words."""
    kind = "student" if writers.is_student(writer) else "employee"
    return page.label(f"mnist.writer-{kind}", number=writer)


def title(page: Page, digit: ChosenDigit) -> str:
    """Which digit it is, in words."""
    return page.label(f"mnist.digit-{digit.split}", index=f"{digit.index:,}")
