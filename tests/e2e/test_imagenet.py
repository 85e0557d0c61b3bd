"""What only a browser shows of ImageNet: the map of classes answers to hands, phones fit."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.opening import opener

NAMES = """all => all.map((part) => {
  const name = part.querySelector(".name"), text = name.firstChild
  const frame = part.getBoundingClientRect()
  const words = [...text.data.matchAll(/[^\\s-]+-?/g)].map((word) => {
    const range = document.createRange()
    range.setStart(text, word.index)
    range.setEnd(text, word.index + word[0].length)
    return [...range.getClientRects()]
  })
  const out = (row) => row.left < frame.left || row.right > frame.right || row.bottom > frame.bottom
  return { name: text.data, shown: name.offsetWidth > 0, cut: words.flat().some(out),
    parted: words.some((rows) => rows.length > 1) }
})"""

opened = opener("ImageNet", ".in-hundred", ".st-key-imagenet-map .part")


def test_a_branch_opens_by_mouse_and_keyboard_and_stands_in_the_address(page, app_url):
    opened(page, app_url, "&node=n01886756")
    tree, node = page.locator(".st-key-imagenet-map"), page.get_by_test_id("node")
    tree.locator('[data-id="n02075296"]').click()
    expect(node).to_have_attribute("data-wnid", "n02075296")
    expect(page).to_have_url(re.compile("node=n02075296"))
    expect(tree.locator(".part").first).to_be_focused()
    page.keyboard.press("Backspace")
    expect(node).not_to_have_attribute("data-wnid", "n02075296")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_names_on_the_map_are_whole(page, app_url, lang, width):
    """No word is parted between two lines, no name cut off; most have room for theirs."""
    page.set_viewport_size({"width": width, "height": 900})
    for node, named in (("n00001740", 0.3), ("n01886756", 0.3), ("n02092468", 0.8)):
        opened(page, app_url, f"&node={node}", lang)
        found = page.locator(".st-key-imagenet-map .part").evaluate_all(NAMES)
        assert sum(each["shown"] for each in found) >= named * len(found)
        assert not [each["name"] for each in found if each["parted"] or each["cut"]]


def test_no_part_reaches_beyond_the_map(page, app_url):
    page.set_viewport_size({"width": 390, "height": 900})
    opened(page, app_url)
    tree = page.locator(".st-key-imagenet-map .map")
    expect(tree.locator(".part").first).to_be_visible()
    within = "map => map.scrollWidth <= map.clientWidth && map.scrollHeight <= map.clientHeight"
    assert tree.evaluate(within)


def test_areas_of_the_map_are_true(page, app_url):
    opened(page, app_url, "&node=n01886756")
    parts = page.locator(".st-key-imagenet-map .part").evaluate_all(
        "all => all.map((one) => [Number(one.querySelector('.count').textContent),"
        " (one.offsetWidth + 3) * (one.offsetHeight + 3)])"
    )
    scale = sum(area for _, area in parts) / sum(count for count, _ in parts)
    assert all(abs(area / count / scale - 1) < 0.1 for count, area in parts)
