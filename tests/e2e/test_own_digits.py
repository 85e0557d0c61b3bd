"""A network that learns from a visitor, in a real browser: what it learns, and who hears of it."""

import json
import random
import re

from playwright.sync_api import Page, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from scripts.protocol import STREAM
from tests.e2e.opening import LATER, at_rest, opener
from tests.e2e.waiting import frames, until
from ui.words.text import label

opened = opener("Training", ".own[lang]")
chance = random.Random(7)

# An odd seven: mirrored and crossed, on a sheet of 0 to 1.
SEVEN = (((0.76, 0.18), (0.22, 0.2), (0.66, 0.86)), ((0.3, 0.56), (0.66, 0.5)))
BROKEN = """class extends EventTarget {
    postMessage() { setTimeout(() => this.onerror?.({})) }
    terminate() {}
}"""
NO_STORAGE = """
Object.defineProperty(window, "sessionStorage", { get() { throw new Error("SecurityError") } })
"""


def said(name: str, **fields: object) -> str:
    """A sentence of the exhibit's, in English."""
    return re.sub("%([a-z])", lambda found: str(fields[found[1]]), label(f"own.{name}", "en"))


def draw(page: Page, digit: int, count: int) -> None:
    """A seven of the odd kind, drawn by the mouse and kept as `digit`, so many times."""
    canvas = page.locator(".own .draw canvas")
    for _ in range(count):
        canvas.evaluate("one => one.scrollIntoView({ block: 'center' })")
        box = canvas.bounding_box()
        assert box
        for stroke in SEVEN:
            for at, point in enumerate(stroke):
                x, y = (part + chance.uniform(-0.02, 0.02) for part in point)
                page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=4)
                if at == 0:
                    page.mouse.down()
            page.mouse.up()
        page.locator(f".own [data-digit='{digit}']").click()


def thumbs(page: Page):
    return page.locator(".own .table .thumb")


def learn(page: Page, state: str = "done") -> None:
    page.locator(".own [data-do=learn]").click()
    expect(page.locator(".own")).to_have_attribute("data-state", state, timeout=240_000)


def counts(page: Page, row: int) -> tuple[int, int]:
    """How many were misread before and after, in a row of the table of results."""
    cells = page.locator(".own .errors tbody tr").nth(row).locator("td b").all_inner_texts()
    return int(cells[0]), int(cells[1])


def test_it_learns_an_odd_seven_and_nobody_else_hears_of_it(page, app_url):
    sent: list[bytes] = []
    asked: list[tuple[str, str]] = []

    def listen(socket: WebSocket) -> None:
        if socket.url.endswith(STREAM):
            socket.on("framesent", lambda frame: sent.append(frame))

    page.on("websocket", listen)
    opened(page, app_url)
    until(page, lambda: sent)
    sent.clear()
    page.on("request", lambda request: asked.append((request.method, request.url)))
    draw(page, 7, 6)
    expect(thumbs(page)).to_have_count(6)
    expect(page.locator(".own td.held .thumb")).to_have_count(2)
    expect(page.locator(".own .answer")).to_have_text(said("kept-back", d=7))
    learn(page)
    expect(page.locator(".own .word")).to_have_text(said("one-digit"))
    held, taught, sample = (counts(page, row) for row in range(3))
    assert taught[0] > 0 and taught[1] == 0
    assert held[1] <= held[0] and held[1] == 0
    assert 0 < sample[0] < sample[1] < 100  # as every time: what nobody showed is forgotten
    expect(page.locator(".own .lost .thumb").first).to_be_visible()
    expect(page.locator(".own .charts .dot")).not_to_have_count(0)

    page.locator(".own [data-choice=mix] input").nth(1).check()
    learn(page)
    assert counts(page, 1)[1] == 0 and counts(page, 2)[1] < sample[1]

    at_rest(page)
    messages = [BackMsg.FromString(frame) for frame in sent]
    told = [
        json.loads(state.json_trigger_value)
        for message in messages
        for state in message.rerun_script.widget_states.widgets
        if "own_digits" in state.id
    ]
    assert told == [[{"event": "learned", "value": True}]] * 2
    assert {message.WhichOneof("type") for message in messages} == {"rerun_script"}
    own = re.compile(r"/static/components/(own_digits|lenet5)[\w-]*\.[0-9a-f]{8}\.(bin|js)$")
    assert asked and all(method == "GET" and own.search(url) for method, url in asked), asked


def test_drawings_live_as_long_as_the_tab_and_go_into_a_file_and_back(page, app_url, tmp_path):
    opened(page, app_url)
    page.locator(".own [data-digit='3']").click()
    expect(page.locator(".own .answer")).to_have_text(said("empty-pad"))
    draw(page, 3, 2)
    learn_now = page.locator(".own [data-do=learn]")
    learn_now.click()
    expect(page.locator(".own .word")).to_have_text(said("too-few", k=3, a=2))
    page.reload()
    at_rest(page)
    page.evaluate(LATER)
    expect(thumbs(page)).to_have_count(2)
    expect(thumbs(page).first.locator("b")).to_be_visible()

    with page.expect_download() as download:
        page.locator(".own [data-do=save]").click()
    file = tmp_path / "digits.json"
    download.value.save_as(file)
    digits = json.loads(file.read_text("utf-8"))["digits"]
    assert [digit["label"] for digit in digits] == [3, 3]
    points = [point for digit in digits for stroke in digit["strokes"] for point in stroke]
    assert all(0 <= part <= 1023 for point in points for part in point)

    page.locator(".own .remove").first.click()
    expect(thumbs(page)).to_have_count(1)
    page.locator(".own [data-do=forget]").click()
    expect(page.locator(".own .table .none")).to_be_visible()
    chooser = page.locator(".own input[type=file]")
    chooser.set_input_files(file)
    expect(page.locator(".own .word")).to_have_text(said("loaded", n=2))
    expect(thumbs(page)).to_have_count(2)

    broken = {
        "file-json": b"\x89PNG",
        "file-form": b"{}",
        "file-digit": json.dumps({"format": "how-cnns-began.digits", "digits": [{}]}).encode(),
    }
    for key, content in broken.items():
        chooser.set_input_files({"name": "a.json", "mimeType": "", "buffer": content})
        expect(page.locator(".own .word")).to_have_text(said(key, n=1))
        expect(thumbs(page)).to_have_count(2)

    other = page.context.new_page()
    opened(other, app_url)
    expect(other.locator(".own .table .none")).to_be_visible()


def test_what_breaks_is_a_sentence_and_nothing_is_lost(page, app_url):
    page.add_init_script(f"window.Whole = Worker; window.Worker = {BROKEN}")
    page.add_init_script(NO_STORAGE)
    opened(page, app_url)
    draw(page, 7, 1)
    expect(page.locator(".own .word")).to_have_text(said("storage"))
    draw(page, 7, 3)
    learn(page, "failed")
    expect(page.locator(".own .word")).to_have_text(said("crashed"))
    page.evaluate("() => { window.Worker = Whole }")
    page.locator(".own [data-choice=first] input").nth(1).check()
    page.locator(".own [data-do=learn]").click()
    expect(page.locator(".own [data-do=stop]")).to_be_focused()
    expect(page.locator(".own")).to_have_attribute(
        "data-pass", re.compile("[1-9]"), timeout=120_000
    )
    page.locator(".own [data-do=stop]").click()
    expect(page.locator(".own")).to_have_attribute("data-state", "stopped")
    expect(page.locator(".own [data-do=learn]")).to_be_focused()
    expect(page.locator(".own .word")).to_have_text(re.compile("^Stopped"))
    assert thumbs(page).count() == 4

    page.locator("a[href*='/Draw']").first.click()  # to another page of the visit, and back
    expect(page.locator(".own")).to_have_count(0)
    page.go_back()
    expect(page.locator(".own")).to_have_count(1)
    at_rest(page)
    page.evaluate(LATER)
    expect(thumbs(page)).to_have_count(4)


def test_digits_that_do_not_come_are_a_sentence(page, app_url):
    opened(page, app_url)
    page.route(re.compile("own_digits_test"), lambda route: route.abort())
    draw(page, 7, 3)
    learn(page, "failed")
    expect(page.locator(".own .word")).to_have_text(said("no-network"))
    page.unroute(re.compile("own_digits_test"))
    learn(page)
    assert thumbs(page).count() == 3


def test_by_keyboard_a_digit_is_drawn_and_named(page, app_url):
    opened(page, app_url)
    page.locator(".own .draw canvas").focus()
    page.keyboard.press("Enter")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".own .reads")).not_to_have_text(said("nothing"))
    page.keyboard.press("1")
    expect(thumbs(page)).to_have_count(1)
    expect(page.locator(".own .answer")).to_have_text(said("kept", d=1))
    expect(page.locator(".own .draw canvas")).to_be_focused()
    frames(page)
    page.keyboard.press("1")
    expect(page.locator(".own .answer")).to_have_text(said("empty-pad"))
