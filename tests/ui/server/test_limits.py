"""Is one visitor kept from crowding out the others, and does the server say whether it is ready?"""

import asyncio
import json
import logging
import time
from functools import partial

import pytest
from prometheus_client import REGISTRY
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from scripts.protocol import STREAM
from ui.server import limits
from ui.server.limits import Limits, Pace
from ui.server.settings import Settings
from ui.telemetry import events, metrics


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    async for text in websocket.iter_text():
        await websocket.send_text(text)


def client(missing=(), address="192.0.2.1", helpers=dict, **settings):
    chosen, told = Settings(**settings), {"is_ready": lambda: list(missing), "helpers": helpers}
    middleware = [Middleware(Limits, settings=chosen, **told)]
    app = Starlette(routes=[WebSocketRoute(STREAM, echo)], middleware=middleware)
    return TestClient(app, client=(address, 50_000))


def neighbour(visitors, address):
    """A client of the same server at another address."""
    other = TestClient(visitors.app, client=(address, 50_000))
    other.portal = visitors.portal  # one event loop, as in a server
    return other


def test_ready_only_when_nothing_is_missing():
    assert client().get("/readyz").status_code == 200
    answer = client(missing=["assets/x is missing."]).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "missing": ["assets/x is missing."]}
    assert client(missing=["x"]).get("/healthz").json() == {"alive": True}


def test_who_asks_for_readiness_hears_of_lost_helpers_and_that_the_rest_works():
    state = {"degraded": ["trainer"], "replaced": {"trainer": 2}}
    answer = client(helpers=lambda: state).get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"ready": True} | state)


def test_a_page_that_cannot_connect_is_told_whether_it_is_the_name_or_the_room():
    visitors = client(allowed_hosts=["cnn.example.org"], most_visitors=1)
    told = {"alive": True, "known": True, "room": True}
    for host in ("testserver", "cnn.example.org", "cnn.example.org:8443"):
        assert visitors.get("/healthz", params={"host": host}).json() == told
    for host in ("elsewhere.example", "testserver.example", "["):
        assert visitors.get("/healthz", params={"host": host}).json() == told | {"known": False}
    with visitors.websocket_connect(STREAM):
        assert visitors.get("/healthz?host=testserver").json() == told | {"room": False}


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
    with client(messages_a_second=5).websocket_connect(STREAM) as socket:
        for number in range(20):
            socket.send_text(str(number))
        assert [socket.receive_text() for _ in range(20)] == [str(n) for n in range(20)]
    assert REGISTRY.get_sample_value("cnns_messages_slowed_total") > before


def test_visitors_of_one_address_share_its_messages():
    many = client(messages_of_one_address=5)
    slowed = partial(REGISTRY.get_sample_value, "cnns_messages_slowed_total")
    with many, many.websocket_connect(STREAM) as one, many.websocket_connect(STREAM) as two:
        before = slowed() or 0.0
        for number in range(9):
            for socket in (one, two):
                socket.send_text(str(number))
        heard = [[socket.receive_text() for _ in range(9)] for socket in (one, two)]
        assert heard == [[str(number) for number in range(9)]] * 2
        assert (slowed() or 0.0) > before
        with neighbour(many, "192.0.2.2").websocket_connect(STREAM) as other:
            before = slowed() or 0.0
            other.send_text("from elsewhere")
            assert other.receive_text() == "from elsewhere"
            assert slowed() == before


def test_what_has_piled_up_of_one_is_not_worked_off_at_a_stretch():
    order = list[str]()

    async def app(scope, receive, send):
        for _ in range(20):
            await receive()
            order.append(scope["client"][0])

    async def at_once():
        return {"type": "websocket.receive", "bytes": b"x"}

    async def both():
        limits = Limits(app, Settings(), list)
        scopes = [{"type": "websocket", "client": (f"192.0.2.{n}", 1)} for n in (1, 2)]
        await asyncio.gather(*(limits(scope, at_once, at_once) for scope in scopes))

    asyncio.run(both())
    assert set(order[:10]) == {"192.0.2.1", "192.0.2.2"}


def test_when_the_house_is_full_the_next_waits_outside():
    visitors = client(most_visitors=1)
    with visitors.websocket_connect(STREAM) as first:
        assert REGISTRY.get_sample_value("cnns_visitors") == 1
        with pytest.raises(WebSocketDisconnect):
            with visitors.websocket_connect(STREAM):
                pass
        first.send_text("still here")
        assert first.receive_text() == "still here"
    assert REGISTRY.get_sample_value("cnns_visitors") == 0
    with visitors.websocket_connect(STREAM) as second:
        second.send_text("in")
        assert second.receive_text() == "in"


def test_one_address_never_has_all_places():
    visitors = client(most_visitors=3, visitors_of_one_address=2)
    with visitors, visitors.websocket_connect(STREAM), visitors.websocket_connect(STREAM):
        with pytest.raises(WebSocketDisconnect), visitors.websocket_connect(STREAM):
            pass
        assert not visitors.get("/healthz?host=testserver").json()["room"]
        other = neighbour(visitors, "192.0.2.2")
        assert other.get("/healthz?host=testserver").json()["room"]
        with other.websocket_connect(STREAM) as socket:
            socket.send_text("in")
            assert socket.receive_text() == "in"


def test_who_never_says_a_word_ends_and_who_does_may_be_silent_then():
    visitors = client(patience_seconds=1)
    with visitors.websocket_connect(STREAM) as spoke:
        spoke.send_text("hello")
        assert spoke.receive_text() == "hello"
        with visitors.websocket_connect(STREAM) as silent:
            assert silent.receive()["type"] == "websocket.close"
        spoke.send_text("still here")
        assert spoke.receive_text() == "still here"


SECRET = "tab." + 16 * "0f"
NEW = ["streamlit", "token", SECRET]
BACK = ["streamlit", "token", "its-session", SECRET]


def test_a_page_that_has_just_come_and_says_nothing_ends():
    with client(patience_seconds=1).websocket_connect(STREAM, subprotocols=NEW) as silent:
        assert silent.receive()["type"] == "websocket.close"


def test_a_page_that_comes_back_may_be_silent_until_somebody_needs_its_place():
    with client(patience_seconds=1, most_visitors=1) as visitors:
        with visitors.websocket_connect(STREAM, subprotocols=BACK) as returned:
            time.sleep(1.2)
            returned.send_text("hello")
            assert returned.receive_text() == "hello"
        with visitors.websocket_connect(STREAM, subprotocols=BACK) as silent:
            with pytest.raises(WebSocketDisconnect), visitors.websocket_connect(STREAM):
                pass  # it has hardly come
            time.sleep(1.2)
            with visitors.websocket_connect(STREAM) as new:
                assert silent.receive()["type"] == "websocket.close"
                new.send_text("in")
                assert new.receive_text() == "in"


def test_a_silent_place_of_another_address_helps_nobody_who_has_had_their_share():
    with client(patience_seconds=1, most_visitors=2, visitors_of_one_address=1) as visitors:
        other = neighbour(visitors, "192.0.2.2")
        with visitors.websocket_connect(STREAM) as spoke:
            spoke.send_text("hello")
            with other.websocket_connect(STREAM, subprotocols=BACK) as silent:
                time.sleep(1.2)
                with pytest.raises(WebSocketDisconnect), visitors.websocket_connect(STREAM):
                    pass
                silent.send_text("still here")
                assert silent.receive_text() == "still here"


def test_two_who_need_a_place_at_the_same_moment_get_one_each(monkeypatch):
    monkeypatch.setattr(limits, "MAKING_ROOM", 0.5)

    async def run():
        house = Limits(None, Settings(most_visitors=2), list)

        async def silent():
            assert await house._admitted("192.0.2.1")
            await house._silent(asyncio.Event().wait, "192.0.2.1")
            house.visitors.give("192.0.2.1")  # its place is needed

        came = [asyncio.create_task(silent()) for _ in range(2)]
        await asyncio.sleep(0)
        found = await asyncio.gather(*(house._admitted("192.0.2.2") for _ in range(2)))
        for each in came:
            each.cancel()
        return found

    assert asyncio.run(run()) == [True, True]


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
    end = metrics.serve_metrics(port)
    try:
        text = urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5).read().decode()
    finally:
        end()
    assert "cnns_visitors " in text and "process_resident_memory_bytes" in text
    with pytest.raises(OSError):
        urlopen(f"http://127.0.0.1:{port}/metrics", timeout=1)
