"""Whether a visitor walks the short way or sees everything at once.

On the short way, what goes deeper is folded under its question, and a long page shows one chapter
at a time (`ui.page.folds`). Which sections are folded, and which chapter has which, stands in
`ui.page.course`.
"""

import streamlit as st

EVERYTHING = "frame.everything"
LINKED = "frame.everything-linked"
PARAMETER, ALL = "open", "all"  # in a link; as a cookie the browser keeps it (contents.js)


def everything() -> bool:
    """Whether all stands open: by the switch, a link with `?open=all`, or the cookie."""
    state = st.session_state
    asked = st.query_params.get(PARAMETER) == ALL
    if asked and not state.get(LINKED):
        state[EVERYTHING] = True
    elif EVERYTHING not in state:
        state[EVERYTHING] = st.context.cookies.get(PARAMETER) == ALL
    state[LINKED] = asked
    return bool(state[EVERYTHING])
