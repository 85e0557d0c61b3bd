"""Ten distances adding up: the units of a layer compared with ten codes, one cell at a time.

The reader moves through the cells or lets them run; the bars grow, and each sum ends at the output
of the network. Python is told once that somebody has gone through them.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_SUM = declare(
    "code_sum",
    js=bundled_script(_HERE / "sum.js"),
    css=(_HERE / "sum.css").read_text("utf-8"),
    html='<div class="sum"></div>',
)
LABELS = (
    *("units", "code", "apart", "cells", "play", "pause", "back", "on", "cell", "so_far", "whole"),
    *("bars", "answer"),
)
"""The names of the labels that `mount` needs; %-letters in them are filled by the browser."""


def mount(
    key: str,
    units: NDArray[np.floating],
    codes: NDArray[np.floating],
    distances: NDArray[np.floating],
    *,
    width: int,
    limit: float,
    colours: Sequence[str],
    labels: dict[str, str],
    lang: str,
    on_gone: Callable[[], None],
) -> None:
    """Shows units (n,) beside codes (10, n), in rows of `width`; distances (10,) are the outputs.

    `colours` is the diverging scale, ±`limit` at its ends.
    """
    data: dict[str, Any] = {
        "units": [float(value) for value in units],
        "codes": ["".join("+" if one > 0 else "-" for one in code) for code in codes],
        "distances": [float(value) for value in distances],
        "width": width,
        "limit": limit,
        "colours": list(colours),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _SUM(key=key, data=data, on_gone_change=on_gone)
