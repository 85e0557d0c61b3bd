"""What only a browser shows of ImageNet: the map of classes answers to hands, phones fit."""

import re

from playwright.sync_api import expect

from tests.e2e.opening import opener

opened = opener("ImageNet", ".in-hundred", ".st-key-imagenet-map .part")


def test_a_branch_opens_by_mouse_and_keyboard_and_stands_in_the_address(page, app_url):
    opened(page, app_url)
    tree, node = page.locator(".st-key-imagenet-map"), page.get_by_test_id("node")
    tree.locator('[data-id="n02075296"]').click()
    expect(node).to_have_attribute("data-wnid", "n02075296")
    expect(page).to_have_url(re.compile("node=n02075296"))
    expect(tree.locator(".part").first).to_be_focused()
    page.keyboard.press("Backspace")
    expect(node).not_to_have_attribute("data-wnid", "n02075296")


def test_areas_of_the_map_are_true(page, app_url):
    opened(page, app_url, "&node=n01886756")
    parts = page.locator(".st-key-imagenet-map .part").evaluate_all(
        "all => all.map((one) => [Number(one.querySelector('.count').textContent),"
        " (one.offsetWidth + 3) * (one.offsetHeight + 3)])"
    )
    scale = sum(area for _, area in parts) / sum(count for count, _ in parts)
    assert all(abs(area / count / scale - 1) < 0.1 for count, area in parts)
