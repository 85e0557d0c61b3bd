"""The exhibit of Inside AlexNet that goes from a unit's answer back to the pixels."""

import streamlit as st

from ui.exhibits.inside.chosen_unit import chosen_now
from ui.page.frame import Page


@st.fragment(key="inside.deconvolution")
def back_to_pixels(page: Page) -> None:
    """Three ways back, and whether they still look alike with shuffled weights."""
    page.section("deconvolution")
    if chosen_now(page) is None:
        return
    page.seen("deconvolution", False)
    page.section("sanity")
    page.seen("sanity", False)
