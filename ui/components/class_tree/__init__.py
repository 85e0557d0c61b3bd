"""A branch of WordNet's tree as a map: each part as large as the number of its classes.

The browser lays the parts out and draws them as buttons; Python is told which is opened, and sends
the next branch.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_TREE = declare(
    "class_tree",
    js=bundled_script(_HERE / "class_tree.js"),
    css=(_HERE / "class_tree.css").read_text("utf-8"),
    html='<div class="tree"></div>',
)
LABELS = ("map", "path", "up")


@dataclass(frozen=True)
class TreePart:
    """One part of the map, or a step of the path to it."""

    id: str
    name: str
    count: int  # of classes, its area
    words: str  # what is said when it is pointed at
    marked: bool = False  # a photo's answer lies in it
    inside: list[int] = field(default_factory=list)  # the counts of its own parts, drawn faintly


def mount(
    key: str,
    *,
    path: Sequence[TreePart],
    parts: Sequence[TreePart],
    known: Collection[str],
    selected: str,
    labels: dict[str, str],
    lang: str,
    on_open: Callable[[str], None],
) -> None:
    """Shows `parts`, and above them `path` from the root down.

    `on_open` is called with an id out of `known` before the run that answers. `labels` has a text
    for each of LABELS.
    """

    def opened() -> None:
        asked = (st.session_state.get(key) or {}).get("opened")
        if isinstance(asked, str) and asked in known:
            on_open(asked)

    data = {
        "path": [asdict(part) for part in path],
        "parts": [asdict(part) for part in parts],
        "selected": selected,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _TREE(key=key, data=data, on_opened_change=opened)
