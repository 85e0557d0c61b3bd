"""Pages opened in a browser, looked at once all of them is there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def at_rest(page: Page) -> None:
    """Waits until the page is connected and no script of its visitor runs."""
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=60_000)


def opener(address: str, *last: str) -> Callable[..., None]:
    """`opened(page, url, more, lang)` for one page, which waits for what these selectors find."""

    def opened(page: Page, url: str, more: str = "", lang: str = "en") -> None:
        page.goto(f"{url}/{address}?lang={lang}{more}")
        for selector in last:
            expect(page.locator(selector).first).to_be_visible(timeout=60_000)
        at_rest(page)

    return opened
