"""Visitors without a browser: they speak Streamlit's protocol, draw on the pad, and time answers.

`python -m scripts.bench.visitor URL --visitors 10 --seconds 20` prints one JSON object. It runs in
a process of its own, so that it costs the server nothing but its messages.
"""

import argparse
import asyncio
import http.client
import json
import random
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from scripts import protocol
from scripts.bench.digits import strokes
from scripts.protocol import FileUploaderState, FileURLs, ForwardMsg, Session, Widget
from ui.server import pad_socket

MOVES = 60  # pen positions a second, as a screen reports them
INTERVAL = 1 / 30  # seconds between two messages at least, as the pad's SHORT
LONG = 0.2  # seconds between two messages at most, however slow the answers: the pad's LONG
PATIENCE = 12  # seconds to wait for an answer, as long as the pad waits at most
LONGEST = 120  # seconds that a page may take before it counts as lost
POINTS_APART = 14  # of 1,024: an unhurried hand, about a second a digit
TRAINING = "network=LeNet1&digits=300&passes=1"  # a run of a second
LIVE = {"waiting", "running"}


@dataclass
class Visitor:
    """One session, and the delays it has seen (in seconds)."""

    url: str
    socket: ClientConnection
    session: Session = field(default_factory=Session)
    short: ClientConnection | None = (
        None  # the pad's own way (ui.server.pad_socket), once something is drawn
    )
    took: float = 0.0  # seconds that the server says it took for the last answer
    sends: list[float] = field(default_factory=list)  # message -> answer
    settled: list[float] = field(default_factory=list)  # pen up -> the whole page follows
    moves: list[float] = field(default_factory=list)  # pen position -> answer that knows it
    source: str | None = None  # the address of this machine that the visitor comes from

    async def open(self, page: str, query: str = "") -> None:
        """Load a page; returns when its script has run, whatever was still on its way before."""
        before = self.session.openings
        await self.socket.send(self.session.visit(page, query))
        while self.session.openings == before:
            await self.receive()
        await self.finish()

    async def receive(self) -> ForwardMsg:
        """The next message, taken in by the session."""
        data = await self.socket.recv()
        assert isinstance(data, bytes)
        return self.session.hear(data)

    async def finish(self) -> None:
        """Returns when what was asked for has run. Raises TimeoutError."""
        async with asyncio.timeout(LONGEST):
            while not protocol.is_end(await self.receive()):
                pass

    async def act(self, key: str, **value: Any) -> None:
        """Change a widget and wait for what follows. Raises LookupError if it is not there."""
        await self.socket.send(self.session.act(self._widget(key), **value))
        await self.finish()

    def _widget(self, key: str) -> Widget:
        widget = self.session.widget(key)
        if widget is None:
            raise LookupError(f"the page has no {key}; it says: {self.session.alerts()}")
        return widget

    async def send(self, drawing: list[np.ndarray], pen: str) -> None:
        """Send a drawing as the pad does: by the short way, and to the page when the pen is up."""
        session = self.session
        message = session.drawing(drawing, pen)
        if self.short is None:
            address = self.url.replace("http", "ws") + pad_socket.PATH
            self.short = await connect(
                address, max_size=None, proxy=None, local_addr=local(self.source)
            )
        started = time.perf_counter()
        await self.short.send(session.drawing_as_text)
        async with asyncio.timeout(LONGEST):
            seq = 0
            while seq < session.seq:
                told = json.loads(await self.short.recv())
                seq, self.took = told["answer"]["seq"], told["took"] / 1000
        self.sends.append(time.perf_counter() - started)
        if pen == "down":
            return
        while session.acknowledged < session.seq:
            await self.socket.send(message)
            with suppress(TimeoutError):  # lost: sent again, as the pad does
                async with asyncio.timeout(PATIENCE):
                    while session.acknowledged < session.seq:
                        await self.receive()
        self.settled.append(time.perf_counter() - started)

    async def train(self, seconds: float, query: str = TRAINING) -> str:
        """Start a short run and watch it so long at most; returns how it stood last."""
        await self.open("Training", query)
        await self.act("training.start", trigger_value=True)
        until = time.monotonic() + seconds
        while (state := self.state()) in LIVE and time.monotonic() < until:
            for fragment, interval in list(self.session.polls.items()):
                await asyncio.sleep(interval)
                await self.socket.send(self.session.poll(fragment))
                await self.finish()
        return state

    def state(self) -> str:
        """How the page says that this visitor's training stands."""
        return (self.session.html("state") or {}).get("state", "none")

    async def upload(self, name: str, content: bytes, key: str) -> bool:
        """Send a file by HTTP, then tell the page; False if it has no uploader to tell.

        Raises ConnectionError if the server does not take the file.
        """
        place = await self.place(name)
        status = await asyncio.to_thread(
            send_file, self.url, place.upload_url, name, content, self.source
        )
        if status != 204:
            raise ConnectionError(f"an upload was answered by {status}")
        uploader = self.session.widget(key)
        if uploader is None:
            return False
        files = FileUploaderState()
        files.uploaded_file_info.add(
            name=name, size=len(content), file_id=place.file_id, file_urls=place
        )
        await self.act(key, file_uploader_state_value=files)
        return True

    async def place(self, name: str) -> FileURLs:
        """Where Streamlit says that a file may be sent."""
        await self.socket.send(self.session.ask_for_upload(name))
        while (message := await self.receive()).WhichOneof("type") != "file_urls_response":
            pass
        (place,) = message.file_urls_response.file_urls
        return place

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
            answered = now + self.sends[-1]
            self.moves += [answered - began - i / MOVES for i in range(sent, known)]
            sent = known
            pause = min(LONG, max(INTERVAL, 3 * self.took))
            await asyncio.sleep(max(0.0, pause - (time.perf_counter() - now)))


def _first(lines: list[np.ndarray], known: int) -> list[np.ndarray]:
    """The first `known` points of a drawing, as strokes."""
    begun = []
    for line in lines:
        if known > 0:
            begun.append(line[:known])
        known -= len(line)
    return begun


def request(
    url: str,
    method: str,
    path: str,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    source: str | None = None,
    timeout: float = LONGEST,
) -> tuple[int, bytes, http.client.HTTPMessage]:
    """Status, body and headers of one request, its path sent as it is. Raises OSError."""
    place = urlsplit(url).netloc
    connection = http.client.HTTPConnection(place, timeout=timeout, source_address=local(source))
    try:
        connection.request(method, path, body, dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read(), answer.headers
    finally:
        connection.close()


def permission(url: str, source: str | None = None) -> dict[str, str]:
    """The headers without which an upload is refused."""
    return protocol.token(request(url, "GET", "/_stcore/health", source=source)[2]["Set-Cookie"])


def send_file(url: str, path: str, name: str, content: bytes, source: str | None = None) -> int:
    """The status of an upload as a browser makes it."""
    body, kind = protocol.form(name, content)
    headers = permission(url, source) | {"Content-Type": kind}
    return request(url, "PUT", path, body, headers, source)[0]


def local(source: str | None) -> tuple[str, int] | None:
    """An address of this machine, and any port."""
    return (source, 0) if source else None


@asynccontextmanager
async def visitor(
    url: str, source: str | None = None, session: str | None = None
) -> AsyncIterator[Visitor]:
    """Someone who has come and not opened a page yet; gone with the block.

    source: the address of this machine to come from; session: one that is to go on.
    """
    stream = url.replace("http", "ws") + protocol.STREAM
    words: Any = [protocol.SUBPROTOCOL, *(["none", session] if session else [])]
    async with connect(
        stream, subprotocols=words, max_size=None, proxy=None, local_addr=local(source)
    ) as socket:
        one = Visitor(url, socket, source=source)
        try:
            yield one
        finally:
            if one.short:
                await one.short.close()


async def visit(url: str, page: str, seconds: float, seed: int) -> Visitor:
    """One visitor who draws digit after digit for `seconds`, a short pause between two."""
    rng = random.Random(seed)
    async with visitor(url) as one:
        await one.open(page)
        await asyncio.sleep(rng.uniform(0, 1))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await one.draw(rng.randrange(10), rng)
            await asyncio.sleep(rng.uniform(0.2, 0.6))
    return one


async def train_on(url: str, seconds: float) -> dict[str, list[float]]:
    """One visitor who trains, run after run, for `seconds`: how long each run took."""
    took, until = list[float](), time.monotonic() + seconds
    async with visitor(url) as one:
        while (left := until - time.monotonic()) > 0:
            began = time.perf_counter()
            if await one.train(left) == "done":
                took.append(1000 * (time.perf_counter() - began))
    return {"runs": took}


async def crowd(url: str, page: str, visitors: int, seconds: float) -> dict[str, list[float]]:
    """What `visitors` who draw at once have seen: delays in milliseconds."""
    everyone = await asyncio.gather(*(visit(url, page, seconds, seed) for seed in range(visitors)))
    return {
        "move": [1000 * delay for each in everyone for delay in each.moves],
        "send": [1000 * delay for each in everyone for delay in each.sends],
        "settled": [1000 * delay for each in everyone for delay in each.settled],
    }


def main() -> None:
    """Let a crowd draw, print its delays."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--page", default="Draw")
    parser.add_argument("--visitors", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--train", action="store_true", help="one who trains, nobody who draws")
    options = parser.parse_args()
    if options.train:
        seen = train_on(options.url, options.seconds)
    else:
        seen = crowd(options.url, options.page, options.visitors, options.seconds)
    print(json.dumps(asyncio.run(seen)))


if __name__ == "__main__":
    main()
