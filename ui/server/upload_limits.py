"""Uploads that crowd out nobody, as ASGI middleware.

A file is refused before its body is read if its page is not ours or its visitor is not here, or has
sent a great deal lately. Then it waits for room: so many bytes for all visitors, so many for one
address. The room is given back when the page has looked at the file
(`ui.patches.uploads.take`), when the upload was broken off, when its visitor leaves, or
when nobody has looked at it for a minute.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.patches import sessions, upload_tokens, uploads
from ui.patches.uploads import LARGEST
from ui.server.security import UPLOAD
from ui.server.settings import Settings
from ui.sharing import addresses
from ui.sharing.shares import Shares
from ui.telemetry import events, metrics

MEGABYTE = 1_000_000
WINDOW = 600.0  # seconds in which the files of one visitor are counted
PATIENCE = 120.0  # seconds for one file, its wait for room included
KNOWN = 1_000  # visitors whose files are counted
LOOK = 1.0  # seconds between two looks whether a file is still there
Clock = Callable[[], float]


@dataclass
class Account:
    """What a visitor has sent since the window began."""

    began: float
    files: int = 0
    octets: int = 0


class Accounts:
    """Who has sent how much lately; the longest silent are forgotten."""

    def __init__(self, settings: Settings, clock: Clock = time.monotonic) -> None:
        self.files, self.octets = settings.uploads, settings.upload_megabytes * MEGABYTE
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


@dataclass(eq=False)
class Upload:
    """A file on its way, or here: its room is taken until it is given back, once."""

    session: str
    file: str
    address: str
    size: int  # bytes, its wrapping included
    stored: bool = False


class UploadLimits:
    """ASGI middleware: refuses uploads, keeps them waiting, and forgets what nobody looks at."""

    is_stopping = False  # whether this process ends, and with it whatever still arrives

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.kept_seconds = app, settings.upload_kept_seconds
        self.accounts = Accounts(settings)
        of_one = max(settings.upload_room_of_one_address * MEGABYTE, LARGEST)
        self.room = Shares(max(settings.upload_room * MEGABYTE, of_one), of_one)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, keep waiting, or pass on."""
        ours = scope["type"] == "http" and scope["path"].startswith(UPLOAD)
        if not ours or scope["method"] != "PUT":
            return await self.app(scope, receive, send)
        session, _, file = scope["path"].removeprefix(UPLOAD).partition("/")
        refusal = self._refusal(scope, session)
        account = None if refusal else self.accounts.open(session)
        if account is None:
            return await (refusal or self._too_many())(scope, receive, send)
        upload = Upload(session, file, addresses.of_request(scope), size(Headers(scope=scope)))
        await self._take_in(upload, account, scope, receive, send)

    def _refusal(self, scope: Scope, session: str) -> PlainTextResponse | None:
        """Why this is not read at all: it costs its sender a connection."""
        request = Request(scope)
        token = request.headers.get(upload_tokens.HEADER)
        if not upload_tokens.is_trusted(token, request.cookies.get(upload_tokens.COOKIE)):
            return _refused("This upload does not come from a page of this server.\n", 403)
        if not sessions.is_open(session):
            return _refused("This upload's page is not open here.\n", 400)
        if size(request.headers) > LARGEST:
            return _refused("This file is too large.\n", 413)
        return None

    def _too_many(self) -> PlainTextResponse:
        metrics.refused.labels("uploads").inc()
        events.tell("upload-refused", reason="too-many")
        text = "You have uploaded a great deal. Wait some minutes, then go on.\n"
        return PlainTextResponse(text, 429)

    async def _take_in(
        self, upload: Upload, account: Account, scope: Scope, receive: Receive, send: Send
    ) -> None:
        began = False

        async def counted() -> Message:
            message = await receive()
            account.octets += len(message.get("body", b""))
            return message

        async def watched(message: Message) -> None:
            nonlocal began
            if message["type"] == "http.response.start":
                began, upload.stored = True, message["status"] < 300
            await send(message)

        try:
            async with asyncio.timeout(PATIENCE):
                await self.room.taken_by(upload.address, upload.session, upload.size)
                try:
                    await self.app(scope, counted, watched)
                finally:
                    self._keep(upload)
        except ClientDisconnect:  # broken off: there is nobody to tell
            return
        except asyncio.CancelledError:
            if not UploadLimits.is_stopping or began:
                raise
            await PlainTextResponse("The server stops.\n", 503)(scope, receive, send)
        except TimeoutError:
            events.tell("upload-refused", reason="too-slow")
            if not began:
                text = "This upload took too long. Try a smaller file.\n"
                await PlainTextResponse(text, 408)(scope, receive, send)

    def _keep(self, upload: Upload) -> None:
        """Its room stays taken while the file is here, a minute at most."""
        if not upload.stored:
            return self.room.give(upload.address, upload.size)
        loop = asyncio.get_running_loop()
        loop.call_later(LOOK, self._look, upload, loop.time() + self.kept_seconds)

    def _look(self, upload: Upload, until: float) -> None:
        loop = asyncio.get_running_loop()
        if uploads.is_kept(upload.session, upload.file) and loop.time() < until:
            loop.call_later(LOOK, self._look, upload, until)
            return
        uploads.forget(upload.session, upload.file)
        self.room.give(upload.address, upload.size)


def size(headers: Headers) -> int:
    """Bytes of the body: as the header says, to which uvicorn holds it, else as many as may be."""
    said = headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() else LARGEST


def _refused(text: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(text, status, headers={"Connection": "close"})
