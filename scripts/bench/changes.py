"""Changing pages in a real browser: from a click in the sidebar to a page's last element.

The browser itself holds the watch, from its click event to the frame in which the last element is
painted: what Playwright does before it clicks, and its waits, are not the visitor's.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from scripts import browser as chromium
from scripts.bench import empty_page
from scripts.bench.report import Figure, figure, single
from scripts.running_app import ROOT, RunningApp
from ui.page.course import PAGES
from ui.words.text import label, sections

FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
QUIET = 500  # ms without a new element, after which a page is complete

# After each new element, and when the script has ended, `took` is the time at which it is painted.
WATCH = """
const STATE = "data-test-script-state", PARTS = "[data-testid=stMain], [data-testid=stSidebar]"
let clicked = 0
addEventListener("click", () => { clicked = performance.now(); window.took = 0 }, true)
function painted() {
  const { port1, port2 } = new MessageChannel(), began = clicked
  port1.onmessage = () => { if (began === clicked) window.took = performance.now() - clicked }
  requestAnimationFrame(() => port2.postMessage(0))
}
const seen = ({ type, target }) => type === "attributes" || target.closest?.(PARTS)
new MutationObserver((changes) => { if (changes.some(seen)) painted() }).observe(
  document, { subtree: true, childList: true, attributes: true, attributeFilter: [STATE] })
"""


HEADINGS = {
    label(f"page.{entry.name}", "en"): sections(entry.name, "en")["title"].heading
    for entry in PAGES
}
EMPTY = {empty_page.HEADING: empty_page.HEADING}


def measure(times: int) -> list[Figure]:
    """Every page, entered `times` times by one visitor, beside an empty page in the same frame;
    and plain `streamlit run`.
    """
    with tempfile.TemporaryDirectory(dir=ROOT, prefix=".empty-page-") as folder:
        root = empty_page.app_with_empty_page(Path(folder))
        ours = entered(RunningApp(root=root), times, HEADINGS | EMPTY)
    alone = statistics.median(ours[empty_page.HEADING])
    figures = [_figure(name, took, "make run") for name, took in ours.items()]
    figures += [
        single(f"{name} beside an empty page", "times", statistics.median(took) / alone)
        for name, took in ours.items()
    ]
    rival = entered(RunningApp(plain=True), times, HEADINGS)
    return figures + [_figure(name, took, "rival: streamlit run") for name, took in rival.items()]


def _figure(name: str, took: list[float], note: str) -> Figure:
    return figure(f"page change to {name}", "ms", took, note)


def entered(app: RunningApp, times: int, headings: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds of each change to each page, by its name in the sidebar; the first is left out,
    since others warm what it warms.
    """
    with app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.add_init_script(WATCH)
        page.goto(f"{app.url}/?lang=en")
        page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
        took: dict[str, list[float]] = {name: [] for name in headings}
        home, *others = headings
        for turn in range(times + 1):
            for name in (*others, home):
                ms = change(page, name, headings[name])
                if turn:
                    took[name].append(ms)
        browser.close()
    return took


def change(page: Page, name: str, heading: str) -> float:
    """Milliseconds that a click on page `name` in the sidebar takes, by the page's WATCH."""
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)
    link.click()
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for(timeout=120_000)
    page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
    page.wait_for_timeout(QUIET)  # what is drawn late is counted, and must not disturb the next one
    took = page.evaluate("took")
    assert isinstance(took, int | float) and took > 0
    return float(took)
