"""What only a browser shows of the AlexNet page: its race runs, phones."""

import re

from playwright.sync_api import expect

from tests.e2e.opening import opener

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
