"""A slider that answers while it is dragged: the browser's own, with its label and its value."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import streamlit as st

from ui.components import bundled_script, moves, once

_HERE = Path(__file__).parent
_SLIDER = once(
    "slider",
    js=bundled_script(_HERE / "slider.js"),
    css=(_HERE / "slider.css").read_text("utf-8"),
    html='<label><span></span><output aria-hidden="true"></output><input type="range"></label>',
)

Option = TypeVar("Option")


def options_slider(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    format_func: Callable[[Any], str] = str,
    on_change: Callable[[], object] | None = None,
) -> Option:
    """One of `options`, in their order; what st.session_state[key] holds must be one of them."""
    words = [format_func(option) for option in options]
    steps = moves.among(options, key)
    data = {"label": label, "words": words, "last": len(options) - 1}
    moves.mount_steps(_SLIDER, f"{key}:slider", key, steps, data, on_change)
    found: Option = st.session_state[key]
    return found


def number_slider(
    label: str,
    lowest: float,
    highest: float,
    *,
    key: str,
    digits: int = 0,
    unit: str = "",
    disabled: bool = False,
    on_change: Callable[[], object] | None = None,
) -> Any:
    """A number of so many decimal `digits` and a `unit`: an int without digits, else a float."""
    parts = 10**digits
    first, last = round(lowest * parts), round(highest * parts)

    def choose(at: int) -> None:
        st.session_state[key] = (first + at) / parts if digits else first + at

    steps = moves.Steps(last - first + 1, round(st.session_state[key] * parts) - first, choose)
    data = {"label": label, "first": first, "last": last - first, "digits": digits, "unit": unit}
    data["disabled"] = disabled
    moves.mount_steps(_SLIDER, f"{key}:slider", key, steps, data, on_change)
    return st.session_state[key]
