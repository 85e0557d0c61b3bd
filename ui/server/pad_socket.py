"""Drawings read while the pen moves: a websocket past Streamlit, as ASGI middleware.

A run of a fragment costs ten times what LeNet-5 does, so under the pen nothing runs but the
network. The pad sends what it would send to Streamlit, as JSON `{"lang", "dark", "drawing"}`, and
gets `{"took", "answer": {"seq", "shown"}}`: `shown` is HTML by its data-testid, `took` the
milliseconds that it waited here, by which the pad chooses its pace. When the pen lifts, the drawing
goes to Streamlit too, and the whole page follows. Answers are made in a process of their own where
there is one (`ui.server.pad_process`), else on the thread that reads (`ui.work.inference_threads`).
Nothing is kept here. Who floods it or is of another site is stopped before: `ui.server.limits`,
`ui.server.security`.
"""

import asyncio
import json
from contextlib import suppress
from functools import cache
from time import perf_counter

import torch
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from cnn.errors import Problem, enough_memory
from cnn.inference.digit import Reading
from cnn.inference.digit import read_drawing as read_drawing
from cnn.processes.watched import Gone
from cnn.results import sample_strokes
from ui.components.digit_pad.lane import PATH as PATH
from ui.components.digit_pad.lane import Lane
from ui.components.digit_pad.message import Drawing, parse_message
from ui.exhibits.draw.reading_html import under_the_pen
from ui.page.course import entry
from ui.page.frame import Page
from ui.server.pad_process import LiveProcess
from ui.sharing.addresses import of_request
from ui.sharing.shares import Shares
from ui.telemetry import metrics
from ui.words.text import LANGUAGES
from ui.work import inference_threads

FIRST = "3"  # the sample that is read before the first visitor comes
AT_ONCE = 4  # drawings of one address that are asked for and not answered; others wait
LONGEST = 40_000  # characters; a full drawing takes some 14,000


class Live:
    """ASGI middleware: answers drawings on `PATH`, passes everything else on."""

    def __init__(self, app: ASGIApp, process: LiveProcess | None = None) -> None:
        self.app, self.process = app, process
        self.turns = Shares(2 * AT_ONCE, AT_ONCE)
        Lane.open = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a pad until it leaves."""
        if scope["type"] != "websocket" or scope["path"] != PATH:
            return await self.app(scope, receive, send)
        socket, address = WebSocket(scope, receive, send), of_request(scope)
        await socket.accept()
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            text, began = message.get("text"), perf_counter()
            if text is None or len(text) > LONGEST:
                continue
            async with self.turns.held(address, socket):
                told = await self._ask(text)
            if told:
                took = perf_counter() - began
                metrics.reading.observe(took)
                try:
                    await socket.send_text(f'{{"took": {1000 * took:.1f}, "answer": {told}}}')
                except (WebSocketDisconnect, RuntimeError):  # it has left before its answer
                    return

    async def _ask(self, text: str) -> str | None:
        if self.process:
            with suppress(Gone):
                return await self.process.ask(text)
        return await asyncio.wrap_future(inference_threads.call_later(reply, text))


def prepare() -> None:
    """Read a first drawing, so that no visitor waits for what torch does then."""
    torch.set_num_threads(1)  # one drawing is too small to share; the cores have other work
    with suppress(Problem):  # a file is missing or altered: the pages say so
        drawing = Drawing(1, sample_strokes()[FIRST], "up")
        for lang in LANGUAGES:
            answer(drawing, lang, dark=False)


def reply(text: str) -> str | None:
    """The answer to a message, as JSON; None to what is no drawing."""
    asked = understood(text)
    return answer(*asked) if asked else None


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
    message = parse_message(told["drawing"])
    if message is None or told["lang"] not in LANGUAGES or not isinstance(told["dark"], bool):
        return None
    return message.drawing, told["lang"], told["dark"]


def answer(drawing: Drawing, lang: str, dark: bool) -> str:
    """The words for one drawing."""
    reading: Reading | Problem
    try:
        with enough_memory():
            reading = read_drawing(drawing.strokes)
    except Problem as problem:
        reading = problem
    shown = under_the_pen(_page(lang), reading, drawing.seq, dark)
    return json.dumps(
        {"seq": drawing.seq, "shown": {name: str(each) for name, each in shown.items()}}
    )


@cache
def _page(lang: str) -> Page:
    return Page(entry("draw"), lang)
