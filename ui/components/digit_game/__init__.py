"""A game: ten digits one after another, the reader's answer first, then the network's.

It runs in the browser, which keeps each round's score in localStorage; Python sends the digits and
is told when a round is over.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

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
    labels: dict[str, str],
    lang: str,
    on_finished: Callable[[], None],
    on_another: Callable[[], None],
) -> None:
    """Plays round `number`. `labels` has a text for each of LABELS, with fields %d, %p, %a, %b.

    `on_finished` is called when all are answered, `on_another` when the reader asks for a new
    round.
    """
    data = {
        "number": number,
        "turns": [[b64encode(turn.png).decode(), turn.label, turn.network] for turn in turns],
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _GAME(key=key, data=data, on_finished_change=on_finished, on_another_change=on_another)
