"""The exhibits of ImageNet about the years before the contest: what was found, and bent digits."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset
from cnn.errors import Problem
from ui.components import segments, slider
from ui.exhibits.imagenet import quiet_html as html
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

TWELVE = 12
STRENGTHS = (0.0, 0.35, 0.7, 1.5, 2.0, 3.0, 4.0)  # pixels
FIRST = 0.7
PLAIN, LEARNED_BENT = "lenet5", "lenet5-distorted"
FIRST_DIGIT = 4
DRAWN = "imagenet.bent-drawn"


class QuietYear(NamedTuple):
    """One line: the label that tells it, its year, and the exhibit where it can be tried."""

    name: str
    year: int
    see: str


YEARS = (
    QuietYear("simard", 2003, "imagenet.bent"),
    QuietYear("norb", 2004, "data.grid"),
    QuietYear("shaders", 2006, "alexnet.cost"),
    QuietYear("pretraining", 2006, "training.unit"),
    QuietYear("jarrett", 2009, "alexnet.slopes"),
    QuietYear("glorot", 2011, "alexnet.race"),
    QuietYear("contests", 2011, "alexnet.towers"),
)


class BentDigits(NamedTuple):
    """Bent copies of a digit, and what two networks read in each."""

    copies: Picture  # (12, 28, 28)
    plain: NDArray[np.intp]  # (12,), by the network that learned from digits as they are
    learned: NDArray[np.intp]  # (12,), by the one that learned from bent ones as well


def quiet_years(page: Page) -> None:
    """What was found between LeNet-5 and AlexNet, a line each."""
    page.section("quiet")
    markup.show(html.quiet_years(page, YEARS))


@st.fragment(key="imagenet.bent")
def bent_digits(page: Page) -> None:
    """Twenty-eight pixels of a digit on rubber: twelve bent copies, and who still reads them."""
    page.section("bent")
    drawn = st.session_state.get(DRAWN, 1)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        digit = url_state.choice(
            page,
            "bend",
            range(10),
            label=page.label("imagenet.bent-digit"),
            default=FIRST_DIGIT,
            widget=segments.joined,
        )
        st.button(
            page.label("imagenet.bent-again"),
            key="imagenet.bend-again",
            icon=":material/casino:",
            on_click=lambda: st.session_state.update({DRAWN: drawn + 1}),
        )
    strength = url_state.choice(
        page,
        "pull",
        STRENGTHS,
        label=page.label("imagenet.bent-strength"),
        default=FIRST,
        widget=slider.options_slider,
        format_func=lambda each: page.label("imagenet.bent-pixels", pixels=f"{each:g}"),
    )
    try:
        found = _bent(digit, strength, drawn)
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.bent_digits(page, digit, found, is_dark()))
    right = {name: int((getattr(found, name) == digit).sum()) for name in ("plain", "learned")}
    page.seen(
        "bent",
        strength != FIRST or drawn != 1 or digit != FIRST_DIGIT,
        how="" if strength else "still",
        all=TWELVE,
        digit=digit,
        pixels=f"{strength:g}",
        **right,
    )


def _bent(digit: int, strength: float, drawn: int) -> BentDigits:
    from ui.work.inference_threads import call_beside  # torch, which the page's opening waits for

    return call_beside(read_bent, digit, strength, drawn)


@lru_cache(maxsize=64)
def read_bent(digit: int, strength: float, drawn: int) -> BentDigits:
    """The first test digit of its kind, bent and read. Raises AssetProblem."""
    from cnn.data.pens.bent_copies import bent_copies
    from cnn.inference.classifiers import classify

    test = dataset.load_digits("test")
    image = test.images[int(np.flatnonzero(test.labels == digit)[0])]
    copies = bent_copies(image, strength, TWELVE, drawn)
    return BentDigits(copies, classify(PLAIN, copies), classify(LEARNED_BENT, copies))
