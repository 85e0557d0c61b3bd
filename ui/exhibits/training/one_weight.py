"""The exhibits of Training about one weight: a drawn unit, then one of LeNet-5's own."""

from functools import lru_cache

import numpy as np
import streamlit as st

from cnn.errors import Problem
from cnn.training import gradient_check
from cnn.training.gradient_check import LAYERS, ComparedGradients, OneWeightUnit
from ui.components import segments, slider
from ui.exhibits.training import one_weight_html as html
from ui.exhibits.training.watched_digit import watched_now
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.session_cache import last_result
from ui.page.theme import is_dark
from ui.words.numbers import minus, power_of_ten, scientific, signed_or_power
from ui.work.inference_threads import call_beside

WEIGHT = "training.weight"
INK, BIAS = 1.175, -0.2
START, LEAST, MOST = -1.2, -3.0, 3.0
RATES = (0.02, 0.1, 0.3, 0.6, 1.5)


@st.fragment(key="training.unit")
def one_weight_unit(page: Page) -> None:
    """A unit with one weight: forward values, slopes backward, a curve to roll down."""
    page.section("unit")
    st.session_state.setdefault(WEIGHT, st.session_state.get(f"{WEIGHT}:kept", START))
    left, right = st.columns([5, 4], gap="large")
    with left:
        label = page.label("training.weight")
        weight = slider.number_slider(label, LEAST, MOST, key=WEIGHT, digits=3)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            target = url_state.choice(
                page,
                "target",
                (1, -1),
                label=page.label("training.target"),
                widget=segments.joined,
                format_func=lambda wanted: minus(f"{wanted:+d}"),
            )
            rate = url_state.choice(
                page,
                "step",
                RATES,
                default=0.3,
                label=page.label("training.step-size"),
                widget=segments.joined,
            )
    st.session_state[f"{WEIGHT}:kept"] = weight
    now = OneWeightUnit(INK, weight, BIAS, float(target))
    chain = gradient_check.back_propagated(now)
    after = float(np.clip(weight - rate * chain.weight, LEAST, MOST))
    with left:
        markup.show(html.new_weight(page, weight, rate, chain.weight))
        with st.container(horizontal=True):
            st.button(
                page.label("training.take-step"),
                key="training.take",
                icon=":material/south_east:",
                type="primary",
                on_click=_take,
                args=(after,),
            )
            st.button(page.label("training.begin-again"), key="training.again", on_click=_take)
    with right:
        weights = np.linspace(LEAST, MOST, 121)
        losses = np.array([now.moved(w).loss for w in weights])
        step = (after, now.moved(after).loss)
        here, words = (weight, now.loss), page.label("training.valley")
        markup.show(
            html.valley(
                page, weights, losses, here, chain.weight, step, caption=words, dark=is_dark()
            )
        )
    markup.show(html.one_weight_unit(page, now, chain))
    page.seen(
        "unit",
        "training.stepped" in st.session_state,
        slope=signed_or_power(chain.weight),
        rate=f"{rate:g}",
        step=signed_or_power(-rate * chain.weight),
    )


def _take(weight: float = START) -> None:
    st.session_state[WEIGHT] = round(weight, 3)
    st.session_state["training.stepped"] = True


@questions.one_place
def gradient_cost(page: Page) -> None:
    """How many runs through the network give all gradients? A guess."""
    questions.ask(page, "cost")


def _measure(image: bytes, wanted: int, layer: str, index: int) -> ComparedGradients:
    picture = np.frombuffer(image, np.uint8).reshape(28, 28)
    return call_beside(gradient_check.compare_gradients, picture, wanted, layer, index)


_of_sample = lru_cache(64)(_measure)  # what most visitors begin with


@st.fragment(key="training.real")
def gradients_compared(page: Page) -> None:
    """One weight of the shipped LeNet-5, on a digit: back-propagation against trying out."""
    page.section("real")
    try:
        digit = watched_now()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            layer = url_state.choice(
                page,
                "layer",
                LAYERS,
                label=page.label("training.layer"),
                widget=segments.joined,
                default="C3",
            )
            most = gradient_check.weight_count(layer)
            number = url_state.whole(
                page,
                "number",
                1,
                most,
                label=page.label("training.number", most=f"{most:,}"),
                default=1,
                widget=st.number_input,
            )
            wanted = url_state.choice(
                page,
                "wanted",
                tuple(range(10)),
                label=page.label("training.wanted"),
                default=digit.label or 0,
                widget=st.selectbox,
            )
        key = (digit.image.tobytes(), wanted, layer, number - 1)
        if digit.label is None:  # a visitor's own
            found = last_result("training.measured", key, lambda: _measure(*key))
        else:
            found = _of_sample(*key)
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.measured_weight(page, found, f"{layer}, {number:,}"))
    left, right = st.columns([4, 5], gap="large")
    with left:
        markup.show(html.gradients_compared(page, found.gradient, list(found.differences.items())))
    with right:
        here, words = (found.weight, found.loss), page.label("training.valley-real")
        markup.show(
            html.valley(
                page, found.moved, found.losses, here, found.gradient, caption=words, dark=is_dark()
            )
        )
    page.prose(page.text["real-rounding"])
    _close(page, found)


def _close(page: Page, found: ComparedGradients) -> None:
    """Which of the changes that were tried comes nearest to the slope, and by how much."""
    off = {h: abs(slope - found.gradient) for h, slope in found.differences.items()}
    fields: dict[str, object] = {"count": len(off)}
    for name, h in (
        ("best", min(off, key=off.__getitem__)),
        ("first", max(off)),
        ("last", min(off)),
    ):
        fields[name], fields[f"off_{name}"] = power_of_ten(h), scientific(off[h], 1)
    chosen = any(name in st.query_params for name in ("layer", "number", "wanted"))
    page.seen("real", chosen, how="" if any(off.values()) else "flat", **fields)
