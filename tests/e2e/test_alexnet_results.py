"""What only a browser shows of the AlexNet page's second half: drawings, addresses, a live race."""

import re

from playwright.sync_api import expect

from tests.e2e.opening import opener

opened = opener("AlexNet", "[data-testid=later]")


def test_a_choice_stands_in_the_address_and_its_drawing_is_seen(page, app_url):
    opened(page, app_url, "&who=one&on=validation")
    expect(page.get_by_test_id("numbers")).to_have_attribute("data-found", "18.2")
    page.get_by_role("radio", name="the first alone").click()
    expect(page.get_by_test_id("numbers")).to_have_attribute("data-found", "40.7")
    expect(page).to_have_url(re.compile("guesses=one"))
    drawn = page.locator(".ay-paths img.drawing").first
    drawn.scroll_into_view_if_needed()
    assert drawn.evaluate("image => image.complete && image.naturalWidth > 0")


def test_two_networks_train_and_stop(page, app_url):
    opened(page, app_url, "&wrong=40")
    page.get_by_role("button", name="Train both").click()
    live = page.get_by_test_id("dropout-live")
    expect(live.first).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Stop", exact=True).first.click()
    expect(page.get_by_role("button", name="Train both")).to_be_visible(timeout=60_000)
    expect(live).to_have_count(1)  # while the section is drawn anew, the browser has it twice
    epochs = live.first.get_attribute("data-epochs")  # the first: it may be drawn anew once more
    assert 1 <= int(epochs or 0) <= 25
