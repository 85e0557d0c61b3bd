"""Where markup meets Streamlit. All HTML and SVG made in Python is built from htpy's elements.

An element is `h.p(".note", lang="en")["text"]`: its attributes in round brackets, its children in
square ones. A text in either is escaped as it is written out; only what is markup by its type, an
element or `Markup`, stands as it is. So nothing is escaped or closed by hand.
"""

from pathlib import Path

import streamlit as st
from htpy import Renderable


def show(markup: Renderable) -> None:
    """Shows elements on the page. A string is refused by the type checker."""
    st.html(str(markup))


def style_sheet(css: Path) -> None:
    """Adds a style sheet to the page."""
    st.html(css)
