"""Where markup meets Streamlit. All HTML and SVG made in Python is built from htpy's elements.

An element is `h.p(".note", lang="en")["text"]`: its attributes in round brackets, its children in
square ones. A text in either is escaped as it is written out; only what is markup by its type, an
element or `Markup`, stands as it is. So nothing is escaped or closed by hand.
"""

from pathlib import Path

import htpy as h
import streamlit as st
from htpy import Renderable
from markupsafe import Markup


def show(markup: Renderable) -> None:
    """Shows elements on the page. A string is refused by the type checker."""
    st.html(str(markup))


def style_sheet(css: Path) -> None:
    """Adds a style sheet to the page."""
    st.html(css)


def style_rules(css: str) -> None:
    """Adds rules that were made for this page. Raises ValueError for what could end a style."""
    if "<" in css:
        raise ValueError("no rule has this sign")
    st.html(str(h.style[Markup(css)]))
