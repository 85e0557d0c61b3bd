"""The bytes of a file as a grid to click: its header, then one row of data for each row of pixels.

Every cell shows a byte in hexadecimal; behind the bytes of a digit lies its ink, so that the digit
can be seen in its own numbers. Arrow keys move from byte to byte.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from ui.components import SHARED, bundled_script, declare

_HERE = Path(__file__).parent
_GRID = declare(
    "byte_grid",
    js=bundled_script(_HERE / "byte_grid.js"),
    css=(_HERE / "byte_grid.css").read_text("utf-8") + (SHARED / "ground.css").read_text("utf-8"),
    html='<div class="bytes" role="group"></div>',
)


def mount(
    key: str,
    header: bytes,
    data: bytes,
    *,
    begins: int,
    inked: bool,
    selected: int,
    fields: Sequence[tuple[str, int]],
    label: str,
    cell: str,
    lang: str,
    on_pick: Callable[[int], None],
) -> None:
    """Shows `header`, which begins at 0, and `data`, which begins at `begins` of the same file.

    `fields` are the parts of the header: a word and how many bytes it has. `selected` is the
    offset of the byte that is explained; `on_pick` is called with another one. `cell` names a
    byte, with fields: %h, as it is printed; %a, its offset; %v, its value.
    """

    def picked() -> None:
        offset = (st.session_state.get(key) or {}).get("picked")
        if type(offset) is not int:
            return
        if 0 <= offset < len(header) or begins <= offset < begins + len(data):
            on_pick(offset)

    sent = {
        "header": list(header),
        "data": list(data),
        "begins": begins,
        "inked": inked,
        "selected": selected,
        "fields": [list(field) for field in fields],
        "label": label,
        "cell": cell,
        "lang": lang,
    }
    _GRID(key=key, data=sent, on_picked_change=picked)
