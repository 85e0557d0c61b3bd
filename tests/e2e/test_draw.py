"""The main thing, as a visitor meets it: draw, and be read, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from scripts.protocol import is_end
from tests.e2e.opening import at_rest
from tests.e2e.waiting import nothing_for, until

SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.45, 0.8)]


def open_draw(page: Page, url: str, lang: str = "en") -> None:
    page.goto(f"{url}/Draw?lang={lang}")
    expect(page.get_by_test_id("all-maps")).to_be_visible(timeout=30_000)
    at_rest(page)


def draw(page: Page, points: list[tuple[float, float]], *, lift: bool = True) -> None:
    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for point in at[1:]:
        page.mouse.move(*point, steps=8)
    if lift:
        page.mouse.up()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_drawn_seven_is_read_while_the_pen_is_down_and_whole_when_it_lifts(page, app_url, lang):
    open_draw(page, app_url, lang)
    answers, every = page.get_by_test_id("answers"), page.get_by_test_id("all-maps")
    draw(page, SEVEN, lift=False)
    expect(answers).not_to_have_attribute("data-seq", "0")
    expect(answers).to_have_attribute("data-best", "7")
    expect(every).to_have_attribute("data-seq", "0")  # the rest waits for the pen
    aloud = page.get_by_test_id("verdict").get_by_role("status")
    expect(aloud).to_have_count(0)  # not at each move
    page.mouse.up()
    expect(every).not_to_have_attribute("data-seq", "0")
    seq = answers.get_attribute("data-seq")
    expect(every).to_have_attribute("data-seq", seq)
    expect(page.get_by_test_id("maps")).to_have_attribute("data-seq", seq)
    expect(aloud).to_contain_text("7")


def test_the_pad_never_moves_under_the_pen(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    open_draw(page, app_url)
    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    before = canvas.bounding_box()
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", re.compile("[0-9]"))
    assert canvas.bounding_box() == before
    page.mouse.up()
    whole(page)
    at_rest(page)
    assert canvas.bounding_box() == before


def test_a_scribble_is_refused_with_a_best_guess(page, app_url):
    open_draw(page, app_url)
    page.locator(".st-key-draw-sample").get_by_text("a scribble").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("does not look like a digit")
    expect(page.get_by_test_id("verdict")).to_contain_text("best guess")


def test_a_cleared_pad_says_so_and_the_next_digit_is_read(page, app_url):
    open_draw(page, app_url)
    draw(page, SEVEN)
    page.get_by_role("button", name="Clear the pad").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("Nothing is drawn yet")
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "")
    draw(page, SEVEN)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")


def seq(page: Page) -> int:
    """The number of the drawing whose answers stand on the page."""
    return int(page.get_by_test_id("answers").get_attribute("data-seq") or 0)


def whole(page: Page) -> None:
    """Returns when the whole page shows the drawing that the pad sent last."""
    page.wait_for_function(
        """() => {
            const kept = JSON.parse(sessionStorage.getItem("digit_pad:pad"))
            const of = (name) => document.querySelector(`[data-testid=${name}]`)?.dataset.seq
            return ["answers", "verdict", "maps", "all-maps"].every((name) => of(name) == kept.seq)
        }"""
    )


def test_under_the_pen_nothing_goes_by_streamlit(page, app_url):
    open_draw(page, app_url)
    draw(page, [(0.2, 0.1), (0.3, 0.1)])
    whole(page)
    kept = "localStorage.getItem('how-cnns-began.progress') ?? ''"
    until(page, lambda: "draw.pad" in page.evaluate(kept))
    at_rest(page)  # everything of the stroke has run
    page.evaluate("""() => {
        const send = WebSocket.prototype.send
        window.sentBy = {}
        WebSocket.prototype.send = function (message) {
            const way = new URL(this.url).pathname
            window.sentBy[way] = (window.sentBy[way] ?? 0) + 1
            return send.call(this, message)
        }
    }""")
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    assert list(page.evaluate("window.sentBy")) == ["/live"]
    page.mouse.up()
    whole(page)
    assert page.evaluate("window.sentBy['/_stcore/stream']") >= 1


def test_without_the_short_way_streamlit_reads_under_the_pen(page, app_url):
    page.route_web_socket("**/live", lambda socket: socket.close())
    open_draw(page, app_url)
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    page.mouse.up()
    whole(page)


def test_a_short_way_that_breaks_under_the_pen_loses_nothing(page, app_url):
    left, open_ways = [2], list[WebSocketRoute]()

    def break_soon(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            left[0] -= 1
            socket.close() if left[0] < 0 else server.send(message)

        socket.on_message(pass_on)
        server.on_message(socket.send)
        open_ways.append(socket)

    page.route_web_socket("**/live", break_soon)
    open_draw(page, app_url)
    until(page, lambda: open_ways)
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    assert left[0] < 0
    page.mouse.up()
    whole(page)
    expect(page.get_by_test_id("verdict")).to_contain_text("7")


def test_a_late_answer_of_streamlit_does_not_replace_a_newer_one(page, app_url):
    held: list[str | bytes] = []
    holding = [False]

    def slow(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)
        server.on_message(lambda frame: held.append(frame) if holding[0] else socket.send(frame))
        line.append(socket)

    line: list[WebSocketRoute] = []
    page.route_web_socket("**/_stcore/stream", slow)
    open_draw(page, app_url)
    holding[0] = True
    draw(page, [(0.5, 0.15), (0.5, 0.85)])  # a one, whose page is late
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "1")
    until(page, lambda: any(is_end(ForwardMsg.FromString(frame)) for frame in held))
    page.get_by_role("button", name="Clear the pad").click()
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    newest = seq(page)
    page.evaluate("""() => {
        window.least = Infinity
        new MutationObserver(() => requestAnimationFrame(() => {
            const here = document.querySelector("[data-testid=answers]")
            window.least = Math.min(window.least, Number(here.dataset.seq))
        })).observe(document.body, { subtree: true, childList: true })
    }""")
    for frame in held:
        line[0].send(frame)
    nothing_for(page, 1500, "the one's answers, were they put in place of the seven's")
    assert page.evaluate("window.least") >= newest
    expect(page.get_by_test_id("verdict")).to_contain_text("7")
    holding[0] = False
    page.mouse.up()
    whole(page)
