"""Does the short way answer what the page would, and nothing that is no drawing?"""

import asyncio
import json
import re

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from cnn.results import sample_strokes
from ui.components.digit_pad.message import write_message
from ui.server import pad_socket
from ui.server.limits import Limits
from ui.server.pad_socket import Live, understood
from ui.server.security import Security
from ui.server.settings import Settings
from ui.words.text import LANGUAGES, label
from ui.work import inference_threads

HERE = "ws://localhost"


async def stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("Streamlit")


def client(**settings):
    middleware = [
        Middleware(Security),
        Middleware(Limits, settings=Settings(**settings), is_ready=list),
        Middleware(Live),
    ]
    routes = [WebSocketRoute("/_stcore/stream", stream)]
    return TestClient(Starlette(routes=routes, middleware=middleware))


def message(strokes, seq=1, lang="en", dark=False, **more):
    return json.dumps({"lang": lang, "dark": dark, "drawing": write_message(strokes, seq), **more})


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("digit", "0123456789")
def test_the_answer_is_the_networks_own_in_the_visitors_language(digit, lang):
    strokes = sample_strokes()[digit]
    wanted = inference_threads.read_in_turn(strokes)
    with client().websocket_connect(HERE + pad_socket.PATH) as socket:
        socket.send_text(message(strokes, 7, lang))
        answer = json.loads(socket.receive_text())["answer"]
    assert answer["seq"] == 7
    assert set(answer["shown"]) == {"verdict", "answers", "maps"}
    for name, html in answer["shown"].items():
        assert f'data-testid="{name}" data-seq="7"' in html
        assert f'lang="{lang}"' in html
    assert f'data-best="{wanted.best}"' in answer["shown"]["answers"]
    shown = re.findall(r'<td class="number">([\d.]+)</td>', answer["shown"]["answers"])
    assert np.allclose(np.array(shown, float), wanted.distances, atol=0.051)
    assert label("draw.answer", lang, digit=wanted.best) in answer["shown"]["verdict"]


def test_an_empty_pad_is_a_sentence():
    with client().websocket_connect(HERE + pad_socket.PATH) as socket:
        socket.send_text(message([]))
        shown = json.loads(socket.receive_text())["answer"]["shown"]
    assert label("problem.digit-empty", "en") in shown["verdict"]


GOOD = write_message(sample_strokes()["3"], 1)
FORGED = [
    None,
    "",
    "no json",
    "[" * 100_000,
    "{}",
    "[]",
    "1" * 6_000,
    json.dumps({"lang": "en", "dark": False}),
    json.dumps({"lang": "xx", "dark": False, "drawing": GOOD}),
    json.dumps({"lang": ["en"], "dark": False, "drawing": GOOD}),
    json.dumps({"lang": "en", "dark": "<script>", "drawing": GOOD}),
    json.dumps({"lang": "en", "dark": False, "drawing": GOOD | {"seq": "1"}}),
    json.dumps({"lang": "en", "dark": False, "drawing": GOOD | {"d": "AAAA"}}),
    json.dumps({"lang": "en", "dark": False, "drawing": GOOD, "more": 1}),
    message([np.zeros((9, 2))], more="x" * pad_socket.LONGEST),
]


@pytest.mark.parametrize("text", FORGED)
def test_what_is_no_drawing_is_dropped(text):
    assert understood(text) is None


def test_a_full_pad_is_understood():
    full = [np.full((1, 2), 1023.0)] * 1500
    assert understood(message(full, 2**53 - 1)) is not None


def test_forgeries_are_not_answered_and_do_no_harm():
    with client().websocket_connect(HERE + pad_socket.PATH) as socket:
        for text in FORGED[1:]:
            socket.send_text(text)
        socket.send_bytes(b"\x00\xff")
        socket.send_text(message(sample_strokes()["3"], 5))
        assert json.loads(socket.receive_text())["answer"]["seq"] == 5


def test_other_sockets_are_streamlits():
    with client().websocket_connect(HERE + "/_stcore/stream") as socket:
        assert socket.receive_text() == "Streamlit"


def test_pads_are_counted_apart_from_visitors():
    visitors = client(most_visitors=1)
    with visitors.websocket_connect(HERE + pad_socket.PATH) as first:
        with pytest.raises(WebSocketDisconnect):
            with visitors.websocket_connect(HERE + pad_socket.PATH):
                pass
        with visitors.websocket_connect(HERE + "/_stcore/stream") as stream:
            assert stream.receive_text() == "Streamlit"
        first.send_text(message(sample_strokes()["3"]))
        assert json.loads(first.receive_text())["answer"]["seq"] == 1
    with visitors.websocket_connect(HERE + pad_socket.PATH):
        pass


class Held:
    """Stands in for the process of the pads: answers nothing until it may."""

    def __init__(self):
        self.asked, self.may = [], asyncio.Event()

    async def ask(self, text):
        self.asked.append(text)
        await self.may.wait()
        return f'{{"seq": {text}}}'


def test_who_floods_the_pads_way_keeps_no_other_address_waiting():
    async def run():
        held = Held()
        app = Live(None, held)
        sent = []

        def pad(address, text):
            messages = iter(
                [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": text}]
            )

            async def receive():
                return next(messages, {"type": "websocket.disconnect", "code": 1001})

            async def send(message):
                sent.append(message)

            scope = {"type": "websocket", "path": pad_socket.PATH, "client": (address, 1)}
            return asyncio.create_task(app(scope, receive, send))

        tasks = [pad("192.0.2.1", "1") for _ in range(50)] + [pad("192.0.2.2", "2")]
        for _ in range(10):
            await asyncio.sleep(0)
        first = list(held.asked)
        held.may.set()
        await asyncio.gather(*tasks)
        return first, [message for message in sent if message["type"] == "websocket.send"]

    first, answers = asyncio.run(run())
    assert first == ["1"] * pad_socket.AT_ONCE + ["2"]
    assert len(answers) == 51


def test_a_page_of_another_site_is_not_answered():
    headers = {"origin": "http://elsewhere.example"}
    with pytest.raises(WebSocketDisconnect):
        with client().websocket_connect(HERE + pad_socket.PATH, headers=headers):
            pass


def test_an_error_of_ours_is_not_taken_for_a_visitor_who_has_left():
    class Broken:
        async def ask(self, text):
            raise RuntimeError("no drawing can be read")

    async def run():
        messages = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "1"}])

        async def receive():
            return next(messages)

        async def send(message):
            pass

        scope = {"type": "websocket", "path": pad_socket.PATH, "client": ("192.0.2.1", 1)}
        await Live(None, Broken())(scope, receive, send)

    with pytest.raises(RuntimeError, match="no drawing can be read"):
        asyncio.run(run())


def test_a_network_that_fails_ends_the_connection_and_not_the_server(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    visitors = client()
    with monkeypatch.context() as patch:
        patch.setattr(pad_socket, "read_drawing", broken)
        with pytest.raises((WebSocketDisconnect, ZeroDivisionError)):
            with visitors.websocket_connect(HERE + pad_socket.PATH) as socket:
                socket.send_text(message(sample_strokes()["3"]))
                socket.receive_text()
    with visitors.websocket_connect(HERE + pad_socket.PATH) as socket:
        socket.send_text(message(sample_strokes()["3"]))
        assert json.loads(socket.receive_text())["answer"]["seq"] == 1
