"""Waiting in a browser. What Python listens to there (messages, errors) is heard only meanwhile."""

import time
from collections.abc import Callable
from typing import TypeVar

from playwright.sync_api import Page, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from scripts.protocol import STREAM

T = TypeVar("T")
FRAMES = """async count => {
    while (count--) await new Promise(requestAnimationFrame)
}"""


def until(page: Page, condition: Callable[[], T], seconds: float = 60) -> T:
    """What `condition` returns once it is true. Fails after `seconds` in which it never was.

    Asked again and again from here: wait_for_function with a string asks by eval, which our policy
    forbids.
    """
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not so within {seconds:.0f} s"
        page.wait_for_timeout(20)
    return found


def frames(page: Page, count: int = 2) -> None:
    """Returns when the browser has drawn so often: what an event changes at once is then there."""
    page.evaluate(FRAMES, count)


def nothing_for(page: Page, milliseconds: int, why: str) -> None:
    """Lets time pass, for a test that asks whether nothing happens in it: `why` says what would.

    The only wait of a fixed time. On a machine too slow for what would happen the test passes.
    """
    assert why
    page.wait_for_timeout(milliseconds)


class Runs:
    """Counts what a page, from its next `goto` on, asks its script to do, and each end of a run."""

    def __init__(self, page: Page) -> None:
        self.page, self.asked, self.ended = page, 0, 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        if socket.url.endswith(STREAM):
            socket.on("framesent", self._sent)
            socket.on("framereceived", self._received)

    def _sent(self, frame: bytes) -> None:
        self.asked += BackMsg.FromString(frame).WhichOneof("type") == "rerun_script"

    def _received(self, frame: bytes) -> None:
        self.ended += ForwardMsg.FromString(frame).WhichOneof("type") == "script_finished"

    def after(self, act: Callable[[], object]) -> None:
        """Acts, and returns when a run that was asked for by it, if one was, has ended."""
        asked, ended = self.asked, self.ended
        act()
        frames(self.page)
        if self.asked > asked:
            until(self.page, lambda: self.ended > ended, 240)
