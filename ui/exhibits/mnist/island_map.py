"""The map of all digits by what LeNet-5 makes of them, and the visitor's drawing placed in it."""

from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.data.mnist.dataset import all_labels
from cnn.data.mnist.hard_digits import missed
from cnn.errors import Problem
from cnn.results import mnist_read
from ui.components import digit_map
from ui.exhibits.draw.pad import strokes_now
from ui.exhibits.mnist import digits_html as html
from ui.exhibits.mnist.chosen_digit import numbered, open_digit, title
from ui.exhibits.mnist.sheet import show_digits
from ui.html import markup
from ui.page.frame import Page
from ui.page.theme import is_dark

NEIGHBOURS = 12
POINTED = "mnist.pointed"


@st.fragment(key="mnist.map")
def digit_map_(page: Page) -> None:
    """Seventy thousand points; the one that is pointed at is shown beside the map."""
    page.section("map")
    number = st.session_state.get(POINTED, int(missed()[0]))
    digit = numbered(number)
    left, right = st.columns([7, 5], gap="large")
    with right:
        markup.show(html.card(page, digit, title(page, digit), is_dark()))
        st.button(page.label("mnist.open"), key="mnist.open", on_click=lambda: open_digit(digit))
        marks = _yours(page)
    with left:
        digit_map.mount(
            "mnist.points",
            map_points(),
            chosen=number,
            marks=marks,
            labels={name: page.label(f"mnist.map-{name}") for name in digit_map.LABELS},
            lang=page.lang,
            on_point=_pointed,
        )
    with st.expander(page.text.heading("map-how")):
        page.prose(page.text["map-how"])
    how = "" if digit.answer == digit.label else "wrong"
    page.seen("map", POINTED in st.session_state, how=how, label=digit.label, answer=digit.answer)


def _yours(page: Page) -> list[tuple[float, float, str]]:
    """Where the drawing belongs, once the visitor has asked for it: the network reads it then."""
    if not st.toggle(page.label("mnist.place"), key="mnist.place", persist_state="session"):
        return []
    try:
        near = _near()
    except Problem as problem:
        page.problem(problem)
        return []
    markup.show(html.subtitle(page, "mnist.near"))
    show_digits(page, "mnist.near-sheet", near, page.label("mnist.near"), 56)
    x, y = mnist_read().places[near[0]] / 65535
    return [(float(x), float(y), page.label("mnist.you"))]


def _near() -> NDArray[np.intp]:
    """The digits whose F6 is nearest to that of the visitor's drawing."""
    from ui.work.inference_threads import read_in_turn  # here, since it needs torch
    from ui.work.warmup import warm

    warm()
    return mnist_read().neighbours(read_in_turn(strokes_now()).maps["F6"], NEIGHBOURS)


@cache
def map_points() -> bytes:
    """Every digit's place and label, as the map reads them."""
    return digit_map.pack_points(mnist_read().places, all_labels())


def _pointed(number: int) -> None:
    st.session_state[POINTED] = number
