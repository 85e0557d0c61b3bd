"""Drawings read while the pen moves: a websocket past Streamlit, as ASGI middleware.

A run of a fragment costs ten times what LeNet-5 does, so under the pen nothing runs but the
network. The pad sends what it would send to Streamlit, as JSON `{"lang", "dark", "drawing"}`, and
gets `{"seq", "shown"}`, where `shown` is HTML by its data-testid. When the pen lifts, the drawing
goes to Streamlit too, and the whole page follows. Nothing is kept here. Who floods it or is of
another site is stopped before: `ui.limits`, `ui.security`.
"""

import asyncio
import json
from functools import cache
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from cnn.problem import Problem, enough_memory
from cnn.reading import Reading
from cnn.reading import read as read_drawing
from ui import metrics, reader
from ui.components.digit_pad.message import Drawing, parse
from ui.exhibits.draw_html import under_the_pen
from ui.frame import Page
from ui.pages import entry
from ui.text import LANGUAGES

PATH = "/live"
LONGEST = 40_000  # characters; a full drawing takes some 14,000


class Live:
    """ASGI middleware: answers drawings on `PATH`, passes everything else on."""

    served = False  # whether this process answers on PATH; plain `streamlit run` does not

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        Live.served = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a pad until it leaves."""
        if scope["type"] != "websocket" or scope["path"] != PATH:
            return await self.app(scope, receive, send)
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        try:
            while True:
                if asked := understood((await socket.receive()).get("text")):
                    answering = reader.later(answer, *asked)
                    await socket.send_text(await asyncio.wrap_future(answering))
        except (WebSocketDisconnect, RuntimeError):  # it has left, perhaps before its answer
            return


def place(dark: bool) -> dict[str, Any] | None:
    """What the pad needs to be answered here; None where it has to go by Streamlit."""
    return {"path": PATH.removeprefix("/"), "dark": dark} if Live.served else None


def understood(text: str | None) -> tuple[Drawing, str, bool] | None:
    """What a message asks: a drawing, the language, whether the theme is dark; None if nothing."""
    if text is None or len(text) > LONGEST:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or set(told) != {"lang", "dark", "drawing"}:
        return None
    message = parse(told["drawing"])
    if message is None or told["lang"] not in LANGUAGES or not isinstance(told["dark"], bool):
        return None
    return message.drawing, told["lang"], told["dark"]


def answer(drawing: Drawing, lang: str, dark: bool) -> str:
    """The words for one drawing; on the thread that reads."""
    reading: Reading | Problem
    try:
        with metrics.timed(metrics.reading), enough_memory():
            reading = read_drawing(drawing.strokes)
    except Problem as problem:
        reading = problem
    shown = under_the_pen(_page(lang), reading, drawing.seq, dark)
    return json.dumps({"seq": drawing.seq, "shown": shown})


@cache
def _page(lang: str) -> Page:
    return Page(entry("draw"), lang)
