"""A slider that answers while it is dragged: the browser's own, with its label and its value.

Made like Streamlit's st.select_slider and st.slider: the value is `st.session_state[key]`. A page
with many of these opens sooner: each of Streamlit's measures the page when it is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import streamlit as st

_HERE = Path(__file__).parent
_SLIDER = st.components.v2.component(
    "slider",
    js=(_HERE / "slider.js").read_text("utf-8"),
    css=(_HERE / "slider.css").read_text("utf-8"),
    html='<label><span></span><output aria-hidden="true"></output><input type="range"></label>',
)
FARTHEST = 2**53  # a count of moves that JavaScript can hold

Option = TypeVar("Option")


class Move(NamedTuple):
    """To which step the slider was moved, and how often it was moved so far."""

    at: int
    moves: int


def choice(
    label: str,
    options: Sequence[Option],
    *,
    key: str,
    format_func: Callable[[Any], str] = str,
    on_change: Callable[[], object] | None = None,
) -> Option:
    """One of `options`, in their order; what st.session_state[key] holds must be one of them."""

    def chosen(at: int) -> None:
        st.session_state[key] = options[at]

    steps = {"words": [format_func(option) for option in options]}
    _mount(key, label, len(options), options.index(st.session_state[key]), chosen, steps, on_change)
    found: Option = st.session_state[key]
    return found


def number(
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
    first = round(lowest * parts)

    def chosen(at: int) -> None:
        st.session_state[key] = (first + at) / parts if digits else first + at

    at = round(st.session_state[key] * parts) - first
    steps = {"first": first, "digits": digits, "unit": unit, "disabled": disabled}
    _mount(key, label, round(highest * parts) - first + 1, at, chosen, steps, on_change)
    return st.session_state[key]


def _mount(
    key: str,
    label: str,
    count: int,
    at: int,
    chosen: Callable[[int], None],
    steps: dict[str, Any],
    on_change: Callable[[], object] | None,
) -> None:
    mounted, heard = f"{key}:slider", f"{key}:heard"

    def moved() -> None:
        move = validated((st.session_state.get(mounted) or {}).get("move"), count)
        if move is not None:
            st.session_state[heard] = move.moves
            chosen(move.at)
            if on_change:
                on_change()

    data = {"label": label, "at": at, "last": count - 1, **steps}
    data["heard"] = st.session_state.get(heard, 0)
    _SLIDER(key=mounted, data=data, on_move_change=moved)


def validated(message: object, count: int) -> Move | None:
    """The browser's message as a move to one of `count` steps, or None."""
    if not isinstance(message, Mapping):
        return None
    at, moves = message.get("at"), message.get("moves")
    if type(at) is not int or type(moves) is not int:
        return None
    return Move(at, moves) if 0 <= at < count and 0 <= moves < FARTHEST else None
