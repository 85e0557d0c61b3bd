"""The bar of an exhibit that is shown alone: back and on by links and keys, and out of it.

It is small and stands at the lower edge. Arrow keys and a presenter's PageDown and PageUp press its
links, as Escape does the way out; what an exhibit does with these keys comes first.
"""

from pathlib import Path
from typing import NamedTuple

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_BAR = declare(
    "projector_bar",
    js=bundled_script(_HERE / "projector_bar.js"),
    css=(_HERE / "projector_bar.css").read_text("utf-8"),
    html="<nav></nav>",
)


class BarLink(NamedTuple):
    """A link of the bar: its address and its words."""

    href: str
    words: str


def mount(
    key: str,
    *,
    label: str,
    place: str,
    lang: str,
    before: BarLink | None,
    after: BarLink | None,
    out: BarLink,
) -> None:
    """Shows the bar. `label` names it for ears; `place` says which of how many is shown."""
    steps = {"before": before, "after": after, "out": out}
    data = {
        "label": label,
        "place": place,
        "lang": lang,
        "steps": {name: list(step) for name, step in steps.items() if step},
    }
    _BAR(key=key, data=data)
