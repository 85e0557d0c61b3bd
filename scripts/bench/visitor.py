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

MOVES = 60  # pen positions a second, as a screen reports them
PATIENCE = 6  # seconds until a drawing is sent again, as the pad's PATIENCE in link.js
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
    page: str = ""  # the address of the page that is open
    heard: list[float] = field(default_factory=list)  # pen up -> Python has the drawing
    settled: list[float] = field(default_factory=list)  # pen up -> the whole page has followed
    source: str | None = None  # the address of this machine that the visitor comes from
    cookie: str = ""  # by which a balancer knows the replica

    async def open(self, page: str, query: str = "") -> None:
        """Load a page; returns when its script has run, whatever was still on its way before."""
        before, self.page = self.session.openings, page
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

    async def trigger(self, key: str, event: str, value: Any) -> None:
        """Tell of a component's event and wait for what follows. Raises LookupError as `act`."""
        await self.socket.send(self.session.trigger(self._widget(key), event, value))
        await self.finish()

    async def poll(self) -> None:
        """Run once what the page runs again and again."""
        for fragment in list(self.session.polls):
            await self.socket.send(self.session.poll(fragment))
            await self.finish()

    def _widget(self, key: str) -> Widget:
        widget = self.session.widget(key)
        if widget is None:
            raise LookupError(f"the page has no {key}; it says: {self.session.alerts()}")
        return widget

    async def send(self, drawing: list[np.ndarray]) -> None:
        """Send a drawing as the pad does once the pen is up; returns when the page has followed."""
        session, started = self.session, time.perf_counter()
        message = session.drawing(drawing)
        while session.acknowledged < session.seq:
            await self.socket.send(message)
            with suppress(TimeoutError):  # lost: sent again, as the pad does
                async with asyncio.timeout(PATIENCE):
                    while session.acknowledged < session.seq:
                        await self.receive()
        self.heard.append(time.perf_counter() - started)
        await self.finish()
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
            send_file, self.url, place.upload_url, name, content, self.source, self.cookie
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
        place: FileURLs
        (place,) = message.file_urls_response.file_urls
        return place

    async def draw(self, digit: int, rng: random.Random) -> None:
        """Draw a digit at 60 positions a second; each time the pen lifts, the drawing is sent."""
        size, left, top = rng.uniform(500, 1000), rng.uniform(0, 20), rng.uniform(0, 20)
        lines = strokes(digit, POINTS_APART, size, left, top)
        for count, line in enumerate(lines, 1):
            await asyncio.sleep(len(line) / MOVES)
            await self.send(lines[:count])


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


def affinity(url: str, source: str | None = None) -> str:
    """The cookie by which a balancer will know the replica that it has chosen; "" if it sets none.

    A browser gets it with the page, before it asks for a websocket.
    """
    return request(url, "GET", "/healthz", source=source)[2].get("Set-Cookie", "").split(";")[0]


def permission(url: str, source: str | None = None, cookie: str = "") -> dict[str, str]:
    """The headers without which an upload is refused."""
    asked = request(url, "GET", "/_stcore/health", headers=told(cookie), source=source)
    headers = protocol.token(asked[2]["Set-Cookie"])
    return headers | told(cookie, headers["Cookie"])


def send_file(
    url: str, path: str, name: str, content: bytes, source: str | None = None, cookie: str = ""
) -> int:
    """The status of an upload as a browser makes it."""
    body, kind = protocol.form(name, content)
    headers = permission(url, source, cookie) | {"Content-Type": kind}
    return request(url, "PUT", path, body, headers, source)[0]


def told(*cookies: str) -> dict[str, str]:
    """The header that brings these cookies; none if they are all empty."""
    kept = "; ".join(each for each in cookies if each)
    return {"Cookie": kept} if kept else {}


def local(source: str | None) -> tuple[str, int] | None:
    """An address of this machine, and any port."""
    return (source, 0) if source else None


@asynccontextmanager
async def visitor(
    url: str, source: str | None = None, session: str | None = None, cookie: str = ""
) -> AsyncIterator[Visitor]:
    """Someone who has come and not opened a page yet; gone with the block.

    source: the address of this machine to come from; session: one that is to go on; cookie: the
    replica to come to, where there are several (`affinity`).
    """
    stream = url.replace("http", "ws") + protocol.STREAM
    words: Any = [protocol.SUBPROTOCOL, *(["none", session] if session else [])]
    async with connect(
        stream,
        subprotocols=words,
        max_size=None,
        proxy=None,
        local_addr=local(source),
        additional_headers=told(cookie),
    ) as socket:
        yield Visitor(url, socket, source=source, cookie=cookie)


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
        "heard": [1000 * delay for each in everyone for delay in each.heard],
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
