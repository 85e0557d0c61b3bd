"""What all exhibits of the AlexNet page share: its styles and the list of what is on it."""

from pathlib import Path

import streamlit as st

from ui.frame import Page

STYLE = Path(__file__).with_name("alexnet.css")


def prepare(page: Page) -> None:
    """The page's styles, and links to its sections."""
    st.html(STYLE)
    page.prose(page.text["contents"], "contents")
