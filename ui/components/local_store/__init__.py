"""A copy of the visitor's progress in the browser's localStorage, so that a reload loses nothing.

It draws nothing, but keeps the count in the sidebar. It reruns the app only if the browser knows
more than the session does, or if the theme has changed since pictures were made for it. And it
tells the document which language it is in, which Streamlit cannot.
"""

from pathlib import Path
from typing import Any

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_STORE = declare(
    "local_store", js=bundled_script(_HERE / "local_store.js"), html="<span hidden></span>"
)


def mount(key: str, data: dict[str, Any]) -> None:
    """Mirrors `data` (types.d.ts says what); the answer is st.session_state[key]["stored"].

    A quiet mirror writes to the browser and never answers. `lang` and `theme`, if given, are those
    of the page as it was drawn.
    """
    _STORE(
        key=key,
        data=data,
        height=1,
        on_stored_change=lambda: None,
        on_theme_change=lambda: None,
    )
