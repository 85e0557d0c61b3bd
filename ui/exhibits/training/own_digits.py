"""The exhibit of Training where LeNet-5 learns on from a visitor's own digits, in the browser."""

import streamlit as st

from cnn.errors import Problem
from cnn.inference.digit import DEFAULT
from ui.components import browser, own_digits
from ui.exhibits.draw.pad import pad_words
from ui.page import progress
from ui.page.frame import Page
from ui.page.theme import is_dark

OWN = "own_digits"


@st.fragment(key="training.own")
def learn_from_visitor(page: Page) -> None:
    """A pad, the drawings kept, a lesson for a copy of the network of Draw, and what it changed."""
    page.section("own")
    try:
        browser.mount_networks(DEFAULT)
        own_digits.mount(
            OWN,
            DEFAULT,
            labels={name: page.label(f"own.{name}") for name in own_digits.LABELS},
            pad_labels=pad_words(page.lang),
            lang=page.lang,
            dark=is_dark(),
            on_learned=lambda: progress.mark("training.own"),
        )
    except Problem as problem:
        page.problem(problem)
    page.prose(page.text["own-how"])
    page.seen("own", acted=False)
