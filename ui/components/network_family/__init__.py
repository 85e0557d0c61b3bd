"""Networks drawn to one scale, a square for each unit, the layers of each from left to right.

Pointing at a layer shows what one of its units sees and how its counts come about; a click, a tap
or the arrow keys make it the chosen one, of which Python is told. Only one is open at a time.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_FAMILY = declare(
    "network_family",
    js=bundled_script(_HERE / "family.js"),
    css=(_HERE / "family.css").read_text("utf-8"),
    html='<div class="family"></div>',
)


@dataclass(frozen=True)
class FamilyLayer:
    """A layer as it is drawn, and the words that its panel says, all plain text."""

    name: str
    short: str  # below the picture, where there is little room
    kind: str  # input, convolution, subsampling, full, output: its colour
    maps: int
    height: int
    width: int
    columns: int  # maps in a row of the picture
    seen: Sequence[int]  # the maps before that its first map sees
    near: tuple[
        int, int, int
    ]  # field, step, offset in the layer before; see cnn.inference.unit_trace.Window
    far: tuple[int, int, int]  # the same in the input
    size: str
    lines: Sequence[tuple[str, str, str]]  # what, how many, by which sum
    shares: Sequence[tuple[str, float]]  # of all parameters, of all connections: 0 to 1
    why: str


@dataclass(frozen=True)
class FamilyNetwork:
    """A network of the family, its input the first of its layers."""

    id: str
    title: str
    year: str
    layers: Sequence[FamilyLayer]


def mount(
    key: str,
    networks: Sequence[FamilyNetwork],
    *,
    chosen: tuple[str, str],
    label: str,
    lang: str,
    on_pick: Callable[[str, str], None],
) -> None:
    """Shows `networks` with the `chosen` (network, layer) open; `on_pick` is called with another.

    Layers called "input" can be looked at but not chosen.
    """
    known = {(one.id, layer.name) for one in networks for layer in one.layers[1:]}

    def picked() -> None:
        found = (st.session_state.get(key) or {}).get("picked")
        if isinstance(found, list) and len(found) == 2 and all(isinstance(f, str) for f in found):
            network, layer = found
            if (network, layer) in known:
                on_pick(network, layer)

    data = {
        "networks": [asdict(network) for network in networks],
        "chosen": list(chosen),
        "label": label,
        "lang": lang,
    }
    _FAMILY(key=key, data=data, on_picked_change=picked)
