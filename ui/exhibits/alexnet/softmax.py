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
from ui.words.numbers import minus

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
    after = softmax_steps(moved, temperature)
    markup.show(html.softmax(page, names, best, moved, after))
    how = "" if by else "temperature" if temperature != 1 else "lift" if lift else "still"
    looked_at = best[which] if by else best[0]  # a class: the one that is pushed, else the first
    page.seen(
        "softmax",
        how != "still",
        how=how,
        name=names[which],
        by=minus(f"{by:+d}"),
        lift=minus(f"{lift:+d}"),
        temperature=f"{temperature:g}",
        before=f"{100 * softmax_steps(logits).shares[looked_at]:.2f}",
        after=f"{100 * after.shares[looked_at]:.2f}",
    )
