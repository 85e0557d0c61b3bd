"""One thread that reads all drawings, and a few that ask the other classifiers.

Streamlit runs every script and fragment in a thread of its own, and oneDNN, which computes torch's
convolutions, prepares itself anew in each thread: 3.7 ms for a pass of 0.4. Here it stays prepared.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from typing import ParamSpec, TypeVar

import streamlit as st

from cnn.data.digits.preprocess import Drawing, Picture
from cnn.data.mnist import pixel_neighbours
from cnn.errors import enough_memory
from cnn.inference import digit
from cnn.inference.digit import Reading
from ui.words.language import CHOSEN
from ui.words.text import label
from ui.work.script_turns import aside

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

LATE = 2.0  # seconds of waiting until a page says that it waits
ASKED = 3  # threads for the others: one long question must not keep the short ones waiting

_thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
_second = ThreadPoolExecutor(ASKED, thread_name_prefix="machines")


def read_in_turn(drawing: Drawing, network: str = digit.DEFAULT) -> Reading:
    """`digit.read`, with its errors; visitors wait for each other a millisecond at most."""
    with enough_memory(), aside():
        return _thread.submit(digit.read_drawing, drawing, network).result()


def read_image_in_turn(image: Picture, network: str = digit.DEFAULT) -> Reading:
    """`cnn.inference.digit.read_image`: an image (28, 28) as it is."""
    with enough_memory(), aside():
        return _thread.submit(digit.read_image, image, network).result()


def prepare() -> None:
    """Makes what the other classifiers need, without waiting for it."""
    _second.submit(pixel_neighbours.build_index, "train")


def call_beside(
    function: Callable[Arguments, Result], *args: Arguments.args, **more: Arguments.kwargs
) -> Result:
    """Calls what takes longer than a reading beside the thread that reads, never before it.

    Raises what it raises; a Problem if there is no memory for it. Where it takes its time, the page
    says so.
    """
    with enough_memory(), aside():
        asked = _second.submit(function, *args, **more)
        if wait([asked], LATE).not_done and (lang := st.session_state.get(CHOSEN)):
            st.toast(label("frame.busy", lang))
        return asked.result()
