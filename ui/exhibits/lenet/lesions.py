"""The lesion lab of LeNet: a bet on the map that matters most, then parts taken out by hand."""

import streamlit as st

from cnn.errors import Problem
from cnn.results import lesions, sample_strokes
from ui.components import lesion_lab
from ui.exhibits.draw import pad
from ui.exhibits.lenet import lesions_html as html
from ui.exhibits.lenet.chosen import FAMILY
from ui.html import markup
from ui.page import questions
from ui.page.frame import Page
from ui.page.theme import is_dark

NETWORK = FAMILY["lenet5"].weights  # it learned from distorted digits too
ASKED, CUT = "lenet.digits-asked", "lenet.cut"


@questions.one_place
def lesion_question(page: Page) -> None:
    """Which map of C1 matters most? A guess, then the error without each map of C1 and C3."""
    if questions.ask(page, "lesion"):
        markup.show(html.errors_without(page, lesions()))


@st.fragment(key="lenet.lab")
def lesion_bench(page: Page) -> None:
    """Parts of LeNet-5 taken out, and the digit on the pad and MNIST's test digits read again."""
    page.section("lab")
    if st.session_state.get("lenet.from") == "drawing":  # the pad of a visit stands only once
        page.prose(page.label("lenet.lab-pad-above"))
    else:
        left, _ = st.columns([5, 7])
        with left:
            pad.mount_pad(page, ["lenet.lab"])
    whole = lesions()
    try:
        lesion_lab.mount(
            "lenet.lesions",
            NETWORK,
            pad=pad.PAD,
            sample=sample_strokes()[pad.SAMPLE],
            digits=whole.digits,
            misread=whole.whole,
            bet=st.session_state.get("lenet.lesion") is not None,
            asked=ASKED in st.session_state,
            dark=is_dark(),
            labels={name: page.label(f"lenet.lab-{name}") for name in lesion_lab.LABELS},
            problems={key: page.label(f"problem.{key}") for key in lesion_lab.PROBLEMS},
            lang=page.lang,
            on_asked=lambda: st.session_state.update({ASKED: True}),
            on_cut=lambda: st.session_state.update({CUT: True}),
        )
    except Problem as problem:
        page.problem(problem)
        return
    page.seen("lab", CUT in st.session_state)
