"""Does a slider answer while it is held, by any hand, and does it never jump back?"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.opening import opener
from tests.e2e.waiting import until

training = opener("Training", ".st-key-training-weight-slider input")
PHONE = {"width": 390, "height": 844}


def weight(page: Page) -> Locator:
    return page.get_by_role("slider", name="The weight w")


def shown(page: Page) -> Locator:
    """The step that Python worked out of the weight."""
    return page.get_by_text("One step: w")


def at(slider: Locator, part: float) -> tuple[float, float]:
    """The place on the screen that is this part of the way along the slider."""
    box = slider.bounding_box()
    return box["x"] + part * box["width"], box["y"] + box["height"] / 2


def test_it_answers_while_it_is_held_and_stays_where_it_is_left(page, app_url):
    training(page, app_url)
    slider = weight(page)
    slider.scroll_into_view_if_needed()
    page.mouse.move(*at(slider, 0.3))
    page.mouse.down()
    page.mouse.move(*at(slider, 0.6), steps=10)
    held = slider.get_attribute("aria-valuetext")
    expect(shown(page)).to_contain_text(f"= {held} ")
    seen = []
    for step in range(60):  # faster than Python answers
        page.mouse.move(*at(slider, 0.6 + step / 300))
        seen.append(float(slider.input_value()))
    assert seen == sorted(seen) and seen[-1] > seen[0]
    page.mouse.up()
    left = slider.get_attribute("aria-valuetext")
    expect(shown(page)).to_contain_text(f"= {left} ")
    expect(slider).to_have_attribute("aria-valuetext", left)


def test_keys_move_it_and_what_python_sets_moves_it_too(page, app_url):
    training(page, app_url)
    slider = weight(page)
    slider.focus()
    for _ in range(7):
        slider.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", "−1.193")
    expect(shown(page)).to_contain_text("−1.193")
    slider.press("PageUp")
    expect(shown(page)).to_contain_text("−0.693")
    slider.press("Home")
    expect(shown(page)).to_contain_text("−3.000")
    page.get_by_role("button", name="Begin again").click()
    expect(slider).to_have_attribute("aria-valuetext", "−1.200")
    slider.press("ArrowLeft")
    expect(shown(page)).to_contain_text("−1.201")


def test_its_value_stands_in_the_address_and_outlives_a_reload(page, app_url):
    opener("Data_or_Model", ".st-key-data-having-slider input")(page, app_url)
    slider = page.get_by_role("slider", name="How many of them")
    slider.press("ArrowLeft")
    expect(page).to_have_url(re.compile("having=30000"))
    page.reload()
    expect(slider).to_have_attribute("aria-valuetext", "30,000", timeout=60_000)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_on_a_phone_a_tap_moves_it_and_its_number_stands_in_one_line(browser, app_url, lang):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{app_url}/Training?lang={lang}&open=all")
    slider = page.locator(".st-key-training-weight-slider input")
    expect(slider).to_be_visible(timeout=60_000)
    slider.scroll_into_view_if_needed()
    assert slider.bounding_box()["height"] >= 24
    page.touchscreen.tap(*at(slider, 0.8))
    number = page.locator(".st-key-training-weight-slider output")
    expect(number).to_have_text(re.compile(r"1\.[89]\d\d"))
    assert number.bounding_box()["height"] < 30
    context.close()


def test_after_a_restart_of_the_server_it_says_what_the_page_says(page, fresh_app):
    training(page, fresh_app.url)
    slider = weight(page)
    slider.press("PageUp")
    expect(shown(page)).to_contain_text("−0.700")
    fresh_app.stop()
    slider.press("ArrowRight")  # while nobody listens
    fresh_app.start()
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-connection-state", "CONNECTED", timeout=60_000
    )

    def agree() -> bool:
        return f"= {slider.get_attribute('aria-valuetext')} " in (shown(page).text_content() or "")

    until(page, agree)
    slider.press("ArrowRight")
    expect(shown(page)).to_contain_text(f"= {slider.get_attribute('aria-valuetext')} ")
