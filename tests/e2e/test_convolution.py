"""Is the browser's arithmetic PyTorch's, and do kernels, windows and fields answer to hands?"""

import re
from base64 import b64encode
from pathlib import Path

import numpy as np
import pytest
import torch
from playwright.sync_api import expect
from torch.nn import functional as F

from cnn.data.mnist import dataset
from cnn.experiments.kernels import CLASSIC
from cnn.inference.digit import DEFAULT, read_image
from cnn.inference.weights import load_network
from cnn.models.activations import squash
from tests.e2e.opening import at_rest, opener

opened = opener("Convolution", ".field .levels figure:nth-child(6)")

SCRIPT = Path(__file__).resolve().parents[2] / "ui" / "components" / "convolution"
DIGIT = 4  # of the test set: the page's own


def text(values) -> str:
    return b64encode(np.asarray(values, "<f4").tobytes()).decode()


def printed(value: float) -> str:
    shown = f"{abs(value):.3f}"
    return f"−{shown}" if value < 0 and float(shown) else shown


@pytest.mark.parametrize(
    ("shape", "sees", "side"),
    [((1, 32, 32), [0], 5), ((6, 14, 14), [0, 2, 5], 5), ((1, 7, 19), [0], 3), ((2, 5, 5), [1], 5)],
)
def test_the_browsers_sums_are_pytorchs(page, shape, sees, side):
    chance = np.random.default_rng(side)
    maps = chance.normal(size=shape).astype(np.float32)
    weights = chance.normal(size=(len(sees), side, side)).astype(np.float32)
    program = """({ script, maps, weights, shape, sees, side }) => {
        const load = new Function(`${script}; return { floats, correlate, terms }`)
        const { floats, correlate, terms } = load()
        const picture = { values: floats(maps), height: shape[1], width: shape[2] }
        const kernel = { weights: floats(weights), sees, side, bias: 0.25 }
        const found = correlate(picture, kernel)
        const apart = [...found.values].map((_, i) =>
          terms(picture, kernel, Math.floor(i / found.width), i % found.width)
            .reduce((sum, each) => sum + each.products.reduce((a, b) => a + b), 0.25))
        return [[...found.values], apart]
    }"""
    script = (SCRIPT / "arithmetic.js").read_text("utf-8").replace("export ", "")
    given = {"script": script, "maps": text(maps)}
    given |= {"weights": text(weights), "shape": shape, "sees": sees, "side": side}
    whole, apart = page.evaluate(program, given)
    seen = torch.from_numpy(maps[sees])[None]
    expected = F.conv2d(seen, torch.from_numpy(weights)[None], torch.tensor([0.25])).flatten()
    assert np.allclose(whole, expected, atol=1e-5) and np.allclose(apart, expected, atol=1e-5)


@pytest.mark.parametrize(
    ("kernel", "row", "column"), [("C1-2", 9, 11), ("C3-7", 3, 6), ("slant", 12, 14)]
)
def test_a_value_taken_apart_is_pytorchs_to_the_shown_digits(page, app_url, kernel, row, column):
    opened(page, app_url, f"&kernel={kernel}&pixel={row},{column}")
    reading = read_image(dataset.load_digits("test").images[DIGIT])
    layer, _, number = kernel.partition("-")
    if number:
        expected = float(reading.maps[layer][int(number), row, column])
    else:
        weights = torch.from_numpy(CLASSIC[kernel].weights)[None, None]
        sums = F.conv2d(torch.from_numpy(reading.pixels)[None, None], weights)
        expected = float(squash(sums)[0, 0, row, column])
    expect(page.locator(".apart")).to_have_attribute("data-answer", printed(expected))
    expect(page.locator(".apart .answer b")).to_have_text(printed(expected))
    page.locator(".apart .products .cells span").nth(6).hover()
    expect(page.locator(".apart .cells .same")).to_have_count(3)
    expect(page.locator(".apart .maps .spot:visible")).to_have_count(1)


def test_pointing_and_arrow_keys_choose_a_value_and_the_address_keeps_it(page, app_url):
    opened(page, app_url)
    apart, answers = page.locator(".apart"), page.locator(".apart .answers")
    answers.click(position={"x": 5, "y": 5})
    expect(apart).to_have_attribute("data-row", "0")
    answers.press("ArrowDown")
    answers.press("ArrowRight")
    expect(apart).to_have_attribute("data-row", "1")
    expect(page).to_have_url(re.compile("pixel=1%2C1"))
    answers.press("ArrowRight")
    expect(page).to_have_url(re.compile("pixel=1%2C2"))  # and the keys still reach the map
    page.locator(".apart").get_by_role("button", name="learned: C3").click()
    expect(apart).to_have_attribute("data-kernel", "C3-0")
    expect(page.locator(".apart .subtotals button")).to_have_count(3)
    expect(page).to_have_url(re.compile("kernel=C3-0"))
    page.reload()
    expect(apart).to_have_attribute("data-kernel", "C3-0", timeout=30_000)
    expect(apart).to_have_attribute("data-row", "1")
    before = page.locator(".pooling").get_attribute("data-largest")
    page.locator(".st-key-convolution-digit").get_by_role("button").last.click()
    expect(page.locator(".pooling")).not_to_have_attribute("data-largest", str(before))


def test_the_back_button_brings_back_a_value_that_was_left(page, app_url):
    opened(page, app_url, "&pixel=3,3")
    apart, answers = page.locator(".apart"), page.locator(".apart .answers")
    for row in (4, 5):
        answers.press("ArrowDown")
        expect(page).to_have_url(re.compile(f"pixel={row}%2C3"))
    at_rest(page)
    page.go_back()
    expect(apart).to_have_attribute("data-row", "4")
    page.go_forward()
    expect(apart).to_have_attribute("data-row", "5")


def test_the_window_slides_and_stops(page, app_url):
    opened(page, app_url, "&pixel=3,3")
    apart, play = page.locator(".apart"), page.locator(".apart .play")
    play.click()
    expect(apart).not_to_have_attribute("data-column", "3")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    at = apart.get_attribute("data-column")
    page.locator(".apart").get_by_role("button", name="One step on").click()
    expect(apart).not_to_have_attribute("data-column", str(at))


def test_without_motion_there_are_steps_alone(page, app_url):
    page.emulate_media(reduced_motion="reduce")
    opened(page, app_url, "&pixel=3,3")
    apart = page.locator(".apart")
    expect(page.locator(".apart .play")).to_have_count(0)
    apart.get_by_role("button", name="One step on").click()
    expect(apart).to_have_attribute("data-column", "4")
    page.locator(".apart .answers").press(" ")
    apart.get_by_role("button", name="One step back").click()
    expect(apart).to_have_attribute("data-column", "3")


def test_a_painted_kernel_changes_the_pictures_and_can_be_taken_apart(page, app_url):
    opened(page, app_url, "&painted=0_0_0_0_0_0_0_0_0")
    painter, cells = page.locator(".painter"), page.locator(".painter .cells button")
    cells.nth(4).click()
    expect(painter).to_have_attribute("data-painted", "0_0_0_0_1_0_0_0_0")
    cells.nth(4).press("ArrowRight")
    page.keyboard.press("-")
    expect(painter).to_have_attribute("data-painted", "0_0_0_0_1_-1_0_0_0")
    expect(page).to_have_url(re.compile("painted=0_0_0_0_1_-1_0_0_0"))
    first, last = cells.nth(0).bounding_box(), cells.nth(2).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 9, first["y"] + 9)
    page.mouse.down()
    page.mouse.move(last["x"] + 9, last["y"] + 9, steps=12)
    page.mouse.up()
    expect(painter).to_have_attribute("data-painted", "1_1_1_0_1_-1_0_0_0")
    apart = page.locator(".apart")
    apart.get_by_role("button", name="painted").first.click()
    expect(apart).to_have_attribute("data-kernel", "painted")
    expect(page.locator(".apart .weights .cells span").nth(5)).to_have_text("−1.000")


def test_maps_are_halved_as_pytorch_does(page, app_url):
    opened(page, app_url, "&map=2&block=5,6")
    maps = torch.from_numpy(read_image(dataset.load_digits("test").images[DIGIT]).maps["C1"])
    largest = float(F.max_pool2d(maps, 2)[2, 5, 6])
    pooling, layer = page.locator(".pooling"), load_network(DEFAULT).get_submodule("S2")
    expect(pooling).to_have_attribute("data-largest", printed(largest))
    subsampled = float(layer(maps[None])[0, 2, 5, 6])
    shown = str(pooling.get_attribute("data-subsampled")).replace("−", "-")
    assert float(shown) == pytest.approx(subsampled, abs=5e-3)  # its coefficient is shown rounded
    pooling.get_by_role("button", name="plain average").click()
    mean = float(squash(F.avg_pool2d(maps, 2)[2, 5, 6]))
    expect(pooling).to_have_attribute("data-subsampled", printed(mean))
    expect(page).to_have_url(re.compile(r"dials=0.25%2C0"))


def test_a_unit_is_traced_to_its_pixels(page, app_url):
    opened(page, app_url, "&unit=S4,0,4")
    field = page.locator(".field")
    expect(field).to_have_attribute("data-field", "0 15 16 31")
    page.locator(".field figure").nth(3).locator(".picture").press("ArrowDown")
    expect(field).to_have_attribute("data-level", "C3")
    expect(field).to_have_attribute("data-field", "2 15 0 13")
    expect(page).to_have_url(re.compile("unit=C3%2C1%2C0"))


def test_cells_are_large_enough_for_a_finger(page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, app_url)
    expect(page.locator(".painter .pair canvas").first).to_be_visible()
    cell = page.locator(".painter .pair canvas").first.bounding_box()
    assert cell and cell["width"] > 100
