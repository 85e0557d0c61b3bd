"""On a phone: does every page fit the screen's width, in both languages?"""

import pytest
from playwright.sync_api import Page, expect

from ui.pages import PAGES
from ui.text import LANGUAGES

WIDTH = 390
FINISHED = "[data-testid=stApp][data-test-script-state=notRunning]"
WIDE = "document.querySelector('[data-testid=stMain]').scrollWidth"
BEYOND = f"""() => [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter((one) => one.getBoundingClientRect().right > {WIDTH} + 1)
    .map((one) => one.tagName + '.' + one.className).slice(0, 20)"""
MORE = {  # what makes a page widest
    "convolution": "&width=224&window=11&stride=4&rule=ceil",
    "lenet": "&network=lecun1989",
    "photo": "&many=samples&layer=conv5",
}


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_cut_off(page: Page, app_url, entry, lang):
    page.set_viewport_size({"width": WIDTH, "height": 844})
    page.goto(f"{app_url}/{entry.address}?lang={lang}{MORE.get(entry.name, '')}")
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    expect(page.locator(FINISHED)).to_be_attached(timeout=60_000)
    for _ in range(50):  # charts are drawn before they are fitted to their place
        if page.evaluate(WIDE) <= WIDTH:
            break
        page.wait_for_timeout(200)
    assert page.evaluate(WIDE) <= WIDTH, page.evaluate(BEYOND)
