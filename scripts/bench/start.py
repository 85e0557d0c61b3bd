"""Starting, and a visitor's first sight of a page."""

import asyncio
import time

from playwright.sync_api import Browser, sync_playwright

from scripts import browser as chromium
from scripts.bench.digits import strokes
from scripts.bench.report import Figure, figure
from scripts.bench.visitor import visitor
from scripts.running_app import RunningApp

FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure(times: int) -> list[Figure]:
    """All figures of this part; each start is a server of its own."""
    starts = [_start() for _ in range(times)]
    figures = [
        figure("start of the server to an answering port", "s", [port for port, _ in starts]),
        figure("start of the server to a digit read on Draw", "s", [read for _, read in starts]),
    ]
    with RunningApp() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        figures += _first_sight(app.url, browser, "", times)
        figures += _first_sight(app.url, browser, "Draw", times)
        browser.close()
    with RunningApp(plain=True) as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        figures += _first_sight(app.url, browser, "", times=1, note="streamlit run, first visitor")
        browser.close()
    return figures


def _start() -> tuple[float, float]:
    """Seconds until the port answers, and until a digit drawn by the first visitor is read."""
    began = time.perf_counter()
    with RunningApp() as app:
        port = time.perf_counter() - began
        asyncio.run(_draw_once(app.url))
        return port, time.perf_counter() - began


async def _draw_once(url: str) -> None:
    async with visitor(url) as one:
        await one.open("Draw")
        await one.send(strokes(3, 10, 800, 100, 100))


def _first_sight(
    url: str, browser: Browser, page_name: str, times: int, note: str = "empty cache"
) -> list[Figure]:
    """First paint and the finished page, each for a visitor who comes for the first time."""
    paints, headings, finished = [], [], []
    for _ in range(times):
        page = browser.new_context().new_page()
        began = time.perf_counter()
        page.goto(f"{url}/{page_name}?lang=en", wait_until="commit")
        page.get_by_role("heading", level=1).wait_for(timeout=60_000)
        headings.append(time.perf_counter() - began)
        page.locator(FINISHED).wait_for(state="attached", timeout=60_000)
        finished.append(time.perf_counter() - began)
        paints.append(page.evaluate(PAINT) / 1000)
        page.context.close()
    where = page_name or "Home"
    return [
        figure(f"first paint, {where}", "s", paints, note),
        figure(f"heading visible, {where}", "s", headings, note),
        figure(f"page finished, {where}", "s", finished, note),
    ]
