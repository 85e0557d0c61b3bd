"""Does a visitor get in, draw and send a photo while a neighbour takes all that can be had?"""

import resource
import secrets
import socket
import sys
from contextlib import ExitStack, contextmanager

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from cnn.results import sample_strokes
from scripts.protocol import STREAM, SUBPROTOCOL, Session, form, is_end, token
from scripts.running_app import RunningApp

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 is an address on Linux")
NEIGHBOUR, BYSTANDER = "127.0.0.1", "127.0.0.2"
FILES = 1024  # that the server may open, as on many systems
SETTINGS = """
trusted_proxies = []
most_visitors = 12
visitors_of_one_address = 9
patience_seconds = 3
upload_room = 58
upload_room_of_one_address = 29
upload_kept_seconds = 2
"""


class Narrow(RunningApp):
    """A server that may open few files."""

    def __init__(self, *flags: str) -> None:
        super().__init__(*flags)
        self.command = ["sh", "-c", f'ulimit -n {FILES}; exec "$@"', "sh", *self.command]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    config = tmp_path_factory.mktemp("server") / "server.toml"
    config.write_text(SETTINGS, "utf-8")
    running = Narrow("--config", str(config))
    running.start()
    yield running
    output = running.stop()
    assert len(output) < 2_000, output[:10_000]


@contextmanager
def stream(app, source):
    with connect(
        f"ws://127.0.0.1:{app.port}{STREAM}",
        subprotocols=[SUBPROTOCOL],
        source_address=(source, 0),
        max_size=None,
        proxy=None,
    ) as websocket:
        yield websocket


def page(websocket, name):
    """The page, once it has come."""
    session = Session()
    websocket.send(session.visit(name))
    assert any(is_end(session.hear(websocket.recv(timeout=60))) for _ in range(1000))
    return session


def asked(app, source, said):
    """The status of a request."""
    with socket.create_connection(("127.0.0.1", app.port), 60, (source, 0)) as connection:
        connection.sendall(said)
        return int(connection.recv(1000)[9:12])


def permission(app, source):
    with socket.create_connection(("127.0.0.1", app.port), 60, (source, 0)) as connection:
        connection.sendall(b"GET /_stcore/health HTTP/1.0\r\nHost: localhost\r\n\r\n")
        lines = connection.recv(10_000).decode().split("\r\n")
    return token(next(line[12:] for line in lines if line.lower().startswith("set-cookie: ")))


def put(app, source, session, content):
    """A whole request that sends a file."""
    body, kind = form("photo.jpg", content)
    headers = permission(app, source) | {"Content-Type": kind, "Content-Length": str(len(body))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    path = f"/_stcore/upload_file/{session}/{secrets.token_hex(8)}"
    return f"PUT {path} HTTP/1.0\r\nHost: localhost\r\n{lines}\r\n".encode() + body


def all_is_well(app, source=BYSTANDER):
    """Opens a page, draws, and sends a photo."""
    assert asked(app, source, b"GET /Draw HTTP/1.0\r\nHost: localhost\r\n\r\n") == 200
    with stream(app, source) as websocket:
        session = page(websocket, "Draw")
        websocket.send(session.drawing(sample_strokes()["3"]))
        assert any(
            session.hear(websocket.recv(timeout=60)) and session.acknowledged == 1
            for _ in range(1000)
        )
        assert asked(app, source, put(app, source, session.id, secrets.token_bytes(100_000))) == 204


def test_half_open_connections_keep_nobody_out(app):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4 * FILES, hard), hard))
    with ExitStack() as kept:
        half = []
        for _ in range(FILES + 100):
            one = kept.enter_context(socket.create_connection(("127.0.0.1", app.port), 60))
            one.sendall(b"GET / HTTP/1.1\r\nHost: loc")
            half.append(one)
        all_is_well(app)
        for one in half:  # some were refused, the others are ended
            try:
                assert one.recv(1000) == b""
            except ConnectionError:
                pass
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_silent_websockets_keep_nobody_out_and_end(app):
    with ExitStack() as kept:
        silent = []
        for _ in range(20):
            try:
                silent.append(kept.enter_context(stream(app, NEIGHBOUR)))
            except InvalidStatus:
                break
        assert len(silent) == 9
        all_is_well(app)
        for one in silent:
            with pytest.raises(ConnectionClosed):
                one.recv(timeout=60)


def test_uploads_that_trickle_keep_nobody_waiting_and_end(app):
    with stream(app, NEIGHBOUR) as websocket, ExitStack() as kept:
        session = page(websocket, "Home")
        begun = put(app, NEIGHBOUR, session.id, bytes(6_000_000))[:1000]
        slow = []
        for _ in range(4):
            one = socket.create_connection(("127.0.0.1", app.port), 60, (NEIGHBOUR, 0))
            slow.append(kept.enter_context(one))
            one.sendall(begun)
        all_is_well(app)
        for one in slow:
            try:
                assert one.recv(1000) == b""
            except ConnectionError:
                pass
        all_is_well(app, NEIGHBOUR)


def test_a_file_that_no_page_looks_at_leaves_its_room_to_the_next(app):
    with stream(app, NEIGHBOUR) as websocket:
        session = page(websocket, "Home")
        file = put(app, NEIGHBOUR, session.id, bytes(20_000_000))
        assert [asked(app, NEIGHBOUR, file) for _ in range(3)] == [204, 204, 204]


def test_an_upload_that_breaks_off_leaves_its_room_to_the_next(app):
    with stream(app, NEIGHBOUR) as websocket:
        session = page(websocket, "Home")
        file = put(app, NEIGHBOUR, session.id, bytes(20_000_000))
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", app.port), 60, (NEIGHBOUR, 0)) as one:
                one.sendall(file[:10_000_000])
        assert asked(app, NEIGHBOUR, file) == 204


def test_refused_uploads_are_not_read(app):
    with stream(app, NEIGHBOUR) as websocket:
        session = page(websocket, "Home")
        head = put(app, NEIGHBOUR, session.id, bytes(20_000_000))[:600]
        assert asked(app, NEIGHBOUR, head.replace(b"X-Xsrftoken", b"X-Other")) == 403
        assert asked(app, NEIGHBOUR, head.replace(session.id.encode(), b"nobody")) == 400
