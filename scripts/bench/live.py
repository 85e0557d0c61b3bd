"""Live drawing: from a move of the pen to changed answers in the page of a real browser.

Beside crowds of protocol clients that draw too, idle and while one more visitor trains; and beside
two rivals: our page served by plain `streamlit run`, and streamlit-drawable-canvas in the same
frame (scripts/bench/canvas_page.py), which sends a drawing when the pen is lifted.
"""

import json
import random
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from scripts import browser as chromium
from scripts.bench import canvas
from scripts.bench.digits import strokes
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp

PROBE = Path(__file__).with_name("probe.js")
PAUSE = 1 / 60  # seconds between two pen positions
PEN_UP = 150  # ms without a move: the pen is not drawing
PAD = ".st-key-pad canvas"


def measure(crowds: list[int], seconds: float) -> list[Figure]:
    """Figures of one visitor in a browser, in every company, beside the rivals'."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        with RunningApp() as app:
            figures = _visits(browser, app.url, crowds, seconds)
        with RunningApp(plain=True) as app:
            rival = _visit(browser, app.url, "alone", seconds)
            figures += [replace(figure, note="rival: streamlit run") for figure in rival]
        with canvas.served() as app:
            figures += canvas.visit(browser, app.url, seconds)
        browser.close()
    return figures


def _visits(browser: Browser, url: str, crowds: list[int], seconds: float) -> list[Figure]:
    figures = []
    for others in crowds:
        for training in (False, True):
            company = f"{others} others draw" if others else "alone"
            company += ", one more trains" if training else ""
            longer = str(seconds + 8)
            drawing = ["--visitors", str(others), "--seconds", longer] if others else None
            working = ["--train", "--seconds", longer] if training else None
            with _others(url, working), _others(url, drawing) as crowd:
                figures += _visit(browser, url, company, seconds)
                if crowd:
                    figures += _crowd_figures(crowd, company)
    return figures


def _visit(browser: Browser, url: str, company: str, seconds: float) -> list[Figure]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(path=PROBE)
    page.goto(f"{url}/Draw?lang=en")
    page.locator(PAD).first.wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    draw(page, page.locator(PAD).first, seconds)
    page.wait_for_timeout(1500)
    figures = _figures(page.evaluate("window.benchmark"), company)
    page.close()
    return figures


def draw(page: Page, pad: Locator, seconds: float) -> None:
    """Draw digit after digit with the mouse, the same ones each time."""
    rng = random.Random(0)
    box = pad.bounding_box()
    assert box is not None, "the pad is not visible"
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        size = box["width"] * rng.uniform(0.6, 0.95)
        for line in strokes(rng.randrange(10), size / 55, size, box["x"], box["y"]):
            page.mouse.move(*line[0])
            page.mouse.down()
            due = time.monotonic()
            for point in line[1:]:
                page.mouse.move(*point)
                due += PAUSE
                time.sleep(max(0.0, due - time.monotonic()))
            page.mouse.up()
        page.wait_for_timeout(700)
        page.keyboard.press("Delete")
        page.wait_for_timeout(200)


def _figures(seen: dict[str, list[Any]], company: str) -> list[Figure]:
    gaps = [after - before for before, after in pairwise(seen["moves"])]
    drawing = sum(gap for gap in gaps if gap < PEN_UP) / 1000
    during = [entry for entry in seen["maps"] if _pen_is_down(entry[0], seen)]
    return [
        figure(
            f"pen move to changed answers, {company}", "ms", _delays(seen["moves"], seen, "answers")
        ),
        figure(f"message to changed answers, {company}", "ms", _send_delays(seen)),
        figure(
            f"pen up to changed answers, {company}", "ms", _delays(_lifted(seen), seen, "answers")
        ),
        figure(f"pen up to all maps, {company}", "ms", _delays(_lifted(seen), seen, "all-maps")),
        Figure(f"maps while drawing, {company}", "Hz", len(during), len(during) / drawing),
    ]


def _delays(moments: list[float], seen: dict[str, list[Any]], what: str) -> list[float]:
    """From each moment to the first state of `what` that knows of it.

    A moment is known to the first message that leaves after it, hence to every state of the
    page that shows that message's number or a later one.
    """
    sends, shown = seen["sends"], seen[what]
    delays = []
    for moment in moments:
        next_send = bisect_left(sends, moment, key=lambda send: send[0])
        if next_send == len(sends):
            continue
        seq = sends[next_send][1]
        state = bisect_left(shown, seq, key=lambda entry: entry[1])
        if state < len(shown):
            delays.append(shown[state][0] - moment)
    return delays


def _lifted(seen: dict[str, list[Any]]) -> list[float]:
    """When the pen was lifted and not put down again at once, for the next stroke of a digit."""
    moves = seen["moves"]
    after = ((up, bisect_right(moves, up)) for up in seen["ups"])
    return [up for up, at in after if at == len(moves) or moves[at] - up > 2 * PEN_UP]


def _send_delays(seen: dict[str, list[Any]]) -> list[float]:
    left = {seq: moment for moment, seq in reversed(seen["sends"])}
    return [moment - left[seq] for moment, seq in seen["answers"] if seq in left]


def _pen_is_down(moment: float, seen: dict[str, list[Any]]) -> bool:
    """Whether this moment lies between two moves of one stroke."""
    at = bisect_left(seen["moves"], moment)
    around = seen["moves"][max(0, at - 1) : at + 1]
    return len(around) == 2 and around[1] - around[0] < PEN_UP


@contextmanager
def _others(url: str, options: list[str] | None) -> Iterator[subprocess.Popen[str] | None]:
    """Visitors in a process of their own, ended with the block; None for nobody."""
    if options is None:
        yield None
        return
    command = [sys.executable, "-m", "scripts.bench.visitor", url, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as others:
        try:
            yield others
        finally:
            others.kill()


def _crowd_figures(crowd: subprocess.Popen[str], company: str) -> list[Figure]:
    output, _ = crowd.communicate()
    if crowd.returncode:
        raise RuntimeError(f"the crowd gave up ({company}); its words stand above")
    delays = json.loads(output)
    note = "protocol clients, up to 30 messages/s each"
    return [
        figure(f"pen move to answer, each of the crowd, {company}", "ms", delays["move"], note),
        figure(f"message to answer, each of the crowd, {company}", "ms", delays["send"], note),
        figure(
            f"pen up to whole page, each of the crowd, {company}", "ms", delays["settled"], note
        ),
    ]
