"""Which language a visitor reads: the URL's ?lang=, else the session's, else the browser's.

The language lives under a session key of our own and is written to the URL by us, since a widget
bound to the query string falls one step behind when pages change.
"""

import streamlit as st

from ui.words.text import LANGUAGES

CHOSEN = "language"
REFUSED = "language.refused"  # the page that was asked for in a language we do not have
SWITCH = "language.switch"


def chosen_language(page: str) -> str:
    """The language of this run; makes the URL say so and leaves its other parameters alone."""
    asked = st.query_params.get("lang")
    lang = asked if asked in LANGUAGES else st.session_state.get(CHOSEN, from_browser())
    if asked not in (None, *LANGUAGES):
        st.session_state[REFUSED] = page
    if st.session_state.get(REFUSED) != page:
        st.session_state.pop(REFUSED, None)
    if asked != lang:
        st.query_params["lang"] = lang
    st.session_state[CHOSEN] = lang
    return lang


def from_browser() -> str:
    """The browser's own language if we have it, else English."""
    preferred = (st.context.locale or "").partition("-")[0].lower()
    return preferred if preferred in LANGUAGES else LANGUAGES[0]


def language_refused() -> bool:
    """Whether the page was asked for in a language that we do not have."""
    return REFUSED in st.session_state


def language_switch(lang: str, caption: str, names: dict[str, str]) -> None:
    """The language switch. `names` holds each language's own name for itself."""
    st.session_state[SWITCH] = lang
    st.segmented_control(
        caption,
        LANGUAGES,
        key=SWITCH,
        required=True,
        format_func=names.__getitem__,
        on_change=_switched,
        label_visibility="collapsed",
    )


def _switched() -> None:
    chosen = st.session_state[SWITCH]
    st.session_state[CHOSEN] = chosen
    st.session_state.pop(REFUSED, None)
    st.query_params["lang"] = chosen
