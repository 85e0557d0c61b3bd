"""The exhibits of the AlexNet page about two graphics cards: what crosses, and what it did."""

from functools import cache, lru_cache, partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.analysis import filters
from cnn.analysis.complexity import LayerSize, planned_sizes
from cnn.analysis.filters import HalvesCompared
from cnn.errors import Problem
from cnn.experiments import groups
from cnn.experiments.groups import WIRINGS, Wiring
from cnn.inference import small_edition
from ui.components import segments
from ui.exhibits.alexnet import sample_photo
from ui.exhibits.alexnet import towers_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark
from ui.work.inference_threads import call_beside

SILENT = ("neither", "first", "second")
LAYERS = ("pool1", "conv2", "conv3", "conv4", "conv5")
Maps = dict[str, NDArray[np.float32]]  # by layer, each (maps, h, w)


@lru_cache(maxsize=8)
def wired_sizes(wiring: Wiring) -> list[LayerSize]:
    """The table of the paper's network so wired."""
    return planned_sizes(partial(groups.planned_network, wiring))


@st.fragment(key="alexnet.towers")
def crossing(page: Page) -> None:
    """The towers, wired in three ways; one may be silenced, to see how far its silence goes."""
    page.section("towers")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        wiring: Wiring = url_state.choice(
            page,
            "wiring",
            WIRINGS,
            label=page.label("alexnet.wiring"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"alexnet.wiring-{each}"),
        )
        silent = url_state.choice(
            page,
            "silent",
            SILENT,
            label=page.label("alexnet.silent"),
            default="first",
            widget=segments.joined,
            format_func=lambda each: page.label(f"alexnet.silent-{each}"),
        )
    markup.show(
        html.crossing(
            page,
            wiring,
            silent,
            call_beside(wired_sizes, wiring),
            call_beside(wired_sizes, "paper"),
        )
    )
    photo = sample_photo.choose_sample(page, "silent-photo")
    tower = SILENT.index(silent) - 1 if silent in SILENT[1:] else None
    try:
        before = call_beside(_responses, photo, wiring, None)
        after = call_beside(_responses, photo, wiring, tower)
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.silence(page, before, after, is_dark()))
    st.caption(page.label(f"alexnet.silence-{wiring}"))
    how, found = _noticed(before, after, tower)
    page.seen(
        "towers",
        wiring != WIRINGS[0] or silent != "first",
        how=how,
        silent=page.label(f"alexnet.silent-{silent}"),
        **found,
    )


def _noticed(before: Maps, after: Maps, silent: int | None) -> tuple[str, dict[str, Any]]:
    """Where the tower that is not `silent` notices first: the row of the labels, and its fields."""
    if silent is None:
        return "neither", {}
    for layer in LAYERS:
        changed = np.split(groups.changed_maps(before[layer], after[layer]), 2)[1 - silent]
        if changed.any():
            return "", {"layer": layer, "count": int(changed.sum()), "all": len(changed)}
    return "apart", {}


@lru_cache(maxsize=32)
def _responses(photo: str, wiring: Wiring, silent: int | None) -> Maps:
    image = small_edition.small_edition_input(small_edition.sample(photo))
    found = groups.responses(small_edition.small_edition_network(), image, wiring, silent)
    return {name: found[name].numpy() for name in LAYERS}


@questions.one_place
def ablations(page: Page) -> None:
    """What happens if the towers never talk? A guess, then the notes of the release."""
    if questions.ask(page, "crossing"):
        markup.show(html.ablations(page))


@st.fragment(key="alexnet.colours")
def filter_colours(page: Page) -> None:
    """The first filters of each tower of the small edition, the most coloured first."""
    page.section("colours")
    try:
        kernels, shares, found = call_beside(_first_filters)
    except Problem as problem:
        page.problem(problem)
        return
    sort = url_state.choice(
        page,
        "filters",
        ("colour", "order"),
        label=page.label("alexnet.filters"),
        widget=segments.joined,
        format_func=lambda each: page.label(f"alexnet.filters-{each}"),
        on_change=lambda: st.session_state.update({"alexnet.sorted": True}),
    )
    markup.show(html.filter_colours(page, kernels, shares, found, sort == "colour"))
    first, second = (f"{100 * mean:.0f}" for mean in found.means)
    page.seen(
        "colours",
        "alexnet.sorted" in st.session_state,
        first=first,
        second=second,
        chance=f"{100 * found.chance:.2g}",
    )


@cache
def _first_filters() -> tuple[NDArray[np.float32], NDArray[np.float64], HalvesCompared]:
    """The kernels of conv1, how coloured each is, and how the towers compare."""
    kernels: NDArray[np.float32] = small_edition.small_edition_network().conv1.weight.numpy()
    shares = filters.colour_shares(kernels)
    return kernels, shares, filters.compare_halves(shares)
