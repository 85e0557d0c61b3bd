"""The exhibits of Draw about the way from strokes to pixels, and what happens without a step."""

import streamlit as st

from cnn.data.digits.preprocess import SWITCHES
from ui.components import digit_reading, segments
from ui.page import questions, url_state
from ui.page.frame import Page

EVERYTHING = "everything"
CHOICES = (*SWITCHES, EVERYTHING)
FIRST = "box"


def digit_steps(page: Page) -> None:
    """Every step from strokes to the 32×32 values that the network sees."""
    page.section("steps")
    digit_reading.place("steps")


@questions.one_place
def step_question(page: Page) -> None:
    """Which step matters most? A guess, then what we measured."""
    questions.ask(page, "step")


@st.fragment(key="draw.switches")
def switches(page: Page) -> None:
    """The drawing with a step left out, and what the network then makes of it."""
    page.section("switches")
    left_out = url_state.choice(
        page,
        "without",
        CHOICES,
        label=page.label("draw.without"),
        default=FIRST,
        widget=segments.pills,
        format_func=lambda each: page.label(f"draw.without-{each}"),
        on_change=lambda: st.session_state.update({"draw.switched": True}),
    )
    without = SWITCHES if left_out == EVERYTHING else (left_out,)
    why = page.label(f"draw.without-{left_out}-why")
    digit_reading.place("switched", name=left_out, without=list(without), why=why)
    how = "" if left_out == FIRST else str(left_out)
    page.seen("switches", "draw.switched" in st.session_state, how=how)
