"""What all exhibits of the AlexNet page share: its styles and the list of what is on it."""

from pathlib import Path

import streamlit as st

from ui.frame import Page

STYLES = [Path(__file__).with_name(name) for name in ("alexnet.css", "alexnet_results.css")]


def prepare(page: Page) -> None:
    """The page's styles, and links to its sections."""
    for style in STYLES:
        st.html(style)
    page.prose(page.text["contents"], "contents")
