"""A photo with a square on it that can be dragged, or moved by the arrow keys."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from ui.components import bundled_script, declare
from ui.html.img import data_url

_HERE = Path(__file__).parent
_BOX = declare(
    "crop_box",
    js=bundled_script(_HERE / "crop_box.js"),
    css=(_HERE / "crop_box.css").read_text("utf-8"),
    html='<div class="crop"><img alt=""><div class="square" tabindex="0"></div></div>',
)

Place = tuple[float, float]


class Geometry(NamedTuple):
    """The photo as the network shrinks it, and the side of the square it cuts, in its pixels."""

    width: int
    height: int
    side: int


def mount(
    key: str,
    photo: bytes,
    geometry: Geometry,
    place: Place,
    *,
    label: str,
    alt: str,
    lang: str,
    on_move: Callable[[Place], None],
) -> None:
    """Shows the photo (WebP) with the square at `place`, x and y from 0 to 1.

    `on_move` is called with the new place when the square is let go.
    """

    def moved() -> None:
        place = validated_place((st.session_state.get(key) or {}).get("place"))
        if place is not None:
            on_move(place)

    data = {
        "url": data_url(photo),
        **geometry._asdict(),
        "x": place[0],
        "y": place[1],
        "label": label,
        "alt": alt,
        "lang": lang,
    }
    _BOX(key=key, data=data, on_place_change=moved)


def validated_place(message: object) -> Place | None:
    """The browser's message as a place within 0 to 1, or None."""
    if not isinstance(message, Mapping):
        return None
    found = []
    for name in ("x", "y"):
        at = message.get(name)
        if not isinstance(at, int | float) or not at == at:  # not a number
            return None
        found.append(float(min(max(at, 0), 1)))
    return found[0], found[1]
