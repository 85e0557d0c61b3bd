"""The exhibit of the AlexNet page about overlapping pooling."""

from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.errors import Problem
from cnn.experiments.output_size import RULES, Rule, coverage
from cnn.inference import small_edition
from ui.components import segments
from ui.exhibits.alexnet import pooling_html as html
from ui.exhibits.alexnet import sample_photo
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

STRIDE, WINDOW = 2, 3
MOST = 30  # more than the map is wide


@st.fragment(key="alexnet.pooling")
def pooling(page: Page) -> None:
    """A real map, the windows on it, what they make of it, and which pixels they miss."""
    page.section("pooling")
    photo = sample_photo.choose_sample(page, "pool-photo")
    one, two, three = st.columns([3, 3, 4], gap="medium", vertical_alignment="bottom")
    with one:
        stride = url_state.whole(
            page, "s", 1, MOST, label=page.label("alexnet.pool-s"), default=STRIDE
        )
    with two:
        window = url_state.whole(
            page, "z", 1, MOST, label=page.label("alexnet.pool-z"), default=WINDOW
        )
    with three:
        rule: Rule = url_state.choice(
            page,
            "pool-rule",
            RULES,
            label=page.label("alexnet.rule"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"alexnet.rule-{each}"),
        )
    try:
        map_ = call_beside(_map, photo)
    except Problem as problem:
        page.problem(problem)
        return
    seen = {each: coverage(len(map_), window, stride, 0, each) for each in RULES}
    places = len(seen[rule].starts)
    number = 0
    if places:
        number = url_state.whole(
            page,
            "window",
            1,
            max(2, places**2),
            label=page.label("alexnet.pool-window"),
            default=1,
            disabled=places == 1,
        )
    chosen = divmod(min(number, places**2) - 1, places) if places else None
    markup.show(html.pooling(page, map_, window, stride, rule, seen, chosen, is_dark()))
    page.seen(
        "pooling",
        (stride, window) != (STRIDE, WINDOW),
        how=_kept(places, stride, window),
        width=len(map_),
        window=window,
        places=places,
        shared=window - stride,
        unseen=len(seen[rule].unseen),
    )


def _kept(places: int, stride: int, window: int) -> str:
    """The row of the labels that says what such windows keep of a map."""
    if places < 2:
        return "alone" if places else "none"
    if window == stride == 1:
        return "same"
    return "" if window > stride else "touch" if window == stride else "gaps"


@lru_cache(maxsize=8)
def _map(photo: str) -> NDArray[np.float32]:
    """The strongest map of conv1, (28, 28)."""
    maps: NDArray[np.float32] = small_edition.sample_maps(photo)["conv1"].numpy()
    strongest: NDArray[np.float32] = maps[maps.mean((1, 2)).argmax()]
    return strongest
