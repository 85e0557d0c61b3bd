"""Links inside the app, wherever they stand, lead on in the same visit, and to the very section.

Streamlit opens every link in a text in a new tab, which is a new visit. Here an ordinary click goes
the way of the browser's back button, and the section that the address names is scrolled to and
kept in view while the page above it still grows. With a key held down, or without JavaScript, they
remain links like any other.

On a phone, where Streamlit's sidebar lies over the page, a link in it closes it, and it is never
open when a page is loaded. What Streamlit names in English is named in the page's language. It
draws nothing.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from ui.components import bundled_script, once

_HERE = Path(__file__).parent
_LINKS = once(
    "inner_links", js=bundled_script(_HERE / "inner_links.js"), css="", html="<span hidden></span>"
)
LABELS = ("sidebar", "open", "close", "skip")


def mount(key: str, addresses: Sequence[str], labels: Mapping[str, str]) -> None:
    """Follows links to "./<one of addresses>", with any parameters and any #section.

    labels: the sidebar, what opens it, what closes it, and the link past it.
    """
    _LINKS(key=key, data={"addresses": list(addresses), "labels": dict(labels)}, height=1)
