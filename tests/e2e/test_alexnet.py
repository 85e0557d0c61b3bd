"""What only a browser shows of the AlexNet page: its race runs, phones."""

import re

from playwright.sync_api import expect

from tests.e2e.opening import at_rest, opener
from tests.e2e.waiting import frames

opened = opener("AlexNet", "[data-testid=size]")


def test_wiring_and_rule_change_what_is_shown_and_stand_in_the_address(page, app_url):
    opened(page, app_url)
    nothing = page.get_by_role("radio", name="nothing", exact=True).first
    nothing.focus()  # by the keyboard: while charts above find their size, a pointer would miss
    nothing.press("Space")
    expect(page.get_by_test_id("towers")).to_have_attribute("data-wiring", "none")
    expect(page).to_have_url(re.compile("wiring=none"))
    size = page.get_by_test_id("size")
    expect(size).to_have_attribute("data-chain", "55-27-13-6")
    page.get_by_text("the paper, rounded down").click()
    expect(size).to_have_attribute("data-chain", "54-26-12-5")
    page.reload()
    expect(size).to_have_attribute("data-chain", "54-26-12-5", timeout=60_000)


def test_constants_answer_under_the_hand_and_the_published_ones_change_next_to_nothing(
    page, app_url
):
    opened(page, app_url)
    maps = page.locator(".normalised-maps")
    expect(maps).to_have_attribute("data-high", re.compile("[1-9]"))
    strong = float(maps.get_attribute("data-most") or 0)
    alpha = maps.locator("[data-dial=alpha]")
    alpha.focus()
    for _ in range(3):
        alpha.press("ArrowLeft")
    frames(page)
    weaker = float(maps.get_attribute("data-most") or 0)
    assert weaker < strong / 5
    before = maps.locator("path.after").get_attribute("d")
    button = maps.get_by_role("button", name="Published")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    frames(page)
    assert 0 < float(maps.get_attribute("data-most") or 1) < 0.01
    assert maps.locator("path.after").get_attribute("d") != before
    expect(page).to_have_url(re.compile("alpha=0.0001"))
    page.reload()
    at_rest(page)
    maps.scroll_into_view_if_needed()
    expect(maps.locator("[data-dial=alpha]")).to_have_attribute("aria-valuetext", "0.0001")
    place = int(maps.get_attribute("data-place") or -1)
    photo = maps.get_by_role("application")
    photo.press("ArrowUp")
    photo.press("ArrowLeft")
    expect(maps).to_have_attribute("data-place", str(place - 29))
    photo.click(position={"x": 3, "y": 3})
    expect(maps).to_have_attribute("data-place", "0")
    photo.press("ArrowUp")
    expect(maps).to_have_attribute("data-place", "0")


def test_maps_that_do_not_come_are_said_and_asked_for_again(page, app_url):
    page.route("**/static/components/conv1-*", lambda route: route.abort())
    opened(page, app_url)
    maps = page.locator(".normalised-maps")
    expect(maps).to_contain_text("have not come")
    page.unroute("**/static/components/conv1-*")
    expect(maps).to_contain_text("Every answer is divided", timeout=60_000)


def test_a_race_can_be_started_stopped_and_run_to_its_end(page, app_url):
    opened(page, app_url)
    race = page.get_by_test_id("live-race")
    page.get_by_role("button", name="Start the race").click()
    expect(race).to_contain_text(re.compile("after [1-9]"), timeout=60_000)
    page.get_by_role("button", name="Stop the race").click()
    expect(race).to_have_attribute("data-state", "done")
    page.get_by_role("button", name="Start the race").click()
    expect(race).to_have_attribute("data-state", "running")
    expect(race).to_have_attribute("data-state", "done", timeout=180_000)
    expect(race).to_contain_text("there after")


def test_drawings_are_seen(page, app_url):
    opened(page, app_url)
    for picture in page.locator("img.drawing").all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
