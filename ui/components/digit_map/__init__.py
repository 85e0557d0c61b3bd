"""A map of many digits: a point each, coloured by its class, with the digit's name on each island.

Pointing at it, tapping it or moving its cross with the arrow keys tells Python which digit is
meant; Python shows it. Two components, as the pad's: the points never change and travel once, the
small one carries what changes.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent


def _read(file: str) -> str:
    return (_HERE / file).read_text("utf-8")


_MAP = declare(
    "digit_map",
    js=bundled_script(_HERE / "digit_map.js"),
    css=_read("digit_map.css"),
    html=_read("digit_map.html"),
)
_NEWS = declare("digit_map_news", js=bundled_script(_HERE / "news.js"))
LABELS = ("map", "closer", "farther", "whole", "every")


def mount(
    key: str,
    points: bytes,
    *,
    chosen: int,
    marks: list[tuple[float, float, str]],
    labels: dict[str, str],
    lang: str,
    on_point: Callable[[int], None],
) -> None:
    """Shows `points`, as `pack_points` makes them, the `chosen` one ringed.

    `marks` are further places (x, y from 0 to 1) and what to write beside them. `labels` has a
    text for each of LABELS. `on_point` is called with the number of another point.
    """

    def pointed() -> None:
        number = (st.session_state.get(key) or {}).get("pointed")
        if type(number) is int and 0 <= number < len(points) // 5:
            on_point(number)

    told: dict[str, Any] = {"map": key, "chosen": chosen, "marks": marks, "lang": lang}
    with st.container(gap=None):
        _MAP(key=key, data=points + key.encode() + bytes([len(key)]), on_pointed_change=pointed)
        _NEWS(key=f"{key}-news", data=told | {"labels": {name: labels[name] for name in LABELS}})


def pack_points(places: NDArray[np.uint16], classes: NDArray[np.uint8]) -> bytes:
    """Places (N, 2) from 0 to 65535 and classes (N,) as the bytes that the browser reads."""
    return np.ascontiguousarray(places, "<u2").tobytes() + classes.tobytes()
