"""A link inside the app that follows itself once, when the teacher points there.

A keyboard's focus and a hand on the page stay free: it is an ordinary link, pressed as a finger
would press it (inner_links), and stays there for whoever has gone on and wants to come back.
"""

from pathlib import Path

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_LINK = declare(
    "follow_link",
    js=bundled_script(_HERE / "follow_link.js"),
    css=(_HERE / "follow_link.css").read_text("utf-8"),
    html="<a></a>",
)


def mount(key: str, href: str, words: str, pointed: int) -> None:
    """Shows the link; `pointed` grows each time it is to be followed anew, 0: never."""
    _LINK(key=key, data={"href": href, "words": words, "pointed": pointed}, width="content")
