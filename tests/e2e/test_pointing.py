"""Do words light up the part of a picture that they name, and parts their words, by any hand?"""

import pytest
from playwright.sync_api import expect

from tests.e2e.opening import opener
from tests.e2e.waiting import Runs, frames

lenet = opener("LeNet", ".family .zone.shown", "[data-points='lenet5.F6']")
alexnet = opener("AlexNet", "[data-testid=architecture]", "[data-points='alexnet.fc6']")

convolution = opener("Convolution", ".apart [data-part='convolution.sum']")
draw = opener("Draw", "[data-testid=all-maps]", "[data-points='draw.F6']")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_words_and_the_family_light_each_other_up(page, app_url, lang):
    runs = Runs(page)
    lenet(page, app_url, lang=lang)
    asked = runs.asked
    word, other = (page.locator(f"[data-points='lenet5.{name}']") for name in ("C1", "F6"))
    shown, title = page.locator(".family .zone.shown"), page.locator(".family .panel h3")
    before = title.inner_text()
    word.hover()
    expect(title).to_contain_text("C1")
    expect(word).to_have_attribute("data-lit", "")
    expect(other).not_to_have_attribute("data-lit", "")
    page.mouse.move(0, 0)
    expect(word).not_to_have_attribute("data-lit", "")
    expect(title).to_have_text(before)
    other.focus()
    expect(title).to_contain_text("F6")
    expect(shown).to_have_count(1)
    other.press("Shift+Tab")  # to the word before: C3, S2 or S4
    expect(other).not_to_have_attribute("data-lit", "")
    expect(page.locator(".points[data-lit]")).to_have_count(1)
    page.locator(".points:focus").evaluate("word => word.blur()")
    expect(page.locator("[data-lit]")).to_have_count(0)
    zone = page.get_by_role("button", name="LeNet-5, F6")
    zone.hover()
    expect(other).to_have_attribute("data-lit", "")
    page.mouse.move(0, 0)
    expect(other).not_to_have_attribute("data-lit", "")
    assert runs.asked == asked, "pointing needs no server"


def test_words_the_drawing_and_the_table_of_alexnet_light_each_other_up(page, app_url):
    alexnet(page, app_url)
    word = page.locator("[data-points='alexnet.fc6']")
    part, row = (page.locator(f"{tag}[data-part='alexnet.fc6']") for tag in ("i", "tr"))
    word.scroll_into_view_if_needed()
    before = row.bounding_box()
    word.focus()
    expect(part).to_have_attribute("data-lit", "")
    expect(row).to_have_attribute("data-lit", "")
    frames(page)
    assert row.bounding_box() == before, "nothing moves"
    word.press("Enter")
    expect(part).to_be_in_viewport()
    word.evaluate("word => word.blur()")
    expect(part).not_to_have_attribute("data-lit", "")
    row.hover()
    expect(word).to_have_attribute("data-lit", "")
    part.hover()
    expect(word).to_have_attribute("data-lit", "")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_words_and_the_terms_of_a_sum_light_each_other_up(page, app_url, lang):
    runs = Runs(page)
    convolution(page, app_url, lang=lang)
    asked, apart = runs.asked, page.locator(".apart")
    for name in ("pixels", "weights", "products", "sum", "bias", "curve"):
        word = page.locator(f"[data-points='convolution.{name}']")
        part = apart.locator(f"[data-part='convolution.{name}']")
        word.hover()
        expect(part).to_have_css("outline-style", "solid")
        page.mouse.move(0, 0)
        expect(part).to_have_css("outline-style", "none")
        part.hover()
        expect(word).to_have_attribute("data-lit", "")
        page.mouse.move(0, 0)
        expect(word).not_to_have_attribute("data-lit", "")
    assert runs.asked == asked, "pointing needs no server"


def test_words_and_the_maps_of_draw_light_each_other_up(page, app_url):
    draw(page, app_url)
    word = page.locator("[data-points='draw.C5']")
    card = page.locator("[data-part='draw.C5']")
    word.focus()
    expect(card).to_have_attribute("data-lit", "")
    word.press("Enter")
    expect(card).to_be_in_viewport()
    word.evaluate("word => word.blur()")
    expect(card).not_to_have_attribute("data-lit", "")
    card.hover()
    expect(word).to_have_attribute("data-lit", "")


def test_a_finger_lights_a_part_up_and_brings_it_into_view(browser, app_url):
    phone = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True)
    page = phone.new_page()
    alexnet(page, app_url, "&chapter=layers")
    word = page.locator("[data-points='alexnet.fc6']")
    word.tap()
    part = page.locator("i[data-part='alexnet.fc6']")
    expect(part).to_have_attribute("data-lit", "")
    expect(part).to_be_in_viewport()
    phone.close()
