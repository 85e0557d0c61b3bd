"""The exhibit of Inside AlexNet that shows what a unit answers to most."""

import streamlit as st

from ui.exhibits.inside.chosen_unit import chosen_now
from ui.page.frame import Page


@st.fragment(key="inside.excites")
def excites(page: Page) -> None:
    """The patches of the sample photos that excite the unit most, beside the visitor's photo."""
    page.section("excites")
    if chosen_now(page) is None:
        return
    page.seen("excites", False)
