"""A curve to be guessed before it is shown: the reader draws, then sees what was measured.

It runs in the browser, which keeps the guess in localStorage; Python sends both curves and is told
when the guess has been made, and what it is. Both axes are logarithmic. In a class the guess is
another one, kept beside it, and the hidden curve is sent once it may be seen.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_BET = declare(
    "curve_bet",
    js=bundled_script(_HERE / "curve_bet.js"),
    css=(_HERE / "curve_bet.css").read_text("utf-8"),
    html='<div class="bet"></div>',
)
LABELS = (
    *("ask", "known", "yours", "measured", "x", "y", "point", "bet", "again"),
    *("score", "close", "better", "worse"),
)


class HiddenCurve(NamedTuple):
    """Values over the common x, and the least and most of them that were measured."""

    means: Sequence[float]
    least: Sequence[float]
    most: Sequence[float]


def mount(
    key: str,
    x: Sequence[int],
    known: Sequence[float],
    hidden: HiddenCurve | None,
    *,
    room: str,
    cleared_at: int,
    ticks: Sequence[str],
    labels: dict[str, str],
    lang: str,
    on_made: Callable[[object], None],
) -> None:
    """Shows the `known` curve and asks for the `hidden` one. `ticks` are the x as printed.

    `hidden` is None as long as nobody may see it. `room`: the class's code, "" in none.

    `labels` has a text for each of LABELS, with fields: %x, the digits of a point; %a, what was
    guessed there; %b, what was measured; %f, a factor.
    A guess kept before `cleared_at`, that of the visitor's progress, is forgotten.
    `on_made` is called when a guess is made, and at once where this browser kept one, with
    whatever the browser sends as its values: they are to be checked.
    """

    def made() -> None:
        on_made((st.session_state.get(key) or {}).get("made"))

    data = {
        "x": [int(each) for each in x],
        "known": [float(each) for each in known],
        "hidden": [[float(each) for each in row] for row in hidden] if hidden else None,
        "room": room,
        "epoch": cleared_at,
        "ticks": list(ticks),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _BET(key=key, data=data, on_made_change=made)
