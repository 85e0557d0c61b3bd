"""What a teacher takes from an exhibit: a link to it, a frame for another page, the exhibit alone.

Both are copied to the clipboard; where the browser refuses that, the text stands in a field to be
copied by hand.
"""

from pathlib import Path

from ui.components import bundled_script, once

_HERE = Path(__file__).parent
_TOOLS = once(
    "copy_tools",
    js=bundled_script(_HERE / "copy_tools.js"),
    css=(_HERE / "copy_tools.css").read_text("utf-8"),
    html='<div class="tools"></div>',
)
LABELS = ("group", "alone", "link", "frame", "copied", "refused", "field")


def mount(
    key: str, *, title: str, link: str, alone: str, note: str, labels: dict[str, str], lang: str
) -> None:
    """Shows the tools of one exhibit.

    `title`: what the exhibit is called. `link`: its address, whole, for others; `alone`: where it
    is shown alone, below the app's root, as `./...`. `note`: what to know of a frame, "" if
    nothing. `labels` has a text for each of LABELS, with the field %t, the title.
    """
    data = {
        "title": title,
        "link": link,
        "alone": alone,
        "note": note,
        "labels": {name: labels[name] for name in LABELS},
        "lang": lang,
    }
    _TOOLS(key=key, data=data)
