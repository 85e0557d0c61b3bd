"""A digit's way through a network: every map of every layer, on a scale that the reader chooses.

A map opens large, with its scale and its values; a unit of it shows, in every layer before, what it
sees. All of that happens in the browser; Python is told which unit is picked and takes it apart.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_WALK = declare(
    "layer_walk",
    js=bundled_script(_HERE / "walk.js"),
    css=(_HERE / "walk.css").read_text("utf-8"),
    html='<div class="walk"></div>',
)
LABELS = (
    *("scale", "one", "layer", "map", "weakest", "plate", "units", "range", "value"),
    *("help", "close", "outputs"),
)
"""The names of the labels that `mount` needs; %-letters in them are filled by the browser."""
SCALES = ("one", "layer", "map")


def mount(
    key: str,
    maps: Mapping[str, NDArray[Any]],
    *,
    titles: Mapping[str, str],
    captions: Mapping[str, str],
    columns: Mapping[str, int],
    windows: Mapping[str, Mapping[str, Sequence[int]]],
    tables: Mapping[str, Sequence[Sequence[int]]],
    limit: float,
    colours: Sequence[str],
    answer: int,
    unit: str,
    scale: str,
    labels: Mapping[str, str],
    lang: str,
    on_pick: Callable[[str], None],
    on_scale: Callable[[str], None],
) -> None:
    """Shows `maps` (n, h, w) by layer, the input first and the ten outputs last.

    Layers of single units stand as one sheet, `columns` of them in a row. `windows` and `tables`
    are those of cnn.inference.unit_trace and of the layers: what a unit sees. `unit` is
    "layer.map.row.column"; `on_pick` is called with another one, `on_scale` with another of SCALES.
    `colours` is the diverging scale, ±`limit` at its ends.
    """

    def picked() -> None:
        found = (st.session_state.get(key) or {}).get("picked")
        if isinstance(found, str) and is_unit(found, {k: m.shape for k, m in maps.items()}):
            on_pick(found)

    def scaled() -> None:
        found = (st.session_state.get(key) or {}).get("scaled")
        if found in SCALES:
            on_scale(found)

    floats = np.concatenate([each.ravel() for each in maps.values()]).astype("<f4")
    data = {
        "floats": b64encode(floats.tobytes()).decode(),
        "layers": [
            {
                "name": name,
                "title": titles[name],
                "caption": captions[name],
                "shape": list(each.shape),
                "columns": columns.get(name, 0),
            }
            for name, each in maps.items()
        ],
        "windows": {k: {e: list(w) for e, w in seen.items()} for k, seen in windows.items()},
        "tables": {name: [list(row) for row in table] for name, table in tables.items()},
        "limit": limit,
        "colours": list(colours),
        "answer": answer,
        "unit": unit,
        "scale": scale,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _WALK(key=key, data=data, on_picked_change=picked, on_scaled_change=scaled)


def is_unit(text: str, shapes: Mapping[str, Sequence[int]]) -> bool:
    """Whether "layer.map.row.column" names a unit of a layer after the first one."""
    layer, *places = text.split(".")
    if layer not in list(shapes)[1:] or len(places) != 3:
        return False
    plain = all(each.isascii() and each.isdigit() and len(each) < 5 for each in places)
    return plain and all(int(each) < size for each, size in zip(places, shapes[layer], strict=True))
