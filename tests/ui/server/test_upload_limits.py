"""Do uploads leave room for others, and what nobody looks at again?"""

import asyncio
import threading

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from ui.patches import sessions
from ui.patches.uploads import LARGEST
from ui.server import upload_limits
from ui.server.settings import Settings
from ui.server.upload_limits import KNOWN, WINDOW, Accounts, UploadLimits

TOKEN = generate_xsrf_token_string()
TRUSTED = {"X-Xsrftoken": TOKEN, "Cookie": f"_streamlit_xsrf={TOKEN}"}


class House:
    """Stands in for Streamlit's runtime: who is here, and their files."""

    def __init__(self):
        self.here = {"a", "b"}
        self.uploaded_file_mgr = MemoryUploadedFileManager("")

    def is_active_session(self, session):
        return session in self.here

    def files(self):
        return {name for files in self.uploaded_file_mgr.file_storage.values() for name in files}


@pytest.fixture
def house(monkeypatch):
    here = House()
    monkeypatch.setattr(sessions.runtime, "exists", lambda: True)
    monkeypatch.setattr(sessions.runtime, "get_instance", lambda: here)
    monkeypatch.setattr(upload_limits, "LOOK", 0.02)
    return here


def server(house, take=None, **settings):
    async def store(request: Request) -> Response:
        names = request.path_params
        body = await request.body()
        record = UploadedFileRec(names["file"], "", "", body)
        house.uploaded_file_mgr.add_file(names["session"], record)
        return Response(status_code=204)

    path = "/_stcore/upload_file/{session}/{file}"
    middleware = [Middleware(UploadLimits, settings=Settings(**settings))]
    app = Starlette(routes=[Route(path, take or store, methods=["PUT"])], middleware=middleware)
    with TestClient(app, client=("192.0.2.1", 50_000)) as visitors:  # one loop for all of them
        yield visitors


@pytest.fixture
def served(house):
    opened = []

    def serve(take=None, **settings):
        opened.append(server(house, take, **settings))
        return next(opened[-1])

    yield serve
    for each in opened:
        next(each, None)


def put(visitors, session="a", size=10, file="f", headers=TRUSTED):
    path = f"/_stcore/upload_file/{session}/{file}"
    return visitors.put(path, content=b"x" * size, headers=headers).status_code


def eventually(true):
    for _ in range(1000):
        if true():
            return True
        threading.Event().wait(0.01)
    return False


def test_too_many_files_of_one_visitor_are_refused_and_anothers_are_not(served):
    visitors = served(uploads=3)
    assert [put(visitors) for _ in range(5)] == [204, 204, 204, 429, 429]
    assert put(visitors, "b") == 204


def test_too_many_bytes_of_one_visitor_are_refused(served):
    visitors = served(upload_megabytes=1)
    assert [put(visitors, size=600_000) for _ in range(3)] == [204, 204, 429]


async def never(request: Request) -> Response:
    raise AssertionError("the body of this upload was to stay unread")


def test_what_is_refused_is_not_read_and_counts_for_nobody(served):
    visitors = served(never, uploads=1)
    assert put(visitors, headers={}) == 403
    assert put(visitors, headers={"X-Xsrftoken": TOKEN, "Cookie": "_streamlit_xsrf=other"}) == 403
    assert put(visitors, "nobody") == 400
    assert put(visitors, headers=TRUSTED | {"Content-Length": str(LARGEST + 1)}, size=0) == 413


def test_refused_uploads_push_no_account_out(served, monkeypatch):
    monkeypatch.setattr(upload_limits, "KNOWN", 20)
    visitors = served(uploads=1)
    assert put(visitors) == 204
    assert {put(visitors, f"s{number}") for number in range(21)} == {400}
    assert put(visitors) == 429


def test_the_window_ends_and_many_visitors_do_not_fill_the_memory():
    now = [0.0]
    accounts = Accounts(Settings(uploads=1), clock=lambda: now[0])
    assert accounts.open("a") and not accounts.open("a")
    now[0] = WINDOW + 1
    assert accounts.open("a")
    for number in range(3 * KNOWN):
        accounts.open(str(number))
    assert len(accounts.accounts) == KNOWN


def test_who_dawdles_loses_the_place(served, monkeypatch):
    async def dawdle(request: Request) -> Response:
        await asyncio.sleep(30)
        return Response()

    monkeypatch.setattr(upload_limits, "PATIENCE", 0.05)
    assert put(served(dawdle)) == 408


def limits_of(visitors):
    app = visitors.app.middleware_stack
    while not isinstance(app, UploadLimits):
        app = app.app
    return app


def test_a_file_that_nobody_looks_at_goes_and_its_room_comes_back(served, house):
    visitors = served(upload_kept_seconds=1)
    assert put(visitors, size=1000) == 204
    assert house.files() == {"f"} and limits_of(visitors).room.taken == 1000
    assert eventually(lambda: not house.files() and not limits_of(visitors).room.taken)


def test_a_file_that_was_looked_at_leaves_its_room_at_once(served, house):
    visitors = served(upload_kept_seconds=1000)
    assert put(visitors, size=1000) == 204
    house.uploaded_file_mgr.remove_file("a", "f")  # as ui.patches.uploads.take does
    assert eventually(lambda: not limits_of(visitors).room.taken)


def test_a_file_that_came_after_its_visitor_had_left_goes_whole(served, house):
    visitors = served(upload_kept_seconds=1)
    assert put(visitors) == 204
    house.here.clear()
    assert eventually(lambda: not limits_of(visitors).room.taken)
    assert not house.uploaded_file_mgr.file_storage


def test_an_upload_that_fails_gives_its_room_back(served):
    async def fail(request: Request) -> Response:
        await request.body()
        return Response(status_code=400)

    visitors = served(fail)
    assert put(visitors, size=1000) == 400
    assert not limits_of(visitors).room.taken


def asgi(app, **settings):
    """One upload, without a server around it: the statuses that were sent, and the limits."""
    limits, sent = UploadLimits(app, Settings(**settings)), []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message.get("status"))

    path = "/_stcore/upload_file/a/f"
    headers = [(name.lower().encode(), value.encode()) for name, value in TRUSTED.items()]
    scope = {"type": "http", "method": "PUT", "path": path, "headers": headers, "client": None}
    asyncio.run(limits(scope, receive, send))
    return [status for status in sent if status], limits


def test_who_breaks_off_an_upload_is_no_error_and_leaves_room(house):
    async def broken(scope, receive, send):
        raise ClientDisconnect

    statuses, limits = asgi(broken)
    assert statuses == [] and not limits.room.taken


def test_what_still_arrives_when_the_server_stops_is_refused_and_before_that_it_is_not(
    house, monkeypatch
):
    async def cancelled(scope, receive, send):
        raise asyncio.CancelledError

    monkeypatch.setattr(UploadLimits, "is_stopping", False)  # as before a server has ended here
    with pytest.raises(asyncio.CancelledError):
        asgi(cancelled)
    monkeypatch.setattr(UploadLimits, "is_stopping", True)
    statuses, limits = asgi(cancelled)
    assert statuses == [503] and not limits.room.taken


def test_who_finds_no_room_waits_until_there_is_and_another_address_does_not(served, house):
    visitors = served(upload_kept_seconds=1000, upload_room=64, upload_room_of_one_address=30)
    assert put(visitors, size=20_000_000, file="first") == 204
    codes = []
    second = threading.Thread(
        target=lambda: codes.append(put(visitors, "b", 20_000_000, file="second"))
    )
    second.start()
    elsewhere = TestClient(visitors.app, client=("192.0.2.2", 50_000))
    elsewhere.portal = visitors.portal
    assert put(elsewhere, size=20_000_000, file="other") == 204
    assert second.is_alive() and house.files() == {"first", "other"}
    house.uploaded_file_mgr.remove_file("a", "first")
    second.join(20)
    assert codes == [204] and house.files() == {"second", "other"}
