"""A token in the browser's sessionStorage: a tab that is loaded again can say which one it was.

It draws nothing. A second tab has a token of its own, unless it was made as a copy of the first.
"""

from pathlib import Path

import streamlit as st

from ui.components import bundled_script, declare

_HERE = Path(__file__).parent
_STORE = declare(
    "tab_store", js=bundled_script(_HERE / "tab_store.js"), html="<span hidden></span>"
)


def token_sent(key: str) -> object:
    """What the tab has sent so far: a token, if it is honest."""
    return (st.session_state.get(key) or {}).get("token")


def mount(key: str, token: str, forget: bool = False) -> None:
    """Keeps `token`; without one, asks for the token kept before, or forgets it."""
    _STORE(
        key=key,
        data={"name": key, "token": token, "forget": forget},
        height=1,
        on_token_change=lambda: None,
    )
