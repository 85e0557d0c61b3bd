"""Changing pages in a real browser: from a click in the sidebar to a page's last element.

The browser itself holds the watch, from its click event to the frame in which the last element is
painted: what Playwright does before it clicks, and its waits, are not the visitor's.
"""

from playwright.sync_api import Page, sync_playwright

from scripts import browser as chromium
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp
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


def measure(times: int) -> list[Figure]:
    """Every page, entered `times` times by one visitor; beside it plain `streamlit run`."""
    figures = []
    for plain, note in ((False, "make run"), (True, "rival: streamlit run")):
        with RunningApp(plain=plain) as app, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=chromium.FLAGS, headless=True
            )
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.add_init_script(WATCH)
            page.goto(f"{app.url}/?lang=en")
            page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
            took: dict[str, list[float]] = {entry.name: [] for entry in PAGES}
            for turn in range(times + 1):
                for entry in (*PAGES[1:], PAGES[0]):
                    ms = change(page, entry.name)
                    if turn:
                        took[entry.name].append(ms)
            browser.close()
        figures += [
            figure(f"page change to {label(f'page.{name}', 'en')}", "ms", each, note)
            for name, each in took.items()
        ]
    return figures


def change(page: Page, name: str) -> float:
    """Milliseconds that a click on page `name` in the sidebar takes, by the page's WATCH."""
    link = page.get_by_test_id("stSidebar").get_by_role(
        "link", name=label(f"page.{name}", "en"), exact=True
    )
    link.click()
    heading = sections(name, "en")["title"].heading
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for(timeout=120_000)
    page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
    page.wait_for_timeout(QUIET)  # what is drawn late is counted, and must not disturb the next one
    took = page.evaluate("took")
    assert isinstance(took, int | float) and took > 0
    return float(took)
