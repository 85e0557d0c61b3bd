"""The heaviest exhibits in a real browser: from a click to what it changes.

The towers of the AlexNet page run the small edition twice, with and without a tower, and draw its
maps (what was computed once is kept); twelve variants of a photo are drawn anew at each click.
"""

import time
from collections.abc import Callable

from playwright.sync_api import Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.changes import FINISHED
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp
from ui.words.text import label

WIRINGS = "all", "none", "paper"
PATIENCE = 60  # seconds


def measure(times: int) -> list[Figure]:
    """Every wiring of the towers, first and again, and new variants."""
    with RunningApp() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{app.url}/AlexNet?lang=en&open=all")
        page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
        rounds = [
            [_took(page, "silence", _wire(page, wiring)) for wiring in WIRINGS]
            for _ in range(times)
        ]
        variants = [
            _took(page, "variants", page.locator(".st-key-alexnet-again button").click)
            for _ in range(times)
        ]
        browser.close()
    note = "three wirings"
    return [
        figure(
            "towers wired anew, computed for the first time", "ms", rounds[0][:2], "two wirings"
        ),
        figure(
            "towers wired anew, again", "ms", [each for row in rounds[1:] for each in row], note
        ),
        figure("twelve variants of a photo drawn anew", "ms", variants),
    ]


def _wire(page: Page, wiring: str) -> Callable[[], None]:
    name = label(f"alexnet.wiring-{wiring}", "en")
    return page.get_by_role("radio", name=name, exact=True).first.click


def _took(page: Page, testid: str, act: Callable[[], None]) -> float:
    """Milliseconds until this part of the page is another and the page rests."""
    part = page.get_by_test_id(testid).last
    before = part.inner_html()
    began = time.perf_counter()
    act()
    while part.inner_html() == before:
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError(f"{testid} has not changed")
    page.locator(FINISHED).wait_for(state="attached", timeout=1000 * PATIENCE)
    took = 1000 * (time.perf_counter() - began)
    page.wait_for_timeout(300)  # what is drawn late must not disturb the next one
    return took
