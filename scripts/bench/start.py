"""Starting, first sight, changing pages, and memory."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from websockets.asyncio.client import connect

from scripts import browser as chromium
from scripts.bench.digits import strokes
from scripts.bench.report import Figure, figure, single
from scripts.bench.visitor import Visitor
from scripts.running_app import RunningApp

TIMES = 5
FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"


def measure() -> list[Figure]:
    """All figures of this part; each start is a server of its own."""
    starts = [_start() for _ in range(TIMES)]
    figures = [
        figure("start of the server to an answering port", "s", [port for port, _ in starts]),
        figure("start of the server to a digit read on Draw", "s", [read for _, read in starts]),
    ]
    with RunningApp() as app, sync_playwright() as playwright:
        warm = _resident(app)
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        figures += _first_sight(app.url, browser, "")
        figures += _first_sight(app.url, browser, "Draw")
        figures.append(_page_change(app.url, browser))
        browser.close()
    figures += [single("memory after warming up", "MB", warm), *_memory()]
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
    stream = url.replace("http", "ws") + "/_stcore/stream"
    async with connect(stream, subprotocols=["streamlit"], max_size=None) as socket:
        visitor = Visitor(socket)
        await visitor.open("Draw")
        await visitor.send(strokes(3, 10, 800, 100, 100), "up")


def _first_sight(
    url: str, browser: Browser, page_name: str, times: int = TIMES, note: str = "empty cache"
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


def _page_change(url: str, browser: Browser) -> Figure:
    """From a click in the sidebar to the last element of the other page, there and back."""
    page = browser.new_context().new_page()
    page.goto(f"{url}/?lang=en")
    page.locator(FINISHED).wait_for(state="attached", timeout=60_000)
    sidebar, took = page.get_by_test_id("stSidebar"), []
    for name in ["Draw", "Home"] * (TIMES + 1):
        heading = page.get_by_role("heading", level=1).inner_text()
        began = time.perf_counter()
        sidebar.get_by_role("link", name=name).click()
        page.wait_for_function(
            """before => {
                const app = document.querySelector("[data-testid=stApp]")
                const heading = document.querySelector("h1")?.innerText
                return heading && heading !== before && app.dataset.testScriptState === "notRunning"
            }""",
            arg=heading,
        )
        took.append(1000 * (time.perf_counter() - began))
        page.wait_for_timeout(500)
    page.context.close()
    return figure("page change, Home and Draw", "ms", took[2:], "after one round to warm")


def _memory() -> list[Figure]:
    """What ten visitors who draw for 20 seconds add to a warm server."""
    with RunningApp() as app:
        command = [sys.executable, "-m", "scripts.bench.visitor", app.url, "--seconds"]
        subprocess.run([*command, "3", "--visitors", "1"], check=True, capture_output=True)
        before = _resident(app)
        subprocess.run([*command, "20", "--visitors", "10"], check=True, capture_output=True)
        return [single("memory per drawing visitor", "MB", (_resident(app) - before) / 10, "of 10")]


def _resident(app: RunningApp) -> float:
    """The server's resident memory in MB; not a number where there is no /proc."""
    assert app.process is not None
    status = Path(f"/proc/{app.process.pid}/status")
    if not status.is_file():
        return float("nan")
    return int(status.read_text().split("VmRSS:")[1].split()[0]) / 1024
