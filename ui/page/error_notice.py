"""What a visitor sees of an error that no exhibit has caught: a sentence in the page's language."""

import streamlit as st

from cnn.errors import Problem
from ui.words import language
from ui.words.text import label, labels


def show_error(error: Exception) -> bool:
    """Streamlit's `on_script_error`: shows the sentence in place of Streamlit's own box."""
    problem = Problem("unexpected", "This part of the page has failed, by a fault of ours.")
    if isinstance(error, Problem):
        problem = error
    lang = st.session_state.get(language.CHOSEN) or language.from_browser()
    key = f"problem.{problem.key}"
    st.warning(label(key, lang, **problem.fields) if key in labels(lang) else str(problem))
    return True
