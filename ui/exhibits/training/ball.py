"""The exhibit that opens Training: a ball on a loss curve, and how far it should step."""

import streamlit as st

from cnn.errors import Problem
from cnn.loss_curves import bowl, loss_curves
from ui.components import descent
from ui.components.descent import NamedCurve
from ui.page import progress, questions
from ui.page.frame import Page

BALL = "training_ball"
RATES = (0.001, 0.003, 0.01, 0.03, 0.05, 0.1, 0.3)
RATE = 0.03  # is chosen at first
START = -2.0  # where the ball lies at first
STARTS = {"bias": START, "coefficient": 2.0}  # the second on the flat top
TIMES = 10  # as the question asks: a rate so many times as large
REACH = 1.9  # of the bowl to either side


@st.fragment(key="training.ball")
def ball(page: Page) -> None:
    """A ball, put anywhere by hand, that rolls down by steps; larger rates open with the guess."""
    page.section("ball")
    try:
        found = loss_curves()
    except Problem as problem:
        page.problem(problem)
        return
    curves = [
        NamedCurve(name, page.label(f"descent.curve-{name}"), found[name], start)
        for name, start in STARTS.items()
    ]
    parabola = bowl(found["bias"], REACH)
    words = page.label("descent.curve-bowl")
    curves.append(NamedCurve("bowl", words, parabola, parabola.first + REACH / 4))
    descent.mount(
        BALL,
        curves,
        RATES,
        RATE,
        bet=progress.answer_given("training.tenfold") is not None,
        labels={name: page.label(f"descent.{name}") for name in descent.LABELS},
        lang=page.lang,
        on_rolled=lambda: progress.mark("training.ball"),
    )
    page.seen("ball", acted=False)


@questions.one_place
def tenfold(page: Page) -> None:
    """What happens at ten times the rate? A guess."""
    questions.ask(page, "tenfold")
