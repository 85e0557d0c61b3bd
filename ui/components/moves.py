"""What widgets of our own have alike that hold one of several steps; see shared/moves.js.

They are made like Streamlit's: the value is `st.session_state[key]`. Pages with many of them open
sooner, since each of Streamlit's measures the page when it is drawn.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import streamlit as st

FARTHEST = 2**53  # a count of moves that JavaScript can hold


class Move(NamedTuple):
    """To which step a widget was moved, and how often it was moved so far."""

    at: int
    moves: int


class Steps(NamedTuple):
    """How many there are, where the widget stands, and what makes the step `at` its value."""

    size: int
    at: int | None
    choose: Callable[[int], None]


def among(options: Sequence[Any], key: str) -> Steps:
    """The steps of one of `options` or none, which st.session_state[key] holds."""
    value = st.session_state[key]

    def choose(at: int) -> None:
        st.session_state[key] = options[at]

    return Steps(len(options), None if value is None else options.index(value), choose)


def mount_steps(
    component: Callable[..., object],
    mounted: str,
    key: str,
    steps: Steps,
    data: dict[str, Any],
    on_change: Callable[[], object] | None,
    **more: Any,
) -> None:
    """Mounts, under the key `mounted`, a component that sends `move`.

    `on_change` is called after st.session_state[key] has changed.
    """
    heard = f"{key}:heard"

    def moved() -> None:
        message = (st.session_state.get(mounted) or {}).get("move")
        move = validated_move(message, steps.size)
        if move is not None:
            st.session_state[heard] = move.moves
            steps.choose(move.at)
            if on_change:
                on_change()

    data = {**data, "at": steps.at, "heard": st.session_state.get(heard, 0)}
    component(key=mounted, data=data, on_move_change=moved, **more)


def validated_move(message: object, count: int) -> Move | None:
    """The browser's message as a move to one of `count` steps, or None."""
    if not isinstance(message, Mapping):
        return None
    at, moves = message.get("at"), message.get("moves")
    if type(at) is not int or type(moves) is not int:
        return None
    return Move(at, moves) if 0 <= at < count and 0 <= moves < FARTHEST else None
