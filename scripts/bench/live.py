"""Live drawing in a real browser: from the pen to the frame in which its answers are painted.

The network reads in the browser, so that this should be the same alone and beside crowds of
protocol clients who draw, one more of whom trains; on our server and on plain `streamlit run`; and
as quick as the screen asks on a processor that is six times slower. Beside it what the server has
to do for it: processor time, bytes, the rest of the page once the pen is up; and a rival,
streamlit-drawable-canvas in the same frame (scripts/bench/canvas_page.py), which sends a drawing
when the pen is lifted.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from scripts import browser as chromium
from scripts.bench import canvas
from scripts.bench.changes import FINISHED
from scripts.bench.digits import Stroke, strokes
from scripts.bench.memory import family
from scripts.bench.report import Figure, figure, single
from scripts.running_app import RunningApp

PROBE = Path(__file__).with_name("probe.js")
PAUSE = 1 / 60  # seconds between two pen positions, however busy the browser is
LIFTED = 0.15  # seconds from one stroke of a digit to the next
REST = 300  # ms without a stroke: the digit is finished
LONGEST = 120_000  # ms that a page may take
PAD = ".st-key-pad canvas"
READ = "[data-testid=answers]"
SLOWER = 6  # times: an old phone's processor
SETTLING = 3  # seconds until everybody of a crowd draws
PROCESSOR = "% of a core"

Seen = dict[str, list[Any]]


def measure(crowds: list[int], seconds: float) -> list[Figure]:
    """Figures of one visitor in a browser, in every company, beside the rivals'."""
    return asyncio.run(_measure(crowds, seconds))


async def _measure(crowds: list[int], seconds: float) -> list[Figure]:
    figures = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        for plain, where in ((False, "make run"), (True, "streamlit run")):
            with RunningApp(plain=plain) as app:
                for each in await _visits(browser, app, crowds, seconds):
                    note = ", ".join(filter(None, (where, each.note)))
                    figures.append(replace(each, note=note))
        with canvas.served() as app:
            figures += await canvas.visit(browser, app.url, seconds)
        await browser.close()
    return figures


async def _visits(
    browser: Browser, app: RunningApp, crowds: list[int], seconds: float
) -> list[Figure]:
    figures = []
    for others in crowds:
        for training in (False, True):
            company = f"{others} others draw" if others else "alone"
            company += ", one more trains" if training else ""
            longer = str(seconds + SETTLING + 10)
            drawing = ["--visitors", str(others), "--seconds", longer] if others else None
            working = ["--train", "--seconds", longer] if training else None
            with _others(app.url, working), _others(app.url, drawing) as crowd:
                visit = await _visit(browser, app, company, seconds, others)
                # Those that train work in the server's family too, and are no drawing visitor's.
                figures += [each for each in visit if not (training and each.unit == PROCESSOR)]
                if crowd:
                    figures += _crowd_figures(crowd, company)
    company = f"alone, processor {SLOWER} x slower"
    return figures + await _visit(browser, app, company, seconds, slower=SLOWER)


async def _visit(
    browser: Browser,
    app: RunningApp,
    company: str,
    seconds: float,
    others: int = 0,
    slower: int = 1,
) -> list[Figure]:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    await page.add_init_script(path=PROBE)
    await page.goto(f"{app.url}/Draw?lang=en&open=all", timeout=LONGEST)
    await page.locator(PAD).first.wait_for(timeout=LONGEST)
    await page.locator(READ).first.wait_for(timeout=LONGEST)
    await page.locator(FINISHED).wait_for(state="attached", timeout=LONGEST)
    await asyncio.sleep(SETTLING)
    if slower > 1:
        session = await page.context.new_cdp_session(page)
        await session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    spent, began = processor(app), time.monotonic()
    await draw(page, seconds)
    took, spent = time.monotonic() - began, processor(app) - spent
    seen = await page.evaluate("window.benchmark")
    await page.close()
    name = f"the server's processor for each who draws, {company}"
    share = 100 * spent / took / (others + 1)
    return [*_figures(seen, company), single(name, PROCESSOR, share)]


def processor(app: RunningApp) -> float:
    """Processor time of the server and its helpers, in s; not a number where there is no /proc."""
    assert app.process is not None
    if not Path(f"/proc/{app.process.pid}/stat").is_file():
        return float("nan")
    ticks = 0
    for pid in family(app.process.pid):
        with suppress(OSError):  # it has ended meanwhile
            told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
    return ticks / float(os.sysconf("SC_CLK_TCK"))


async def draw(page: Page, seconds: float) -> None:
    """Draw digit after digit with the mouse, the same ones each time; clear each once it is read.

    Nobody waits for a move to be taken before the next one: a hand does not, either.
    """
    rng, box = random.Random(0), await page.locator(PAD).first.bounding_box()
    assert box is not None, "the pad is not visible"
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        size = box["width"] * rng.uniform(0.6, 0.95)
        for line in strokes(rng.randrange(10), size / 55, size, box["x"], box["y"]):
            await _stroke(page, line)
            await asyncio.sleep(LIFTED)
        await _rest(page)
        await page.keyboard.press("Delete")
        await _rest(page)


async def _stroke(page: Page, line: Stroke) -> None:
    await page.mouse.move(*line[0])
    await page.mouse.down()
    moves, due = [], time.monotonic()
    for point in line[1:]:
        moves.append(asyncio.create_task(page.mouse.move(*point)))
        due += PAUSE
        await asyncio.sleep(max(0.0, due - time.monotonic()))
    await asyncio.gather(*moves)
    await page.mouse.up()


async def _rest(page: Page) -> None:
    """Returns when the page has followed."""
    await page.wait_for_timeout(2 * REST)
    await page.locator(FINISHED).wait_for(state="attached", timeout=LONGEST)


def _figures(seen: Seen, company: str) -> list[Figure]:
    strokes = _strokes(seen)
    drawing = sum(up - down for down, up in strokes) / 1000
    under = [size for moment, size in seen["sent"] if _is_in(moment, strokes)]
    after = [size for moment, size in seen["sent"] if not _is_in(moment, strokes)]
    after = after[_before(seen["sent"], strokes[0][0]) :]
    came = [size for moment, size in seen["received"] if moment > strokes[0][0]]
    frames = sum(_is_in(moment, strokes) for moment in seen["frames"])
    answers = sum(_is_in(moment, strokes) for moment, _ in seen["answers"])
    return [
        figure(f"pen to paint, {company}", "ms", _delays(seen)),
        figure(f"pen up to the whole page, {company}", "ms", _followed(seen, strokes)),
        single(f"frames while drawing, {company}", "Hz", frames / drawing),
        single(f"answers painted while drawing, {company}", "Hz", answers / drawing),
        single(f"sent under the pen, {company}", "bytes", sum(under), f"{drawing:.0f} s"),
        figure(f"a message at pen-up, {company}", "bytes", after),
        single(f"received for each message, {company}", "bytes", sum(came) / len(after)),
    ]


def _strokes(seen: Seen) -> list[tuple[float, float]]:
    """When the pen came down and when it lifted. Raises ValueError if it never did."""
    found = [
        (down, seen["ups"][at])
        for down in seen["downs"]
        if (at := bisect_right(seen["ups"], down)) < len(seen["ups"])
    ]
    if not found:
        raise ValueError("nothing was drawn")
    return found


def _is_in(moment: float, strokes: list[tuple[float, float]]) -> bool:
    """Whether the pen was down."""
    at = bisect_right(strokes, moment, key=lambda stroke: stroke[0]) - 1
    return at >= 0 and moment < strokes[at][1]


def _before(entries: list[Any], moment: float) -> int:
    """How many are earlier."""
    return bisect_left(entries, moment, key=lambda entry: entry[0])


def _delays(seen: Seen) -> list[float]:
    """From each move to the painting of the first answers that know it.

    `moves`: (moment, the number of the drawing that has it first); `answers`: (moment, number of
    the drawing that they answer).
    """
    delays = []
    for moment, number in seen["moves"]:
        since = _before(seen["answers"], moment)
        painted = (when for when, answered in seen["answers"][since:] if answered >= number)
        if (when := next(painted, None)) is not None:
            delays.append(when - moment)
    return delays


def _followed(seen: Seen, strokes: list[tuple[float, float]]) -> list[float]:
    """From the lifted pen to the end of the last run that follows, once the digit is finished."""
    hands = sorted([*(down for down, _ in strokes), *seen["keys"]])
    delays = []
    for _, up in strokes:
        at = bisect_right(hands, up)
        until = hands[at] if at < len(hands) else float("inf")
        if until - up < REST:
            continue
        between = seen["runs"][_before(seen["runs"], up) : _before(seen["runs"], until)]
        if between and between[-1][1] == "notRunning":
            delays.append(between[-1][0] - up)
    return delays


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
    note = "protocol clients"
    return [
        figure(f"pen up to Python, each of the crowd, {company}", "ms", delays["heard"], note),
        figure(
            f"pen up to whole page, each of the crowd, {company}", "ms", delays["settled"], note
        ),
    ]
