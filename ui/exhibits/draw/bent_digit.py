"""The exhibits of Draw that bend a digit until each network changes its mind, as LeCun's did."""

import streamlit as st

from cnn import export, figures
from cnn.data.mnist.perturbations import SPANS
from cnn.errors import Problem
from cnn.results import draw_measured, sample_strokes
from ui.components import broken_digit
from ui.components.browser import mount_networks
from ui.exhibits.draw import pad
from ui.page import progress, questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

READ_HERE = tuple(name for name in export.NETWORKS if name != "hidden300")
"""The networks that the browser asks: 300 hidden units have more numbers than all of these."""
CHANGE = "turn"
SHIFTS = ("right", "down")


@questions.one_place
def shift_question(page: Page) -> None:
    """How far can a digit be shifted? A guess, then the curves we measured."""
    if not questions.ask(page, "shift"):
        return
    curves = {page.label(f"draw.name-{name}"): c for name, c in draw_measured()["shift"].items()}
    axes = page.label("draw.shift-x"), page.label("draw.shift-y")
    st.plotly_chart(
        figures.line_chart(list(range(11)), curves, axes, level=50),
        key="draw.shift-chart",
        config={"displayModeBar": False},
        alt=page.label("draw.shift-alt"),
    )


@st.fragment(key="draw.break")
def until_it_breaks(page: Page) -> None:
    """The drawing under sliders, and where each network breaks along the one that is moved."""
    page.section("break")
    change = url_state.component_choice(page, "change", SPANS, CHANGE)
    try:
        with st.container(gap=None):
            _mount(page, change)
    except Problem as problem:
        page.problem(problem)
    page.seen("break", acted=False, how="shifted" if change in SHIFTS else "")


def _mount(page: Page, change: str) -> None:
    mount_networks(*READ_HERE)
    broken_digit.mount(
        "draw.broken",
        pad=pad.PAD,
        sample=sample_strokes()[pad.SAMPLE],
        networks={name: page.label(f"draw.name-{name}") for name in READ_HERE},
        change=change,
        titles={name: page.label(f"draw.change-{name}") for name in SPANS},
        units={name: page.label(f"draw.unit-{name}") for name in SPANS},
        colours=figures.INK[figures.theme_name(is_dark())],
        labels=pad.pad_problems(page.lang)
        | {name: page.label(f"draw.broken-{name}") for name in broken_digit.LABELS[:-2]},
        lang=page.lang,
        on_moved=_moved,
    )


def _moved(change: str) -> None:
    progress.mark("draw.break")
    url_state.set_value("draw", "change", change)
