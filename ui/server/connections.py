"""Connections that keep nobody out: so many for all, so many for one address, none that dawdles.

uvicorn has limits for what is whole: a request that waits for the next one, a websocket that
answers no ping. It has none in time for half a header, for a body that trickles or for an answer
that nobody reads, and its one on connections counts half of them and refuses requests, not sockets.
So each connection is looked at once a second here; and the sockets are fewer than the files that
this process may open, since asyncio, when it may not open one more, tries and logs for ever.
"""

import asyncio
import errno
import ipaddress
import logging
from asyncio import BaseTransport, Transport
from collections.abc import Callable
from typing import Any, cast

import uvicorn

from ui.patches.uvicorn_protocols import HttpConnection, WebsocketConnection
from ui.server.settings import Settings
from ui.sharing.addresses import address_network
from ui.sharing.shares import Shares
from ui.telemetry import events, metrics

try:
    import resource
except ImportError:  # Windows, where the number of sockets is bounded by memory alone
    resource = None  # type: ignore[assignment]

BACKLOG = 256  # connections that the system keeps for us until we take them
OTHER_FILES = 128  # that this process may have open beside its sockets
RESERVE = OTHER_FILES + 2 * BACKLOG  # those just accepted that are to be refused are open too
A_SESSION = 3  # files of Streamlit's for each: its scripts' event loop
LEFT = 128  # sessions whose visitor has left and that Streamlit keeps
FEWEST = 64  # connections that are served however few files may be open
PROXIES = 0.9  # of all connections: what one trusted proxy may have
EVERY = 1.0  # seconds between two looks
SCARCE = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
TOLD_EVERY = 60.0  # seconds between two lines about the same
log = logging.getLogger("ui.server.connections")


class Connections:
    """All that are open, who has how many, and which of them are ended for dawdling."""

    def __init__(self, settings: Settings) -> None:
        self.patience = float(settings.patience_seconds)
        self.slowest_body = settings.slowest_body
        most = _most(settings.most_connections, settings.most_visitors)
        self.shares = Shares(most, min(settings.connections_of_one_address, most // 2))
        self.proxies = [ipaddress.ip_network(each) for each in settings.trusted_proxies]
        self.open = dict[BaseTransport, tuple[str, "Http | Websocket"]]()
        self.refused = self.ended = 0  # since the start
        self._told, self._told_at = 0, 0.0

    def enter(self, protocol: "Http") -> None:
        """A connection has been made: it has its place, or ends at once."""
        address = address_network(protocol.address)
        most = int(PROXIES * self.shares.most) if self._is_trusted(address) else None
        if not self.shares.take(address, most_of_one=most):
            self.refused += 1
            metrics.refused.labels("connections").inc()
            return protocol.transport.abort()
        self.open[protocol.transport] = address, protocol
        metrics.connections.set(len(self.open))

    def change(self, protocol: "Websocket") -> None:
        """The connection speaks websocket from now on."""
        if place := self.open.get(protocol.transport):
            self.open[protocol.transport] = place[0], protocol

    def leave(self, transport: BaseTransport) -> None:
        """It has ended, or was refused."""
        if place := self.open.pop(transport, None):
            self.shares.give(place[0])
            metrics.connections.set(len(self.open))

    async def watch(self) -> None:
        """Looks at all of them, again and again, and ends those that dawdle."""
        while True:
            await asyncio.sleep(EVERY)
            self.look(asyncio.get_running_loop().time())

    def look(self, now: float) -> None:
        """Ends those that have been silent for `patience` seconds where it was theirs to speak."""
        for transport, (_, protocol) in list(self.open.items()):
            if protocol.dawdles(now):
                self.ended += 1
                metrics.dawdled.inc()
                cast(Transport, transport).abort()
        total = self.refused + self.ended
        if total > self._told and now - self._told_at >= TOLD_EVERY:
            events.tell("connections-ended", refused=self.refused, slow=self.ended)
            self._told, self._told_at = total, now

    def _is_trusted(self, address: str) -> bool:
        try:
            place = ipaddress.ip_network(address)
        except ValueError:
            return False
        return any(place.overlaps(each) for each in self.proxies if each.version == place.version)


class Config(uvicorn.Config):
    """uvicorn's, with the connections that its protocols count."""

    connections: Connections


class Reader:
    """Whether the other end reads what it is sent: the older of two ends waits for the younger."""

    def __init__(self, patience: float) -> None:
        self.patience, self.unsent, self.since = patience, 0, 0.0

    def dawdles(self, now: float, unsent: int) -> bool:
        """`unsent`: bytes that wait; it reads if they are none, or fewer than at the last look."""
        if not unsent or unsent < self.unsent or not self.since:
            self.since = now
        self.unsent = unsent
        return now - self.since >= self.patience


class Http(HttpConnection):
    """uvicorn's, with limits in time for headers, bodies and unread answers."""

    def __init__(self, config: Config, **more: Any) -> None:
        super().__init__(config, **more)
        self.all = config.connections
        self.reader = Reader(self.all.patience)
        self.begun: object = None  # the request that was the last at the last look
        self.since = self.looked = asyncio.get_running_loop().time()
        self.counted, self.credit = 0, self.all.patience

    def begins(self) -> None:
        self.all.enter(self)

    def ends(self) -> None:
        self.all.leave(self.transport)

    def dawdles(self, now: float) -> bool:
        """Whether half a header, a trickling body or an unread answer has taken too long."""
        unread = self.reader.dawdles(now, self.unsent)
        return unread or self._header_dawdles(now) or self._body_dawdles(now)

    def _header_dawdles(self, now: float) -> bool:
        """`since`: when it was last not the visitor's turn to send a header."""
        if not self.lacks_header or self.begun is not self.request:
            self.since = now
        self.begun = self.request
        return now - self.since >= self.all.patience

    def _body_dawdles(self, now: float) -> bool:
        """A body has `patience` seconds of credit; each look costs what has passed, bytes add."""
        passed, heard = now - self.looked, self.heard - self.counted
        self.looked, self.counted = now, self.heard
        if self.lacks_body:
            earned = heard / self.all.slowest_body - passed
            self.credit = min(self.all.patience, self.credit + earned)
        else:
            self.credit = self.all.patience
        return self.credit <= 0


class Websocket(WebsocketConnection):
    """uvicorn's, which pings; and who does not read what it is sent, so hears no ping, ends too."""

    def __init__(self, config: Config, **more: Any) -> None:
        super().__init__(config, **more)
        self.all = config.connections
        self.reader = Reader(self.all.patience)

    def begins(self) -> None:
        self.all.change(self)

    def ends(self) -> None:
        self.all.leave(self.transport)

    def dawdles(self, now: float) -> bool:
        """Whether nothing that was sent has been read for too long."""
        return self.reader.dawdles(now, self.unsent)


def quiet_when_scarce() -> Callable[[asyncio.AbstractEventLoop, dict[str, Any]], None]:
    """What an event loop does with errors: as usual, but one line a minute if files run out."""
    told = -TOLD_EVERY

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        nonlocal told
        error = context.get("exception")
        if not (isinstance(error, OSError) and error.errno in SCARCE):
            return loop.default_exception_handler(context)
        if loop.time() - told >= TOLD_EVERY:
            told = loop.time()
            log.error("No more files may be opened: visitors wait. Raise LimitNOFILE (ulimit -n).")

    return handle


def reserve(visitors: int) -> int:
    """Files that may be open beside the connections while there are so many visitors."""
    return RESERVE + A_SESSION * (visitors + LEFT)


def _most(wanted: int, visitors: int) -> int:
    """As many connections as wanted, if this process may open as many files; it asks for them."""
    if resource is None:
        return wanted
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + reserve(visitors)
    if soft != resource.RLIM_INFINITY and soft < needed:
        allowed = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
        except (ValueError, OSError):  # macOS has another limit, which it does not tell
            allowed = soft
        if allowed < needed:
            most = allowed - reserve(visitors)
            if most < visitors:  # each of them a visitor
                most = max(FEWEST, (allowed - reserve(0)) // (1 + A_SESSION))
            log.warning("Only %d files may be open: at most %d connections.", allowed, most)
            return most
    return wanted
