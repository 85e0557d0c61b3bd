"""The exhibit of Draw that bends a digit until each classifier changes its mind, as LeCun's did."""

from functools import cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from cnn.data.digits.preprocess import Picture, to_mnist
from cnn.data.mnist import perturbations
from cnn.errors import Problem
from cnn.inference import classifiers
from cnn.inference.digit import Reading
from cnn.results import draw_measured, sample_strokes
from ui.components import digit_pad, segments
from ui.exhibits.draw import bent_digit_html as html
from ui.exhibits.draw import pad
from ui.exhibits.draw.reading import reading_now
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

SHIFT = "shift"
CHANGES = ("turn", SHIFT, "scale", "thickness", "noise")
COARSE = 2  # the nearest neighbour is asked at every second shift only: it compares 60,000 digits


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
    """The drawing changed further and further, and every classifier's answer all along the way."""
    page.section("break")
    change = url_state.choice(
        page,
        "change",
        CHANGES,
        label=page.label("draw.change"),
        widget=segments.joined,
        format_func=lambda each: page.label(f"draw.change-{each}"),
        on_change=lambda: st.session_state.update({"draw.bent": True}),
    )
    st.button(page.label("draw.bend-mine"), key="draw.bend-mine", icon=":material/refresh:")
    reading = reading_now()
    if not isinstance(reading, Reading):
        page.prose(page.label("draw.nothing"))
        return
    image = reading.image
    try:
        if digit_pad.drawing_on(pad.PAD):
            key = change, image.tobytes()
            answers = last_result("draw.bent-answers", key, lambda: _all(change, image))
        else:
            answers = _of_sample(change)
    except Problem as problem:
        page.problem(problem)
        return
    if change == SHIFT:
        markup.show(html.shifts(page, answers, is_dark()))
    else:
        found = perturbations.perturbed(image, change)
        markup.show(html.strips(page, change, found, answers, is_dark()))
    if "draw.bent" in st.session_state:
        page.done("break")


@cache
def _of_sample(change: str) -> dict[str, NDArray[np.intp]]:
    """As `_all`, of the sample that every visitor begins with."""
    return _all(change, to_mnist(sample_strokes()[pad.SAMPLE]))


def _all(change: str, image: Picture) -> dict[str, NDArray[np.intp]]:
    if change == SHIFT:
        return call_beside(_shifts, image)
    return call_beside(_strips, perturbations.perturbed(image, change).images)


def _strips(images: Picture) -> dict[str, NDArray[np.intp]]:
    return {name: classifiers.classify(name, images) for name in classifiers.classifier_names()}


def _shifts(image: Picture) -> dict[str, NDArray[np.intp]]:
    """Every classifier's answers (n, n) to all shifts, down and right."""
    return {
        name: _shift(name, perturbations.shifted(image)) for name in classifiers.classifier_names()
    }


def _shift(name: str, images: Picture) -> NDArray[np.intp]:
    if name == classifiers.NEAREST:
        images = images[::COARSE, ::COARSE]
    shape = images.shape[:2]
    return classifiers.classify(name, images.reshape(-1, *images.shape[2:])).reshape(shape)
