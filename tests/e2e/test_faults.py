"""What does a visitor see when the server dies, comes back, or is told to stop in mid-training?"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from websockets.sync.client import ClientConnection, connect

from scripts.protocol import STREAM, SUBPROTOCOL, Session, is_end
from scripts.running_app import RunningApp
from tests import waiting
from tests.e2e.opening import at_rest
from tests.e2e.test_digit_pad import Wire
from tests.e2e.waiting import nothing_for, until
from ui.page.course import short_way
from ui.words.text import LANGUAGES, label

PAD = ".st-key-pad canvas"
NOTICE = "shell-notice"  # see ui/server/shell.js
MOST = 10_000  # messages of one run


def answered(page: Page) -> int:
    """The number of the drawing whose answers stand on the page."""
    return int(page.get_by_test_id("answers").get_attribute("data-seq") or 0)


def stroke(page: Page, *points: tuple[float, float], pad: Locator | None = None) -> None:
    box = (pad or page.locator(PAD).first).bounding_box()
    assert box is not None
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=6)
    page.mouse.up()


def test_a_server_that_was_killed_and_is_back_finds_the_drawing_and_the_progress(
    page: Page, fresh_app: RunningApp
):
    wire = Wire(page)
    page.goto(f"{fresh_app.url}/Draw?lang=en")
    page.locator(PAD).first.wait_for(timeout=60_000)
    at_rest(page)
    stroke(page, (0.2, 0.2), (0.8, 0.2), (0.4, 0.9))
    known = wire.settle(1)
    progress = label("frame.progress", "en", done=1, all=len(short_way()))
    sidebar = page.get_by_test_id("stSidebar")
    drawn = page.evaluate("JSON.stringify({...sessionStorage})")
    assert "pad" in drawn
    kept = "localStorage['how-cnns-began.progress'] ?? ''"
    until(page, lambda: "draw.pad" in page.evaluate(kept))
    fresh_app.stop(signal.SIGKILL)
    fresh_app.start()
    at_rest(page)
    wire.settle(1, after=known.seq)
    before = answered(page)
    stroke(page, (0.3, 0.5), (0.7, 0.5))  # on the same page, never loaded again
    until(page, lambda: answered(page) > before)
    wire.settle(2)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(sidebar.get_by_text(progress)).to_be_visible(timeout=60_000)


@contextmanager
def visitor_who_trains(app: RunningApp) -> Iterator[None]:
    """Someone whose long training has begun; they stay on the page."""
    session = Session()
    address = f"ws://localhost:{app.port}{STREAM}"
    with connect(address, subprotocols=[SUBPROTOCOL], max_size=None, proxy=None) as socket:
        train(socket, session)
        yield


def train(socket: ClientConnection, session: Session) -> None:
    def run(message: bytes) -> None:
        socket.send(message)
        assert any(is_end(session.hear(socket.recv(timeout=120))) for _ in range(MOST))

    run(session.visit("Training", "network=LeNet5&digits=60000&passes=20"))
    button = session.widget("training.start")
    assert button is not None
    run(session.act(button, trigger_value=True))

    def running() -> bool:
        for fragment in list(session.polls):
            run(session.poll(fragment))
        return (session.html("state") or {}).get("state") == "running"

    waiting.until(running, 120)


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_in_mid_training_it_stops(fresh_app: RunningApp, by):
    with visitor_who_trains(fresh_app):
        output = fresh_app.stop(by)
    assert fresh_app.ended != -signal.SIGKILL  # which follows when ten seconds were not enough
    assert "Traceback" not in output and not fresh_app.answers()


def test_a_server_that_is_gone_is_a_sentence_on_the_page_in_its_language_until_it_is_back(
    context: BrowserContext, fresh_app: RunningApp
):
    pages = {lang: context.new_page() for lang in LANGUAGES}
    for lang, page in pages.items():
        page.goto(f"{fresh_app.url}/MNIST?lang={lang}")
        at_rest(page)
    fresh_app.stop(signal.SIGKILL)
    for lang, page in pages.items():
        expect(page.get_by_test_id(NOTICE)).to_have_text(label("shell.gone", lang))
    nothing_for(page, 12_000, "Streamlit's own dialog, which came after so long")
    for page in pages.values():
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    fresh_app.start()
    for page in pages.values():
        expect(page.get_by_test_id(NOTICE)).to_have_count(0)
        at_rest(page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_without_websockets_says_so(page: Page, app_url, lang):
    page.route_web_socket("**", lambda socket: socket.close())
    page.goto(f"{app_url}/Draw?lang={lang}")
    expect(page.get_by_test_id(NOTICE)).to_have_text(label("shell.unheard", lang))


def test_a_page_speaks_the_browsers_language_where_the_address_says_none(browser: Browser, app_url):
    page = browser.new_page(locale="ko-KR")
    page.route_web_socket("**", lambda socket: socket.close())
    page.goto(app_url)
    expect(page.get_by_test_id(NOTICE)).to_have_text(label("shell.unheard", "ko"))
    page.close()


def test_a_page_under_a_name_that_the_server_does_not_know_says_so(page: Page, fresh_app):
    """As behind a proxy that sends its own Host: the page arrives, its websocket is refused."""
    page.route_web_socket("**", lambda socket: socket.close())
    page.route("**/healthz**", lambda route: route.continue_(url=f"{fresh_app.url}/healthz?host=x"))
    page.goto(fresh_app.url)
    host = page.evaluate("location.host")
    expect(page.get_by_test_id(NOTICE)).to_have_text(label("shell.unknown", "en", host=host))


def test_a_page_whose_scripts_do_not_arrive_says_so(page: Page, app_url):
    page.route("**/static/js/index*", lambda route: route.abort())
    page.goto(app_url)
    expect(page.get_by_test_id(NOTICE)).to_contain_text(label("shell.parts", "en"))
    with page.expect_navigation():
        page.get_by_role("button", name=label("shell.again", "en")).click()


def test_a_visitor_too_many_is_told_and_comes_in_when_another_leaves(page: Page, tmp_path):
    file = tmp_path / "server.toml"
    file.write_text("most_visitors = 1")
    with RunningApp("--config", str(file)) as app:
        address = f"ws://localhost:{app.port}{STREAM}"
        with connect(address, subprotocols=[SUBPROTOCOL], proxy=None):
            page.goto(f"{app.url}/?lang=ko")
            expect(page.get_by_test_id(NOTICE)).to_have_text(label("shell.full", "ko"))
        at_rest(page)
        expect(page.get_by_test_id(NOTICE)).to_have_count(0)
