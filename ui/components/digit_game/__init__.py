"""A game: ten digits one after another, the reader's answer first, then the network's.

It runs in the browser, which keeps each round's score in localStorage; Python sends the digits and
is told when a round is over, and what was answered. In a class rounds are kept beside those, and
what is right is sent once it may be seen.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_GAME = declare(
    "digit_game",
    js=bundled_script(_HERE / "digit_game.js"),
    css=(_HERE / "digit_game.css").read_text("utf-8"),
    html='<div class="game"></div>',
)
LABELS = (
    *("ask", "place", "yours", "network", "label", "next", "finish", "again", "other"),
    *("right", "wrong", "won", "lost", "even", "score", "kept", "picture", "look"),
)


class Turn(NamedTuple):
    """One digit of a round: its picture, what its makers say it is, what the network says."""

    png: bytes
    label: int
    network: int


def mount(
    key: str,
    number: int,
    turns: Sequence[Turn],
    *,
    room: str,
    held: bool,
    labels: dict[str, str],
    lang: str,
    on_finished: Callable[[object], None],
    on_another: Callable[[], None],
) -> None:
    """Plays round `number`. `labels` has a text for each of LABELS, with fields %d, %p, %a, %b.

    `room`: the class's code, "" in none. `held`: nobody may see yet what is right.
    `on_finished` is called when all are answered, in a class also where this browser kept such a
    round, with whatever it sends as the answers: they are to be checked. `on_another` is called
    when the reader asks for a new round.
    """

    def finished() -> None:
        on_finished((st.session_state.get(key) or {}).get("finished"))

    data = {
        "number": number,
        "turns": [
            [b64encode(turn.png).decode(), *((-1, -1) if held else (turn.label, turn.network))]
            for turn in turns
        ],
        "room": room,
        "held": held,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _GAME(key=key, data=data, on_finished_change=finished, on_another_change=on_another)
