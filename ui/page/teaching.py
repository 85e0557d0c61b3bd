"""Whether this visitor teaches, and so may see answers: who leads a class, or says so."""

import streamlit as st

from ui.words.text import label

LED = "teachers.led"  # the class that this visitor leads: ui.exhibits.teachers.own_class
SAID = "teachers.teaches"


def teaches() -> bool:
    """Whether answers may be shown in this session."""
    return bool(st.session_state.get(LED) or st.session_state.get(SAID))


def ask_whether(lang: str, kept_back: str) -> None:
    """The plain question, remembered for the session; `kept_back` says what is behind it."""
    st.caption(kept_back)
    st.button(label("teachers.teach", lang), key="teachers-teach", on_click=_said)


def _said() -> None:
    st.session_state[SAID] = True
