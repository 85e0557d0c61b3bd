"""What one visitor may ask of a server that others share, as ASGI middleware.

Counted for each session, not for each address: a school is one address. Who sends too many messages
is slowed down, not turned away; who uploads too much is told so.
"""

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import events, live, metrics
from ui.security import UPLOAD, is_own
from ui.settings import Settings

WINDOW = 600.0  # seconds in which uploads are counted
BURST = 3  # seconds' worth of messages that may come at once
PATIENCE = 120.0  # seconds for one file, its wait for a place included
KNOWN = 1_000  # visitors whose uploads are remembered
READY, ALIVE = "/readyz", "/healthz"
Clock = Callable[[], float]


@dataclass
class Account:
    """What a visitor has uploaded since the window began."""

    began: float
    files: int = 0
    octets: int = 0


class Uploads:
    """Who has uploaded how much lately; the longest silent are forgotten."""

    def __init__(self, settings: Settings, clock: Clock = time.monotonic) -> None:
        self.files, self.octets = settings.uploads, settings.upload_megabytes * 1_000_000
        self.clock, self.accounts = clock, OrderedDict[str, Account]()

    def open(self, session: str) -> Account | None:
        """The account of a visitor who begins a file, which is counted; None if it is used up."""
        now = self.clock()
        account = self.accounts.pop(session, None)
        if account is None or now - account.began > WINDOW:
            account = Account(now)
        self.accounts[session] = account
        while len(self.accounts) > KNOWN:
            self.accounts.popitem(last=False)
        if account.files >= self.files or account.octets >= self.octets:
            return None
        account.files += 1
        return account


class Pace:
    """A bucket of messages: `rate` flow in each second, up to `BURST` seconds' worth."""

    def __init__(self, rate: int, clock: Clock = time.monotonic) -> None:
        self.rate, self.clock = rate, clock
        self.left, self.seen = float(rate * BURST), clock()

    def wait(self) -> float:
        """Seconds that one more message has to wait."""
        now = self.clock()
        self.left = min(self.rate * BURST, self.left + (now - self.seen) * self.rate) - 1
        self.seen = now
        return max(0.0, -self.left / self.rate)


class Limits:
    """ASGI middleware: readiness, at most so many visitors, messages and uploads of each."""

    def __init__(self, app: ASGIApp, settings: Settings, is_ready: Callable[[], list[str]]) -> None:
        self.app, self.settings, self.is_ready = app, settings, is_ready
        self.visitors, self.pads, self.uploads = 0, 0, Uploads(settings)
        self.at_once = asyncio.Semaphore(settings.uploads_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, slow down, or pass on."""
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path == live.PATH:
            await self._draw(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        elif scope["type"] == "http" and path in (READY, ALIVE):
            await self._health(scope)(scope, receive, send)
        elif scope["type"] == "http" and path.startswith(UPLOAD) and scope["method"] == "PUT":
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _health(self, scope: Scope) -> PlainTextResponse:
        """Alive as long as it answers; ready once the networks are loaded.

        A page that cannot connect asks with its ?host= whether that is `known`, and for `room`.
        """
        missing, body = list[str](), dict[str, object]()
        if scope["path"] == READY:
            missing = self.is_ready()
            body = {"ready": not missing} | ({"missing": missing} if missing else {})
        else:
            body = {"alive": True}
            if asked := parse_qs(scope["query_string"].decode("latin-1")).get("host"):
                here, names = Headers(scope=scope).get("host", ""), self.settings.allowed_hosts
                body["known"] = is_own(f"//{asked[0]}", here, names)
                body["room"] = self.visitors < self.settings.most_visitors
        text = json.dumps(body) + "\n"
        return PlainTextResponse(text, 503 if missing else 200, media_type="application/json")

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.visitors >= self.settings.most_visitors:
            metrics.refused.labels("visitors").inc()
            events.tell("visitor-refused", visitors=self.visitors)
            return await send({"type": "websocket.close", "code": 1013})
        began = time.monotonic()
        self._count(+1)
        events.tell("visitor-came", visitors=self.visitors)
        try:
            await self.app(scope, self._slowly(receive), send)
        finally:
            self._count(-1)
            stayed = time.monotonic() - began
            events.tell("visitor-left", visitors=self.visitors, seconds=stayed)

    async def _draw(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A pad's own connection; of these, too, as many as visitors may come."""
        if self.pads >= self.settings.most_visitors:
            metrics.refused.labels("pads").inc()
            return await send({"type": "websocket.close", "code": 1013})
        self.pads += 1
        try:
            await self.app(scope, self._slowly(receive), send)
        finally:
            self.pads -= 1

    def _slowly(self, receive: Receive) -> Receive:
        """The same, but who sends too many messages waits."""
        pace, told = Pace(self.settings.messages_a_second), False

        async def slowly() -> Message:
            nonlocal told
            message = await receive()
            if message["type"] == "websocket.receive" and (seconds := pace.wait()):
                metrics.slowed.inc()
                if not told:
                    events.tell("visitor-slowed", seconds=seconds)
                told = True
                await asyncio.sleep(seconds)
            return message

        return slowly

    def _count(self, by: int) -> None:
        self.visitors += by
        metrics.visitors.set(self.visitors)
        if by > 0:
            metrics.came.inc()

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = scope["path"].removeprefix(UPLOAD).split("/")[0]
        account = self.uploads.open(session)
        if account is None:
            metrics.refused.labels("uploads").inc()
            events.tell("upload-refused", reason="too-many")
            text = "You have uploaded a great deal. Wait some minutes, then go on.\n"
            return await PlainTextResponse(text, 429)(scope, receive, send)

        async def counted() -> Message:
            message = await receive()
            account.octets += len(message.get("body", b""))
            return message

        try:
            async with asyncio.timeout(PATIENCE), self.at_once:
                await self.app(scope, counted, send)
        except TimeoutError:  # a sender who dawdles keeps a place that others wait for
            events.tell("upload-refused", reason="too-slow")
            text = "This upload took too long. Try a smaller file.\n"
            await PlainTextResponse(text, 408)(scope, receive, send)
