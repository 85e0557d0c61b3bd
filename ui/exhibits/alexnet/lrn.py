"""The exhibits of the AlexNet page about local response normalisation."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.errors import Problem
from cnn.inference import small_edition
from ui.components import normalised_maps as component
from ui.components.normalised_maps import ConstantSteps, LrnConstants, PhotoMaps
from ui.exhibits.alexnet import sample_photo
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.words.numbers import about
from ui.work.inference_threads import call_beside

SIZE = 5
STEPS = ConstantSteps(
    k=(0.0, 0.5, 1.0, 2.0, 4.0, 8.0),
    alpha=(0.0, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0),
    beta=(0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0),
    most=120,  # neighbours; more than there are maps, which must be harmless too
)
FORMULA = r"b_i = \frac{a_i}{\left(k + \frac{\alpha}{n} \sum_j a_j^2\right)^{\beta}}"
PUBLISHED = LrnConstants(2.0, SIZE, 1e-4, 0.75)
STRONG = PUBLISHED._replace(
    alpha=1.0
)  # the page starts here: with the published ones nothing moves
SHOWN = 16  # maps, the strongest
NOTICED = 1.05  # divisors that differ by less leave the maps as they were


@st.fragment(key="alexnet.lrn")
def lrn(page: Page) -> None:
    """The first maps of a photo before and after, all four constants to be moved in the browser."""
    page.section("lrn")
    st.latex(FORMULA)
    photo = sample_photo.choose_sample(page, "lrn-photo")
    chosen = LrnConstants(*(_constant(page, name) for name in LrnConstants._fields))
    try:
        maps = call_beside(_conv1, photo)
        crop = small_edition.sample(photo)
    except Problem as problem:
        page.problem(problem)
        return
    strongest = np.sort(maps.mean((1, 2)).argsort()[::-1][:SHOWN])
    component.mount(
        "alexnet.normalised",
        PhotoMaps(photo, crop, maps, [int(number) for number in strongest]),
        chosen,
        STEPS,
        {"strong": STRONG, "published": PUBLISHED},
        labels={name: page.label(f"alexnet.lrn-{name}") for name in component.LABELS},
        lang=page.lang,
        on_chosen=_chosen,
    )
    how, times = _divided(maps, chosen)
    page.seen("lrn", chosen != STRONG, how=how, times=times)


def _divided(maps: NDArray[np.float32], chosen: LrnConstants) -> tuple[str, str]:
    """The row of the labels, and how many times the smallest divisor the largest one is."""
    if not chosen.alpha or not chosen.beta:
        return "same", ""
    if not chosen.k:
        return "zero", ""
    upto = np.zeros((len(maps) + 1, *maps.shape[1:]))
    np.square(maps, dtype=np.float64).cumsum(0, out=upto[1:])
    first = np.arange(len(maps)) - chosen.n // 2  # of each map's neighbours, as cnn.models.lrn.band
    near = upto[np.minimum(first + chosen.n, len(maps)).clip(0)] - upto[first.clip(0)]
    around = chosen.alpha / chosen.n * near.clip(0) + chosen.k
    times = float((around.max() / around.min()) ** chosen.beta)
    return "" if times >= NOTICED else "close", f"{times:.1f}" if times < 10 else about(times, 2)


def _constant(page: Page, name: str) -> Any:
    """One of the constants, as the address has it."""
    parse: Callable[[str], float | None]
    if name == "n":
        parse = partial(url_state.whole_number, lowest=1, highest=STEPS.most)
    else:
        parse = {str(value): value for value in getattr(STEPS, name)}.get
    return url_state.component_value(page, name, parse, getattr(STRONG, name))


def _chosen(constants: LrnConstants) -> None:
    for name, value in constants._asdict().items():
        url_state.set_value("alexnet", name, value if name == "n" else float(value))


@lru_cache(maxsize=8)
def _conv1(photo: str) -> NDArray[np.float32]:
    maps: NDArray[np.float32] = small_edition.sample_maps(photo)["conv1"].numpy()
    return maps


@questions.one_place
def brake(page: Page) -> None:
    """Did it last? A guess, then what others found."""
    questions.ask(page, "brake")
