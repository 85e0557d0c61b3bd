"""What does a client get who lies, digs for files, floods, or looks for other visitors?"""

import asyncio
import http.client
import json
import secrets
import struct
import sys
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.proto.Common_pb2 import StringArray
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from scripts.bench.memory import shared_out
from scripts.bench.visitor import visitor
from scripts.protocol import STREAM, SUBPROTOCOL, Session, form, is_end, token
from scripts.running_app import RunningApp
from tests.photo_files import picture, saved
from ui.components.digit_pad.message import write
from ui.text import label

SEVEN = [np.array([[211.0, 190.0], [803.0, 190.0], [407.0, 911.0]])]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A server that logs its events and whose disk we can look at."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "tmp").mkdir()
    (folder / "server.toml").write_text("log_events = true\nuploads = 4\n", "utf-8")
    environment = {"TMPDIR": str(folder / "tmp"), "CNN_CONFIG": str(folder / "server.toml")}
    with RunningApp(environment=environment) as running:
        running.folder = folder
        yield running


@contextmanager
def stream(app, **headers):
    address = f"ws://localhost:{app.port}{STREAM}"
    origin = headers.pop("Origin", None)
    with connect(
        address,
        subprotocols=[SUBPROTOCOL],
        max_size=None,
        origin=origin,
        additional_headers=headers,
        proxy=None,
    ) as socket:
        yield socket


def asked(app, method, path, body=None, headers=None):
    """Status and body, the path sent as it is."""
    connection = http.client.HTTPConnection("localhost", app.port, timeout=20)
    connection.putrequest(method, path, skip_host=True)
    headers = {"Host": f"localhost:{app.port}"} | (headers or {})
    if body is not None:
        headers.setdefault("Content-Length", str(len(body)))
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    read = answer.status, answer.read(), answer.headers
    connection.close()
    return read


class Visitor:
    """A session that keeps everything that came."""

    def __init__(self, socket, page):
        self.socket, self.heard, self.page = socket, b"", Session()
        self.run(self.page.visit(page))

    @property
    def session(self):
        return self.page.id

    def run(self, message):
        self.socket.send(message)
        while True:
            data = self.socket.recv(timeout=30)
            self.heard += data
            if is_end(self.page.hear(data)):
                return

    def draw(self, drawing):
        self.run(self.page.drawing(drawing))


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"Host": "evil.example"},
    ],
)
def test_a_strangers_page_gets_no_stream(app, headers):
    with pytest.raises((InvalidStatus, ConnectionClosed)):
        with stream(app, **headers) as socket:
            socket.recv(timeout=10)
    assert app.answers()


def test_the_apps_own_page_gets_one(app):
    with stream(app, Origin=app.url) as socket:
        Visitor(socket, "")


SECRETS = (b"root:", b"[server]", b"MIT License", b"import streamlit", b"[[asset]]")


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../../../etc/passwd",
        "/static/..%5c..%5cetc/passwd",
        "/app/static/../streamlit_app.py",
        "/media/../../LICENSE",
        "/_stcore/bidi-components/x/../../../LICENSE",
        "/component/x/../../../LICENSE",
        "//etc/passwd",
        "/etc/passwd%00.png",
        "/.streamlit/config.toml",
        "/assets/manifest.toml",
        "/" + "a/" * 3000,
    ],
)
def test_no_path_leads_to_a_file_of_the_machine(app, path):
    status, body, _ = asked(app, "GET", path)
    assert not any(secret in body for secret in SECRETS)
    assert status < 500
    assert app.answers()


def xsrf(app):
    return token(asked(app, "GET", "/_stcore/health")[2]["Set-Cookie"])


def upload(app, session, content, name="photo.jpg", headers=None):
    body, kind = form(name, content)
    more = {"Content-Type": kind} | (headers or xsrf(app))
    path = f"/_stcore/upload_file/{session}/{secrets.token_hex(8)}"
    return asked(app, "PUT", path, body, more)[0]


def test_a_forged_upload_is_refused(app):
    with stream(app) as socket:
        visitor = Visitor(socket, "Draw")
        assert upload(app, "no-such-visitor", b"x") == 400
        assert upload(app, visitor.session, b"x", headers={"Cookie": "a=b"}) == 403
        huge = xsrf(app) | {"Content-Length": str(10**10), "Content-Type": "multipart/form-data"}
        path = f"/_stcore/upload_file/{visitor.session}/1"
        assert asked(app, "PUT", path, b"", huge)[0] == 413
    assert app.answers()


def test_a_visitor_who_uploads_without_end_is_refused_and_leaves_nothing_on_the_disk(app):
    marker = secrets.token_bytes(2_000_000)
    name = f"{secrets.token_hex(6)}.jpg"
    with stream(app) as socket:
        visitor = Visitor(socket, "Draw")
        answers = [upload(app, visitor.session, marker, name) for _ in range(6)]
    assert answers == [204, 204, 204, 204, 429, 429]
    left = [file for file in (app.folder / "tmp").rglob("*") if file.is_file()]
    assert not [file for file in left if marker[:64] in file.read_bytes()]


def test_a_message_too_large_ends_its_connection_alone(app):
    with stream(app) as good:
        calm = Visitor(good, "Draw")
        with stream(app) as bad:
            Visitor(bad, "Draw")
            with pytest.raises(ConnectionClosed):
                bad.send(b"\0" * (3 << 20))
                while True:
                    bad.recv(timeout=20)
        calm.draw(SEVEN)


@pytest.mark.parametrize("noise", [b"", b"\xff" * 50, b"\x0a\x03abc", "text"])
def test_noise_on_the_stream_harms_nobody(app, noise):
    with stream(app) as good:
        calm = Visitor(good, "Draw")
        with stream(app) as bad:
            bad.send(noise)
        calm.draw(SEVEN)
    assert app.answers()


def test_two_visitors_at_once_see_nothing_of_each_other(app):
    with stream(app) as one, stream(app) as two:
        first, second = Visitor(one, "Draw"), Visitor(two, "Draw")
        first.draw(SEVEN)
        other = [SEVEN[0][::-1] / 2 + 7]
        second.draw(other)
        again = Visitor(two, "MNIST")
        mine = write(SEVEN, 1)["d"].encode()
        assert mine not in second.heard + again.heard
        assert write(other, 1)["d"].encode() not in first.heard
        assert first.session != second.session


PHOTOS = Path(__file__).resolve().parents[1] / "data" / "photos"
MOST_MEMORY = 1500  # MB, of all the server's processes together


def worst_photos() -> list[bytes]:
    """Small files that decode to much, or say that they do, and one as heavy as may be."""
    fine = saved(picture(320, 240), "JPEG", progressive=True, subsampling=0)
    place = fine.index(b"\xff\xc2") + 5
    scans = fine[:place] + struct.pack(">HH", 6000, 7000) + fine[place + 4 :]
    return [
        saved(Image.new("RGB", (9900, 9900), "teal"), "TIFF", compression="tiff_adobe_deflate"),
        (PHOTOS / "webp_100_megapixels_rgba.webp").read_bytes(),
        (PHOTOS / "avif_says_64_is_16384.avif").read_bytes(),
        scans + bytes(24_000_000),
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the memory")
def test_the_worst_photos_at_once_end_nobody(app):
    answers = asyncio.run(sent_together(app, worst_photos()))
    *told, most = answers
    assert [said == "read" or "million pixels" in said for said in told] == [True] * 4
    assert most < MOST_MEMORY
    with stream(app) as socket:
        Visitor(socket, "Draw").draw(SEVEN)


async def sent_together(app, files):
    """What each of several visitors is told of their photo, while another opens pages; last, the
    peak of the memory in MB."""
    done, most, opened = asyncio.Event(), 0.0, 0

    async def watch():
        nonlocal most
        while not done.is_set():
            most = max(most, await asyncio.to_thread(shared_out, app))
            await asyncio.sleep(0.05)

    async def stroll():
        nonlocal opened
        async with visitor(app.url) as one:
            while not done.is_set() or not opened:
                await one.open(("Draw", "Convolution")[opened % 2])
                opened += 1

    async def send(number, data):
        async with visitor(app.url) as one:
            await one.open("Photo", "lang=en")
            chosen = StringArray(data=[label("photo.source-upload", "en")])
            await one.act("photo.source", string_array_value=chosen)
            everyone.add(number)
            while len(everyone) < len(files):
                await asyncio.sleep(0.01)
            await one.upload("photo", data, "photo.files")
            read = (one.session.html("photo-open") or {}).get("key", "").startswith("mine")
            return "read" if read else " ".join(one.session.alerts())

    everyone = set()
    around = [asyncio.create_task(watch()), asyncio.create_task(stroll())]
    told = await asyncio.gather(*(send(*each) for each in enumerate(files)))
    done.set()
    await asyncio.gather(*around)
    return [*told, most]


def test_no_line_of_the_log_holds_what_a_visitor_made(tmp_path):
    config = tmp_path / "server.toml"
    config.write_text("log_events = true\n", "utf-8")
    running = RunningApp("--config", str(config))
    running.start()
    name = f"{secrets.token_hex(6)}.jpg"
    with stream(running) as socket:
        visitor = Visitor(socket, "Draw")
        visitor.draw(SEVEN)
        upload(running, visitor.session, b"not a photo", name)
    output = running.stop()
    events = [json.loads(line)["event"] for line in output.splitlines() if line.startswith("{")]
    assert events[0] == "ready" and {"visitor-came", "visitor-left", "stopping"} <= set(events)
    told = "".join(line for line in output.splitlines() if not line.startswith("Open http"))
    made = (write(SEVEN, 1)["d"], name, visitor.session, "127.0.0.1")
    assert not [each for each in made if each in told]
