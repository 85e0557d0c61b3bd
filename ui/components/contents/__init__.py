"""The contents of the page that is shown: its sections as links, the one in view marked.

In a wide window they stand in the sidebar, else behind one button. They are gathered in the
browser from the headings that stand there, so that nothing is listed twice; the address follows
the section in view.
"""

from collections.abc import Mapping
from pathlib import Path

from ui.components import bundled_script, once

_CONTENTS = once(
    "contents",
    js=bundled_script(Path(__file__).with_name("contents.js")),
    css="",
    html="<span hidden></span>",
)
LABELS = ("contents", "close", "top")
"""The names of the labels that `mount` needs."""


def mount(key: str, labels: Mapping[str, str], lang: str, everything: bool) -> None:
    """Shows them, in every page's sidebar and at its foot.

    The browser keeps, in a cookie of a year, whether `everything` stands open.
    """
    _CONTENTS(
        key=key, data={"labels": dict(labels), "lang": lang, "everything": everything}, height=1
    )
