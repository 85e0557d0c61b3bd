"""A bar of light under the hand: does turning it wake other filters, by keys as by pointer?"""

import re

from playwright.sync_api import Page, expect

from tests.e2e.opening import opener

opened = opener("Inside_AlexNet", ".turning-bar svg")


def angle(page: Page) -> str:
    """What the slider of the angle says."""
    return page.get_by_role("slider", name="Angle").get_attribute("aria-valuetext") or ""


def test_the_bar_turns_under_keys_and_pointer_and_the_wall_follows(page, app_url):
    opened(page, app_url, "&open=all")
    slider, wall = page.get_by_role("slider", name="Angle"), page.locator(".turning-bar .wall")
    expect(wall.get_by_role("radio")).to_have_count(96)
    slider.focus()
    slider.press("Home")
    lying = page.locator(".turning-bar .count").inner_text()
    assert angle(page) == "0°" and lying.startswith("At 0°")
    box = page.locator(".turning-bar .stage").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8)  # straight up
    assert angle(page) == "90°"
    expect(page.locator(".turning-bar .count")).to_have_text(re.compile("^At 90°"))
    last = wall.get_by_role("radio").last
    last.click()
    expect(last).to_have_attribute("aria-checked", "true")
    expect(page.locator(".turning-bar .words")).to_have_text(re.compile("^(Hardly|Answers)"))
    expect(page.get_by_text("filters are tuned to").first).to_be_visible(timeout=30_000)
