"""AlexNet at the live camera: frames read in a second, dropped ones, and what they cost.

The camera is a film of two sample photos (scripts/camera_film.py). Everything runs in the browser,
so that the server should have nothing to do meanwhile. Where the page is made slower, its own
thread is: the Worker that reads the frames stays as quick as the machine.
"""

import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.live import processor
from scripts.bench.report import Figure, single
from scripts.camera_film import ALLOWED, camera_flags, film
from scripts.running_app import RunningApp

SIZE, RATE = (640, 480), 30  # of the film
SLOWER = (1, 4)  # times
SETTLING = 3_000  # ms until what was loaded no longer counts
LONGEST = 120_000  # ms that the network may take to come
LIVE = ".st-key-photo-live-camera .live"
COUNTED = """(() => {  // every frame that a Worker has read
    window.counted = { read: 0 }
    window.Worker = class extends Worker {
        constructor(...given) {
            super(...given)
            this.addEventListener("message", ({ data }) => { if (data.seen) counted.read++ })
        }
    }
})()"""
NOW = """live => ({
    at: performance.now(),
    read: counted.read,
    shown: live.querySelector("video").getVideoPlaybackQuality().totalVideoFrames,
})"""


def measure(seconds: float) -> list[Figure]:
    """Frames in a second and processor time, as the page is and with its thread made slower."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        made = film(Path(folder) / "film.y4m", SIZE, RATE)
        browser = playwright.chromium.launch(
            executable_path=chromium.find(),
            args=[*chromium.FLAGS, ALLOWED, *camera_flags(made)],
            headless=True,
        )
        with RunningApp() as app:
            page = opened(browser, app.url)
            whole, own = browser.new_browser_cdp_session(), page.context.new_cdp_session(page)
            figures = []
            for slower in SLOWER:
                own.send("Emulation.setCPUThrottlingRate", {"rate": slower})
                figures += _figures(page, whole, app, slower, seconds)
        browser.close()
    return figures


def opened(browser: Browser, url: str) -> Page:
    """The live camera, which has read its first frame."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
    page = context.new_page()
    page.add_init_script(COUNTED)
    page.goto(f"{url}/Photo?lang=en&open=all", timeout=LONGEST)
    live = page.locator(LIVE)
    live.scroll_into_view_if_needed(timeout=LONGEST)
    live.locator(".start").click(timeout=LONGEST)
    live.locator(".answers .number", has_text="%").first.wait_for(timeout=LONGEST)
    return page


def counted_frames(page: Page, seconds: float) -> tuple[float, float]:
    """Frames read, and shown, in each second of so many."""
    live = page.locator(LIVE)
    before: dict[str, Any] = live.evaluate(NOW)
    page.wait_for_timeout(1000 * seconds)
    after: dict[str, Any] = live.evaluate(NOW)
    took = (after["at"] - before["at"]) / 1000
    return (after["read"] - before["read"]) / took, (after["shown"] - before["shown"]) / took


def _figures(
    page: Page, whole: CDPSession, app: RunningApp, slower: int, seconds: float
) -> list[Figure]:
    page.wait_for_timeout(SETTLING)
    browsers, servers = _browsers(whole), processor(app)
    read, shown = counted_frames(page, seconds)
    spent, served = _browsers(whole) - browsers, processor(app) - servers
    name = f"live camera{f', the page {slower} x slower' if slower > 1 else ''}"
    note = f"{seconds:.0f} s"
    return [
        single(f"{name}: frames read", "Hz", read, note),
        single(f"{name}: frames of the camera", "Hz", shown, note),
        single(f"{name}: the browser's processor", "% of a core", 100 * spent / seconds, note),
        single(f"{name}: the browser's processor, a frame", "ms", 1000 * spent / (read * seconds)),
        single(f"{name}: the server's processor", "% of a core", 100 * served / seconds, note),
    ]


def _browsers(whole: CDPSession) -> float:
    """Processor time of all processes of the browser so far, in s."""
    told = whole.send("SystemInfo.getProcessInfo")
    return float(sum(each["cpuTime"] for each in told["processInfo"]))
