"""Words that name a part of a picture light it up, and the part lights up the words.

In the page a word is what `ui.html.points` makes, a part any element with `data-part`. Pictures
inside a component hear of it by the window's event "part-lit" and tell of their own parts by
"part-pointed" (shared/lit.js). It draws nothing and needs no server.
"""

from pathlib import Path

from ui.components import bundled_script, once

_POINTING = once(
    "pointing",
    js=bundled_script(Path(__file__).with_name("pointing.js")),
    css="",
    html="<span hidden></span>",
)


def mount(key: str) -> None:
    """Lets the words and pictures of this page point at each other; once on a page is enough."""
    _POINTING(key=key, data={}, height=1)
