"""Does a connection of uvicorn's tell what it waits for, and survive noise?"""

import asyncio

import h11
import pytest
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from ui.patches.uvicorn_protocols import HttpConnection, WebsocketConnection

HEADER = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
NOISE = b"no number\r\n"


class Transport(asyncio.Transport):
    """Keeps what is written to it; nobody reads."""

    def __init__(self):
        super().__init__({"peername": ("192.0.2.1", 50_000)})
        self.written, self.closed = b"", False

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True

    def is_closing(self):
        return self.closed

    def get_write_buffer_size(self):
        return len(self.written)

    def pause_reading(self):
        pass

    def resume_reading(self):
        pass


async def begins_an_answer(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"begun", "more_body": True})
    for _ in range(100):
        if (await receive())["type"] == "http.disconnect":
            break


async def connected(protocol):
    """A connection of this class, and its transport."""
    config = uvicorn.Config(begins_an_answer, log_config=None)
    config.load()
    made = protocol(config=config, server_state=ServerState(), app_state={})
    transport = Transport()
    made.connection_made(transport)
    return made, transport


def test_it_tells_what_it_waits_for():
    async def tell():
        made, transport = await connected(HttpConnection)
        assert made.address == "192.0.2.1" and made.request is None and made.lacks_header
        made.data_received(HEADER[:20])
        assert made.lacks_header and not made.lacks_body
        made.data_received(HEADER[20:])
        assert made.request and made.lacks_body and not made.lacks_header
        await asyncio.sleep(0.05)
        assert made.heard == len(HEADER) and made.unsent == len(transport.written) > 0
        made.data_received(b"0\r\n\r\n")
        assert not made.lacks_body and not made.lacks_header
        made.connection_lost(None)

    asyncio.run(tell())


def test_a_body_that_waits_for_us_lacks_nothing():
    async def tell():
        made, _ = await connected(HttpConnection)
        made.data_received(HEADER)
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        made.data_received(piece)
        made.data_received(piece)
        assert made.flow.read_paused and not made.lacks_body
        made.connection_lost(None)

    asyncio.run(tell())


@pytest.mark.parametrize("protocol", [HttpConnection, WebsocketConnection])
def test_it_says_when_it_begins_and_ends(protocol):
    told = []

    class Told(protocol):
        def begins(self):
            told.append(self.transport)

        def ends(self):
            told.append(self.transport)

    async def tell():
        made, transport = await connected(Told)
        assert made.unsent == len(transport.written)
        made.connection_lost(None)
        return transport

    transport = asyncio.run(tell())
    assert told == [transport, transport]


def test_uvicorn_alone_fails_at_noise_after_half_an_answer():
    """Otherwise `send_400_response` can go."""

    async def half_answered(protocol):
        made, transport = await connected(protocol)
        made.data_received(HEADER)
        await asyncio.sleep(0.05)
        made.data_received(NOISE)
        await asyncio.sleep(0.05)
        return transport

    with pytest.raises(h11.LocalProtocolError):
        asyncio.run(half_answered(H11Protocol))
    transport = asyncio.run(half_answered(HttpConnection))
    assert transport.closed and transport.written.count(b"HTTP/1.1") == 1


HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)
SENT = [b"first", b"x" * 70_000, b"", b"last"]


def frame(data):
    """A message as a server writes it (RFC 6455, 5.2)."""
    size = len(data)
    head = bytes([0x82, size]) if size < 126 else b"\x82\x7f" + size.to_bytes(8, "big")
    return head + data


class Counting(Transport):
    def __init__(self):
        super().__init__()
        self.writes = []

    def write(self, data):
        self.writes.append(bytes(data))
        super().write(data)


def speaking(says):
    """The writes of a websocket whose app does this with its `send`, after the handshake's."""

    async def app(scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        await says(send)

    async def speak():
        config = uvicorn.Config(app, log_config=None)
        config.load()
        made = WebsocketConnection(config=config, server_state=ServerState(), app_state={})
        transport = Counting()
        made.connection_made(transport)
        made.data_received(HANDSHAKE)
        for _ in range(20):
            await asyncio.sleep(0)
        made.connection_lost(None)
        return transport.writes[1:]

    return asyncio.run(speak())


def test_what_is_sent_in_one_turn_is_written_at_once_and_in_order():
    async def page(send):
        for data in SENT:
            await send({"type": "websocket.send", "bytes": data})
        await asyncio.sleep(0)
        await send({"type": "websocket.send", "text": "later"})
        await asyncio.sleep(0)

    written = speaking(page)
    assert written[0] == b"".join(map(frame, SENT))
    assert written[1] == b"\x81\x05later"


def test_nothing_that_was_sent_is_lost_when_the_app_ends_at_once():
    async def farewell(send):
        await send({"type": "websocket.send", "bytes": b"farewell"})
        await send({"type": "websocket.close", "code": 1000})

    assert b"".join(speaking(farewell)).startswith(frame(b"farewell") + b"\x88")


def test_who_has_left_is_told_nothing_more():
    async def left():
        async def app(scope, receive, send):
            await receive()
            await send({"type": "websocket.accept"})
            assert (await receive())["type"] == "websocket.disconnect"
            try:
                await send({"type": "websocket.send", "bytes": b"anybody there?"})
            except OSError:
                heard.append("left")

        heard = []
        config = uvicorn.Config(app, log_config=None)
        config.load()
        made = WebsocketConnection(config=config, server_state=ServerState(), app_state={})
        transport = Counting()
        made.connection_made(transport)
        made.data_received(HANDSHAKE)
        await asyncio.sleep(0)
        made.connection_lost(None)
        for _ in range(5):
            await asyncio.sleep(0)
        return heard, transport.writes[1:]

    assert asyncio.run(left()) == (["left"], [])
