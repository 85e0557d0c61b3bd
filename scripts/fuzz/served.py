"""What a server is sent: raw requests, uploads in every order, connections that break off."""

import random
import re
import secrets
import socket
import struct
from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

from websockets.sync.client import ClientConnection, connect

from scripts.bench.visitor import permission
from scripts.bench.visitor import request as asked
from scripts.protocol import STREAM, SUBPROTOCOL, Session, form, is_end
from scripts.running_app import RunningApp
from ui.server.security import UPLOAD

MARK = "fuzzmark"  # in all that is sent; never to be in a log
WAIT = 0.15  # seconds for an answer before the sender says that it has said all
PATIENCE = 10.0  # seconds for an answer after that
ERROR = re.compile(rb"^Traceback|^Exception in| ERROR | CRITICAL |[Nn]obody caught")
LONGEST_LINE = 1_000  # bytes, in a log
METHODS = [
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "OPTIONS",
    "PATCH",
    "TRACE",
    "CONNECT",
    "PRI",
    "get",
]
METHODS += ["", "G\0T", "É", "A" * 9_000]
TARGETS = [
    "/",
    "/Draw",
    "/healthz",
    "/readyz?host=a",
    "/_stcore/health",
    "/_stcore/stream",
    "*",
]
TARGETS += [
    "http://evil.example/",
    "//evil.example",
    "/%",
    "/%00",
    "/%zz",
    "/..%2f..%2fetc",
    "/" + "a" * 9_000,
]
TARGETS += [
    "/?" + "a=1&" * 3_000,
    "/\t",
    "/é",
    "",
    "/_stcore/upload_file/a/b",
    "/static/../x",
    "/?lang=ko&lang=en",
]
VERSIONS = [
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.1",
    "HTTP/1.0",
    "HTTP/0.9",
    "HTTP/2.0",
    "HTTP/9",
    "",
    "ICY",
]
HEADERS = [
    *("Connection: close", "Connection: upgrade", "Upgrade: websocket", "Upgrade: h2c"),
    *(
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Version: 8",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    ),
    *(
        "Sec-WebSocket-Key: x",
        "Sec-WebSocket-Protocol: streamlit, a, b",
        "Host: evil.example",
        "Host:",
    ),
    *(
        "Content-Length: 0",
        "Content-Length: 5",
        "Content-Length: -1",
        "Content-Length: 99999999999",
    ),
    *(
        "Content-Length: 5, 6",
        "Content-Length: +5",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
    ),
    *(
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding : chunked",
        "Expect: 100-continue",
    ),
    *("X-Forwarded-For: " + "1.2.3.4, " * 500, "X-Forwarded-For: ⟨", "X-Forwarded-Proto: gopher"),
    *(
        "Cookie: " + "a=b;" * 2_000,
        "Cookie: _streamlit_xsrf=2|x|y|z",
        "Accept-Encoding: br;q=x, gzip;q=-1",
    ),
    *("Range: bytes=0-,-1,5-2", "If-None-Match: *", "If-Modified-Since: yesterday", "Origin: null"),
    *(
        " folded: a",
        "\tfolded",
        ": nameless",
        "no colon",
        "A" * 300 + ": b",
        "a\0b: c",
        "Accept-Language: ko;q=é",
    ),
    *(
        "Content-Type: multipart/form-data",
        "Content-Type: application/x-www-form-urlencoded",
        "Te: trailers",
    ),
]
BODIES = [
    b"",
    b"hello",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"FFFFFFFFFFFFFFFF\r\nx",
    b"-1\r\nx\r\n0\r\n\r\n",
    b"5;" + b"a" * 9_000,
]
BODIES += [
    b"5\r\nhello0\r\n\r\n",
    b"0\r\nTrailer: " + b"x" * 9_000 + b"\r\n\r\n",
    b"zz\r\n",
    b"\0" * 500,
]


class Server:
    """Whoever is sent all this, and a visitor of it who is allowed to upload."""

    def __init__(self, app: RunningApp) -> None:
        self.app, self.url, self.place = app, app.url, ("localhost", app.port)
        self._logged = len(app.printed())
        self._there = ExitStack()
        self._socket: ClientConnection | None = None
        self.session = Session()

    def send(self, data: bytes, parts: list[int], how: str = "say") -> bytes:
        """All that is answered to these bytes, sent in parts; `how` the sender ends: by saying so,
        by leaving at once, or by resetting. Raises OSError if nobody listens, TimeoutError."""
        with socket.create_connection(self.place, timeout=PATIENCE) as line:
            try:
                for begin, end in zip([0, *parts], [*parts, len(data)], strict=True):
                    line.sendall(data[begin:end])
                if how == "reset":
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if how != "say":
                    return b""
                return self._heard(line)
            except TimeoutError:
                raise
            except OSError:
                return b""  # it had heard enough

    def _heard(self, line: socket.socket) -> bytes:
        """The answer, also one that is broken off since the rest of the question is not read."""
        line.settimeout(WAIT)
        heard = b""
        try:
            heard = line.recv(1 << 16)
        except TimeoutError:
            pass
        line.settimeout(PATIENCE)
        try:
            line.shutdown(socket.SHUT_WR)
            while more := line.recv(1 << 16):
                heard += more
        except TimeoutError:
            raise
        except OSError:
            pass
        return heard

    def upload_place(self) -> str:
        """Where the visitor may send a file; who was refused comes anew."""
        causes = []
        for _ in range(2):
            try:
                if self._socket is None:
                    self._open()
                assert self._socket
                self._socket.send(self.session.ask_for_upload("a.jpg"))
                while True:
                    message = self.session.hear(bytes(self._socket.recv(PATIENCE)))  # type: ignore[arg-type]
                    if message.WhichOneof("type") == "file_urls_response":
                        url: str = message.file_urls_response.file_urls[0].upload_url
                        return url
            except Exception as error:
                causes.append(error)
                self.close()
        raise AssertionError("a visitor was told no place for a file") from causes[-1]

    def _open(self) -> None:
        address = self.url.replace("http", "ws") + STREAM
        opening = connect(address, subprotocols=[SUBPROTOCOL], max_size=None, proxy=None)  # type: ignore[list-item]
        self._socket = self._there.enter_context(opening)
        self.session = Session()
        self._socket.send(self.session.visit("", ""))
        while not is_end(self.session.hear(bytes(self._socket.recv(PATIENCE)))):  # type: ignore[arg-type]
            pass

    def close(self) -> None:
        """The visitor leaves."""
        self._there.close()
        self._socket = None

    def unwell(self) -> list[str]:
        """What is wrong with it now, and in what it has logged since this began."""
        status, body, _ = asked(self.url, "GET", "/readyz")
        found = [] if status == 200 else [f"/readyz: {status} {body[:200]!r}"]
        lines = self.app.printed(self._logged).splitlines()
        found += [f"a line of {len(each)} bytes" for each in lines if len(each) > LONGEST_LINE]
        found += [f"the log says {each[:200]!r}" for each in lines if MARK.encode() in each]
        found += [f"an error: {each[:200]!r}" for each in lines if ERROR.search(each)]
        return found[:20]


class Sent(NamedTuple):
    """Bytes, where they are cut into parts, and how their sender ends."""

    data: bytes
    parts: list[int]
    how: str = "say"


def request(rng: random.Random, corpus: list[bytes]) -> Sent:
    """A request with something wrong in its first line, headers or body; or several; or noise."""
    data = b"".join(_request(rng) for _ in range(rng.choice([1, 1, 1, 2, 5])))
    if rng.random() < 0.2:
        place = rng.randrange(len(data) + 1)
        data = data[:place] + rng.randbytes(rng.randrange(1, 30)) + data[place + rng.randrange(9) :]
    elif rng.random() < 0.1:
        data = (
            rng.choice([b"\x16\x03\x01\x02\x00\x01\x00", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
            + data
        )
    return Sent(data, _parts(rng, data))


def _request(rng: random.Random) -> bytes:
    def odd(choices: list[str], usual: str) -> str:
        return rng.choice(choices) if rng.random() < 0.3 else usual

    first = f"{odd(METHODS, 'GET')} {odd(TARGETS, '/healthz')} {odd(VERSIONS, 'HTTP/1.1')}"
    headers = rng.sample(HEADERS, rng.choice([0, 1, 2, 4]))
    headers += [] if rng.random() < 0.1 else ["Host: localhost"]
    headers += [f"X-{MARK}: {MARK}"] * rng.choice([1, 1, 1, 200, 3_000])
    line = rng.choice(["\r\n"] * 8 + ["\n", "\r"])
    head = line.join([first, *headers, "", ""])
    return head.encode("utf-8", "replace") + (rng.choice(BODIES) if rng.random() < 0.5 else b"")


def _parts(rng: random.Random, data: bytes) -> list[int]:
    return sorted(rng.randrange(len(data) + 1) for _ in range(rng.choice([0, 0, 1, 3])))


def check_request(sent: Sent, server: Server) -> None:
    """It is answered, below 500, or the connection ends."""
    heard = server.send(*sent)
    if not heard:
        return
    first = heard.split(b"\r\n", 1)[0].split(b" ")
    assert first[0] == b"HTTP/1.1" and len(first) > 1, heard[:100]
    assert int(first[1]) < 500 and b"Traceback" not in heard, heard[:200]


def broken(rng: random.Random, corpus: list[bytes]) -> Sent:
    """A true request, or a websocket's, of which only a part comes."""
    more = ["Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    more += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Protocol: streamlit"]
    lines = [f"GET {rng.choice(TARGETS[:7])} HTTP/1.1", "Host: localhost", f"X-{MARK}: {MARK}"]
    lines += more if rng.random() < 0.5 else []
    frames = b"".join(_frame(rng) for _ in range(rng.randrange(4)))
    data = ("\r\n".join(lines) + "\r\n\r\n").encode() + frames
    data = data[: rng.randrange(len(data) + 1)] if rng.random() < 0.7 else data
    return Sent(data, _parts(rng, data), rng.choice(["say", "leave", "reset"]))


def _frame(rng: random.Random) -> bytes:
    """A frame of a websocket, often wrong: its kind, its size, its mask."""
    size = rng.choice([0, 5, 125, 126, 127])
    head = bytes([rng.choice([0x80, 0, 0xF0]) | rng.randrange(16), rng.choice([0x80, 0]) | size])
    long = {126: struct.pack(">H", 300), 127: struct.pack(">Q", rng.choice([2**63, 2**20 + 1, 9]))}
    return head + long.get(size, b"") + rng.randbytes(4) + rng.randbytes(rng.randrange(300))


def check_broken(sent: Sent, server: Server) -> None:
    """The next who asks is answered."""
    heard = server.send(*sent)
    assert b"Traceback" not in heard and not heard.startswith(b"HTTP/1.1 5"), heard[:200]
    assert asked(server.url, "GET", "/healthz")[0] == 200


def upload(rng: random.Random, corpus: list[bytes]) -> tuple[list[str], int]:
    """What happens to one file, step by step, and a seed for the rest."""
    steps = [*STEPS]
    return [rng.choice(steps) for _ in range(rng.randrange(1, 6))], rng.randrange(2**32)


def check_upload(case: tuple[list[str], int], server: Server) -> None:
    """Each step is answered below 500, or the connection ends; and the server goes on."""
    steps, seed = case
    rng, place = random.Random(seed), server.upload_place()
    for step in steps:
        head, body = STEPS[step](rng, place)
        lines = [f"{name}: {value}" for name, value in permission(server.url).items()]
        if step == "forged":
            lines = [f"Cookie: _streamlit_xsrf={MARK}", f"X-Xsrftoken: {MARK}"]
        first, *headers = head
        text = "\r\n".join([first, "Host: localhost:" + str(server.place[1]), *lines, *headers])
        data = text.encode("utf-8", "replace") + b"\r\nConnection: close\r\n\r\n" + body
        heard = server.send(data, [], "leave" if step == "abort" and rng.random() < 0.5 else "say")
        assert not heard.startswith(b"HTTP/1.1 5") and b"Traceback" not in heard, heard[:200]


Step = Callable[[random.Random, str], tuple[list[str], bytes]]


def _put(path: str, body: bytes, kind: str, size: int | None = None) -> tuple[list[str], bytes]:
    size = len(body) if size is None else size
    return [f"PUT {path} HTTP/1.1", f"Content-Type: {kind}", f"Content-Length: {size}"], body


def _put_file(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    return _put(place, *form(_name(rng), rng.randbytes(rng.choice([0, 1, 5_000]))))


def _name(rng: random.Random) -> str:
    names = [
        MARK,
        "",
        "../../x",
        "a\0b",
        "é⟨",
        "x" * 5_000,
        'a"; filename="b',
        "a\r\nX-Y: z",
        "\u202egpj",
    ]
    return rng.choice(names)


def _cut(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    body, kind = form("a.jpg", bytes(9_000))
    return _put(place, body[: rng.randrange(len(body))], kind, len(body))


def _wrong(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    body, kind = form("a.jpg", bytes(900))
    kinds = ["multipart/form-data", "multipart/form-data; boundary=", "text/plain", "", kind + "x"]
    return _put(place, rng.choice([body, b"", body * 3, b"--\r\n" * 500]), rng.choice(kinds))


def _elsewhere(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    session, file = place.rstrip("/").split("/")[-2:]
    other = secrets.token_hex(16)
    paths = [
        f"{session}/../{other}",
        f"{other}/{file}",
        f"{session}/{file}/x",
        f"{session}/",
        f"{session}/%2e%2e%2fx",
    ]
    return _put(UPLOAD + rng.choice(paths), *form(MARK, b"x"))


def _delete(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    return [f"DELETE {rng.choice([place, place + 'x', UPLOAD + 'a/b'])} HTTP/1.1"], b""


def _ask(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    return [f"{rng.choice(['GET', 'POST', 'PATCH', 'HEAD', 'OPTIONS'])} {place} HTTP/1.1"], b""


def _chunked(rng: random.Random, place: str) -> tuple[list[str], bytes]:
    body, kind = form("a.jpg", bytes(900))
    size = rng.choice([f"{len(body):x}", "5", "FFFFFFFFF", "-1"])
    head = [f"PUT {place} HTTP/1.1", f"Content-Type: {kind}", "Transfer-Encoding: chunked"]
    return head, size.encode() + b"\r\n" + body + b"\r\n0\r\n\r\n"


STEPS: dict[str, Step] = {
    "put": _put_file,
    "again": _put_file,
    "abort": _cut,
    "wrong": _wrong,
    "elsewhere": _elsewhere,
    "forged": _put_file,
    "delete": _delete,
    "ask": _ask,
    "chunked": _chunked,
}
