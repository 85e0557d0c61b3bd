"""Does Streamlit's door let in its own page, and nothing else?"""

import asyncio
import logging
from importlib import import_module

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg

from ui.server.door import OWNER, STREAM, Door, is_open, owned
from ui.server.logs import Ours

SECRET = "tab." + "0123456789abcdef" * 2
RERUN = b"\x5a\x00"
PACKAGE = "streamlit.web.server.starlette"


@pytest.fixture(autouse=True)
def as_before():
    """What a door sets for the process is set back."""
    before = config.get_option("server.trustedUserHeaders")
    yield
    config.set_option("server.trustedUserHeaders", before)


async def echo(websocket: WebSocket) -> None:
    """What comes, back; what was asked for at first."""
    await websocket.accept()
    await websocket.send_text(
        f"{websocket.headers.get('sec-websocket-protocol')}|{websocket.headers.getlist(OWNER)}"
    )
    try:
        for _ in range(1000):
            await websocket.send_bytes(await websocket.receive_bytes())
    except WebSocketDisconnect as left:
        ENDED.append(left.code)


ENDED: list[int] = []


async def answer(request: Request) -> PlainTextResponse:
    return PlainTextResponse("answered")


@pytest.fixture
def visitors():
    ENDED.clear()
    routes = [WebSocketRoute(STREAM, echo), Route("/{path:path}", answer)]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(Door)]))


def test_a_message_of_a_page_passes(visitors):
    with visitors.websocket_connect(STREAM) as socket:
        socket.receive_text()
        socket.send_bytes(RERUN)
        assert socket.receive_bytes() == RERUN


@pytest.mark.parametrize(
    "message",
    [BackMsg(load_git_info=True).SerializeToString(), b"", b"\xff", "text", "", b"\x38\x01" * 2],
)
def test_any_other_ends_the_connection_with_one_line(visitors, message, caplog):
    with (
        caplog.at_level(logging.WARNING),
        visitors.websocket_connect(STREAM) as socket,
        pytest.raises(WebSocketDisconnect) as ended,
    ):
        socket.receive_text()
        if isinstance(message, str):
            socket.send_text(message)
        else:
            socket.send_bytes(message)
        socket.receive_bytes()
    assert ended.value.code == 1008 and ENDED == [1008]
    (record,) = [each for each in caplog.records if each.name == "ui.server.door"]
    assert record.getMessage().startswith("a message that no page sends: wrong ")
    assert all(isinstance(each, Ours) for each in record.args)


def test_what_streamlit_still_has_to_say_is_said_to_nobody():
    """Its sender meets what Starlette knows as a browser that has left."""
    scope = {"type": "websocket", "path": STREAM, "headers": []}
    said, coming = [], [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "x"}]

    async def receive():
        return coming.pop(0)

    async def send(message):
        said.append(message["type"])

    async def app(scope, receive, send):
        socket = WebSocket(scope, receive, send)
        await socket.accept()
        with pytest.raises(WebSocketDisconnect):
            await socket.receive_bytes()
        with pytest.raises(OSError, match="ended"):
            await send({"type": "websocket.send", "bytes": b"late"})

    asyncio.run(Door(app)(scope, receive, send))
    assert said == ["websocket.accept", "websocket.close"]


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/_stcore/health", True),
        ("/_stcore/host-config", True),
        ("/_stcore/upload_file/a/b", True),
        ("/_stcore/bidi-components/x/y.js", True),
        ("/_stcore/metrics", False),
        ("/_stcore/script-health-check", False),
        ("/_stcore/agent/openapi.json", False),
        ("/_stcore/agent/mcp", False),
        ("/_stcore/", False),
        ("/_stcore/healthy", False),
        ("/oauth2callback", False),
        ("/auth/login", False),
        ("/component/x", False),
        ("/media/x.png", True),
        ("/static/js/x.js", True),
        ("/Draw", True),
        ("/", True),
    ],
)
def test_only_what_a_page_asks_for_is_answered(visitors, path, wanted):
    assert is_open(path) is wanted
    assert visitors.get(path).status_code == (200 if wanted else 404)


def test_every_address_of_streamlit_is_either_asked_for_by_its_page_or_closed():
    """A version that brings another one is noticed."""
    names = ("routes", "agent_routes", "websocket", "auth_routes")
    modules = [import_module(f"{PACKAGE}.starlette_{name}") for name in names]
    values = [each for module in modules for name, each in vars(module).items() if "ROUTE" in name]
    core = {f"/{each}" for each in values if isinstance(each, str) and each.startswith("_stcore/")}
    assert STREAM in core and "/_stcore/metrics" in core
    assert {path for path in core if is_open(path)} == {
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/upload_file/{session_id}/{file_id}",
        "/_stcore/bidi-components/{path:path}",
    }


def headers(*protocols, more=()):
    raw = [(b"sec-websocket-protocol", each.encode()) for each in protocols]
    scope = owned({"type": "websocket", "path": STREAM, "headers": [*raw, *more]})
    return dict(scope["headers"])


def test_a_tab_s_secret_becomes_its_owner_and_goes_no_further():
    told = headers(f"streamlit, xsrf, session, {SECRET}")
    assert told[b"sec-websocket-protocol"] == b"streamlit, xsrf, session"
    again = headers("streamlit", f"xsrf,{SECRET}")
    owner = told[OWNER.encode()]
    assert again[OWNER.encode()] == owner and SECRET[4:].encode() not in owner
    other = headers(f"streamlit, xsrf, session, {SECRET[:-1]}0")
    assert other[OWNER.encode()] != owner


@pytest.mark.parametrize(
    "protocols",
    [
        (),
        ("",),
        ("streamlit",),
        ("streamlit, xsrf, session",),
        (f"streamlit, x, s, {SECRET}, {SECRET[:-1]}0",),
        (f"streamlit, x, s, {SECRET.upper()}",),
        (f"streamlit, x, s, {SECRET}0",),
    ],
)
def test_who_has_no_secret_is_somebody_else_each_time(protocols):
    forged = [(OWNER.encode(), b"forged"), (OWNER.encode(), b"twice")]
    once, twice = headers(*protocols, more=forged), headers(*protocols, more=forged)
    assert once[OWNER.encode()] != twice[OWNER.encode()]
    assert len(once[OWNER.encode()]) == 64


def test_no_client_names_itself(visitors):
    with visitors.websocket_connect(STREAM, headers={OWNER: "me"}) as socket:
        assert "'me'" not in socket.receive_text()
    assert config.get_option("server.trustedUserHeaders") == {OWNER: "owner"}
