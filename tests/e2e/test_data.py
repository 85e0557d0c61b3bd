"""What only a browser shows of Data or model: the curve is drawn, compared, and remembered."""

import re

from playwright.sync_api import expect

from tests.e2e.opening import at_rest, opener

opened = opener("Data_or_Model", ".st-key-data-bet .chart")


def test_a_curve_is_drawn_compared_and_remembered(page, app_url):
    opened(page, app_url)
    bet = page.locator(".st-key-data-bet")
    expect(bet.locator("button.go")).to_be_disabled()
    expect(bet.locator("path.measured")).to_have_count(0)
    box = bet.locator("path.known").bounding_box()
    assert box
    page.mouse.move(box["x"], box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"] + 160)  # one jump, over all points
    page.mouse.up()
    points = bet.get_by_role("slider")
    expect(points.nth(3)).not_to_have_attribute("aria-valuenow", "")
    lowered = [float(each.get_attribute("aria-valuenow") or 0) for each in points.all()]
    assert lowered == sorted(lowered, reverse=True) and lowered[-1] < lowered[0] / 2
    reach = points.nth(3).bounding_box()
    assert reach and min(reach["width"], reach["height"]) > 40  # for a finger
    points.nth(3).focus()
    page.keyboard.press("ArrowUp")
    expect(points.nth(3)).not_to_have_attribute("aria-valuenow", str(lowered[3]))
    bet.locator("button.go").click()
    expect(bet.locator("path.measured")).to_have_count(1)
    expect(bet.get_by_role("status")).to_contain_text("off by a factor")
    expect(page.locator(".answer")).to_have_count(1)
    expect(bet.locator(".verdict")).to_be_focused()  # where a screen reader reads on
    page.reload()
    expect(bet.locator("path.measured")).to_have_count(1, timeout=30_000)


def test_a_curve_is_forgotten_with_the_progress(page, app_url):
    opened(page, app_url)
    bet = page.locator(".st-key-data-bet")
    bet.get_by_role("slider").nth(2).press("PageDown")
    bet.locator("button.go").click()
    expect(bet.locator("path.measured")).to_have_count(1)
    expect(page.locator(".answer")).to_have_count(1)
    page.wait_for_function(
        "() => (localStorage['how-cnns-began.progress'] ?? '').includes('data.')"
    )
    page.reload()  # the sidebar counts anew
    expect(bet.locator("path.measured")).to_have_count(1, timeout=30_000)
    page.get_by_test_id("stSidebar").locator(".st-key-clear-progress button").click()
    expect(bet.locator("path.measured")).to_have_count(0)
    expect(page.locator(".answer")).to_have_count(0)
    at_rest(page)
    page.reload()
    expect(bet.locator("button.go")).to_be_disabled(timeout=30_000)
    expect(page.locator(".answer")).to_have_count(0)


def test_a_machine_learns_now(page, app_url):
    opened(page, app_url)
    page.get_by_role("button", name=re.compile("Learn now")).click()
    expect(page.get_by_text(re.compile("of the 10,000 test digits misread"))).to_be_visible(
        timeout=120_000
    )
