"""Streamlit's door, as ASGI middleware: what a stranger may ask of it, and what reaches it.

- Of its addresses under /_stcore, those that its page asks for; its metrics are nobody's business.
- Of the messages on its websocket, those that `ui.server.wire` lets pass. Any other ends the
  connection.
- A session goes on only for the tab that began it. Streamlit takes up a session again for whoever
  knows its id, which stands in the address of each upload, and so in the log of a proxy. A page of
  ours adds a secret of its own to each websocket (shell.js), which nothing else ever shows; here it
  becomes what Streamlit holds for the visitor's name, and compares when a session is asked for.
"""

import asyncio
import hashlib
import logging
import re
import secrets
from contextlib import suppress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.patches import session_owners
from ui.server import wire
from ui.server.logs import Ours
from ui.server.security import UPLOAD
from ui.telemetry import metrics

CORE, STREAM = "/_stcore/", "/_stcore/stream"
ASKED = ("/_stcore/health", "/_stcore/host-config")
BELOW = (UPLOAD, "/_stcore/bidi-components/")
CLOSED = ("/oauth2callback", "/auth/login", "/auth/logout", "/component/")
PROTOCOLS = "sec-websocket-protocol"
SECRET = re.compile(r"tab\.[0-9a-f]{32}")
OWNER = "x-cnns-tab"  # the header by which Streamlit tells tabs apart; no client's own gets through
REFUSED = 1008
PATIENCE = 2.0  # seconds for the word of it to get through
log = logging.getLogger("ui.server.door")


class Door:
    """ASGI middleware: refuses, or passes on what Streamlit is to see."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        session_owners.told_by(OWNER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let in, or not."""
        path = scope.get("path", "")
        if scope["type"] == "websocket" and path == STREAM:
            await Stream(receive, send).serve(self.app, owned(scope))
        elif scope["type"] == "http" and not is_open(path):
            await PlainTextResponse("Not found\n", 404)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_open(path: str) -> bool:
    """Whether a browser may ask for this address."""
    if path.startswith(CORE):
        return path in ASKED or path.startswith(BELOW)
    return not path.startswith(CLOSED)


def owned(scope: Scope) -> Scope:
    """The request with the tab's secret as its owner; one without a secret is nobody else's."""
    told = ",".join(Headers(scope=scope).getlist(PROTOCOLS)).split(",")
    protocols = [each.strip() for each in told]
    own = [each for each in protocols if SECRET.fullmatch(each)]
    headers = MutableHeaders(scope=dict(scope))
    headers[PROTOCOLS] = ", ".join(each for each in protocols if each not in own)
    secret = own[0] if len(own) == 1 else secrets.token_hex()
    headers[OWNER] = hashlib.sha256(secret.encode()).hexdigest()
    return {**scope, "headers": headers.raw}


class Stream:
    """One websocket to Streamlit, until a message that may not pass."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send, self._is_over = receive, send, False

    async def serve(self, app: ASGIApp, scope: Scope) -> None:
        """Streamlit's part of it."""
        await app(scope, self.receive, self.send)

    async def receive(self) -> Message:
        """The next message that may pass; the connection's end instead of one that may not."""
        message = await self._receive()
        if message["type"] != "websocket.receive":
            return message
        try:
            wire.check(message.get("bytes") or b"")
        except wire.Unwanted as unwanted:
            return await self._refuse(unwanted.reason)
        return message

    async def send(self, message: Message) -> None:
        """To the browser, as long as it is there."""
        if self._is_over:
            raise OSError("this connection has been ended")  # as a server says it; Starlette knows
        await self._send(message)

    async def _refuse(self, reason: wire.Reason) -> Message:
        metrics.refused.labels("messages").inc()
        log.warning("a message that no page sends: wrong %s", Ours(reason))
        self._is_over = True
        with suppress(OSError, TimeoutError):  # it has left, or reads nothing
            async with asyncio.timeout(PATIENCE):
                await self._send({"type": "websocket.close", "code": REFUSED})
        return {"type": "websocket.disconnect", "code": REFUSED}
