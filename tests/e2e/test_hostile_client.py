"""What does a client get who lies, digs for files, floods, or looks for other visitors?"""

import asyncio
import http.client
import json
import re
import secrets
import socket as sockets
import struct
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from scripts import fuzz
from scripts.attack.__main__ import KINDS, attacked
from scripts.bench.memory import shared_out
from scripts.bench.visitor import visitor
from scripts.protocol import STREAM, SUBPROTOCOL, Session, form, is_end, token
from scripts.running_app import RunningApp
from tests.alone import awaited
from tests.e2e.waiting import until
from tests.photo_files import picture, saved
from ui.components.digit_pad.message import write_message
from ui.server.wire import LARGEST

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
    origin, protocols = headers.pop("Origin", None), headers.pop("protocols", ())
    with connect(
        address,
        subprotocols=[SUBPROTOCOL, *protocols],
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
        for _ in range(1000):
            data = self.socket.recv(timeout=90)  # a busy machine is slow, not wrong
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
                for _ in range(1000):
                    bad.recv(timeout=20)
        calm.draw(SEVEN)


def message(**kinds):
    return BackMsg(**kinds).SerializeToString()


def names(many):
    """A request for so many places to upload to."""
    asked = BackMsg()
    asked.file_urls_request.request_id = "r"
    asked.file_urls_request.file_names.extend([""] * many)
    return asked.SerializeToString()


def operation(session, payload="deferred_file", forged="forged\nline"):
    asked = BackMsg()
    asked.backend_operation_request.request_id = forged
    asked.backend_operation_request.session_id = session
    if payload == "deferred_file":
        asked.backend_operation_request.deferred_file.file_id = forged
    else:
        getattr(asked.backend_operation_request, payload).SetInParent()
    return asked.SerializeToString()


RUN_GIT = message(load_git_info=True)
UNWANTED = {
    "nothing": b"",
    "noise": b"\xff" * 50,
    "half a message": b"\x0a\x03abc",
    "text": "text",
    "no text": "",
    "git": RUN_GIT,
    "git behind a run": b"\x5a\x00" + RUN_GIT,
    "git in pieces": [RUN_GIT[:1], b"", RUN_GIT[1:]],
    "the cache of all": message(clear_cache=True),
    "watch the files": message(set_run_on_save=True),
    "end the server": message(debug_shutdown_runtime=True),
    "an operation": operation("nobody"),
    "skills": operation("nobody", "install_skills"),
    "ten thousand names": names(10_000),
    "half a million names": names(500_000),
    "too much in pieces": [b"\x5a" * (LARGEST // 2)] * 3,
}


@pytest.mark.parametrize("kind", UNWANTED)
def test_what_no_page_sends_ends_its_connection_and_harms_nobody(app, kind):
    with stream(app) as good:
        calm = Visitor(good, "Draw")
        with stream(app) as bad:
            Visitor(bad, "")
            before = memory(app)
            with pytest.raises(ConnectionClosed) as closed:
                bad.send(UNWANTED[kind])
                for _ in range(1000):
                    bad.recv(timeout=20)
        assert closed.value.rcvd.code in (1008, 1009)
        calm.draw(SEVEN)
        assert memory(app) < before + 50
    assert app.answers()


def memory(app):
    """Megabytes of the server's main process."""
    pages = int(Path(f"/proc/{app.process.pid}/statm").read_text("utf-8").split()[1])
    return pages * 4096 / 1e6


@pytest.mark.parametrize(
    "first",
    [b"\xc2\x80", b"\xc1\x80", b"\xa2\x80", b"\x83\x80", b"\x80\x80"],
    ids=["compressed", "compressed text", "reserved", "unknown", "no beginning"],
)
def test_a_frame_that_was_not_agreed_on_ends_its_connection(app, first):
    """No compression was offered, so that nothing small can become large here."""
    with sockets.create_connection(("localhost", app.port), timeout=20) as raw:
        raw.sendall(
            f"GET {STREAM} HTTP/1.1\r\nHost: localhost:{app.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: streamlit\r\n"
            "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head and (more := raw.recv(4096)):
            head += more
        assert b" 101 " in head and b"deflate" not in head
        raw.sendall(first + b"\0" * 4)
        assert not all(raw.recv(4096) for _ in range(1000))
    assert app.answers()


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_streamlit_tells_of_itself_is_told_to_nobody(app, path):
    assert asked(app, "GET", path)[0] == 404


def test_who_knows_a_session_s_id_has_not_got_the_session(app):
    """Its tab, which alone has the secret, goes on with it, also after a break."""
    secret, other = (f"tab.{secrets.token_hex(16)}" for _ in range(2))
    with stream(app, protocols=["xsrf", secret]) as socket:
        mine = Visitor(socket, "Draw")
        for told in ([mine.session], [mine.session, other], [mine.session, other, secret]):
            with stream(app, protocols=["xsrf", *told]) as stranger:
                assert Visitor(stranger, "Draw").session != mine.session
        mine.draw(SEVEN)
    for told in ([mine.session], [mine.session, other]):
        with stream(app, protocols=["xsrf", *told]) as stranger:
            assert Visitor(stranger, "Draw").session != mine.session
    with stream(app, protocols=["xsrf", mine.session, secret]) as socket:
        assert Visitor(socket, "Draw").session == mine.session


def test_a_browser_s_tab_goes_on_with_its_session_after_a_break(app, page):
    """What Streamlit's own page sends to break its connection is a message that we refuse."""
    heard, opened = [], []

    def listen(socket):
        def hear(data):
            forward = ForwardMsg.FromString(data)
            if forward.WhichOneof("type") == "new_session":
                heard.append(forward.new_session.initialize.session_id)

        if socket.url.endswith(STREAM):
            opened.append(socket)
            socket.on("framereceived", hear)

    page.on("websocket", listen)
    page.goto(f"{app.url}/Draw")
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
    page.evaluate("window.streamlitDebug.disconnectWebsocket()")
    until(page, lambda: len(opened) == 2)
    page.wait_for_selector('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    before = len(heard)
    page.locator(".pages a[href*='MNIST']").click()
    until(page, lambda: len(heard) > before)
    assert len(opened) == 2 and len(set(heard)) == 1


def test_two_visitors_at_once_see_nothing_of_each_other(app):
    with stream(app) as one, stream(app) as two:
        first, second = Visitor(one, "Draw"), Visitor(two, "Draw")
        first.draw(SEVEN)
        other = [SEVEN[0][::-1] / 2 + 7]
        second.draw(other)
        again = Visitor(two, "MNIST")
        mine = write_message(SEVEN, 1)["d"].encode()
        assert mine not in second.heard + again.heard
        assert write_message(other, 1)["d"].encode() not in first.heard
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
    answers = awaited(sent_together(app, worst_photos()))
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


def half_an_upload(app, session, name):
    """A connection on which a file has begun to arrive."""
    connection = sockets.create_connection(("localhost", app.port), timeout=20)
    head = "".join(f"{name}: {value}\r\n" for name, value in xsrf(app).items())
    connection.sendall(
        f"PUT /_stcore/upload_file/{session}/{secrets.token_hex(4)} HTTP/1.1\r\n"
        f"Host: localhost:{app.port}\r\nContent-Type: multipart/form-data; boundary=abc\r\n"
        f"Content-Length: 1000000\r\n{head}\r\n--abc\r\nContent-Disposition: form-data; "
        f'name="f"; filename="{name}"\r\n\r\nx'.encode()
    )
    time.sleep(0.5)  # it has arrived
    return connection


def forged_states(visitor, mark):
    """A value of the wrong kind for each widget of the page."""
    asked = BackMsg()
    run = asked.rerun_script
    run.page_script_hash, run.query_string = visitor.page.script, f"lang={mark}&network={mark}"
    for number, (_, widget) in enumerate(visitor.page.widgets()):
        state = run.widget_states.widgets.add(id=widget.id)
        if number % 2:
            state.string_value = f"{mark}\n{mark}"
        else:
            state.json_value = f'{{"{mark}'
    run.widget_states.widgets.add(id=f"$$ID-{mark}", string_value=mark)
    return asked.SerializeToString()


def test_no_line_of_the_log_holds_what_a_visitor_made(tmp_path):
    config = tmp_path / "server.toml"
    config.write_text("log_events = true\n", "utf-8")
    running = RunningApp("--config", str(config))
    running.start()
    name, mark = f"{secrets.token_hex(6)}.jpg", secrets.token_hex(6)
    agent = {"User-Agent": f"{mark}\tx", "Referer": f"http://localhost/{mark}"}
    with stream(running) as socket:
        visitor = Visitor(socket, "Draw")
        visitor.draw(SEVEN)
        upload(running, visitor.session, b"not a photo", name)
        half_an_upload(running, visitor.session, name).close()
        visitor.run(forged_states(visitor, mark))
    for method, path in (("GET", f"/{mark}?{mark}=%0a{mark}"), ("BREW", f"/_stcore/{mark}")):
        asked(running, method, path, headers=agent | {"Host": f"localhost:{running.port}"})
    asked(running, "GET", "/", headers={"Host": f"{mark}.example"})
    for kind in ("a", "b"):
        with stream(running, protocols=[mark, mark + kind], **agent) as socket:
            socket.send(operation(mark, forged=f"{mark}\nERROR {mark}"))
    with sockets.create_connection(("localhost", running.port)) as raw:
        raw.sendall(f"{mark} {mark}\r\n\r\n".encode())
        raw.recv(100)
    with stream(running) as socket:
        leaving = half_an_upload(running, Visitor(socket, "Draw").session, name)
        output = running.stop()
        leaving.close()
    lines = output.splitlines()
    events = [json.loads(line)["event"] for line in lines if line.startswith("{")]
    assert events[0] == "ready" and {"visitor-came", "visitor-left", "stopping"} <= set(events)
    told = "".join(line for line in lines if not line.startswith("Open http"))
    made = (write_message(SEVEN, 1)["d"], name, mark, visitor.session, "127.0.0.1")
    assert not [each for each in made if each in told]
    assert "Traceback" not in told and max(map(len, lines)) <= 1_000
    assert "a message that no page sends: wrong kind" in told
    forged = [line for line in lines if "Uncaught app execution" in line]
    assert forged and all(
        re.search(r"Error .*at .*(ui|streamlit)/[\w/]+\.py:\d+", line) for line in forged
    )


@pytest.mark.parametrize("door, cases", [("http", 5_000), ("broken", 5_000), ("upload", 3_000)])
def test_whatever_is_sent_ends_in_an_answer_or_a_closed_connection(app, door, cases):
    """A hundred raw requests, twenty that break off, the lives of eighteen uploads."""
    row = fuzz.run(cases, seed=4, doors=[door], app=app)[door]
    assert row["failures"] == []
    assert row["answers"] == row["cases"]


def test_no_small_door_is_open(app):
    target = SimpleNamespace(url=f"http://127.0.0.1:{app.port}", app=app)
    found = awaited(attacked(target, KINDS["doors"], 60)).counts
    assert not [each for each in found if "let through" in each or "answered 2" in each]
    assert found["sessions not taken over"] == 1 and found["clear_cache ends the connection"] == 1


@pytest.mark.parametrize(
    "asked", ["[Sign in](https://evil.example)", "https://evil.example", ":red[x] $y$ <b>z</b>"]
)
def test_a_link_s_wrong_value_is_shown_letter_by_letter(app, page, asked):
    page.goto(f"{app.url}/LeNet?lang=en&network={quote(asked)}")
    note = page.get_by_test_id("stCaptionContainer").filter(has_text="which is not here")
    expect(note.locator("code")).to_have_text(asked)
    expect(note.locator("a, b, em, .katex, span[class*=colored]")).to_have_count(0)
    assert "evil" not in "".join(page.locator("a").evaluate_all("all => all.map(a => a.host)"))
