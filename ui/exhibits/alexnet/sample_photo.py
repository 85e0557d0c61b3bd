"""Which sample photo the exhibits of the AlexNet page look at."""

import streamlit as st

from ui.page import url_state
from ui.page.frame import Page
from ui.words.facts import toml

PHOTOS = (
    "macaw",
    "red-panda",
    "goldfish",
    "tabby-cat",
    "giant-panda",
    "citrus",
    "clownfish",
    "suspension-bridge",
)


def choose_sample(page: Page, name: str) -> str:
    """A photo, kept in the address as `name`; each exhibit has a choice of its own."""
    titles = toml("photos")
    return url_state.choice(
        page,
        name,
        PHOTOS,
        label=page.label("alexnet.photo"),
        widget=st.selectbox,
        width=320,
        format_func=lambda photo: titles[photo][page.lang],
    )
