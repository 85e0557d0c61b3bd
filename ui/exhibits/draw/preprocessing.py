"""The exhibits of Draw about the way from strokes to pixels, and what happens without a step."""

import streamlit as st

from cnn.data.digits import preprocess
from cnn.data.digits.preprocess import SWITCHES, DigitProblem, to_mnist
from cnn.errors import Problem
from cnn.inference.digit import Reading
from ui.components import digit_pad, segments
from ui.exhibits.draw import classifiers_html, reading_html
from ui.exhibits.draw.pad import PAD, strokes_now
from ui.exhibits.draw.reading import reading_now
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.work.inference_threads import read_image_in_turn

EVERYTHING = "everything"
CHOICES = (*SWITCHES, EVERYTHING)
CORNER = 620  # of the pad's 1,024


@st.fragment(key="draw.steps")
def digit_steps(page: Page) -> None:
    """Every step from strokes to the 32×32 values that the network sees."""
    page.section("steps")
    if isinstance(reading := reading_now(), Reading):
        shown = preprocess.preprocessing_steps(strokes_now())
        markup.show(reading_html.digit_steps(page, shown, reading.pixels, is_dark()))
    else:
        page.prose(page.label("draw.nothing"))


@questions.one_place
def step_question(page: Page) -> None:
    """Which step matters most? A guess, then what we measured."""
    questions.ask(page, "step")


def _drawn() -> digit_pad.Strokes:
    """The drawing; until there is one, the sample, small and in a corner, where steps matter."""
    shown = strokes_now()
    return shown if digit_pad.drawing_on(PAD) else [stroke * 0.35 + CORNER for stroke in shown]


@st.fragment(key="draw.switches")
def switches(page: Page) -> None:
    """The drawing with a step left out, and what the network then makes of it."""
    page.section("switches")
    left_out = url_state.choice(
        page,
        "without",
        CHOICES,
        label=page.label("draw.without"),
        default="box",
        widget=segments.pills,
        format_func=lambda each: page.label(f"draw.without-{each}"),
        on_change=lambda: st.session_state.update({"draw.switched": True}),
    )
    without = SWITCHES if left_out == EVERYTHING else (left_out,)
    try:
        pictures = [to_mnist(_drawn(), steps) for steps in ((), without)]
        whole, part = map(read_image_in_turn, pictures)
    except DigitProblem:
        page.prose(page.label("draw.nothing"))
        return
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(classifiers_html.compared(page, whole, part, left_out, is_dark()))
    if "draw.switched" in st.session_state:
        page.done("switches")
