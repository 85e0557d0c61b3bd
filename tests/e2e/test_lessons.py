"""Does a ready lesson unfold, lead to its sheets in the same visit, and print as paper?"""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest
from ui.words.facts import toml
from ui.words.text import LANGUAGES, label

FIRST = toml("lessons")["lesson"][0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_from_the_plan_to_the_key_and_back(page: Page, app_url, lang):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app_url}/For_teachers?lang={lang}")
    at_rest(page)
    page.locator(".st-key-teachers-teach button").click()
    expect(page.locator(".st-key-teachers-teach")).to_have_count(0)
    plan = page.locator(".lesson").first
    expect(plan.locator(".lesson-steps")).to_be_hidden()
    plan.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(plan.locator(".lesson-steps > li")).to_have_count(len(FIRST["step"]))
    expect(plan.locator(".lesson-steps")).to_be_visible()
    at_rest(page)
    plan.get_by_role("link", name=label("teachers.key", lang)).click()
    expect(page.locator(".lesson-right").first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRST["title"][lang])
    at_rest(page)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    page.get_by_role("link", name=label("teachers.lesson-back", lang)).click()
    expect(page.locator(".lesson").first).to_be_visible()


def test_a_worksheet_prints_without_what_is_around_it(page: Page, app_url):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{app_url}/For_teachers?lang=en&sheet={FIRST['name']}")
    at_rest(page)
    tools = page.locator(".st-key-note-tools")
    expect(tools).to_be_visible()
    boxes = page.locator(".lesson-boxes li")
    expect(boxes.first).to_be_visible()
    page.emulate_media(media="print")
    expect(tools).to_be_hidden()
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator(".lesson-room div").first).to_be_visible()
    ink = page.evaluate(
        """() => [...document.querySelectorAll("h1, .lesson-paper p, .lesson-paper li")].map(
            (each) => getComputedStyle(each).color)"""
    )
    assert set(ink) == {"rgb(0, 0, 0)"}, "a dark theme prints dark on white, too"
    lines = page.locator(".lesson-room div").evaluate_all(
        "every => every.every((line) => parseFloat(getComputedStyle(line).borderBottomWidth) > 0)"
    )
    assert lines, "a printer leaves grounds out, but not lines"
