"""Pictures pasted or dropped anywhere on the page, and the way to what became of them.

It draws nothing but a hint while a file is dragged over the page. What is pasted, but into a field
for text, or dropped goes into the uploader's own field, and on from there like a file that was
chosen: by the same way, held to the same limits. Once Python has read a picture, what it answers
is brought into view, unless the visitor has scrolled since.
"""

from pathlib import Path

from ui.components import bundled_script, once

_HERE = Path(__file__).parent
_PICTURES = once(
    "given_pictures",
    js=bundled_script(_HERE / "given_pictures.js"),
    css=(_HERE / "given_pictures.css").read_text("utf-8"),
    html='<div class="hint" popover="manual"></div>',
)


def mount(
    key: str, container: str, *, hint: str, lang: str, answer: str = "", arrived: int = 0
) -> None:
    """Gives pictures to the uploader within the container whose key is `container`.

    `answer` is the key of the container to be brought into view when `arrived`, the number of times
    that files have been read, has grown.
    """
    data = {
        "area": container_class(container),
        "answer": container_class(answer) if answer else "",
        "arrived": arrived,
        "hint": hint,
        "lang": lang,
    }
    _PICTURES(key=key, data=data, height=1)


def container_class(key: str) -> str:
    """The class that Streamlit gives to a container of this key."""
    return f"st-key-{key.replace('.', '-')}"
