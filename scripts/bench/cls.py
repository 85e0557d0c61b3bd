"""How far the parts of a page jump while it comes: cumulative layout shift, as browsers define it.

A page is opened by its address and read slowly to its end, so that what waits to be seen is drawn
too; then it is entered from the page before it. All shifts are summed, not the worst five seconds
alone. What moves within half a second of a click is no shift.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts import browser as chromium
from scripts.bench.report import Figure, figure
from scripts.running_app import RunningApp
from ui.pages import PAGES, Entry
from ui.text import LANGUAGES, label, sections

FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
SCREENS: dict[str, ViewportSize] = {
    "wide": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
QUIET = 1_000  # ms without a shift, after which a page is taken to be at rest
LOOKS = 60  # of such length, at most
STEP = 0.5  # of a screen, scrolled at once

WATCH = """
window.shifts = []
const nameOf = ({ node, previousRect: from, currentRect: to }) => {
  const one = node?.nodeType === 1 ? node : node?.parentElement
  const key = one?.closest("[class*=st-key-]")?.className.match(/st-key-[^ ]+/)
  return `${one?.localName} in ${key}: ${from.y}+${from.height} > ${to.y}+${to.height}`
}
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries())
    if (!hadRecentInput) shifts.push([value, ...sources.map(nameOf)])
}).observe({ type: "layout-shift", buffered: true })
"""
SCROLL = """(part) => {
  const main = document.querySelector("[data-testid=stMain]"), before = main.scrollTop
  main.scrollBy(0, part * innerHeight)
  return main.scrollTop > before
}"""


def measure(times: int) -> list[Figure]:
    """Every page on both screens and in both languages, opened and entered."""
    figures = []
    with RunningApp() as app, browsing() as browser:
        for screen in SCREENS:
            for lang in LANGUAGES:
                for entry in PAGES:
                    found = [shifts(browser, app.url, entry, lang, screen) for _ in range(times)]
                    title = f"layout shift, {label(f'page.{entry.name}', 'en')}"
                    opened, entered = zip(*[map(total, pair) for pair in found], strict=True)
                    note = f"{screen}, {lang}"
                    figures.append(figure(f"{title}, opened", "", list(opened), note))
                    figures.append(figure(f"{title}, entered", "", list(entered), note))
    return figures


@contextmanager
def browsing() -> Iterator[Browser]:
    """A Chromium of one's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.find(), args=chromium.FLAGS, headless=True
        )
        yield browser
        browser.close()


Shifts = list[tuple[float, str]]  # how much, and what moved from where to where


def shifts(
    browser: Browser, url: str, entry: Entry, lang: str, screen: str
) -> tuple[Shifts, Shifts]:
    """The shifts of a page that is opened by its address, and entered from the one before it."""
    context = browser.new_context(viewport=SCREENS[screen], has_touch=screen == "phone")
    page = context.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{url}/{entry.address}?lang={lang}")
    opened = _read(page, entry, lang)
    before = PAGES[PAGES.index(entry) - 1]
    page.goto(f"{url}/{before.address}?lang={lang}")
    at_rest(page, before, lang)
    if screen == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
    name = label(f"page.{entry.name}", lang)
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)
    link.hover()  # the sidebar has come
    page.evaluate("shifts.length = 0")
    link.click()
    entered = _read(page, entry, lang)
    context.close()
    return opened, entered


def total(found: Shifts) -> float:
    """The sum of what moved."""
    return sum(value for value, *_ in found)


def at_rest(page: Page, entry: Entry, lang: str) -> Shifts:
    """Waits until the page is there and nothing moves; the shifts so far."""
    heading = sections(entry.name, lang)["title"].heading
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for(timeout=120_000)
    found: Shifts | None = None
    for _ in range(LOOKS):
        page.locator(FINISHED).wait_for(state="attached", timeout=120_000)
        page.wait_for_timeout(QUIET)
        now: Shifts = page.evaluate("shifts")
        if now == found:
            break
        found = now
    return found or []


def _read(page: Page, entry: Entry, lang: str) -> Shifts:
    at_rest(page, entry, lang)
    while page.evaluate(SCROLL, STEP):
        page.wait_for_timeout(200)
    return at_rest(page, entry, lang)
