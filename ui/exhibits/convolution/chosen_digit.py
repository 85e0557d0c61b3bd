"""The one digit that all exhibits of Convolution look at: MNIST's, by its number, or one's own."""

from typing import cast

import streamlit as st

from cnn.data.digits.preprocess import Picture, to_mnist
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Split
from cnn.errors import Problem
from cnn.inference.digit import Reading
from cnn.results import sample_strokes
from ui.components import segments
from ui.exhibits.draw import pad
from ui.page import course, folds, frame, url_state
from ui.page.frame import Page
from ui.work.inference_threads import read_image_in_turn

FROM = ("test", "train", "drawing")
FIRST = 4
TOGETHER = ["convolution.apart", "convolution.paint", "convolution.pool", "convolution.field"]


def choose_digit(page: Page) -> Reading:
    """The widgets that choose the digit; returns what the network makes of it."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        source = url_state.choice(
            page,
            "from",
            FROM,
            label=page.label("convolution.from"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"convolution.from-{each}"),
            on_change=_chosen,
        )
        if source == "drawing":
            frame.link(course.entry("draw"), page.lang, page.label("convolution.draw"))
        else:
            last = len(dataset.load_digits(cast(Split, source)).labels) - 1
            url_state.whole(
                page,
                "digit",
                0,
                last,
                label=page.label("convolution.number"),
                default=FIRST,
                widget=st.number_input,
                width=180,
                on_change=_chosen,
            )
    return reading()


def _chosen() -> None:
    folds.run_again(*TOGETHER)


def reading() -> Reading:
    """The chosen digit, read by the network."""
    return read_image_in_turn(_image())


def _image() -> Picture:
    state = st.session_state
    source = state.get("convolution.from", FROM[0])
    if source == "drawing":
        try:
            return to_mnist(pad.strokes_now())
        except Problem:  # an empty pad
            return to_mnist(sample_strokes()[pad.SAMPLE])
    images = dataset.load_digits(cast(Split, source)).images
    index = state.get("convolution.digit")
    image: Picture = images[min(FIRST if index is None else int(index), len(images) - 1)]
    return image
