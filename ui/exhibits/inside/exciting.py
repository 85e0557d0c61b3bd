"""The exhibit of Inside AlexNet that shows what a unit answers to most."""

import streamlit as st

from cnn import figures
from cnn.errors import Problem
from ui.exhibits.inside import exciting_html as html
from ui.exhibits.inside.chosen_unit import LOOKED, chosen_now
from ui.exhibits.inside.patches import exciting_patches, photo_patch
from ui.html import markup
from ui.page.frame import Page
from ui.words.numbers import signed


@st.fragment(key="inside.excites")
def excites(page: Page) -> None:
    """The patches of the sample photos that excite the unit most, beside the visitor's photo."""
    page.section("excites")
    if (chosen := chosen_now(page)) is None:
        return
    try:
        patches = exciting_patches(chosen.layer, chosen.number)
    except Problem as problem:
        page.problem(problem)
        return
    own = figures.encoded(photo_patch(chosen.photo, chosen.found, chosen.layer, chosen.at), "small")
    markup.show(html.nine(page, chosen, patches, own))
    (width, height), side = chosen.box.size, chosen.found.network.transform.side
    page.seen(
        "excites",
        LOOKED in st.session_state,
        how="" if patches else "silent",
        name=chosen.name(page),
        field=f"{width}×{height}",
        photo=f"{side}×{side}",
        most=signed(patches[0].value) if patches else "0",
        value=signed(chosen.value),
    )
