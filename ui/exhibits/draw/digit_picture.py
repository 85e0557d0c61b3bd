"""The exhibit of Draw that reads a picture of a digit: chosen, dropped, pasted or from the camera.

The picture is decoded and read on the server, in its memory. What is kept for this visit is what
the page shows: the steps of reading it, small, and the answer.
"""

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from cnn.errors import Problem
from cnn.inference.digit import PictureReading, read_picture
from ui.exhibits.draw import digit_picture_html as html
from ui.html import markup
from ui.page import picture_file
from ui.page.frame import Page
from ui.page.picture_file import GivenFile
from ui.page.theme import is_dark
from ui.patches import uploads
from ui.words.text import literal
from ui.work.inference_threads import call_beside

GIVEN = "draw.picture"
SOURCES = ("upload", "camera")


class GivenPicture(NamedTuple):
    """The picture that was given last, and what became of it."""

    name: str
    found: PictureReading | Problem


@st.fragment(key="draw.photographed")
def digit_picture(page: Page) -> None:
    """A picture of a digit, how its ink is found, and the network's answer or why there is none."""
    uploads.keep_in_memory()
    page.section("picture")
    source = st.segmented_control(
        page.label("draw.picture-source"),
        SOURCES,
        key="draw.picture-from",
        default=SOURCES[0],
        required=True,
        format_func=lambda each: page.label(f"draw.picture-{each}"),
        persist_state="session",
    )
    if source == "camera":
        picture_file.offer_camera(page, "draw", _receive)
    else:
        picture_file.offer_upload(page, "draw", page.label("draw.picture-choose"), _receive)
    given: GivenPicture | None = st.session_state.get(GIVEN)
    if given is None:
        return
    st.caption(page.label("draw.picture-about", name=literal(given.name)))
    if isinstance(given.found, Problem):
        page.problem(given.found)
    else:
        markup.show(html.picture_reading(page, given.found, is_dark()))
    st.button(
        page.label("draw.picture-forget"),
        key="draw.picture-forget",
        icon=":material/delete:",
        type="tertiary",
        on_click=_forget,
    )
    if isinstance(given.found, Problem):
        page.seen("picture", how="none")
    else:
        _close(page, given.found)


def _close(page: Page, found: PictureReading) -> None:
    reading = found.reading
    page.seen(
        "picture",
        how="" if found.is_sure else "unsure",
        best=reading.best,
        nearest=f"{reading.distances[reading.best]:.1f}",
        second=reading.second,
        next=f"{reading.distances[reading.second]:.1f}",
    )


def _receive(files: Sequence[GivenFile]) -> None:
    found: PictureReading | Problem
    (file,) = files
    try:
        found = call_beside(read_picture, file.picture(clear=True))
    except Problem as problem:
        found = problem
    st.session_state[GIVEN] = GivenPicture(file.name, found)


def _forget() -> None:
    st.session_state.pop(GIVEN, None)
