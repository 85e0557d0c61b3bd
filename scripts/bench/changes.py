"""Changing pages in a real browser: from a click in the sidebar to a page's last element."""

import time

from playwright.sync_api import Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp
from ui.pages import PAGES
from ui.text import label, sections

FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"


def measure(times: int) -> list[Figure]:
    """Every page, entered `times` times by one visitor; beside it plain `streamlit run`."""
    figures = []
    for plain, note in ((False, "make run"), (True, "rival: streamlit run")):
        with RunningApp(plain=plain) as app, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=chromium.FLAGS, headless=True
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.goto(f"{app.url}/?lang=en")
            page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
            took: dict[str, list[float]] = {entry.name: [] for entry in PAGES}
            for turn in range(times + 1):
                for entry in (*PAGES[1:], PAGES[0]):
                    ms = _change(page, entry.name)
                    if turn:
                        took[entry.name].append(ms)
            browser.close()
        figures += [
            figure(f"page change to {label(f'page.{name}', 'en')}", "ms", each, note)
            for name, each in took.items()
        ]
    return figures


def _change(page: Page, name: str) -> float:
    link = page.get_by_test_id("stSidebar").get_by_role(
        "link", name=label(f"page.{name}", "en"), exact=True
    )
    began = time.perf_counter()
    link.click()
    heading = sections(name, "en")["title"].heading
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for(timeout=120_000)
    page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
    took = 1000 * (time.perf_counter() - began)
    page.wait_for_timeout(500)  # what is drawn late must not disturb the next one
    return took
