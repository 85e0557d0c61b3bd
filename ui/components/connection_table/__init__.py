"""Which maps see which: the paper's table as an object, each connection its trained kernel.

A cell, a column or a row can be picked, by hand or by the arrow keys. All kernels travel as one
picture; where there is little room, the table stands on its side.
"""

from base64 import b64encode
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from cnn import figures
from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_TABLE = declare(
    "connection_table",
    js=bundled_script(_HERE / "table.js"),
    css=(_HERE / "table.css").read_text("utf-8"),
    html='<div class="connections"></div>',
)
LABELS = ("table", "turned", "map", "from", "kernel", "none")
"""The names of the labels that `mount` needs; %m is a map, %i one of those before it."""


def mount(
    key: str,
    table: Sequence[Sequence[int]],
    kernels: NDArray[np.floating],
    *,
    inputs: int,
    chosen: str,
    names: tuple[str, str],
    dark: bool,
    labels: dict[str, str],
    lang: str,
    on_pick: Callable[[str], None],
) -> None:
    """Shows `table`: for each map, the ones of the `inputs` maps before that it sees.

    kernels: (connections, k, k), in the order of the table. `chosen` is "4" (map 4), ".1" (what map
    1 before it feeds) or "4.1" (the connection); `on_pick` is called with another such name.
    `names` are the layers: the one before, and this one.
    """

    def picked() -> None:
        found = (st.session_state.get(key) or {}).get("picked")
        if isinstance(found, str) and found in cells(table, inputs):
            on_pick(found)

    limit = float(np.abs(kernels).max())
    indices = figures.mosaic(figures.to_indices(kernels, limit), len(kernels), gap=0)
    colours = figures.ramp(tuple(figures.DIVERGING[figures.theme_name(dark)]), 255)
    data = {
        "table": [list(row) for row in table],
        "inputs": inputs,
        "png": b64encode(figures.palette_png(indices, colours)).decode(),
        "kernels": len(kernels),
        "chosen": chosen,
        "names": list(names),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _TABLE(key=key, data=data, on_picked_change=picked)


def cells(table: Sequence[Sequence[int]], inputs: int) -> set[str]:
    """The names of all maps, of all maps before, and of the connections that exist."""
    found = {f"{to}.{seen}" for to, row in enumerate(table) for seen in row}
    return found | {str(to) for to in range(len(table))} | {f".{i}" for i in range(inputs)}
