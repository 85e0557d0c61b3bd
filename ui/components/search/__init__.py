"""A search over the course, in the browser: a button and "/" open it.

Here is what every page needs: the button, the key, and the dialog in which one types. What finds
(find.js with the library MiniSearch) and the index come when it is opened, once a visit.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from ui.components import Once, bundled_script, once, serve

_HERE = Path(__file__).parent
_SEARCH = once(
    "search",
    js=bundled_script(_HERE / "search.js"),
    css=(_HERE / "search.css").read_text("utf-8"),
    html='<button type="button" class="open"></button>',
)
LABELS = ("open", "slash", "fetching", "failed")
"""The names of the labels that `mount` needs."""
FOUND = (
    *("ask", "close", "hint", "nothing", "found", "long"),
    *("page", "section", "exhibit", "event", "term", "note"),
)
"""Those that come with the index; %n is a count, %q what was asked."""


class Files(NamedTuple):
    """MiniSearch as a module, and the index as JSON: `Index` of types.d.ts."""

    library: bytes
    entries: bytes


def mount(
    key: str,
    labels: Mapping[str, str],
    lang: str,
    *,
    files: Files | None,
    on_asked: Callable[[], None],
) -> None:
    """Shows the button. `files`: sent by their addresses, if this process serves them.

    Else they are None until `on_asked` was called, and go with the message from then on.
    """
    data = {
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
        "files": sent(files) if files else None,
    }
    _SEARCH(key=key, data=data, on_asked_change=on_asked)


def sent(files: Files) -> dict[str, Any]:
    """How the files go to the browser: `SentFiles` of types.d.ts."""
    return _sent(files, Once.served)


@cache
def _sent(files: Files, by_address: bool) -> dict[str, Any]:
    style = (_HERE / "find.css").read_text("utf-8")
    script = f"{bundled_script(_HERE / 'find.js')}\nexport const style = {json.dumps(style)}\n"
    each = {
        "library": ("minisearch", ".js", files.library),
        "find": ("search_find", ".js", script.encode()),
        "index": ("search_index", ".json", files.entries),
    }
    if by_address:
        return {name: {"address": serve(*file)} for name, file in each.items()}
    return {name: {"text": body.decode()} for name, (_, _, body) in each.items()}
