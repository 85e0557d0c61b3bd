"""A connection of uvicorn's that says when it begins and ends, and what it waits for.

uvicorn takes a protocol of one's own (`http=`, `ws=`) but documents none to begin with. Without:
`ui.server.connections` can neither count connections nor end those that dawdle, and a few hundred
half requests keep everybody out.
"""

from asyncio import BaseTransport, Transport
from typing import Any, cast

import h11
import uvicorn
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState


class HttpConnection(H11Protocol):
    """Speaks HTTP, until it ends or becomes a websocket."""

    def __init__(self, config: uvicorn.Config, **more: Any) -> None:
        super().__init__(config, **more)
        self.heard = 0  # bytes since the connection was made

    def begins(self) -> None:
        """Called once it is made."""

    def ends(self) -> None:
        """Called once it is lost."""

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast(Transport, transport))
        self.begins()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ends()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self.heard += len(data)
        super().data_received(data)

    @property
    def address(self) -> str | None:
        """Of the other end; None if the system does not say."""
        return self.client[0] if self.client else None

    @property
    def unsent(self) -> int:
        """Bytes that wait for the other end to read."""
        return self.transport.get_write_buffer_size()

    @property
    def request(self) -> object:
        """What stands for the last request whose header has come; None before the first."""
        return self.cycle

    @property
    def lacks_header(self) -> bool:
        """Whether the next word is the other end's: a request's header, or the rest of it."""
        return self.conn.their_state is h11.IDLE

    @property
    def lacks_body(self) -> bool:
        """Whether the other end has more of a body to send, and nothing here holds it up."""
        ours = self.flow.read_paused or (self.cycle and self.cycle.waiting_for_100_continue)
        return self.conn.their_state is h11.SEND_BODY and not ours

    def send_400_response(self, msg: str) -> None:
        """To what is no HTTP. Whoever already answers the request before it is told that nobody
        listens any more, half an answer is followed by no other, and what may have been a HEAD
        gets no body; uvicorn's own fails at each of these."""
        if self.cycle and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            headers = [(b"connection", b"close"), (b"content-length", b"0")]
            answer = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
            self.transport.write(self.conn.send(answer) or b"")
            self.transport.write(self.conn.send(h11.EndOfMessage()) or b"")
        self.transport.close()


class WebsocketConnection(WebSocketsSansIOProtocol):
    """Speaks websocket, and pings; its transport was an HttpConnection's before.

    What is sent in one turn of the event loop is written at once: uvicorn writes each message by
    itself, a page is a hundred, and at each write the loop lets go of the interpreter's lock and
    stands in line for it behind the scripts that compute.
    """

    is_gathering = False  # whether a write is due at the end of this turn

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn's; a message that is only data waits for the end of this turn."""
        if message["type"] != "websocket.send" or not self.handshake_complete or self.close_sent:
            return await super().send(message)
        await self.writable.wait()
        if self.disconnected:
            raise ClientDisconnected
        data, text = message.get("bytes"), message.get("text")
        try:
            if data is not None:
                self.conn.send_binary(data)
            else:
                self.conn.send_text((text or "").encode())
        except InvalidState:
            raise ClientDisconnected from None
        if not self.is_gathering:
            self.is_gathering = True
            self.loop.call_soon(self._write)

    def _write(self) -> None:
        self.is_gathering = False
        if data := b"".join(self.conn.data_to_send()):
            self.transport.write(data)

    def begins(self) -> None:
        """Called once it is made."""

    def ends(self) -> None:
        """Called once it is lost."""

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.begins()

    def connection_lost(self, exc: Exception | None) -> None:
        self.ends()
        super().connection_lost(exc)

    @property
    def unsent(self) -> int:
        """Bytes that wait for the other end to read."""
        return self.transport.get_write_buffer_size()
