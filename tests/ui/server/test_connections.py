"""Does who dawdles end, and nobody else, and does no address have all connections?"""

import asyncio
import errno
import inspect
import logging
import os
import socket
import sys
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.runtime.app_session import AppSession

from scripts.running_app import free_port
from tests.alone import alone
from tests.waiting import until
from ui.server import connections
from ui.server.app import Server, configuration
from ui.server.connections import A_SESSION, LEFT, Connections, quiet_when_scarce
from ui.server.settings import Settings
from ui.telemetry import events

PATIENCE = 1
LARGE = 12_000_000  # bytes: more than the system keeps of what nobody reads


async def app(scope, receive, send):
    if scope["type"] == "websocket":
        websocket = WebSocket(scope, receive, send)
        await websocket.accept()
        with suppress(WebSocketDisconnect):
            async for _ in websocket.iter_text():
                await websocket.send_bytes(bytes(LARGE))
        return
    with suppress(ClientDisconnect):
        await answered(scope, receive, send)


async def answered(scope, receive, send):
    if scope["path"] == "/body":
        answer = PlainTextResponse(str(len(await Request(scope, receive).body())))
    elif scope["path"] == "/busy":
        await asyncio.sleep(2.5 * PATIENCE)
        answer = PlainTextResponse("done")
    elif scope["path"] == "/begun":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"begun", "more_body": True})
        await Request(scope, receive).body()
        return await send({"type": "http.response.body", "body": b"ended"})
    else:
        answer = PlainTextResponse("x" * LARGE if scope["path"] == "/large" else "hello")
    await answer(scope, receive, send)


@contextmanager
def serving(**settings):
    said = {"patience_seconds": PATIENCE, "slowest_body": 1000, "trusted_proxies": []} | settings
    config = configuration(app, Settings(port=free_port(), **said))
    config.lifespan = "off"
    server = Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        until(lambda: server.started or not thread.is_alive())
        assert server.started, "the server did not start"
        yield config
    finally:  # a test that fails must not leave the server, and pytest, running
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def port():
    with serving() as config:
        yield config.port


@contextmanager
def visitor(port, said=b"", source="127.0.0.1"):
    with socket.create_connection(("127.0.0.1", port), 20, (source, 0)) as connection:
        connection.sendall(said)
        yield connection


def ended(connection):
    """Whether the server ends the connection, whatever it says before."""
    try:
        return not all(connection.recv(1 << 20) for _ in range(10_000))
    except ConnectionError:
        return True
    except TimeoutError:
        return False


def heard(connection, words):
    """Whether the server says this before it ends the connection."""
    said = b""
    while words not in said and (more := connection.recv(1 << 20)):
        said += more
    return words in said


def trickle(connection, piece, every):
    """Goes on sending until the connection has ended."""
    for _ in range(int(20 / every)):
        try:
            connection.sendall(piece)
        except OSError:
            return True
        time.sleep(every)
    return False


HALF = b"GET / HTTP/1.1\r\nHost: loc"
BODY = b"PUT /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.parametrize("said", [b"", b"G", HALF])
def test_a_header_that_never_ends_ends(port, said):
    with visitor(port, said) as connection:
        assert ended(connection)


def test_a_header_that_trickles_ends(port):
    with visitor(port, HALF) as connection:
        assert trickle(connection, b"a", 0.1)


def test_half_a_header_after_a_whole_one_ends(port):
    with visitor(port, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + HALF) as connection:
        assert ended(connection)


def test_a_body_that_trickles_ends_whether_anybody_reads_it_or_not(port):
    for head in (BODY, BODY.replace(b"/body", b"/")):
        with visitor(port, head) as connection:
            assert trickle(connection, b"a", 0.1)


def test_a_body_that_comes_slowly_but_steadily_arrives(port):
    with visitor(port, BODY.replace(b"100000", b"6000")) as connection:
        for _ in range(30):  # 2,000 bytes a second for three seconds
            connection.sendall(b"x" * 200)
            time.sleep(0.1)
        assert heard(connection, b"\r\n\r\n6000")


def test_an_answer_may_take_its_time(port):
    with visitor(port, b"GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n") as connection:
        assert heard(connection, b"done")


def test_a_body_may_wait_until_the_server_takes_it(port):
    """What it has not read yet, or has not asked for, is no fault of the visitor's."""
    busy = BODY.replace(b"/body", b"/busy").replace(b"100000", b"1000000")
    with visitor(port, busy + bytes(200_000)) as connection:
        assert heard(connection, b"done")
    expects = busy.replace(b"\r\n\r\n", b"\r\nExpect: 100-continue\r\n\r\n")
    with visitor(port, expects) as connection:
        assert heard(connection, b"done")


def test_a_visitor_who_asks_again_and_again_stays(port):
    with visitor(port) as connection:
        for _ in range(30):
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert heard(connection, b"hello")
            time.sleep(0.1)


@contextmanager
def narrow(port, said):
    """A visitor whose system takes in little that is not read."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 50_000)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", port))
        connection.sendall(said)
        yield connection


def test_an_answer_that_nobody_reads_ends_and_one_that_is_read_slowly_does_not():
    with serving() as config:
        asked = b"GET /large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        with narrow(config.port, asked), narrow(config.port, asked) as reads:
            got = 0
            for _ in range(10_000):
                if not (more := reads.recv(200_000)):
                    break
                got += len(more)
                time.sleep(0.01)
        assert got > LARGE and config.connections.ended == 1


UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
)
HELLO = b"\x81\x82\x00\x00\x00\x00hi"  # a text of two letters, masked by zeros


def test_a_websocket_that_nobody_reads_ends_and_one_that_is_silent_does_not():
    with serving() as config:
        with narrow(config.port, UPGRADE), narrow(config.port, UPGRADE) as deaf:
            assert heard(deaf, b"\r\n\r\n")
            deaf.sendall(HELLO)
            time.sleep(4 * PATIENCE)
            assert ended(deaf)
            assert (config.connections.ended, len(config.connections.open)) == (1, 1)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere 127.0.0.2 is no address")
def test_one_address_never_has_all_connections():
    with serving(most_connections=8, connections_of_one_address=3) as config:
        taken = [socket.create_connection(("127.0.0.1", config.port)) for _ in range(20)]
        for _ in range(2):  # what has ended leaves its place to the next
            with visitor(config.port, b"GET / HTTP/1.0\r\n\r\n", "127.0.0.2") as other:
                assert heard(other, b"hello")
        assert config.connections.refused >= 17
        for each in taken:
            each.close()
        until(lambda: not config.connections.open)
        assert config.connections.shares.taken == 0


def test_a_trusted_proxy_may_have_nearly_all():
    with serving(most_connections=20, trusted_proxies=["127.0.0.1"]) as config:
        taken = [socket.create_connection(("127.0.0.1", config.port)) for _ in range(18)]
        with visitor(config.port, b"GET / HTTP/1.0\r\n\r\n") as one_more:
            assert ended(one_more)
        assert config.connections.refused == 1
        for each in taken:
            each.close()


def test_however_few_there_are_one_address_has_half_of_them_at_most():
    shares = Connections(Settings(most_connections=10, connections_of_one_address=1000)).shares
    assert (shares.most, shares.most_of_one) == (10, 5)


def test_of_what_was_ended_one_line_a_minute_is_told(monkeypatch):
    told = []
    monkeypatch.setattr(events, "tell", lambda event, **values: told.append(values["refused"]))
    connections = Connections(Settings())
    for now in (100, 101, 159, 161, 300):
        connections.refused += now < 300
        connections.look(now)
    assert told == [1, 4]


def test_running_out_of_files_is_one_line(caplog):
    loop, handle = asyncio.new_event_loop(), quiet_when_scarce()
    error = OSError(errno.EMFILE, os.strerror(errno.EMFILE))
    with caplog.at_level(logging.ERROR):
        for _ in range(1000):
            handle(loop, {"message": "socket.accept() out of system resource", "exception": error})
        handle(loop, {"message": "something else"})
    loop.close()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2 and "LimitNOFILE" in said[0] and said[1] == "something else"


FILES = [  # the system's soft and hard limit, connections at most, files asked for
    (1024, 4096, 2000, 3624),
    (1024, 2600, 976, 2600),
    (1024, 1500, 119, 1500),
    (1024, 1024, 64, 1024),
    (300, 300, 64, 300),
    (9000, 9000, 2000, 9000),
]


@pytest.mark.skipif(sys.platform == "win32", reason="there files are not counted")
def test_there_are_fewer_connections_than_files():
    """Each limit is that of a process of its own, since a lowered one cannot be raised again."""
    code = f"""
import os, resource
from ui.server.connections import Connections
from ui.server.settings import Settings
for soft, hard, *_ in {FILES!r}:
    if child := os.fork():
        assert os.waitpid(child, 0)[1] == 0
        continue
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    most = Connections(Settings()).shares.most
    print(soft, hard, most, resource.getrlimit(resource.RLIMIT_NOFILE)[0], flush=True)
    break
"""
    told = [tuple(map(int, line.split())) for line in alone(code).stdout.splitlines()]
    assert told == FILES


@pytest.mark.skipif(sys.platform == "win32", reason="there files are not counted")
@pytest.mark.parametrize("refusal", [ValueError, OSError])
def test_where_the_system_refuses_more_files_there_are_as_many_as_before(monkeypatch, refusal):
    def refuse(*_):
        raise refusal

    monkeypatch.setattr(connections.resource, "getrlimit", lambda _: (2600, 2**40))
    monkeypatch.setattr(connections.resource, "setrlimit", refuse)
    assert Connections(Settings()).shares.most == 976


CHUNKED = b" HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"


@pytest.mark.parametrize(
    "said, answered",
    [
        (b"\x16\x03\x01\r\n\r\n", b"400"),
        (b"POST /body" + CHUNKED, b"400"),
        (b"POST /busy" + CHUNKED, b"400"),
        (b"HEAD /body" + CHUNKED, b"400"),
        (b"POST /begun" + CHUNKED, b"begun"),
    ],
)
def test_a_request_that_turns_into_noise_is_answered_once_and_is_no_error(
    port, said, answered, caplog
):
    logs = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio")]
    for each in logs:
        each.addHandler(caplog.handler)
    with visitor(port, said) as connection:
        time.sleep(0.2)  # the request is being answered
        with suppress(BrokenPipeError):
            connection.sendall(b"no number\r\n" * 3)
        said = b""
        while more := connection.recv(1 << 16):
            said += more
    time.sleep(3 * PATIENCE if b"busy" in said else 0.2)  # what answers it has ended, too
    for each in logs:
        each.removeHandler(caplog.handler)
    assert answered in said and said.count(b"HTTP/1.1 ") == 1 and b"ended" not in said
    assert not [each for each in caplog.records if each.levelno >= logging.ERROR]


def test_a_session_costs_as_many_files_as_are_reserved_for_it():
    code = (
        "import asyncio, os; from streamlit.runtime.memory_session_storage import "
        "MemorySessionStorage as Kept; before = len(os.listdir('/proc/self/fd')); "
        "loop = asyncio.new_event_loop(); "
        "print(len(os.listdir('/proc/self/fd')) - before, Kept()._cache.maxsize)"
    )
    if sys.platform == "linux":
        assert alone(code).stdout.split() == [str(A_SESSION), str(LEFT)]
    source = inspect.getsource(AppSession.__init__)
    assert source.count("new_event_loop()") == 1
