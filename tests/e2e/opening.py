"""Pages opened in a browser, looked at once all of them is there."""

from collections.abc import Callable

from playwright.sync_api import Page, expect


def opener(address: str, *last: str) -> Callable[..., None]:
    """`opened(page, url, more, lang)` for one page, which waits for what these selectors find."""

    def opened(page: Page, url: str, more: str = "", lang: str = "en") -> None:
        page.goto(f"{url}/{address}?lang={lang}{more}")
        for selector in last:
            expect(page.locator(selector).first).to_be_visible(timeout=60_000)

    return opened
