"""The digit that the exhibits of Training show: the visitor's own, or a sample."""

from functools import cache
from typing import NamedTuple

import streamlit as st

from cnn.data.digits.preprocess import Picture, to_mnist
from cnn.errors import Problem
from cnn.results import sample_strokes
from ui.components import digit_pad, segments
from ui.exhibits.draw.pad import PAD, SAMPLE
from ui.page import url_state
from ui.page.frame import Page

MINE = "mine"
SAMPLES = tuple("0123456789")


class Digit(NamedTuple):
    """The image (28, 28) of a digit, and what it is."""

    image: Picture  # (28, 28)
    label: int | None  # of a sample; nobody knows what a visitor meant


def choose_watched(page: Page) -> Digit:
    """Lets the visitor choose. Raises cnn.assets.AssetProblem."""
    own = _mine()
    name = url_state.choice(
        page,
        "digit",
        (MINE, *SAMPLES) if own else SAMPLES,
        label=page.label("training.digit"),
        default=MINE if own else SAMPLE,
        widget=segments.pills,
        format_func=lambda each: page.label("training.mine") if each == MINE else each,
    )
    return own if own and name == MINE else _sample(name)


def watched_now() -> Digit:
    """The digit chosen last. Raises cnn.assets.AssetProblem."""
    own, name = _mine(), st.session_state.get("training.digit:kept")
    if own and name in (None, MINE):
        return own
    return _sample(name if name in SAMPLES else SAMPLE)


def _mine() -> Digit | None:
    drawing = digit_pad.drawing_on(PAD)
    try:
        return Digit(to_mnist(drawing.strokes), None) if drawing else None
    except Problem:  # a cleared pad, or a dot
        return None


@cache
def _sample(name: str) -> Digit:
    return Digit(to_mnist(sample_strokes()[name]), int(name))
