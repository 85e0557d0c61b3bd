"""Inside AlexNet in a browser: is a unit chosen by hand, and its number followed to a pixel?"""

import re

from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest, opener

opened = opener("Inside_AlexNet", '[data-testid="inside-excites"]')


def test_a_unit_is_picked_and_its_number_followed_to_a_pixel(page: Page, app_url: str) -> None:
    opened(page, app_url, "&open=all&layer=conv2")
    shown = page.get_by_test_id("inside-excites")
    first = shown.get_attribute("data-unit")
    page.locator(".st-key-inside-loudest .cell").nth(4).click()
    expect(shown).not_to_have_attribute("data-unit", first or "")
    at_rest(page)
    unit = shown.get_attribute("data-unit")
    expect(page).to_have_url(re.compile(rf"[?&]unit={unit}\b"))
    page.locator(".st-key-inside-terms .cell").first.press("Enter")
    way = page.get_by_test_id("inside-way")
    expect(way).to_have_attribute("data-layer", "pool1")
    at_rest(page)
    page.locator(".st-key-inside-all-down button").click()
    expect(way).to_have_attribute("data-layer", "input")
    expect(way.locator("li")).to_have_count(5)
    at_rest(page)
    expect(page).to_have_url(re.compile(r"[?&]way=[\d._]+"))
    page.reload()
    expect(page.get_by_test_id("inside-way")).to_have_attribute("data-layer", "input")
    expect(shown).to_have_attribute("data-unit", unit or "")
