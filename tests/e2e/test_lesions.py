"""What only a browser shows of the lesion lab: it reads at once, and in a Worker besides."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.opening import at_rest, opener
from tests.e2e.waiting import until

LAB = ".st-key-lenet-lesions .lab"
opened = opener("LeNet", f"{LAB} .map", ".st-key-pad canvas")


def bet(page: Page, option: str) -> None:
    """Answers the question before the lab."""
    page.get_by_role("radio", name=option, exact=True).check(force=True)
    expect(page.get_by_test_id("lost")).to_be_visible()
    at_rest(page)


def map_of(page: Page, name: str) -> Locator:
    """The button of a map or unit."""
    return page.locator(LAB).get_by_role("button", name=f"Take out {name}", exact=True)


def read_so_far(page: Page) -> int:
    """How many test digits the worker has told of."""
    return int(page.locator(f"{LAB} progress").evaluate("bar => bar.value"))


def test_parts_go_and_the_digit_on_the_pad_is_read_again_at_once(page, app_url):
    opened(page, app_url)
    lab, out = page.locator(LAB), page.locator(f"{LAB} .out")
    whole, hurt = lab.locator(".card.whole .digit"), lab.locator(".card.hurt .digit")
    expect(whole).to_have_text("3")  # the sample
    expect(hurt).to_have_text("3")
    map_of(page, "C1, map 3").click()
    expect(map_of(page, "C1, map 3")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(map_of(page, "C1, map 4")).to_be_focused()
    page.keyboard.press("Enter")
    expect(out).to_have_text("Out: C1: 3, 4")
    lab.get_by_role("button", name="C1: swap in and out").click()
    expect(out).to_have_text("Out: all of C1 but 3, 4")
    lab.get_by_role("button", name="Take out the connection from S2, map 0 to C3, map 0").click()
    page.keyboard.press("ArrowDown")  # the table lies: to the next map of S2
    page.keyboard.press("Enter")
    expect(out).to_contain_text("connections into C3: 0→0, 1→0")
    for layer in ("C1", "S2", "C3", "S4", "C5", "F6"):
        lab.get_by_role("button", name=f"{layer}: swap in and out").click()
        lab.get_by_role("button", name=f"{layer}: no biases").click()
    expect(out).to_contain_text("all of F6; biases of F6")
    expect(whole).to_have_text("3")
    expect(hurt).to_have_text(re.compile(r"^\d$"))  # nothing left, and yet a code is nearest
    expect(lab.locator("tbody tr")).to_have_count(10)
    lab.get_by_role("button", name="Put all back").click()
    expect(out).to_have_text("Nothing is out: the network is whole.")
    expect(lab.locator(".changed")).to_have_text("= The same answer.")

    canvas = page.locator(".st-key-pad canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 30, steps=8)
    expect(whole).to_have_text("1")  # while the pen is down
    page.mouse.up()
    page.get_by_role("button", name="Clear the pad").click()
    expect(whole).to_have_text("?")
    expect(lab.locator(".changed")).to_contain_text("Nothing is drawn yet")


def test_the_test_digits_are_read_beside_the_page(page, app_url):
    opened(page, app_url)
    lab, told = page.locator(LAB), page.locator(f"{LAB} .error")
    read = lab.locator(".read")
    expect(read).to_be_hidden()
    bet(page, "map 2")
    expect(read).to_have_text(re.compile(r"loads 1\.6 MB"))

    page.route("**/test_images*", lambda route: route.abort())
    read.click()
    expect(told).to_contain_text("could not be read this time")
    page.unroute("**/test_images*")
    map_of(page, "C1, map 3").click()  # a new lesion tries again
    until(page, lambda: read_so_far(page) > 0)
    expect(told).to_contain_text("drawn at random")
    read.click()
    expect(read).to_have_text("Read them again")
    stopped = read_so_far(page)
    assert 0 < stopped < 10_000
    map_of(page, "C1, map 2").click()
    until(page, lambda: 0 < read_so_far(page) != stopped)
    map_of(page, "C1, map 2").click()
    expect(told).to_have_text(
        "Injured, it misreads 55.0% of all 10,000 test digits. Whole: 0.66%.", timeout=180_000
    )
    cells = lab.locator("tbody tr").nth(3).locator("td")
    expect(cells.nth(2)).to_have_text("0.40%")
    expect(cells.nth(3)).to_have_text("0.99%")


def test_a_page_that_is_left_takes_its_worker_with_it(page, app_url):
    opened(page, app_url)
    bet(page, "map 3")
    page.locator(f"{LAB} .read").click()
    until(page, lambda: read_so_far(page) > 0)
    assert len(page.workers) == 1
    page.get_by_role("link", name="Training").first.click()
    until(page, lambda: not page.workers)
