"""The exhibits of the AlexNet page about its last step: from logits to shares."""

import numpy as np
import streamlit as st

from cnn.data.imagenet.classes import tiny_classes
from cnn.errors import Problem
from cnn.experiments.softmax import softmax_steps
from cnn.results import photo_features
from ui.components import slider
from ui.exhibits.alexnet import softmax_html as html
from ui.exhibits.alexnet.figures import choose_photo
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page

BEST = 5
TEMPERATURES = (0.25, 0.5, 1.0, 2.0, 4.0, 10.0)


@questions.one_place
def constant(page: Page) -> None:
    """What if every logit rises alike? A guess, then the algebra."""
    questions.ask(page, "constant")


@st.fragment(key="alexnet.softmax")
def softmax(page: Page) -> None:
    """The five best logits of a photo and all others; pushed, lifted, divided by a temperature."""
    page.section("softmax")
    try:
        features = photo_features()
    except Problem as problem:
        page.problem(problem)
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        photo = choose_photo(page, "logits-of")
        logits = features.logits[features.names.index(photo)].astype(float)
        best = np.argsort(-logits, kind="stable")[:BEST]
        names = [tiny_classes()[place].name(page.lang) for place in best]
        which = url_state.choice(
            page,
            "push",
            range(BEST),
            label=page.label("alexnet.logit-which"),
            default=1,
            format_func=lambda place: names[place],
        )
    left, middle, right = st.columns(3, gap="large")
    with left:
        by = url_state.whole(page, "by", -10, 10, label=page.label("alexnet.logit-by"), default=0)
    with middle:
        lift = url_state.whole(
            page, "lift", -10, 10, label=page.label("alexnet.logit-all"), default=0
        )
    with right:
        temperature = url_state.choice(
            page,
            "temperature",
            TEMPERATURES,
            label=page.label("alexnet.temperature"),
            default=1.0,
            widget=slider.options_slider,
            format_func=lambda each: f"{each:g}",
        )
    moved = logits + lift
    moved[best[which]] += by
    markup.show(html.softmax(page, names, best, moved, softmax_steps(moved, temperature)))
    if by or lift or temperature != 1:
        page.done("softmax")
