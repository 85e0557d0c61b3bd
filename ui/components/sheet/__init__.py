"""Many small pictures as one: a sheet of digits, maps or photos, each a button that can be picked.

All pictures of a sheet travel as one; the browser cuts it. Arrow keys move from one to the
next, which is picked by a click, a tap, Enter or Space.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from ui.components import bundled_script, declare
from ui.html.img import data_url

_HERE = Path(__file__).parent
_SHEET = declare(
    "sheet",
    js=bundled_script(_HERE / "sheet.js"),
    css=(_HERE / "sheet.css").read_text("utf-8"),
    html='<div class="sheet" role="group"></div>',
)
ACROSS = 20  # pictures in a row of the PNG, however many fit on the screen


class SheetCell(NamedTuple):
    """What stands with a picture: its name for those who cannot see it, and a caption below."""

    name: str
    caption: str = ""
    marked: bool = False  # drawn as an error


def mount(
    key: str,
    images: NDArray[np.uint8],
    cells: Sequence[SheetCell],
    *,
    label: str,
    lang: str,
    dark: bool,
    on_pick: Callable[[int], None],
    selected: int | None = None,
    width: int = 44,
) -> None:
    """Shows images (N, h, w), a cell for each, about `width` CSS pixels wide.

    `on_pick` is called with the number of the picture before the run that answers.
    """
    across = min(ACROSS, len(images))
    mount_picture(
        key,
        png(images, across, dark),
        across,
        cells,
        label=label,
        lang=lang,
        on_pick=on_pick,
        selected=selected,
        width=width,
    )


def mount_picture(
    key: str,
    picture: bytes,
    across: int,
    cells: Sequence[SheetCell],
    *,
    label: str,
    lang: str,
    on_pick: Callable[[int], None],
    selected: int | None = None,
    width: int = 44,
    smooth: bool = False,
    tight: bool = False,
) -> None:
    """Shows squares cut from one picture, PNG or WebP, that has `across` of them in a row.

    `smooth` is for photos; a `tight` sheet has its squares closer to each other.
    """

    def picked() -> None:
        number = (st.session_state.get(key) or {}).get("picked")
        if type(number) is int and 0 <= number < len(cells):
            on_pick(number)

    data = {
        "url": data_url(picture),
        "across": across,
        "down": -(-len(cells) // across),
        "cells": [[cell.name, cell.caption, cell.marked] for cell in cells],
        "selected": selected,
        "label": label,
        "lang": lang,
        "width": width,
        "look": " ".join(["sheet", *["smooth"] * smooth, *["tight"] * tight]),
    }
    _SHEET(key=key, data=data, on_picked_change=picked)


def png(images: NDArray[np.uint8], across: int, dark: bool) -> bytes:
    """All images in rows without gaps, in the colours of ink and paper."""
    indices = np.maximum(images, 1)
    whole = figures.mosaic(indices, across, gap=0)
    return figures.ink_png(whole, dark=dark)
