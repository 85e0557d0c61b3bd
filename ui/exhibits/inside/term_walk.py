"""The exhibit of Inside AlexNet that takes a unit's number apart, layer by layer."""

import streamlit as st

from ui.exhibits.inside.chosen_unit import chosen_now
from ui.page.frame import Page


@st.fragment(key="inside.trace")
def trace(page: Page) -> None:
    """A number, the terms that it is the sum of, and the way of one of them down to the pixels."""
    page.section("trace")
    if chosen_now(page) is None:
        return
    page.seen("trace", False)
