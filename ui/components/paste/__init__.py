"""Pictures pasted from the clipboard, which Streamlit's uploader does not take.

It draws nothing. What is pasted anywhere on the page goes into the uploader's own field, and on
from there like a file that was chosen: by the same way, held to the same limits.
"""

from pathlib import Path

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_PASTE = declare("paste", js=bundled_script(_HERE / "paste.js"), html="<span hidden></span>")


def mount(key: str, container: str) -> None:
    """Pastes into the uploader within the container whose key is `container`."""
    area = f"st-key-{container.replace('.', '-')}"
    _PASTE(key=key, data={"area": area}, height=1)
