"""Pages opened in a browser, looked at once all of them is there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from scripts.browser import AT_REST


def at_rest(page: Page, seconds: float = 60) -> None:
    """Waits until the page is connected, no script of its visitor runs, and all of it is drawn.

    Before that a part of the page may be invisible (frame.css): what is then pressed does nothing.
    """
    expect(page.locator(AT_REST)).to_be_attached(timeout=1000 * seconds)


LATER = """async () => {  // what loads when it comes near the window comes near
    const frame = () => new Promise(requestAnimationFrame)
    for (let host; (host = document.querySelector("[data-later]")); await frame())
        host.scrollIntoView()
    document.querySelector("[data-testid=stMain]").scrollTo(0, 0)
}"""


def opener(address: str, *last: str) -> Callable[..., None]:
    """`opened(page, url, more, lang)` for one page, which waits for what these selectors find."""

    def opened(page: Page, url: str, more: str = "", lang: str = "en") -> None:
        page.goto(f"{url}/{address}?lang={lang}{more}")
        at_rest(page)
        page.evaluate(LATER)
        for selector in last:
            expect(page.locator(selector).first).to_be_visible(timeout=60_000)
        at_rest(page)

    return opened
