"""Does what is drawn on the pad reach Python, all of it, whatever the hand, the key or the luck?"""

import json
import re
import time
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, WebSocket, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from scripts.protocol import is_end
from scripts.running_app import RunningApp
from tests.e2e.opening import at_rest
from tests.e2e.waiting import frames, nothing_for, until
from ui.components.digit_pad.message import CAPACITY, LAST, Drawing, parse_message

KEPT = "JSON.parse(sessionStorage.getItem('digit_pad:pad'))"
SEVEN = [(300, 250), (700, 250), (450, 800)]
CENTRE = "canvas => canvas.scrollIntoView({ block: 'center' })"
INK = """canvas => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    const at = data.findIndex((v, i) => i % 4 === 3 && v === 255)
    return at < 0 ? null : [...data.slice(at - 3, at)]
}"""

TOLD = """() => {
    window.told = []
    addEventListener('digit-pad-drawn', ({ detail }) => {
        const { strokes, pen, number } = window.digitPads.get(detail)
        told.push({ points: strokes.flat().length, pen, number })
    })
}"""
MOVES = """(canvas, places) => {
    for (const [clientX, clientY] of places)
        canvas.dispatchEvent(new PointerEvent('pointermove', { pointerId: 1, clientX, clientY }))
}"""


def read(text: str) -> Drawing | None:
    """The drawing in the pad's state; None for the forgeries of a test below."""
    try:
        message = parse_message(json.loads(text)["drawing"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return message.drawing if message else None


class Wire:
    """The pad's messages and Python's acknowledgements, in the order they crossed the line."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log: list[tuple[str, int]] = []
        self.drawings: list[Drawing] = []
        page.on("websocket", self.listen)

    def listen(self, socket: WebSocket) -> None:
        socket.on("framesent", self.sent)
        socket.on("framereceived", self.received)

    def sent(self, frame: bytes) -> None:
        for widget in BackMsg.FromString(frame).rerun_script.widget_states.widgets:
            self.add(read(widget.json_value) if widget.id.endswith("-pad") else None)

    def add(self, drawing: Drawing | None) -> None:
        # Streamlit repeats the states of all widgets whenever any of them changes.
        if drawing and (not self.drawings or drawing.seq > self.drawings[-1].seq):
            self.log.append(("sent", drawing.seq))
            self.drawings.append(drawing)

    def received(self, frame: bytes) -> None:
        data = ForwardMsg.FromString(frame).delta.new_element.bidi_component.json
        if '"ack"' in data:
            self.log.append(("answered", json.loads(data)["ack"]))

    def settle(self, strokes: int, after: int = 0) -> Drawing:
        """The drawing of so many strokes, once Python has answered it."""

        def settled() -> Drawing | None:
            last = self.drawings[-1] if self.drawings else None
            if last and ("answered", last.seq) in self.log:
                if last.seq > after and len(last.strokes) == strokes:
                    return last
            return None

        drawing = until(self.page, settled)
        assert drawing is not None
        return drawing


@pytest.fixture
def wire(page: Page) -> Wire:
    return Wire(page)


@pytest.fixture
def canvas(page: Page, wire: Wire, app_url: str) -> Locator:
    return open_pad(page, app_url)


def open_pad(page: Page, url: str) -> Locator:
    """The pad, on the screen and listening."""
    page.goto(f"{url}/Draw")
    return ready(page)


def ready(page: Page) -> Locator:
    canvas = page.locator(".st-key-pad canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile("."), timeout=20_000)
    at_rest(page)
    canvas.evaluate(CENTRE)
    return canvas


def button(page: Page, act: str) -> Locator:
    return page.locator(f".st-key-pad button:is([data-act={act}], [data-tool={act}])")


def on_screen(canvas: Locator, *points: tuple[float, float]) -> list[tuple[float, float]]:
    """Places of the sheet as places of the window."""
    canvas.evaluate(CENTRE)  # a click on a button may have scrolled it under the header
    box = canvas.bounding_box()
    assert box is not None
    scale = box["width"] / LAST
    return [(box["x"] + x * scale, box["y"] + y * scale) for x, y in points]


def draw(canvas: Locator, points: list[tuple[float, float]], steps: int = 12) -> None:
    """A stroke of the mouse through these places of the sheet."""
    mouse = canvas.page.mouse
    first, *rest = on_screen(canvas, *points)
    mouse.move(*first)
    mouse.down()
    for place in rest:
        mouse.move(*place, steps=steps)
    mouse.up()


def scribble(canvas: Locator, points: np.ndarray) -> None:
    """As `draw`, for thousands of points: the browser itself makes the moves."""
    mouse = canvas.page.mouse
    places = on_screen(canvas, *points.tolist())
    mouse.move(*places[0])
    mouse.down()
    canvas.evaluate(MOVES, places)
    mouse.up()


def kept(page: Page) -> list[Any]:
    """What is on the pad, as the browser keeps it."""
    parsed = parse_message(page.evaluate(KEPT))
    assert parsed is not None
    return parsed.drawing.strokes


def equal(one: list[Any], other: list[Any]) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))


# ---- hands -----------------------------------------------------------------------------


def test_the_page_hears_of_a_stroke_under_the_pen_and_python_once_it_lifts(page, wire, canvas):
    page.evaluate(TOLD)
    mouse = page.mouse
    first, *corners = on_screen(canvas, *SEVEN)
    mouse.move(*first)
    mouse.down()
    for corner in corners:
        mouse.move(*corner, steps=40)
    frames(page)
    under_way = page.evaluate("told")
    assert wire.drawings == []
    mouse.up()
    last = wire.settle(1)

    assert len(under_way) >= 3 and {each["pen"] for each in under_way} == {"down"}
    told = page.evaluate("told")
    for what in ("points", "number"):
        assert (grown := [each[what] for each in told]) == sorted(grown)
    assert told[-1]["pen"] == "up" and told[-1]["points"] == sum(map(len, last.strokes))
    assert len(wire.drawings) == 1 and equal(last.strokes, kept(page))
    (stroke,) = last.strokes
    for corner in SEVEN:  # within a screen pixel and the rounding
        assert np.hypot(*(stroke - corner).T).min() < 5


def test_no_message_leaves_before_the_last_one_is_answered(page, wire, canvas):
    for shift in range(3):
        draw(canvas, [(x, y + 20 * shift) for x, y in SEVEN], steps=25)
    wire.settle(3)

    waiting = None
    for event, seq in wire.log:
        if event == "sent":
            assert waiting is None, f"{seq} left while {waiting} was under way"
            waiting = seq
        elif seq == waiting:
            waiting = None
    assert [seq for event, seq in wire.log if event == "sent"] == sorted(
        {drawing.seq for drawing in wire.drawings}
    )


def test_a_dot_and_a_line_out_of_the_sheet_and_back(page, wire, canvas):
    draw(canvas, [(500, 500)])
    (dot,) = wire.settle(1).strokes
    assert dot.shape == (1, 2)

    button(page, "clear").click()
    draw(canvas, [(900, 300), (1150, 300), (1150, 700), (900, 700)])
    out, back = wire.settle(2).strokes
    assert np.ptp(out[:, 1]) < 5 and np.ptp(back[:, 1]) < 5  # no line along the edge
    button(page, "undo").click()
    wire.settle(0)  # and one step to undo


def test_ten_thousand_points_are_thinned_and_nothing_is_cut_off(page, wire, canvas):
    t = np.linspace(0, 1, 10_000)
    scribble(canvas, np.stack([20 + 980 * t, 511 + 480 * np.sin(60 * t)], axis=1))
    (wave,) = wire.settle(1).strokes
    assert 300 < len(wave) <= CAPACITY
    assert np.ptp(wave, axis=0).min() > 950
    off = np.abs(wave[:, 1] - 511 - 480 * np.sin(60 * (wave[:, 0] - 20) / 980))
    assert np.median(off) < 20
    assert page.locator(".st-key-pad .note").inner_text() == ""


def test_a_full_pad_says_so_and_goes_on_after_undo(page, wire, canvas):
    scribble(canvas, np.random.default_rng(0).uniform(20, LAST - 20, (2000, 2)))
    note = page.locator(".st-key-pad .note")
    expect(note).not_to_be_empty()
    assert sum(map(len, wire.settle(1).strokes)) <= CAPACITY
    button(page, "undo").click()
    wire.settle(0)
    expect(note).to_be_empty()
    draw(canvas, SEVEN)
    wire.settle(1)


@pytest.fixture
def phone(browser: Browser) -> Any:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, device_scale_factor=3
    )
    yield context.new_page()
    context.close()


class Fingers:
    """Touches of the screen, as the browser gets them from a phone."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def touch(self, kind: str, *points: tuple[float, float]) -> None:
        fingers = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(points)]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})

    def swipe(self, start: tuple[float, float], way: float) -> None:
        """A finger moves up the page."""
        self.touch("touchStart", start)
        for i in range(1, 16):
            self.touch("touchMove", (start[0], start[1] - way * i / 15))
        self.touch("touchEnd")


def test_a_finger_draws_and_the_page_stays_and_beside_the_pad_it_scrolls(phone, app_url):
    wire, fingers = Wire(phone), Fingers(phone)
    canvas = open_pad(phone, app_url)
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    before = phone.evaluate(scrolled)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    (start,) = on_screen(canvas, (500, 800))
    fingers.swipe(start, 150)
    (stroke,) = wire.settle(1).strokes
    assert phone.evaluate(scrolled) == before
    assert np.ptp(stroke[:, 0]) < 8 and stroke[0, 1] - stroke[-1, 1] > 300

    # A second finger or a palm changes nothing.
    first, second = on_screen(canvas, (300, 300), (800, 800))
    fingers.touch("touchStart", first)
    fingers.touch("touchStart", first, second)
    fingers.touch("touchMove", (first[0] + 60, first[1]), (second[0], second[1] - 90))
    fingers.touch("touchEnd")
    _, line = wire.settle(2).strokes
    assert np.ptp(line[:, 1]) < 8

    box = phone.locator(".st-key-pad .tools").bounding_box()
    fingers.swipe((box["x"] + box["width"] / 2, box["y"] + 22), 300)
    until(phone, lambda: phone.evaluate(scrolled) > before)


def test_a_finger_finds_every_button_and_the_ink_is_sharp(phone, app_url):
    canvas = open_pad(phone, app_url)
    for each in phone.locator(".st-key-pad button").all():
        box = each.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        assert each.get_attribute("aria-label")
    box = canvas.bounding_box()
    assert canvas.evaluate("canvas => canvas.width") == pytest.approx(3 * box["width"], abs=3)
    assert box["width"] == pytest.approx(box["height"], abs=1)


# ---- keys ------------------------------------------------------------------------------


def test_a_one_can_be_drawn_with_keys_alone(page, wire, canvas):
    canvas.focus()
    press = page.keyboard.press
    said = page.locator(".st-key-pad .said")
    press("Shift+ArrowUp")
    press("Space")
    heard = said.inner_text()
    for _ in range(5):
        press("Shift+ArrowDown")
    press("Space")
    (stroke,) = wire.settle(1).strokes
    assert heard and said.inner_text() != heard
    assert np.ptp(stroke[:, 0]) == 0 and np.ptp(stroke[:, 1]) > 600

    press("ArrowRight")
    press("Enter")
    press("PageUp")
    press("Escape")
    _, flag = wire.settle(2).strokes
    assert flag[-1, 0] > flag[0, 0] and flag[-1, 1] < flag[0, 1]

    press("Backspace")
    wire.settle(1)
    press("Control+y")
    wire.settle(2)
    press("Control+z")
    press("Delete")
    wire.settle(0)


def test_keys_leave_the_page_as_it_is_and_the_pad_lets_the_keyboard_go(page, canvas):
    scrolled = "document.querySelector('[data-testid=stMain]').scrollTop"
    canvas.focus()
    before = page.evaluate(scrolled)
    for key in ("ArrowDown", "PageDown", "Space", "End"):
        page.keyboard.press(key)
    assert page.evaluate(scrolled) == before
    page.keyboard.press("Tab")
    assert button(page, "pen").evaluate("button => button.matches(':focus')")


# ---- tools -----------------------------------------------------------------------------


def test_undo_redo_eraser_and_clear(page, wire, canvas):
    draw(canvas, [(200, 500), (800, 500)])
    draw(canvas, [(200, 700), (800, 700)])
    wire.settle(2)
    button(page, "undo").click()
    wire.settle(1)
    button(page, "redo").click()
    wire.settle(2)

    button(page, "eraser").click()
    expect(button(page, "eraser")).to_have_attribute("aria-pressed", "true")
    expect(button(page, "pen")).to_have_attribute("aria-pressed", "false")
    draw(canvas, [(500, 400), (500, 600)])
    left, right, below = wire.settle(3).strokes
    assert left[-1, 0] < 470 and right[0, 0] > 530 and np.ptp(below[:, 0]) > 550
    button(page, "undo").click()
    wire.settle(2)

    button(page, "clear").click()
    wire.settle(0)
    expect(button(page, "clear")).to_have_attribute("aria-disabled", "true")
    button(page, "undo").click()
    wire.settle(2)


def test_a_palm_that_changed_nothing_costs_no_stroke_when_the_pen_comes(page, wire, canvas):
    draw(canvas, SEVEN)
    wire.settle(1)
    button(page, "eraser").click()
    palm, pen = on_screen(canvas, (900, 900), (100, 900))
    canvas.evaluate(
        """(canvas, [palm, pen]) => {
            canvas.setPointerCapture = () => {}
            const touch = (type, pointerType, pointerId, [clientX, clientY]) =>
                canvas.dispatchEvent(
                    new PointerEvent(type, { pointerType, pointerId, clientX, clientY, button: 0 }))
            touch("pointerdown", "touch", 5, palm)
            touch("pointerdown", "pen", 6, pen)
            touch("pointerup", "pen", 6, pen)
        }""",
        [palm, pen],
    )
    frames(page)
    assert len(kept(page)) == 1


def test_the_ghost_goes_with_the_first_stroke_and_is_never_sent(page, wire, canvas):
    ghost = page.locator(".st-key-pad .ghost")
    expect(ghost).to_have_attribute("d", re.compile("^M"))
    expect(ghost).not_to_have_css("opacity", "0")
    assert wire.drawings == []
    draw(canvas, SEVEN)
    expect(ghost).to_have_css("opacity", "0")
    wire.settle(1)


def test_the_ink_follows_the_theme_at_once(page, wire, canvas):
    page.emulate_media(color_scheme="light")
    draw(canvas, SEVEN)
    wire.settle(1)
    for scheme, dark_ink in (("light", True), ("dark", False)):
        page.emulate_media(color_scheme=scheme)
        until(page, lambda dark=dark_ink: (max(canvas.evaluate(INK)) < 110) == dark)


# ---- luck ------------------------------------------------------------------------------


def test_the_drawing_outlives_a_reload_and_is_answered_again(page, wire, canvas):
    draw(canvas, SEVEN)
    before = wire.settle(1)
    page.reload()
    canvas = ready(page)
    after = wire.settle(1, after=before.seq)
    assert equal(after.strokes, before.strokes)
    assert canvas.evaluate(INK) is not None
    draw(canvas, [(200, 900), (800, 900)])
    wire.settle(2)


def test_the_drawing_outlives_a_change_of_page(page, wire, app_url):
    page.goto(app_url)
    page.locator("a[href*='Draw']").first.click()
    canvas = ready(page)
    draw(canvas, SEVEN)
    before = wire.settle(1)
    page.go_back()
    expect(canvas).to_have_count(0)
    page.evaluate("sessionStorage.clear()")  # Python's copy is enough, too
    page.go_forward()
    canvas = ready(page)
    expect(canvas).to_be_visible()
    until(page, lambda: canvas.evaluate(INK))
    draw(canvas, [(200, 900), (800, 900)])
    first, _ = wire.settle(2).strokes
    assert equal([first], before.strokes)


def test_the_drawing_outlives_a_restart_of_the_server(page, wire, fresh_app: RunningApp):
    canvas = open_pad(page, fresh_app.url)
    draw(canvas, SEVEN)
    before = wire.settle(1)
    fresh_app.stop()
    draw(canvas, [(200, 900), (800, 900)])  # while nobody listens
    fresh_app.start()
    first, _ = wire.settle(2).strokes
    assert equal([first], before.strokes)


def test_a_second_tab_has_a_drawing_of_its_own(page, wire, canvas, app_url):
    draw(canvas, SEVEN)
    before = wire.settle(1)
    other = page.context.new_page()
    there = Wire(other)
    second = open_pad(other, app_url)
    assert second.evaluate(INK) is None
    draw(second, [(200, 900), (800, 900)])
    there.settle(1)
    assert equal(kept(page), before.strokes)
    other.close()


def test_an_answer_that_is_lost_is_asked_for_again(page, app_url):
    lost = Intruder(page, lambda text: "null")
    wire = Wire(page)
    canvas = open_pad(page, app_url)
    lost.armed = True
    draw(canvas, SEVEN)
    until(page, lambda: lost.swapped)
    lost.armed = False
    wire.settle(1)


PATIENCE = 6  # seconds, of ui/components/digit_pad/link.js: on a slow machine it asks once more


class Held:
    """Sits on the line to the server and, while armed, holds back what it says."""

    def __init__(self, page: Page) -> None:
        self.armed, self.frames, self.told = False, list[bytes | str](), set[int]()
        page.route_web_socket("**/_stcore/stream", self.sit)

    def sit(self, socket: WebSocketRoute) -> None:
        self.socket, server = socket, socket.connect_to_server()

        def asked(frame: bytes | str) -> None:
            if self.armed and isinstance(frame, bytes):
                for widget in BackMsg.FromString(frame).rerun_script.widget_states.widgets:
                    drawing = read(widget.json_value) if widget.id.endswith("-pad") else None
                    self.told |= {drawing.seq} if drawing else set()
            server.send(frame)

        socket.on_message(asked)
        server.on_message(lambda each: (self.frames.append if self.armed else socket.send)(each))

    def release(self) -> None:
        self.armed = False
        for frame in self.frames:
            self.socket.send(frame)


def test_a_slow_python_is_told_of_one_drawing_and_of_the_newest_when_it_answers(page, app_url):
    held, wire = Held(page), Wire(page)
    canvas = open_pad(page, app_url)
    draw(canvas, SEVEN)
    wire.settle(1)
    held.armed, begun = True, time.monotonic()
    for height in (600, 700, 800):
        draw(canvas, [(200, height), (800, height)])
    nothing_for(page, 3000, "a second drawing, in half of the pad's patience")
    assert 1 <= len(held.told) <= 1 + (time.monotonic() - begun) // PATIENCE
    before = max(held.told)
    held.release()
    wire.settle(4, after=before)


# ---- malice ----------------------------------------------------------------------------


class Intruder:
    """Sits on the line to the server and, while armed, puts words in the pad's mouth.

    Counts these, and what has ended since the first: runs of the script, and connections.
    """

    def __init__(self, page: Page, forge: Any) -> None:
        self.armed, self.forge, self.swapped, self.ended = False, forge, 0, 0
        page.route_web_socket("**/_stcore/stream", self.sit)

    def sit(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda frame: server.send(self.swap(frame)))

        def tell(frame: bytes | str) -> None:
            self.ended += self.swapped > 0 and is_end(ForwardMsg.FromString(frame))
            socket.send(frame)

        def leave(code: int | None, reason: str | None) -> None:
            self.ended += 1
            socket.close(code=code, reason=reason)

        server.on_message(tell)
        server.on_close(leave)

    def swap(self, frame: bytes | str) -> bytes | str:
        if not self.armed or isinstance(frame, str):
            return frame
        message = BackMsg.FromString(frame)
        for widget in message.rerun_script.widget_states.widgets:
            if widget.id.endswith("-pad"):
                widget.json_value = self.forge(widget.json_value)
                self.swapped += 1
        return message.SerializeToString()


def but(**parts: Any) -> Any:
    """The pad's own message with some parts forged."""
    return lambda text: json.dumps({"drawing": json.loads(text)["drawing"] | parts})


FORGERIES = {
    "no json": lambda _: "{{{",
    "deep": lambda _: '{"drawing": ' + "[" * 20_000 + "]" * 20_000 + "}",
    "a huge number": lambda _: '{"drawing": {"seq": ' + "9" * 5000 + "}}",
    "other types": but(seq="7", n={"a": 1}, d=[None]),
    "a long text": but(d="A" * 2_000_000),
    "10,000 points": but(n=[10_000], d="AAAA" * 13_334),
}


def test_forged_messages_leave_no_trace(page, wire, app_url):
    intruder = Intruder(page, None)
    canvas = open_pad(page, app_url)
    for count, (name, forge) in enumerate(FORGERIES.items(), start=1):
        intruder.forge, intruder.armed, intruder.swapped, intruder.ended = forge, True, 0, 0
        draw(canvas, [(100, 80 * count), (900, 80 * count)], steps=3)
        until(page, lambda: intruder.swapped and intruder.ended)
        frames(page)
        assert page.locator("[data-testid=stException]").count() == 0, name
        intruder.armed = False
        draw(canvas, [(100, 80 * count + 30), (900, 80 * count + 30)], steps=3)
        wire.settle(2 * count)
