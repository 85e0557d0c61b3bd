"""The main thing, as a visitor meets it: draw, and be read, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

SEVEN = [(0.3, 0.25), (0.7, 0.25), (0.55, 0.5), (0.45, 0.8)]


def open_draw(page: Page, url: str, lang: str = "en") -> None:
    page.goto(f"{url}/Draw?lang={lang}")
    expect(page.get_by_test_id("all-maps")).to_be_visible(timeout=30_000)
    page.locator(".st-key-pad canvas").wait_for()


def draw(page: Page, points: list[tuple[float, float]], *, lift: bool = True) -> None:
    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    at = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    page.mouse.move(*at[0])
    page.mouse.down()
    for point in at[1:]:
        page.mouse.move(*point, steps=8)
    if lift:
        page.mouse.up()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_a_drawn_seven_is_read_while_the_pen_is_down_and_whole_when_it_lifts(page, app_url, lang):
    open_draw(page, app_url, lang)
    answers, every = page.get_by_test_id("answers"), page.get_by_test_id("all-maps")
    draw(page, SEVEN, lift=False)
    expect(answers).not_to_have_attribute("data-seq", "0")
    expect(answers).to_have_attribute("data-best", "7")
    expect(every).to_have_attribute("data-seq", "0")  # the rest waits for the pen
    page.mouse.up()
    expect(every).not_to_have_attribute("data-seq", "0")
    seq = answers.get_attribute("data-seq")
    expect(every).to_have_attribute("data-seq", seq)
    expect(page.get_by_test_id("maps")).to_have_attribute("data-seq", seq)
    expect(page.get_by_test_id("verdict")).to_contain_text("7")


def test_the_pad_never_moves_under_the_pen(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    open_draw(page, app_url)
    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    before = canvas.bounding_box()
    draw(page, SEVEN, lift=False)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", re.compile("[0-9]"))
    assert canvas.bounding_box() == before
    page.mouse.up()
    page.wait_for_timeout(500)
    assert canvas.bounding_box() == before


def test_a_scribble_is_refused_with_a_best_guess(page, app_url):
    open_draw(page, app_url)
    page.locator(".st-key-draw-sample").get_by_text("a scribble").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("does not look like a digit")
    expect(page.get_by_test_id("verdict")).to_contain_text("best guess")


def test_a_cleared_pad_says_so_and_the_next_digit_is_read(page, app_url):
    open_draw(page, app_url)
    draw(page, SEVEN)
    page.get_by_role("button", name="Clear the pad").click()
    expect(page.get_by_test_id("verdict")).to_contain_text("Nothing is drawn yet")
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "")
    draw(page, SEVEN)
    expect(page.get_by_test_id("answers")).to_have_attribute("data-best", "7")
