"""The pad on which visitors draw digits: Python has the strokes when the pen lifts.

While it moves, other components of the page have them, in the same frame (`shared/drawn.js`).

Use, inside a fragment: ``drawing = value(key)`` first, then whatever answers it, then
``mount(key, ...)`` last, because the acknowledgement travels behind the answers and lets the
pad send its next message. The drawing outlives page changes (a copy in the session), reloads
and server restarts (the browser's sessionStorage, from which the pad sends it again).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from ui.components import bundled_script, declare, once
from ui.components.digit_pad.message import (
    CAPACITY,
    LAST,
    Drawing,
    Message,
    Strokes,
    pack_strokes,
    parse_message,
)
from ui.patches import component_state

__all__ = ["CAPACITY", "LABELS", "LAST", "Drawing", "Strokes", "mount", "put", "value"]

LABELS = (
    *("pad", "tools", "hint", "pen", "eraser", "undo", "redo", "clear", "keys", "help"),
    *("pen_down", "pen_up", "place", "undone", "redone", "cleared", "full"),
)
"""The names of the labels that ``mount`` needs."""

_FOLDER = Path(__file__).parent


def _read(file: str) -> str:
    return (_FOLDER / file).read_text("utf-8")


component_state.tolerate()

_PAD = once(
    "digit_pad",
    html=_read("digit_pad.html"),
    css=_read("digit_pad.css"),
    js=bundled_script(_FOLDER / "digit_pad.js"),
)
_ACK = declare("digit_pad_ack", js=bundled_script(_FOLDER / "ack.js"))


@dataclass(frozen=True, eq=False)
class _Put:
    """A drawing on its way from Python to the pad, which will name the token in its answer."""

    token: str
    strokes: Strokes


def drawing_on(key: str) -> Drawing | None:
    """The drawing on the pad, or None before there is one; read it before ``mount``.

    A malformed message changes nothing: the last good drawing stays.
    """
    message, waiting = _message(key), _waiting(key)
    if message and (waiting is None or message.token == waiting.token):
        st.session_state[f"{key}_kept"] = message.drawing
        st.session_state[f"{key}_put"] = None
    drawing: Drawing | None = st.session_state.get(f"{key}_kept")
    return drawing


def put_drawing(key: str, strokes: Strokes) -> None:
    """Puts a drawing on the pad, for a button's callback; ``drawing_on`` returns it at once.

    ``strokes``: on the pad's grid, 0 to 1023. Raises ValueError when they cannot be packed.
    """
    pack_strokes(strokes)
    last = drawing_on(key)
    st.session_state[f"{key}_put"] = _Put(secrets.token_hex(6), strokes)
    st.session_state[f"{key}_kept"] = Drawing(last.seq + 1 if last else 1, strokes)


def mount(
    key: str,
    *,
    labels: Mapping[str, str],
    ghost: Strokes | None = None,
    lang: str = "en",
    on_change: Callable[[], None] = lambda: None,
) -> None:
    """Shows the pad and acknowledges the drawing that ``drawing_on`` returned in this run.

    ``labels``: a text for each name in ``LABELS``, in the language ``lang``. ``ghost``: a dotted
    sample, shown until the first stroke and never sent. ``on_change``: called when a message has
    come, before the run that answers it.
    """
    data = {
        "pad": key,
        "labels": {name: labels[name] for name in LABELS},
        "ghost": pack_strokes(ghost) if ghost else None,
        "lang": lang,
    }
    word = _word(key)
    # Two components, since Streamlit sends inline code with every change of the data: the pad's
    # never changes under the pen and travels by reference, the small one carries the news.
    with st.container(gap=None):
        _PAD(key=key, data=data, on_drawing_change=on_change)
        _ACK(key=f"{key}_ack", data=word)


def _word(key: str) -> dict[str, Any]:
    """What the pad is told: the message answered, a drawing to restore, one to take over."""
    drawing, message = drawing_on(key), _message(key)
    waiting, latest = _waiting(key), message.drawing if message else drawing
    restore = drawing and not message and not waiting
    return {
        "pad": key,
        "ack": latest.seq if latest else 0,
        "restore": pack_strokes(drawing.strokes) if drawing and restore else None,
        "put": {"token": waiting.token, **pack_strokes(waiting.strokes)} if waiting else None,
    }


def _waiting(key: str) -> _Put | None:
    waiting: _Put | None = st.session_state.get(f"{key}_put")
    return waiting


def _message(key: str) -> Message | None:
    state = st.session_state.get(key)
    return parse_message(state.get("drawing")) if isinstance(state, Mapping) else None
