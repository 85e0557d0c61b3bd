"""The exhibit of Inside AlexNet that turns a bar of light before the first layer's filters."""

from functools import lru_cache

import numpy as np
import streamlit as st

from cnn import figures
from cnn.analysis import orientation
from cnn.analysis.orientation import ANGLES, Tuning
from cnn.errors import Problem
from cnn.inference import small_edition
from ui.components import turning_bar
from ui.components.turning_bar import GreyFilters, TurnedBar
from ui.page import folds
from ui.page.frame import Page

ACROSS = 12
ENLARGED = 2  # PNG pixels for each pixel of a filter
CHOSEN = "inside.bar"


@st.fragment(key="inside.orientation")
def turned_bar(page: Page) -> None:
    """A bar under the hand, the tuning curve of one filter, and the wall of all of them."""
    page.section("orientation")
    try:
        seen, found = _filters(), _tuning("light")
    except Problem as problem:
        page.problem(problem)
        return
    first = TurnedBar(filter=sharpest(found))
    chosen: TurnedBar = st.session_state.get(CHOSEN, first)
    turning_bar.mount(
        "inside.turning-bar",
        seen,
        chosen,
        labels={name: page.label(f"inside.bar-{name}") for name in turning_bar.LABELS},
        lang=page.lang,
        on_chosen=_turned,
    )
    page.section("orientation-measured")
    found = _tuning(chosen.line)
    at = chosen.filter
    page.seen(
        "orientation",
        CHOSEN in st.session_state,
        how="tuned" if found.tuned[at] else "broad" if found.loud[at] else "quiet",
        number=at,
        angle=f"{found.best[at]:.0f}",
        width=f"{found.width[at]:.0f}",
        tuned=int(found.tuned.sum()),
        all=len(found.best),
    )


def sharpest(found: Tuning) -> int:
    """The filter that is shown first: of those that are tuned the loudest."""
    return int(np.where(found.tuned, found.curves.max(1), -1.0).argmax())


def _turned(chosen: TurnedBar) -> None:
    st.session_state[CHOSEN] = chosen
    folds.run_again("inside.orientation")


@lru_cache(maxsize=len(orientation.LINES))
def _tuning(line: str) -> Tuning:
    found = orientation.tuning(*orientation.filters_of(), line)
    assert found.curves.shape[1] == ANGLES
    return found


@lru_cache(maxsize=1)
def _filters() -> GreyFilters:
    filters, biases = orientation.filters_of()
    weights = small_edition.small_edition_network().conv1.weight.numpy()
    colours = figures.kernel_colours(weights, float(np.quantile(np.abs(weights), 0.999)))
    large = colours.repeat(ENLARGED, 1).repeat(ENLARGED, 2)
    return GreyFilters(
        filters, biases, figures.encoded(figures.colour_sheet(large, ACROSS)), ACROSS
    )
