"""A bar of light turned by hand before all filters of a first layer, and what each answers.

turning.js is cnn.analysis.orientation once more; a test holds it against Python. All is worked out
in the browser, at once for all angles; what is chosen is told to Python once it has come to rest.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn.analysis.orientation import ANGLES, LINES, NARROW, QUIET
from ui.components import bundled_script, once
from ui.html.img import data_url

_HERE = Path(__file__).parent
_BAR = once(
    "turning_bar",
    js=bundled_script(_HERE / "turning_bar.js"),
    css=(_HERE / "turning_bar.css").read_text("utf-8"),
    html='<div class="turning-bar"></div>',
    height=("52rem", "44rem"),
)
LABELS = (
    *("light", "dark", "edge", "line", "angle", "degrees", "field", "filter", "cell"),
    *("sorted", "numbered", "wall", "curve", "tuned", "broad", "quiet", "count"),
)
LEVELS = 32_767


class TurnedBar(NamedTuple):
    """The place of the bar's angle, the filter looked at, the line, and the wall's order."""

    angle: int = 0
    filter: int = 0
    line: str = "light"
    sorted: bool = True


class GreyFilters(NamedTuple):
    """What is turned before: grey filters (n, k, k), biases (n,), and all in colour as a PNG."""

    filters: NDArray[np.float64]
    biases: NDArray[np.float64]
    picture: bytes
    across: int


def mount(
    key: str,
    seen: GreyFilters,
    chosen: TurnedBar,
    *,
    labels: Mapping[str, str],
    lang: str,
    on_chosen: Callable[[TurnedBar], None],
) -> None:
    """Shows the bar, the tuning curve of the filter chosen, and the wall of all filters."""

    def told() -> None:
        found = parsed_bar((st.session_state.get(key) or {}).get("chosen"), len(seen.biases))
        if found:
            on_chosen(found)

    levels, limit = packed_filters(seen.filters)
    data = {
        "levels": b64encode(levels.astype("<i2").tobytes()).decode("ascii"),
        "limit": limit,
        "side": seen.filters.shape[-1],
        "biases": [round(float(bias), 6) for bias in seen.biases],
        "picture": data_url(seen.picture),
        "across": seen.across,
        "chosen": chosen._asdict(),
        "quiet": QUIET,
        "narrow": NARROW,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _BAR(key=key, data=data, on_chosen_change=told)


def packed_filters(filters: NDArray[np.float64]) -> tuple[NDArray[np.int16], float]:
    """Weights in whole steps from -LEVELS to LEVELS, and the weight that the last stands for."""
    limit = float(np.abs(filters).max(initial=0.0)) or 1.0
    return np.rint(filters / limit * LEVELS).astype(np.int16), limit


def parsed_bar(message: object, count: int) -> TurnedBar | None:
    """What the browser sent as a bar before one of `count` filters, or None if it is none."""
    if not isinstance(message, Mapping) or set(message) != set(TurnedBar._fields):
        return None
    angle, number = message["angle"], message["filter"]
    if type(angle) is not int or type(number) is not int or type(message["sorted"]) is not bool:
        return None
    if not (0 <= angle < ANGLES and 0 <= number < count and message["line"] in LINES):
        return None
    return TurnedBar(angle, number, str(message["line"]), message["sorted"])
