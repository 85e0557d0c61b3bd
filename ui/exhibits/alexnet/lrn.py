"""The exhibits of the AlexNet page about local response normalisation."""

from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.errors import Problem
from cnn.experiments.lrn import normalise
from cnn.inference import small_edition
from cnn.results import normalisation, small_runs
from ui.components import slider
from ui.exhibits.alexnet import lrn_html as html
from ui.exhibits.alexnet import sample_photo
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

K = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
ALPHA = (0.0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0)
BETA = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
SIZE = 5
MOST = 120  # neighbours; more than there are maps, which must be harmless too
FORMULA = r"b_i = \frac{a_i}{\left(k + \frac{\alpha}{n} \sum_j a_j^2\right)^{\beta}}"
PUBLISHED = (2.0, SIZE, 1e-4, 0.75)


@st.fragment(key="alexnet.lrn")
def lrn(page: Page) -> None:
    """The first maps of a photo before and after, all four constants to be moved."""
    page.section("lrn")
    st.latex(FORMULA)
    photo = sample_photo.choose_sample(page, "lrn-photo")
    one, two, three, four = st.columns(4, gap="medium", vertical_alignment="bottom")
    with one:
        k = url_state.choice(
            page,
            "k",
            K,
            label=page.label("alexnet.lrn-k"),
            default=2.0,
            widget=slider.options_slider,
            format_func=_shown,
        )
    with two:
        size = url_state.whole(page, "n", 1, MOST, label=page.label("alexnet.lrn-n"), default=SIZE)
    with three:
        alpha = url_state.choice(
            page,
            "alpha",
            ALPHA,
            label=page.label("alexnet.lrn-alpha"),
            default=1e-4,
            widget=slider.options_slider,
            format_func=_shown,
        )
    with four:
        beta = url_state.choice(
            page,
            "beta",
            BETA,
            label=page.label("alexnet.lrn-beta"),
            default=0.75,
            widget=slider.options_slider,
            format_func=_shown,
        )
    try:
        maps = call_beside(_conv1, photo)
        crop = small_edition.sample(photo)
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.lrn(page, crop, normalise(maps, size, alpha, beta, k), is_dark()))
    for name, odd in (
        ("alpha", alpha == 0 or beta == 0),
        ("wide", size > len(maps)),
        ("zero", k == 0 and beta > 0),
    ):
        if odd:
            st.caption(page.label(f"alexnet.lrn-note-{name}", maps=len(maps)))
    if (k, size, alpha, beta) != PUBLISHED:
        page.done("lrn")


def _shown(value: float) -> str:
    return f"{value:g}"


@lru_cache(maxsize=8)
def _conv1(photo: str) -> NDArray[np.float32]:
    maps: NDArray[np.float32] = small_edition.sample_maps(photo)["conv1"].numpy()
    return maps


@questions.one_place
def brake(page: Page) -> None:
    """Did it last? A guess, then what others found."""
    questions.ask(page, "brake")


def lrn_measured(page: Page) -> None:
    """What normalisation and overlap did to a small network of ours."""
    page.section("both")
    try:
        found = normalisation()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.lrn_measured(page, found))


def small_edition_measured(page: Page) -> None:
    """What both did to the small edition itself."""
    page.prose(page.text["both-small"])
    try:
        runs = small_runs()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.small_edition_measured(page, runs))
