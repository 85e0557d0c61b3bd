"""Widgets of our own, a folder each; what several of them do alike is in the folder `shared`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

SHARED = Path(__file__).with_name("shared")
ENTRY = "export default function"
DRAWN = """
export default (given) => {
  const end = component(given)
  given.parentElement.host.dataset.drawn = "" // frame.css shows now what stands below
  return end
}
"""


def declare(name: str, *, js: str, css: str | None = None, html: str | None = None) -> Any:
    """A component of Streamlit's whose element carries `data-drawn` once it has been drawn.

    What stands below is shown only then (frame.css), so that nothing is pushed down in sight.
    """
    return st.components.v2.component(
        name, js=js.replace(ENTRY, "function component") + DRAWN, css=css, html=html
    )


def script(folder: Path, *names: str, shared: Sequence[str] = ()) -> str:
    """The scripts of a component as one, after those that it shares with others."""
    files = [SHARED / f"{name}.js" for name in shared] + [folder / f"{name}.js" for name in names]
    return "\n".join(file.read_text("utf-8") for file in files)
