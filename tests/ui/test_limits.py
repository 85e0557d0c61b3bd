"""Is one visitor kept from crowding out the others, and does the server say whether it is ready?"""

import asyncio
import json
import logging

import pytest
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from ui import events, limits, metrics
from ui.limits import Limits, Pace, Uploads
from ui.settings import Settings


async def take(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


async def dawdle(request: Request) -> PlainTextResponse:
    await asyncio.sleep(30)
    return PlainTextResponse("late")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


def client(missing=(), upload=take, **settings):
    middleware = [Middleware(Limits, settings=Settings(**settings), is_ready=lambda: list(missing))]
    routes = [
        WebSocketRoute("/_stcore/stream", echo),
        Route("/_stcore/upload_file/{session}/{file}", upload, methods=["PUT"]),
    ]
    return TestClient(Starlette(routes=routes, middleware=middleware))


def put(visitors, session, size=10, file="f"):
    return visitors.put(f"/_stcore/upload_file/{session}/{file}", content=b"x" * size)


def test_ready_only_when_nothing_is_missing():
    assert client().get("/readyz").status_code == 200
    answer = client(missing=["assets/x is missing."]).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "missing": ["assets/x is missing."]}
    assert client(missing=["x"]).get("/healthz").json() == {"alive": True}


def test_a_page_that_cannot_connect_is_told_whether_it_is_the_name_or_the_room():
    visitors = client(allowed_hosts=["cnn.example.org"], most_visitors=1)
    told = {"alive": True, "known": True, "room": True}
    for host in ("testserver", "cnn.example.org", "cnn.example.org:8443"):
        assert visitors.get("/healthz", params={"host": host}).json() == told
    for host in ("elsewhere.example", "testserver.example", "["):
        assert visitors.get("/healthz", params={"host": host}).json() == told | {"known": False}
    with visitors.websocket_connect("/_stcore/stream"):
        assert visitors.get("/healthz?host=testserver").json() == told | {"room": False}


def test_too_many_files_of_one_visitor_are_refused_and_another_is_not():
    visitors = client(uploads=3)
    assert [put(visitors, "a").status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    assert put(visitors, "b").text == "10"


def test_too_many_bytes_of_one_visitor_are_refused():
    visitors = client(upload_megabytes=1)
    assert [put(visitors, "a", 600_000).status_code for _ in range(3)] == [200, 200, 429]


def test_the_window_ends_and_forged_visitors_do_not_fill_the_memory():
    now = [0.0]
    uploads = Uploads(Settings(uploads=1), clock=lambda: now[0])
    assert uploads.open("a") and not uploads.open("a")
    now[0] = limits.WINDOW + 1
    assert uploads.open("a")
    for number in range(3 * limits.KNOWN):
        uploads.open(str(number))
    assert len(uploads.accounts) == limits.KNOWN


def test_who_dawdles_loses_the_place(monkeypatch):
    monkeypatch.setattr(limits, "PATIENCE", 0.05)
    assert put(client(upload=dawdle), "a").status_code == 408


def test_a_bucket_lets_a_burst_through_and_then_holds_the_rate():
    now = [0.0]
    pace = Pace(10, clock=lambda: now[0])
    assert [pace.wait() for _ in range(30)] == [0.0] * 30
    assert pace.wait() == pytest.approx(0.1)
    assert pace.wait() == pytest.approx(0.2)
    now[0] += 0.2
    assert pace.wait() == pytest.approx(0.1)
    now[0] -= 3600  # the clock jumps back
    assert pace.wait() < 3700


def test_a_flood_is_slowed_and_loses_nothing():
    before = REGISTRY.get_sample_value("cnns_messages_slowed_total")
    with client(messages_a_second=5).websocket_connect("/_stcore/stream") as socket:
        for number in range(20):
            socket.send_text(str(number))
        assert [socket.receive_text() for _ in range(20)] == [str(n) for n in range(20)]
    assert REGISTRY.get_sample_value("cnns_messages_slowed_total") > before


def test_when_the_house_is_full_the_next_waits_outside():
    visitors = client(most_visitors=1)
    with visitors.websocket_connect("/_stcore/stream") as first:
        assert REGISTRY.get_sample_value("cnns_visitors") == 1
        with pytest.raises(WebSocketDisconnect):
            with visitors.websocket_connect("/_stcore/stream"):
                pass
        first.send_text("still here")
        assert first.receive_text() == "still here"
    assert REGISTRY.get_sample_value("cnns_visitors") == 0
    with visitors.websocket_connect("/_stcore/stream") as second:
        second.send_text("in")
        assert second.receive_text() == "in"


def test_an_event_is_one_line_of_numbers(caplog):
    with caplog.at_level(logging.INFO, "cnns.events"):
        events.log.propagate = True
        events.tell("visitor-left", visitors=2, seconds=1.23456)
    told = json.loads(caplog.records[0].getMessage())
    assert told.pop("time") > 0
    assert told == {"event": "visitor-left", "visitors": 2, "seconds": 1.2346}


def test_an_event_takes_no_words_of_a_visitor():
    with pytest.raises(ValueError, match="holiday"):
        events.tell("upload-refused", reason="holiday.jpg")
    with pytest.raises(ValueError, match="somebody"):
        events.tell("somebody")


def test_metrics_are_served_here_only_and_can_be_ended():
    from urllib.request import urlopen

    from scripts.running_app import free_port

    port = free_port()
    end = metrics.serve(port)
    try:
        text = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()
    finally:
        end()
    assert "cnns_visitors " in text and "process_resident_memory_bytes" in text
    with pytest.raises(OSError):
        urlopen(f"http://127.0.0.1:{port}/metrics", timeout=1)
