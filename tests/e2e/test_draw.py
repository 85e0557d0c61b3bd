"""The main thing, as a visitor meets it: draw, and be read, in a real browser."""

import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
from playwright.sync_api import Page, Route, expect

from cnn import export
from cnn.inference.digit import DEFAULT, read_drawing
from scripts import stroke_set
from tests.e2e.opening import at_rest
from tests.e2e.waiting import frames, until
from ui.words.text import label

COMPONENTS = Path(__file__).resolve().parents[2] / "ui" / "components"
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
def test_a_drawn_seven_is_read_while_the_pen_is_down_and_aloud_when_it_lifts(page, app_url, lang):
    open_draw(page, app_url, lang)
    answers = page.get_by_test_id("answers")
    draw(page, SEVEN, lift=False)
    expect(answers).not_to_have_attribute("data-seq", "0")
    expect(answers).to_have_attribute("data-best", "7")
    expect(page.get_by_test_id("verdict")).to_contain_text("7")
    aloud = page.get_by_test_id("verdict").get_by_role("status")
    expect(aloud).to_be_empty()  # not at each move
    page.mouse.up()
    whole(page)
    expect(aloud).to_contain_text("7")


PAINTED = """() => {
    window.waits = []
    const answers = document.querySelector("[data-testid=answers]")
    document.addEventListener("pointermove", ({ buttons }) => {
        if (!buttons) return
        const before = answers.dataset.seq
        requestAnimationFrame(() => requestAnimationFrame(() => {
            window.waits.push(answers.dataset.seq !== before)
        }))
    }, { capture: true })
}"""


def test_every_move_of_the_pen_is_answered_in_its_frame(page, app_url):
    open_draw(page, app_url)
    draw(page, [(0.3, 0.3), (0.4, 0.3)])
    page.evaluate(PAINTED)
    draw(page, SEVEN)
    frames(page, 3)
    waits = page.evaluate("window.waits")
    assert len(waits) > 10 and all(waits)


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


PARTS = ("answers", "verdict", "maps", "steps", "all-maps", "codes", "doubt")


def whole(page: Page) -> None:
    """Returns when every part of the page shows what is on the pad."""
    page.wait_for_function(
        """parts => {
            const { number } = window.digitPads.get("pad")
            const of = (name) => document.querySelector(`[data-testid=${name}]`)?.dataset.seq
            return parts.every((name) => of(name) == number)
        }""",
        arg=PARTS,
    )


def test_under_the_pen_nothing_goes_to_the_server(page, app_url):
    open_draw(page, app_url)
    draw(page, [(0.2, 0.1), (0.3, 0.1)])
    whole(page)
    kept = "localStorage.getItem('how-cnns-began.progress') ?? ''"
    until(page, lambda: "draw.pad" in page.evaluate(kept))
    at_rest(page)  # everything of the stroke has run
    requests = list[str]()
    page.on("request", lambda request: requests.append(request.url))
    page.evaluate("""() => {
        const send = WebSocket.prototype.send
        window.sent = 0
        WebSocket.prototype.send = function (message) {
            window.sent += 1
            return send.call(this, message)
        }
    }""")
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    assert page.evaluate("window.sent") == 0 and not requests
    page.mouse.up()
    whole(page)
    until(page, lambda: page.evaluate("window.sent"))


def test_numbers_that_do_not_come_are_said_and_asked_for_again(page, app_url):
    numbers = "**/static/components/lenet5*.bin"
    page.route(numbers, lambda route: route.abort())
    page.goto(f"{app_url}/Draw?lang=ko")
    away = label("problem.away", "ko")
    expect(page.get_by_test_id("verdict")).to_contain_text(away, timeout=60_000)
    draw(page, SEVEN)
    expect(page.get_by_test_id("verdict")).to_contain_text(away)
    page.unroute(numbers)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")


def test_what_is_drawn_stays_when_the_server_is_gone(page, fresh_app):
    open_draw(page, fresh_app.url)
    fresh_app.stop()
    draw(page, SEVEN)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
    whole(page)


SOME = 2_000
READ = """async ({ drawings, manifest, numbers }) => {
    const { toMnist } = await import("/ours/browser/mnist_image.js")
    const { Network } = await import("/ours/browser/network.js")
    const network = new Network(manifest, Uint8Array.from(atob(numbers), (c) => c.charCodeAt(0)))
    return drawings.map((strokes) => {
        const image = toMnist(strokes)
        const { best, isDigit, distances, probabilities } = network.read(image)
        return [Array.from(image.values), best, isDigit, [...distances], [...probabilities]]
    })
}"""


def test_the_browser_agrees_with_python(page, app_url):
    """Chromium itself, on drawings of the stroke set; tests/ui/components/browser asks for more."""

    def ours(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/ours/")
        route.fulfill(path=COMPONENTS / name, content_type="text/javascript")

    page.route("**/ours/**", ours)
    page.goto(f"{app_url}/robots.txt")
    drawings = [digit.strokes for digit in stroke_set.load()][:SOME]
    given = {
        "drawings": [[stroke.tolist() for stroke in drawing] for drawing in drawings],
        "manifest": export.manifest(DEFAULT),
        "numbers": b64encode(export.numbers_of(DEFAULT)).decode(),
    }
    found = page.evaluate(READ, given)
    for drawing, (image, best, is_digit, distances, probabilities) in zip(
        drawings, found, strict=True
    ):
        reading = read_drawing(drawing)
        assert np.abs(np.array(image) - reading.image.reshape(-1).astype(int)).max() <= 1
        assert (best, is_digit) == (reading.best, reading.is_digit)
        assert np.abs(np.array(distances) - reading.distances).max() < 1e-3
        assert np.abs(np.array(probabilities) - reading.probabilities).max() < 1e-4
