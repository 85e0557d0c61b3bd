"""Whether this visitor teaches, and so may see answers: who leads a class, or says so."""

import streamlit as st

from ui.exhibits.teachers import own_class
from ui.page.frame import Page

SAID = "teachers.teaches"


def teaches() -> bool:
    """Whether answers may be shown in this session."""
    return own_class.led() is not None or bool(st.session_state.get(SAID))


def ask_whether(page: Page) -> None:
    """The plain question, kept for the session."""
    st.caption(page.label("teachers.keys"))
    st.button(page.label("teachers.teach"), key="teachers-teach", on_click=_said)


def _said() -> None:
    st.session_state[SAID] = True
