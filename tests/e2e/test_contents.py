"""Does one find one's way about a page by its contents, with mouse, finger and keys?"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.opening import at_rest
from tests.e2e.waiting import until
from ui.words.text import label

LANGUAGES = ["en", "ko"]


def open_page(page: Page, url: str, address: str, lang: str) -> None:
    page.goto(f"{url}/{address}?lang={lang}")
    at_rest(page)


def heading(page: Page, key: str) -> Locator:
    return page.locator(f"h2#{key}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_beside_the_text_they_lead_on_and_mark_what_is_in_view(page, app_url, lang):
    open_page(page, app_url, "Draw", lang)
    beside = page.locator(".sections.beside")
    expect(beside).to_be_visible()
    expect(page.locator(".contents-button")).to_be_hidden()
    shown = page.locator("[data-testid=stMain] h2[id]")
    expect(beside.locator("a")).to_have_count(1 + shown.count())
    title = heading(page, "codes").inner_text().strip()
    beside.locator("a[href='#codes']").click()
    expect(heading(page, "codes")).to_be_in_viewport()
    expect(heading(page, "codes")).to_be_focused()
    expect(beside.locator("[aria-current]")).to_have_text(title)
    expect(page).to_have_url(re.compile(rf"lang={lang}#codes$"))
    beside.get_by_role("link", name=label("frame.contents-top", lang)).click()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page).to_have_url(re.compile(rf"lang={lang}$"))


def test_the_address_follows_the_reader_and_leads_back(page, app_url):
    open_page(page, app_url, "LeNet", "en")
    before = page.evaluate("history.length")
    main = page.get_by_test_id("stMain")
    main.hover()
    box = heading(page, "codes").bounding_box()
    assert box
    page.mouse.wheel(0, box["y"])
    expect(page).to_have_url(re.compile("#codes$"))
    assert page.evaluate("history.length") == before
    page.reload()
    at_rest(page)
    expect(heading(page, "codes")).to_be_in_viewport()
    expect(page.locator(".sections.beside [aria-current]")).to_have_attribute("href", "#codes")


def test_another_page_has_its_own(page, app_url):
    open_page(page, app_url, "Draw", "en")
    beside = page.locator(".sections.beside a")
    expect(beside.filter(has_text="Back to the top")).to_have_count(1)
    page.locator(".pages a", has_text="MNIST").click()
    expect(heading(page, "balance")).to_be_visible()
    at_rest(page)
    title = heading(page, "balance").inner_text().strip()
    expect(beside.filter(has_text=title)).to_have_count(1)
    expect(page.locator(".sections.beside a[href='#codes']")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_phone_they_stand_behind_a_button_for_finger_and_keys(page, app_url, lang):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, app_url, "Convolution", lang)
    button = page.get_by_role("button", name=label("frame.contents-contents", lang))
    dialog = page.get_by_role("dialog")
    button.click()
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    dialog.locator("a[href='#pool']").focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(heading(page, "pool")).to_be_focused()
    until(page, lambda: page.url.endswith("#pool"))
