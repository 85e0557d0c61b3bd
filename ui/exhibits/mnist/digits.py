"""The exhibits of MNIST: what is in it, how it came to be, how to find a way through 70,000 digits.

All of them look at one digit together (ui.exhibits.mnist.chosen_digit). No torch on opening: what
the network made of the digits is stored, and a drawing is read only on demand.
"""

from pathlib import Path
from typing import Any, cast

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.data.mnist import class_means, dataset, hard_digits, writers
from cnn.data.mnist.dataset import Split
from cnn.data.mnist.writers import TRAINED
from cnn.errors import Problem
from cnn.results import mnist_read, sample_strokes
from ui.components import digit_pad, segments
from ui.exhibits.draw import pad
from ui.exhibits.mnist import digits_html as html
from ui.exhibits.mnist.chosen_digit import (
    SPLITS,
    TOGETHER,
    digit_now,
    most_alike,
    numbered,
    open_digit,
    title,
)
from ui.exhibits.mnist.sheet import BROWSED, show_digits
from ui.html import markup
from ui.page import folds, questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

STYLE = Path(__file__).with_name("style.css")
A_SHEET = 120  # digits on one sheet
ORDERS = ("file", "doubt", "likeness")
ALL = "all"
TYPICAL = 12  # digits most and least like their class's mean


def set_up(page: Page) -> bool:
    """The page's styles and files; False, with a sentence, if one is missing or altered."""
    markup.style_sheet(STYLE)
    try:
        (
            dataset.load_digits("train"),
            dataset.load_digits("test"),
            mnist_read(),
            sample_strokes(),
            writers.load_writers(),
        )
    except Problem as problem:
        page.problem(problem)
        return False
    return True


@st.fragment(key="mnist.browse")
def browse(page: Page) -> None:
    """All digits, a sheet at a time, by set, label and order; the one picked is opened."""
    page.section("browse")
    url_state.grant("mnist", "set", "index", "page")
    numbers = _controls(page)
    pages = max(1, -(-len(numbers) // A_SHEET))
    left, right = st.columns([8, 4], gap="large")
    with left:
        if not len(numbers):
            page.prose(page.label("mnist.none"))
        at = url_state.whole(
            page, "page", 1, pages, label=page.label("mnist.page"), default=1, widget=_leaf
        )
        shown = numbers[(at - 1) * A_SHEET : at * A_SHEET]
        if len(shown):
            show_digits(page, "mnist.sheet", shown, page.label("mnist.sheet"))
        count = page.label(
            "mnist.showing",
            first=f"{(at - 1) * A_SHEET + 1:,}",
            last=f"{(at - 1) * A_SHEET + len(shown):,}",
            all=f"{len(numbers):,}",
        )
        st.caption(count if len(shown) else "")
    with right:
        _open(page)
    wrong = int((hard_digits.stored_answers()[shown] != dataset.all_labels()[shown]).sum())
    how = "" if wrong else "none"
    page.seen("browse", BROWSED in st.session_state, how=how, wrong=wrong, count=len(shown))


def _controls(page: Page) -> NDArray[np.intp]:
    """The widgets above the sheet; returns the digits they ask for, in order."""
    with st.container(horizontal=True, gap="medium"):
        split = url_state.choice(
            page,
            "set",
            SPLITS,
            label=page.label("mnist.set"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"mnist.set-{each}"),
            on_change=_turned,
        )
        order = url_state.choice(
            page,
            "order",
            ORDERS,
            label=page.label("mnist.order"),
            widget=segments.pills,
            format_func=lambda each: page.label(f"mnist.order-{each}"),
            on_change=_turned,
        )
        kind = url_state.choice(
            page,
            "label",
            (ALL, *range(10)),
            label=page.label("mnist.label"),
            widget=segments.pills,
            format_func=lambda each: page.label("mnist.label-all") if each == ALL else str(each),
            on_change=_turned,
        )
    return ordered(split, order, None if kind == ALL else int(kind))


def _turned() -> None:
    """Another set, order or label begins at its first sheet."""
    url_state.wish("mnist", "page", 1)
    url_state.wish("mnist", "writer", digit_now().writer)
    folds.run_again(*TOGETHER)


def ordered(split: Split, order: str, label: int | None) -> NDArray[np.intp]:
    """The digits of one set, and of one class unless `label` is None, in the order asked for."""
    labels = dataset.load_digits(split).labels
    first = TRAINED if split == "test" else 0
    if order == "likeness":
        numbers = most_alike()[1]
        numbers = numbers[(numbers >= first) & (numbers < first + len(labels))]
    elif order == "doubt":
        numbers = first + _doubtful(split)
    else:
        numbers = first + np.arange(len(labels))
    return numbers if label is None else numbers[labels[numbers - first] == label]


@st.cache_data(show_spinner=False)
def _doubtful(split: Split) -> NDArray[np.intp]:
    """Places in the set, from the digit whose right code is farthest."""
    start = TRAINED if split == "test" else 0
    right = mnist_read().right[start : start + len(dataset.load_digits(split).labels)]
    return np.argsort(-right.astype(np.float32), kind="stable")


def _leaf(_label: str, _first: int, last: int, *, key: str) -> int:
    return st.pagination(last, key=key)


def _open(page: Page) -> None:
    """The digit that is open: large, and what is known of it."""
    last = len(dataset.load_digits(digit_now().split).labels) - 1
    url_state.whole(
        page,
        "index",
        0,
        last,
        label=page.label("mnist.index"),
        default=0,
        widget=st.number_input,
        on_change=lambda: open_digit(digit_now()),
    )
    digit = digit_now()
    markup.show(html.card(page, digit, title(page, digit), is_dark()))


@st.fragment(key="mnist.yours")
def yours(page: Page) -> None:
    """The visitor's drawing, and the digits that are most like it, pixel by pixel."""
    page.section("yours")
    left, right = st.columns([4, 8], gap="large")
    image, nearest = most_alike()
    with right:
        if image is None:
            page.prose(page.label("mnist.nothing"))
        else:
            labels = [numbered(int(number)).label for number in nearest[:10]]
            markup.show(html.yours(page, image, labels, is_dark()))
            show_digits(
                page, "mnist.alike-sheet", nearest[:36], page.label("mnist.alike"), width=56
            )
    drawn = digit_pad.drawing_on(pad.PAD)
    with left:
        pad.mount_pad(page, ("mnist.yours", "mnist.browse", "mnist.map"))
    if image is not None:
        alike = np.bincount(labels)
        how = "" if alike.max() < len(labels) else "agreed"
        page.seen("yours", drawn is not None, how=how, digit=alike.argmax(), count=alike.max())


@questions.one_place
def balance(page: Page) -> None:
    """Which digit is the most frequent? A guess, then the counts."""
    if questions.ask(page, "balance"):
        counts = {split: class_means.class_counts(split) for split in SPLITS}
        markup.show(html.class_count_bars(page, cast(dict[str, Any], counts)))


@st.fragment(key="mnist.portraits")
def class_portraits(page: Page) -> None:
    """A class on average, how it varies, and its most and least usual digits."""
    page.section("portraits")
    digit = url_state.choice(
        page, "class", range(10), label=page.label("mnist.class"), default=4, widget=segments.pills
    )
    found = class_means.class_mean("train", digit)
    markup.show(html.portraits(page, digit, found, is_dark()))
    usual, unusual = typical(digit)
    for name, numbers in (("usual", usual), ("unusual", unusual)):
        markup.show(html.subtitle(page, f"mnist.{name}", digit=digit))
        show_digits(
            page, f"mnist.{name}-sheet", numbers, page.label(f"mnist.{name}", digit=digit), 56
        )


@st.cache_data(show_spinner=False)
def typical(digit: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The training digits nearest to the mean of their class, and those farthest from it."""
    digits = dataset.load_digits("train")
    places = np.flatnonzero(digits.labels == digit)
    mean = class_means.class_mean("train", digit).mean
    apart = np.square(digits.images[places] - mean).sum((1, 2))
    order = places[apart.argsort(kind="stable")]
    return order[:TYPICAL], order[: -TYPICAL - 1 : -1]
