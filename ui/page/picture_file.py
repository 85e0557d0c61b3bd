"""A visitor's own picture, wherever a page takes one: chosen, dropped, pasted, or from the camera.

Its bytes stay in memory and are forgotten once read (ui.patches.uploads); what decodes it is a
process of its own (cnn.data.photos.decode). A phone offers its camera with its files as well.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import streamlit as st
from PIL import Image
from streamlit.typing import UploadedFile

from cnn.data.photos.decode import open_photo
from ui.components import given_pictures
from ui.page.frame import Page
from ui.patches import uploads
from ui.work.script_turns import aside

NAME = 40  # characters of a file's name that are shown


class GivenFile(NamedTuple):
    """A file that has just arrived, not read yet."""

    file: UploadedFile

    @property
    def name(self) -> str:
        return str(self.file.name)[:NAME]

    def picture(self, clear: bool = False) -> Image.Image:
        """The picture in it, upright; RGBA if it has transparency and `clear`, else RGB.

        Its bytes are forgotten. Raises Problem if it is none, or too large to be opened.
        """
        data = uploads.take(self.file)
        with aside():  # it may wait for its turn to be decoded
            return open_photo(data, clear)

    def forget(self) -> None:
        """Its bytes are forgotten unread."""
        uploads.take(self.file)


Receive = Callable[[Sequence[GivenFile]], None]


def offer_upload(
    page: Page, name: str, label: str, receive: Receive, *, several: bool = False, answer: str = ""
) -> None:
    """Where files are chosen, and what is dropped or pasted anywhere on the page arrives.

    `receive` is called with them, in a callback. name: of the exhibit, such as "photo"; the
    uploader's key is that with ".files-" and a number. `answer` is the key of the container that
    shows what became of them: it is brought into view.
    """
    with st.container(key=f"{name}.given"):
        key = f"{name}.files-{_round(name)}"
        st.file_uploader(
            label,
            accept_multiple_files=several,
            key=key,
            on_change=_received,
            args=(name, key, receive),
        )
    st.caption(f"{page.label('picture.paste')} {page.label('picture.promise')}")
    given_pictures.mount(
        f"{name}.pictures",
        f"{name}.given",
        hint=page.label("picture.drop"),
        lang=page.lang,
        answer=answer,
        arrived=_round(name),
    )


def offer_camera(page: Page, name: str, receive: Receive) -> None:
    """Where a picture is taken by the camera; `receive` is called with it, in a callback."""
    key = f"{name}.camera-{_round(name)}"
    st.camera_input(
        page.label("picture.camera"), key=key, on_change=_received, args=(name, key, receive)
    )
    st.caption(page.label("picture.promise"))


def _round(name: str) -> int:
    number: int = st.session_state.get(f"{name}.round", 0)
    return number


def _received(name: str, key: str, receive: Receive) -> None:
    files: Any = st.session_state.get(key)
    if files:
        st.session_state[f"{name}.round"] = _round(name) + 1  # a new, empty widget
        receive([GivenFile(file) for file in (files if isinstance(files, list) else [files])])
