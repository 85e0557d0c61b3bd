"""Live drawing: from a move of the pen to changed answers in the page of a real browser."""

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

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.digits import strokes
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp

PROBE = Path(__file__).with_name("probe.js")
PAUSE = 1 / 60  # seconds between two pen positions
PEN_UP = 150  # ms without a move: the pen is not drawing
PAD = ".st-key-pad canvas"


def measure(crowds: list[int], seconds: float, page_name: str = "Draw") -> list[Figure]:
    """Figures of one visitor in a browser, while each number in `crowds` of others draw too.

    Beside them the rival: the same page, the visitor alone, served by plain `streamlit run`.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        with RunningApp() as app:
            figures = _visits(browser, f"{app.url}/{page_name}", crowds, seconds)
        with RunningApp(plain=True) as app:
            rival = _visits(browser, f"{app.url}/{page_name}", [0], seconds)
        browser.close()
    return figures + [replace(figure, note="rival: streamlit run") for figure in rival]


def _visits(browser: Browser, address: str, crowds: list[int], seconds: float) -> list[Figure]:
    figures = []
    for others in crowds:
        with _crowd(address, others, seconds + 8) as crowd:
            figures += _visit(browser, address, others, seconds)
            if crowd:
                figures += _crowd_figures(crowd, others)
    return figures


def _visit(browser: Browser, address: str, others: int, seconds: float) -> list[Figure]:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.add_init_script(path=PROBE)
    page.goto(f"{address}?lang=en")
    page.locator(PAD).first.wait_for(timeout=60_000)
    page.wait_for_timeout(3000)
    _draw(page, seconds)
    page.wait_for_timeout(1500)
    figures = _figures(page.evaluate("window.benchmark"), others)
    page.close()
    return figures


def _draw(page: Page, seconds: float) -> None:
    """Draw digit after digit with the mouse, the same ones each time."""
    rng = random.Random(0)
    box = page.locator(PAD).first.bounding_box()
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


def _figures(seen: dict[str, list[Any]], others: int) -> list[Figure]:
    company = f"{others} others draw" if others else "alone"
    gaps = [after - before for before, after in pairwise(seen["moves"])]
    drawing = sum(gap for gap in gaps if gap < PEN_UP) / 1000
    during = [entry for entry in seen["maps"] if _pen_is_down(entry[0], seen)]
    return [
        figure(
            f"pen move to changed answers, {company}", "ms", _delays(seen["moves"], seen, "answers")
        ),
        figure(f"message to changed answers, {company}", "ms", _send_delays(seen)),
        figure(
            f"pen up to all maps, {company}",
            "ms",
            _delays(_lifted(seen), seen, "all-maps"),
        ),
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
def _crowd(address: str, visitors: int, seconds: float) -> Iterator[subprocess.Popen[str] | None]:
    """So many visitors in a process of their own, ended with the block; None for nobody."""
    if not visitors:
        yield None
        return
    url, page = address.rsplit("/", 1)
    command = [sys.executable, "-m", "scripts.bench.visitor", url, "--page", page]
    command += ["--visitors", str(visitors), "--seconds", str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as crowd:
        try:
            yield crowd
        finally:
            crowd.kill()


def _crowd_figures(crowd: subprocess.Popen[str], visitors: int) -> list[Figure]:
    output, _ = crowd.communicate()
    if crowd.returncode:
        raise RuntimeError(f"the crowd of {visitors} gave up; its words stand above")
    delays = json.loads(output)
    note = "protocol clients, 15 messages/s each"
    return [
        figure(f"pen move to answer, each of {visitors}", "ms", delays["move"], note),
        figure(f"message to answer, each of {visitors}", "ms", delays["send"], note),
    ]
