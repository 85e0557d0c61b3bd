"""The pad alone on a page, for `scripts.make_stroke_set`."""

import streamlit as st

from ui.components import digit_pad


@st.fragment
def pad() -> None:
    digit_pad.drawing_on("pad")
    digit_pad.mount("pad", labels={name: name for name in digit_pad.LABELS})


pad()
