"""How far the parts of a page jump while it comes: cumulative layout shift, as browsers define it.

A page is opened by its address and read to its end, so that what waits to be seen is drawn too;
from its top the next page is entered and read. All shifts are summed, not the worst five seconds
alone. What moves within half a second of a click is no shift. What frame.css keeps invisible while
something above it is on its way is kept so here as long as that takes, not ten seconds at most: on
a busy machine that limit would be measured, not the page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from scripts import browser as chromium
from scripts.bench.report import Figure, single
from scripts.running_app import RunningApp
from ui.page.course import PAGES, Entry
from ui.words.text import LANGUAGES, label, sections

SCREENS: dict[str, ViewportSize] = {
    "wide": {"width": 1280, "height": 800},
    "phone": {"width": 390, "height": 844},
}
QUIET = 700  # ms without a shift, after which a page is taken to be at rest
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
addEventListener("animationstart", ({ target, animationName }) => {
  if (animationName !== "wait") return
  for (const each of target.getAnimations()) if (each.animationName === "wait") each.pause()
}, true)
"""
# Two frames after each step, so that what an observer of the step asks for has begun.
READ = """async (part) => {
  const main = document.querySelector("[data-testid=stMain]")
  const frame = () => new Promise(requestAnimationFrame)
  for (let before = -1; main.scrollTop > before;) {
    before = main.scrollTop
    main.scrollBy(0, part * innerHeight)
    await frame(), await frame()
  }
}"""
TOP = "document.querySelector('[data-testid=stMain]').scrollTo(0, 0)"


def measure() -> list[Figure]:
    """Every page on both screens, opened and entered, once: the same page shifts the same way."""
    figures = []
    with RunningApp() as app, browsing() as browser:
        for screen in SCREENS:
            for entry in PAGES:
                lang = language(entry, screen)
                opened, entered = shifts(browser, app.url, entry, screen)
                note = f"{screen}, {lang}"
                for way, page, found in (
                    ("opened", entry, opened),
                    ("entered", following(entry), entered),
                ):
                    title = f"layout shift, {label(f'page.{page.name}', 'en')}, {way}"
                    figures.append(single(title, "", total(found), note))
    return figures


def language(entry: Entry, screen: str) -> str:
    """The language in which a page is looked at: the other one on the other screen."""
    return LANGUAGES[(PAGES.index(entry) + list(SCREENS).index(screen)) % len(LANGUAGES)]


def following(entry: Entry) -> Entry:
    """The next page of the course; after the last one, the first."""
    return PAGES[(PAGES.index(entry) + 1) % len(PAGES)]


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


def shifts(browser: Browser, url: str, entry: Entry, screen: str) -> tuple[Shifts, Shifts]:
    """The shifts of a page opened by its address, and of the next page, entered from there."""
    context = browser.new_context(viewport=SCREENS[screen], has_touch=screen == "phone")
    page, lang, after = context.new_page(), language(entry, screen), following(entry)
    page.add_init_script(WATCH)
    page.goto(f"{url}/{entry.address}?lang={lang}")
    opened = _read(page, entry, lang)
    page.evaluate(TOP)
    if screen == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
    name = label(f"page.{after.name}", lang)
    link = page.get_by_test_id("stSidebar").get_by_role("link", name=name, exact=True)
    link.hover()  # the sidebar has come
    page.evaluate("shifts.length = 0")
    link.click()
    entered = _read(page, after, lang)
    context.close()
    return opened, entered


def total(found: Shifts) -> float:
    """The sum of what moved."""
    return sum(value for value, *_ in found)


def _read(page: Page, entry: Entry, lang: str) -> Shifts:
    """Reads the page to its end as soon as it is there; its shifts once nothing moves any more."""
    heading = sections(entry.name, lang)["title"].heading
    page.get_by_role("heading", level=1, name=heading, exact=True).wait_for(timeout=120_000)
    _still(page)
    page.evaluate(READ, STEP)
    return _still(page)


def _still(page: Page) -> Shifts:
    """Waits until all is drawn and nothing moves any more; the shifts so far."""
    found: Shifts = []
    for _ in range(LOOKS):
        page.locator(chromium.AT_REST).wait_for(state="attached", timeout=120_000)
        before = len(page.evaluate("shifts"))
        page.wait_for_timeout(QUIET)
        found = page.evaluate("shifts")
        if len(found) == before:
            break
    return found
