"""The exhibits of Draw in which a digit takes one step along the sign of LeNet-5's gradient."""

import streamlit as st

from cnn import figures
from cnn.errors import Problem
from cnn.inference.digit import DEFAULT
from cnn.results import adversarial, sample_strokes
from ui.components import adversarial_pen
from ui.components.browser import mount_networks
from ui.exhibits.draw import pad
from ui.page import progress, questions
from ui.page.frame import Page
from ui.page.theme import is_dark

NETWORKS = (DEFAULT, "lenet5")
SAMPLE = "9"  # one that a small step is enough for; others stand the largest


@questions.one_place
def fool_question(page: Page) -> None:
    """How many digits does one small step spoil? A guess, then what we measured."""
    questions.ask(page, "fool")


@st.fragment(key="draw.gradient")
def gradient_step(page: Page) -> None:
    """The step for the digit on the pad, beside a random one, and the errors we measured."""
    page.section("gradient")
    try:
        with st.container(gap=None):
            _mount(page)
    except Problem as problem:
        page.problem(problem)
    page.seen("gradient", acted=False)


def _mount(page: Page) -> None:
    mount_networks(*NETWORKS)
    measured, samples = adversarial(), sample_strokes()
    theme = figures.theme_name(is_dark())
    names = [name for name in adversarial_pen.LABELS if not name.startswith("digit-")]
    adversarial_pen.mount(
        "draw.pen",
        pad=pad.PAD,
        samples={name: each for name, each in samples.items() if name.isdigit()},
        sample=SAMPLE,
        networks={name: page.label(f"draw.name-{name}") for name in NETWORKS},
        largest=max(measured["steps"]),
        measured=measured if progress.answer_given("draw.fool") else None,
        ink=figures.INK[theme],
        diverging=figures.DIVERGING[theme],
        labels=pad.pad_problems(page.lang)
        | {name: page.label(f"draw.pen-{name}") for name in names},
        lang=page.lang,
        on_moved=lambda: progress.mark("draw.gradient"),
    )
