"""Visitors without a browser: they speak Streamlit's protocol, draw on the pad, and time answers.

`python -m scripts.bench.visitor URL --visitors 10 --seconds 20` prints one JSON object. It runs in
a process of its own, so that it costs the server nothing but its messages.
"""

import argparse
import asyncio
import json
import random
import time
from contextlib import suppress
from dataclasses import dataclass, field

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from scripts.bench.digits import strokes
from ui.components.digit_pad.message import LAST, write

MOVES = 60  # pen positions a second, as a screen reports them
INTERVAL = 1 / 15  # seconds between two messages at least
PATIENCE = 12  # seconds to wait for an answer, as long as the pad waits at most
POINTS_APART = 14  # of 1,024: an unhurried hand, about a second a digit


@dataclass
class Visitor:
    """One session: the pad's identity, and the delays it has seen (in seconds)."""

    socket: ClientConnection
    pad: str = ""
    fragment: str = ""
    seq: int = 0
    answered: int = 0
    hashes: set[str] = field(default_factory=set)
    sends: list[float] = field(default_factory=list)  # message -> answer
    moves: list[float] = field(default_factory=list)  # pen position -> answer that knows it

    async def open(self, page: str) -> None:
        """Load a page; returns when its script has run and its pad is known."""
        message = BackMsg()
        message.rerun_script.page_name = page
        await self.socket.send(message.SerializeToString())
        while (await self.receive()).WhichOneof("type") != "script_finished":
            pass

    async def receive(self) -> ForwardMsg:
        """The next message; remembers the pad and what it has answered."""
        message = ForwardMsg()
        message.ParseFromString(await self.socket.recv())
        if message.metadata.cacheable:
            self.hashes.add(message.hash)
        if message.delta.new_element.WhichOneof("type") == "bidi_component":
            component = message.delta.new_element.bidi_component
            if component.component_name.endswith("digit_pad"):
                self.pad, self.fragment = component.id, message.delta.fragment_id
            elif component.component_name.endswith("digit_pad_ack"):
                self.answered = json.loads(component.json)["ack"]
        return message

    async def send(self, drawing: list[np.ndarray], pen: str) -> None:
        """Send a drawing as the pad's state, and wait for its answer (which travels before)."""
        self.seq += 1
        message = BackMsg()
        state = message.rerun_script
        state.fragment_id = self.fragment
        state.cached_message_hashes.extend(self.hashes)
        widget = state.widget_states.widgets.add(id=self.pad)
        widget.json_value = json.dumps({"drawing": write(drawing, self.seq, pen)})
        started = time.perf_counter()
        while self.answered < self.seq:
            await self.socket.send(message.SerializeToString())
            with suppress(TimeoutError):  # lost: sent again, as the pad does
                async with asyncio.timeout(PATIENCE):
                    while self.answered < self.seq:
                        await self.receive()
        self.sends.append(time.perf_counter() - started)

    async def draw(self, digit: int, rng: random.Random) -> None:
        """Draw a digit at 60 positions a second, one message in flight, then lift the pen."""
        size, left, top = rng.uniform(500, 1000), rng.uniform(0, 20), rng.uniform(0, 20)
        lines = strokes(digit, POINTS_APART, size, left, top)
        points = [point for line in lines for point in line]
        began, sent = time.perf_counter(), 0
        while sent < len(points):
            now = time.perf_counter()
            known = min(len(points), 1 + int((now - began) * MOVES))
            await self.send(_first(lines, known), "up" if known == len(points) else "down")
            answered = time.perf_counter()
            self.moves += [answered - began - i / MOVES for i in range(sent, known)]
            sent = known
            await asyncio.sleep(max(0.0, INTERVAL - (answered - now)))


def _first(lines: list[np.ndarray], known: int) -> list[np.ndarray]:
    """The first `known` points of a drawing, as strokes."""
    begun = []
    for line in lines:
        if known > 0:
            begun.append(line[:known].clip(0, LAST))
        known -= len(line)
    return begun


async def visit(url: str, page: str, seconds: float, seed: int) -> Visitor:
    """One visitor who draws digit after digit for `seconds`, a short pause between two."""
    rng = random.Random(seed)
    stream = url.replace("http", "ws") + "/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:
        visitor = Visitor(socket)
        await visitor.open(page)
        if not visitor.pad:
            raise RuntimeError(f"the page {page} has no pad")
        await asyncio.sleep(rng.uniform(0, 1))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await visitor.draw(rng.randrange(10), rng)
            await asyncio.sleep(rng.uniform(0.2, 0.6))
    return visitor


async def crowd(url: str, page: str, visitors: int, seconds: float) -> dict[str, list[float]]:
    """What `visitors` who draw at once have seen: delays in milliseconds."""
    everyone = await asyncio.gather(*(visit(url, page, seconds, seed) for seed in range(visitors)))
    return {
        "move": [1000 * delay for each in everyone for delay in each.moves],
        "send": [1000 * delay for each in everyone for delay in each.sends],
    }


def main() -> None:
    """Let a crowd draw, print its delays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--page", default="Draw")
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    options = parser.parse_args()
    delays = crowd(options.url, options.page, options.visitors, options.seconds)
    print(json.dumps(asyncio.run(delays)))


if __name__ == "__main__":
    main()
