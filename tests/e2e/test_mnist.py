"""What only a browser shows of MNIST: sheets, bytes, the map and the game answer to hands."""

import re

from playwright.sync_api import expect

from cnn.data.mnist.writers import digits_of, load_writers
from tests.e2e.opening import opener

opened = opener("MNIST", ".st-key-mnist-rounds .game")


def test_a_picked_digit_opens_everywhere_and_its_bytes_can_be_walked(page, app_url):
    opened(page, app_url, "&byte=422")
    page.locator(".st-key-mnist-sheet").get_by_role("button").nth(7).click()
    card, byte = page.get_by_test_id("mnist-card").first, page.get_by_test_id("mnist-byte")
    expect(card).to_have_attribute("data-number", "7")
    hand = page.locator(".st-key-mnist-hand-sheet").get_by_role("button")
    expect(hand).to_have_count(len(digits_of(int(load_writers().writer[7]))))
    middle = 16 + 7 * 784 + 14 * 28 + 14
    expect(byte).to_have_attribute("data-offset", str(middle))
    cells = page.locator(".st-key-mnist-images-grid").get_by_role("button")
    cells.nth(16).click()
    expect(byte).to_have_attribute("data-offset", str(16 + 7 * 784))
    page.keyboard.press("ArrowDown")
    expect(byte).to_have_attribute("data-offset", str(16 + 7 * 784 + 28))
    expect(card).to_have_attribute("data-number", "7")
    expect(page).to_have_url(re.compile("index=7"))


# A machine so busy that the mouse is there before the browser has seen that the map is in sight.
UNSEEN = """
const Seen = IntersectionObserver
window.unseen = []
window.IntersectionObserver = class extends Seen {
    observe(one) { unseen.push(() => super.observe(one)) }
}
"""
PAINTED = """canvas => canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data.some(value => value)"""


def test_the_map_answers_to_the_mouse_before_it_is_drawn_and_places_a_drawing(page, app_url):
    page.add_init_script(UNSEEN)
    opened(page, app_url)
    canvas, card = page.locator(".st-key-mnist-points canvas"), page.get_by_test_id("mnist-card")
    expect(canvas).not_to_be_in_viewport()
    expect(canvas).to_have_attribute("aria-label", re.compile("."))  # words before it is seen,
    expect(page.locator(".st-key-mnist-points .classes button")).to_have_count(11)
    canvas.scroll_into_view_if_needed()
    before = card.nth(1).get_attribute("data-number")
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.1)
    expect(card.nth(1)).not_to_have_attribute("data-number", str(before))
    assert not canvas.evaluate(PAINTED)
    page.evaluate("unseen.forEach(observe => observe())")
    page.wait_for_function(PAINTED, arg=canvas.element_handle())
    page.get_by_text("Place my drawing on the map").click()
    expect(page.locator(".st-key-mnist-near-sheet").get_by_role("button")).to_have_count(12)


def test_the_game_is_played_and_remembered(page, app_url):
    opened(page, app_url, "&game=2")
    board = page.locator(".st-key-mnist-rounds")
    for _ in range(10):
        board.get_by_role("button", name="7", exact=True).click()
        board.locator(".go").click()
    expect(board.locator(".score")).to_contain_text("LeNet-5 5")
    page.reload()
    expect(board.locator(".score")).to_contain_text("LeNet-5 5", timeout=30_000)
