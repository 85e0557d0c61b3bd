"""What one visitor may ask of a server that others share, as ASGI middleware.

Places are shared out by address, generously, since a school is one address; messages are counted
for each session and each address. Who sends too many is slowed down, not turned away. Uploads:
`ui.server.upload_limits`.
"""

import asyncio
import json
import time
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.door import SECRET
from ui.server.security import is_own
from ui.server.settings import Settings
from ui.sharing.addresses import of_request
from ui.sharing.shares import Shares
from ui.telemetry import events, metrics

BURST = 3  # seconds' worth of messages that may come at once
MAKING_ROOM = 5.0  # seconds that a visitor waits for a place that has just been made free
NAMES_A_SESSION = 3  # words of Sec-WebSocket-Protocol of a page that comes back: its third
LEFT: Message = {"type": "websocket.disconnect", "code": 1001}
READY, ALIVE = "/readyz", "/healthz"
Clock = Callable[[], float]


class Pace:
    """A bucket of messages: `rate` flow in each second, up to `BURST` seconds' worth."""

    def __init__(self, rate: int, clock: Clock = time.monotonic) -> None:
        self.rate, self.clock = rate, clock
        self.left, self.seen = float(rate * BURST), clock()
        self.users = 0  # connections that share it

    def wait(self) -> float:
        """Seconds that one more message has to wait."""
        now = self.clock()
        self.left = min(self.rate * BURST, self.left + (now - self.seen) * self.rate) - 1
        self.seen = now
        return max(0.0, -self.left / self.rate)


class Limits:
    """ASGI middleware: readiness, at most so many visitors, and messages of each."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        is_ready: Callable[[], list[str]],
        helpers: Callable[[], dict[str, object]] = dict,
    ) -> None:
        """`is_ready` names what is missing; `helpers` is told to whoever asks for readiness too."""
        self.app, self.settings, self.is_ready, self.helpers = app, settings, is_ready, helpers
        self.visitors = Shares(settings.most_visitors, settings.visitors_of_one_address)
        self.paces = dict[str, Pace]()  # of each address that somebody is connected from
        # Who has come back and says nothing, the longest first.
        self.silent = dict[asyncio.Timeout, str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, refuse, slow down, or pass on."""
        path = scope.get("path", "")
        if scope["type"] == "websocket":
            await self._visit(scope, receive, send)
        elif scope["type"] == "http" and path in (READY, ALIVE):
            await self._health(scope)(scope, receive, send)
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
            body |= self.helpers()
        else:
            body = {"alive": True}
            if asked := parse_qs(scope["query_string"].decode("latin-1")).get("host"):
                here, names = Headers(scope=scope).get("host", ""), self.settings.allowed_hosts
                body["known"] = is_own(f"//{asked[0]}", here, names)
                body["room"] = self.visitors.fits(of_request(scope))
        text = json.dumps(body) + "\n"
        return PlainTextResponse(text, 503 if missing else 200, media_type="application/json")

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = of_request(scope)
        if not await self._admitted(address):
            metrics.refused.labels("visitors").inc()
            events.tell("visitor-refused", visitors=self.visitors.taken)
            return await send({"type": "websocket.close", "code": 1013})
        began = time.monotonic()
        metrics.came.inc()
        self._tell("visitor-came")
        shared = self.paces.setdefault(address, Pace(self.settings.messages_of_one_address))
        shared.users += 1
        heard = self._first_words(scope, self._slowly(receive, shared), send)
        try:
            await self.app(scope, heard, send)
        finally:
            shared.users -= 1
            if not shared.users:
                del self.paces[address]
            self.visitors.give(address)
            self._tell("visitor-left", seconds=time.monotonic() - began)

    def _tell(self, event: str, **values: float) -> None:
        metrics.visitors.set(self.visitors.taken)
        events.tell(event, visitors=self.visitors.taken, **values)

    async def _admitted(self, address: str) -> bool:
        """Whether there is a place; if not, one that has been silent since it came is given up."""
        if self.visitors.take(address):
            return True
        full = self.visitors.of[address] >= self.visitors.most_of_one  # only a neighbour can help
        useless = (each for each, whose in self.silent.items() if not full or whose == address)
        longest = next(useless, None)
        if longest is None:
            return False
        longest.reschedule(asyncio.get_running_loop().time())
        del self.silent[longest]
        try:
            async with asyncio.timeout(MAKING_ROOM):
                await self.visitors.taken_by(address, object())
        except TimeoutError:
            return False
        return True

    def _first_words(self, scope: Scope, receive: Receive, send: Send) -> Receive:
        """The same, but a visitor who says nothing ends.

        A page speaks as soon as it is connected, but for one that comes back, which names its
        session: that may stay, until somebody needs the place.
        """
        told = [each for each in scope.get("subprotocols", ()) if not SECRET.fullmatch(each)]
        returns, spoke = len(told) >= NAMES_A_SESSION, False

        async def heard() -> Message:
            nonlocal spoke
            if spoke:
                return await receive()
            try:
                async with asyncio.timeout(self.settings.patience_seconds):
                    message = await receive()
            except TimeoutError:
                message = await self._silent(receive, of_request(scope)) if returns else LEFT
            if message is LEFT:
                await send({"type": "websocket.close", "code": 1001})
            spoke = message["type"] == "websocket.receive"
            return message

        return heard

    async def _silent(self, receive: Receive, address: str) -> Message:
        """What comes at last, or LEFT if somebody needs the place before."""
        try:
            async with asyncio.timeout(None) as end:
                self.silent[end] = address
                return await receive()
        except TimeoutError:
            return LEFT
        finally:
            self.silent.pop(end, None)

    def _slowly(self, receive: Receive, shared: Pace) -> Receive:
        """The same, but who sends too many messages waits, and so does an address, `shared`.

        Between two messages of a connection every other one has its turn: what has piled up of
        one is not worked off at a stretch.
        """
        pace, told = Pace(self.settings.messages_a_second), False

        async def slowly() -> Message:
            nonlocal told
            await asyncio.sleep(0)
            message = await receive()
            if message["type"] == "websocket.receive" and (
                seconds := max(pace.wait(), shared.wait())
            ):
                metrics.slowed.inc()
                if not told:
                    events.tell("visitor-slowed", seconds=seconds)
                told = True
                await asyncio.sleep(seconds)
            return message

        return slowly
