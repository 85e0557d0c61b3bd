"""A digit changed under sliders until each network breaks, computed in the browser in each frame.

`bending.js` is cnn.data.mnist.perturbations once more. The networks are those that
`ui.components.browser.mount_networks` has brought to the page.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from cnn.data.mnist.perturbations import SPANS, Bend
from ui.components import bundled_script, once
from ui.components.digit_pad.message import Strokes, pack_strokes

_HERE = Path(__file__).parent
_BROKEN = once(
    "broken_digit",
    js=bundled_script(_HERE / "broken_digit.js"),
    css=(_HERE / "broken_digit.css").read_text("utf-8"),
    html='<div class="broken"></div>',
    height=("61rem", "45.5rem"),
)
LABELS = (
    *("as-drawn", "again", "drawn", "bent", "network", "answer", "along", "holds", "range"),
    *("gone", "share", "track", "legend", "failed", "digit-empty", "digit-dot"),
)
"""The names of the labels that `mount` needs; %-letters in them are filled by the browser."""


def mount(
    key: str,
    *,
    pad: str,
    sample: Strokes,
    networks: Mapping[str, str],
    change: str,
    titles: Mapping[str, str],
    units: Mapping[str, str],
    colours: Sequence[str],
    labels: Mapping[str, str],
    lang: str,
    on_moved: Callable[[str], None],
) -> None:
    """Shows what is on `pad`, or the sample, under a slider for each of SPANS.

    `networks`: the title of each that reads it; `change`: the one of SPANS along which the curves
    run at first; `titles` and `units` name each slider and write its value, %v; `colours`: paper
    and ink. `on_moved` is called with the slider that was moved, once it has come to rest.
    """

    def moved() -> None:
        found = (st.session_state.get(key) or {}).get("moved")
        if isinstance(found, str) and found in SPANS:
            on_moved(found)

    still = Bend()._asdict()
    data = {
        "pad": pad,
        "sample": pack_strokes(sample),
        "spans": {name: span._asdict() | {"rest": still[name]} for name, span in SPANS.items()},
        "change": change,
        "networks": dict(networks),
        "titles": {name: titles[name] for name in SPANS},
        "units": {name: units[name] for name in SPANS},
        "colours": list(colours),
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _BROKEN(key=key, data=data, on_moved_change=moved)
