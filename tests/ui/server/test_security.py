"""Who may talk to the server, who may frame it, and what a page may load?"""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _is_origin_allowed

from ui.components.small_edition import WORKER
from ui.page.course import PAGES
from ui.server.prefix import Prefix
from ui.server.redirects import Lost, page_names
from ui.server.security import (
    Security,
    content_security_policy,
    host_name,
    inline_scripts,
    is_allowed,
    is_own,
)

ROOT = Path(__file__).resolve().parents[3]


async def hello(request: object) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_bytes(await websocket.receive_bytes())
    await websocket.close()


async def tokens(request: Request) -> JSONResponse:
    """Whether Streamlit would take this file: it compares the two copies of its token."""
    pair = request.headers.get("X-Xsrftoken"), request.cookies.get(XSRF_COOKIE_NAME)
    return JSONResponse(validate_xsrf_token(*pair))


async def origin(websocket: WebSocket) -> None:
    await websocket.accept()
    asked = {name: websocket.headers.get(name) for name in ("origin", "host")}
    await websocket.send_json(_is_origin_allowed(**asked))
    await websocket.close()


def client(**options: object) -> TestClient:
    """A small app behind the middleware, reached under a name that is always allowed."""
    middleware = [Middleware(Security, **options), Middleware(Lost, pages=ROOT / "pages")]
    upload = "/_stcore/upload_file/{session}/{file}"
    routes = [
        WebSocketRoute("/_stcore/stream", echo),
        WebSocketRoute("/origin", origin),
        Route(upload, tokens, methods=["PUT", "DELETE"]),
        Route("/{path:path}", hello),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware), "http://localhost:8501")


@pytest.mark.parametrize(
    "host",
    ["localhost:8501", "127.0.0.1", "[::1]:8501", "192.168.1.20:8501", "[fe80::1]", "LOCALHOST."],
)
def test_numbers_and_this_machine_need_no_configuration(host):
    assert is_allowed(host_name(host), ())


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[", "a@localhost.x"],
)
def test_strange_names_are_refused(host):
    assert not is_allowed(host_name(host), ())
    assert client().get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    ("name", "allowed", "answer"),
    [
        ("cnn.example.org", "cnn.example.org", True),
        ("CNN.example.org", "cnn.Example.org", True),
        ("a.example.org", "*.example.org", True),
        ("example.org", "*.example.org", False),
        ("badexample.org", "*.example.org", False),
        ("anything.example", "*", True),
    ],
)
def test_names_can_be_allowed(name, allowed, answer):
    assert is_allowed(host_name(name), [allowed]) is answer


def test_a_refused_visitor_is_told_what_to_do():
    answer = client().get("/", headers={"Host": "evil.example:8501"})
    assert "ALLOWED_HOSTS=evil.example\n" in answer.text
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_strange_name_gets_no_websocket():
    with pytest.raises(WebSocketDisconnect):
        with client().websocket_connect("/_stcore/stream", headers={"Host": "evil.example"}):
            pass


def test_websocket_messages_pass_untouched():
    with client().websocket_connect("/_stcore/stream", headers={"Host": "localhost"}) as socket:
        socket.send_bytes(b"\0stroke\xff")
        assert socket.receive_bytes() == b"\0stroke\xff"


def test_every_answer_carries_the_headers():
    for path in ("/", "/static/x.js", "/nowhere"):
        headers = client().get(path, headers={"Accept": "text/html"}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "geolocation=()" in headers["permissions-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_the_policy_names_no_other_host_and_no_eval():
    policy = content_security_policy("'none'")
    assert "unsafe-eval" not in policy and "http" not in policy and "*" not in policy
    assert "script-src 'self' blob: 'sha256-" in policy


def test_one_worker_may_compile_wasm_and_no_page_may():
    """A page, another script, and addresses that only look like the Worker's, keep the policy."""
    worker = f"/static/components/{WORKER}.0123abcd.js"
    for path in ("/", "/Photo", "/static/components/find.0123abcd.js", f"/x{worker}"):
        assert "wasm" not in client().get(path).headers["content-security-policy"]
    policy = client().get(worker).headers["content-security-policy"]
    assert " 'wasm-unsafe-eval';" in policy
    assert policy.replace(" 'wasm-unsafe-eval'", "") == content_security_policy("'none'")


def test_an_inline_script_is_allowed_by_its_hash():
    # the example of the CSP standard, level 3, section 8.3
    assert inline_scripts("<script>alert('Hello, world.');</script>") == [
        "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='"
    ]


def test_a_school_can_frame_the_app():
    headers = client(frame_ancestors="https://school.example").get("/").headers
    policy = headers["content-security-policy"]
    assert policy.endswith("frame-ancestors https://school.example")
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/nowhere", "./?lost=1"),
        ("/pages/1_Draw", "../?lost=1"),
        ("/a/b/c", "../../?lost=1"),
        ("/a%2Fb", "./?lost=1"),
        ("/healthz?lang=ko", "./?lost=1&lang=ko"),
        ("/x?lang=%22%3E%3Cscript", "./?lost=1&lang=%22%3E%3Cscrip"),
        ("/x?lang=a%26b=c", "./?lost=1&lang=a%26b%3Dc"),
        ("/draw?lang=ko", "./Draw?lang=ko"),
        ("/Draw/?lang=ko", "../Draw?lang=ko"),
        ("//evil.example/Draw", "../../?lost=1"),
    ],
)
def test_a_lost_visitor_is_sent_home_in_her_language(path, to):
    """Wherever home is: no redirect names the root of the site."""
    url = f"http://localhost:8501{path}"
    answer = client().get(url, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, to)


@pytest.mark.parametrize("path", ["/", "/Draw", "/favicon.png", "/media/x.png"])
def test_known_addresses_are_left_alone(path):
    assert client().get(path, headers={"Accept": "text/html"}).text == "hello"


def test_only_a_browser_is_redirected():
    assert client().get("/nowhere", headers={"Accept": "*/*"}).text == "hello"
    assert client().post("/nowhere", headers={"Accept": "text/html"}).status_code == 405


def test_every_page_of_the_course_is_known():
    assert {page.address for page in PAGES} == {"", *page_names(ROOT / "pages")}


@pytest.mark.parametrize(
    ("origin", "host", "answer"),
    [
        (None, "localhost:8501", True),
        ("http://localhost:8501", "localhost:8501", True),
        ("https://cnn.example.org", "cnn.example.org", True),
        ("http://localhost:3000", "localhost:8501", False),
        ("http://192.168.1.20:8501", "localhost:8501", False),
        ("https://school.example", "10.0.0.1:8501", True),
        ("https://evil.example", "school.example", False),
        ("null", "localhost:8501", False),
        ("http://[", "localhost:8501", False),
    ],
)
def test_a_page_of_another_place_gets_no_websocket(origin, host, answer):
    assert is_own(origin, host, ["school.example"]) is answer


def test_behind_a_proxy_that_changes_the_host_a_page_under_an_allowed_name_is_let_in():
    options = {"allowed_hosts": ["cnn.example.org"]}
    headers = {"Host": "127.0.0.1:8501", "Origin": "https://cnn.example.org"}
    with client(**options).websocket_connect("/origin", headers=headers) as socket:
        assert socket.receive_json() is True


HERE, PROXIED = "http://localhost:8501", "https://cnn.example.org"


@pytest.mark.parametrize(
    ("headers", "answer"),
    [
        ({"Origin": HERE}, True),  # plain http in a class: the browser says no more
        ({"Origin": HERE, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": PROXIED, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": PROXIED}, False),  # an allowed name, but nobody vouches for the page
        ({"Origin": PROXIED, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": HERE, "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://localhost:3000"}, False),
        ({"Origin": "http://localhost"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({}, False),
        ({"X-Xsrftoken": "aa", "Cookie": f"{XSRF_COOKIE_NAME}=aa"}, True),  # as Streamlit has it
        ({"X-Xsrftoken": "aa", "Cookie": f"{XSRF_COOKIE_NAME}=bb"}, False),
    ],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_file_is_taken_from_a_page_of_ours_without_cookies_and_from_no_other(
    headers, answer, method
):
    visitor = client(allowed_hosts=["cnn.example.org"])
    given = visitor.request(method, "/_stcore/upload_file/session/file", headers=headers)
    assert given.json() is answer


def test_no_allowance_for_any_name_lets_a_file_in_from_any_page():
    headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    visitor = client(allowed_hosts=["*"])
    for more in ({}, {"Sec-Fetch-Site": None}):
        given = {name: value for name, value in (headers | more).items() if value}
        assert visitor.put("/_stcore/upload_file/a/b", headers=given).json() is False


@pytest.mark.parametrize("path", ["/course", "course", "/course/"])
def test_a_path_that_the_proxy_leaves_is_taken_away(path):
    async def told(request: Request) -> PlainTextResponse:
        return PlainTextResponse(f"{request.scope['path']} {request.scope['raw_path'].decode()}")

    routes = [Route("/{path:path}", told)]
    visitor = TestClient(Starlette(routes=routes, middleware=[Middleware(Prefix, path=path)]))
    for asked, got in {
        "/course/": "/ /",
        "/course/Draw": "/Draw /Draw",
        "/course/a%2Fb": "/a/b /a%2Fb",
        "/course/course/x": "/course/x /course/x",
        "/courses/Draw": "/courses/Draw /courses/Draw",
        "/healthz": "/healthz /healthz",
    }.items():
        assert visitor.get(asked).text == got
    answer = visitor.get("/course?lang=ko", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (302, "./course/?lang=ko")


@pytest.mark.parametrize("method", ["CONNECT", "TRACE", "PATCH", "PRI"])
def test_methods_that_no_page_uses_are_refused(method):
    assert client().request(method, "/readyz").status_code == 405
