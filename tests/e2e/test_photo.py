"""A photo from a phone, as a visitor meets it: sent, answered, taken apart, in a real browser."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest, opener

opened = opener("Photo", ".st-key-photo-many-segments")

RED, BLUE = (200, 30, 30), (30, 30, 200)


def phone_photo(kind: str = "JPEG") -> bytes:
    """Twelve megapixels lying on their side: red above blue once the photo is upright."""
    pixels = np.empty((3024, 4032, 3), np.uint8)
    pixels[:, :2016], pixels[:, 2016:] = RED, BLUE
    pixels += np.random.default_rng(0).integers(0, 20, (3024, 4032, 1), np.uint8)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter
    out = io.BytesIO()
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
        small = Image.fromarray(pixels).resize((1008, 756)).transpose(Image.Transpose.ROTATE_270)
        small.save(out, kind, quality=60)
    else:
        Image.fromarray(pixels).save(out, kind, quality=85, exif=exif)
    return out.getvalue()


def send(page: Page, name: str, data: bytes) -> None:
    chooser = page.locator('[data-testid="stFileUploader"] input[type="file"]')
    chooser.set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})


def shown(page: Page) -> Image.Image:
    """The photo as the page shows it."""
    source = page.get_by_test_id("photo-open").locator("img").get_attribute("src")
    assert source
    response = page.evaluate(
        "async s => [...new Uint8Array(await (await fetch(s)).arrayBuffer())]", source
    )
    return Image.open(io.BytesIO(bytes(response)))


@pytest.mark.parametrize(("kind", "name"), [("JPEG", "IMG_0001.JPG"), ("HEIF", "IMG_0002.HEIC")])
def test_a_phone_s_photo_stands_upright_and_is_answered_everywhere(page, app_url, kind, name):
    opened(page, app_url)
    send(page, name, phone_photo(kind))
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")
    expect(page.get_by_test_id("photo-open")).to_contain_text(name)
    photo = shown(page)
    assert photo.height > photo.width
    top, bottom = photo.getpixel((photo.width // 2, 5)), photo.getpixel((9, photo.height - 5))
    assert top[0] > top[2] and bottom[2] > bottom[0]
    assert "IMG" not in page.url
    page.get_by_role("button", name="Forget my photos").click()
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "red-panda")


def test_a_broken_file_is_a_sentence_and_loses_nothing(page, app_url):
    opened(page, app_url, "&photo=goldfish")
    send(page, "broken.jpg", phone_photo()[:100_000])
    expect(page.get_by_text("This file ends too early")).to_be_visible()
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "goldfish")


def test_a_sample_is_picked_by_keys_and_stands_in_the_address(page, app_url):
    opened(page, app_url)
    page.locator(".st-key-photo-sheet").get_by_role("button").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "goldfish")
    expect(page).to_have_url(re.compile("photo=goldfish"))
    page.reload()
    expect(page.get_by_test_id("photo-answers")).to_have_attribute(
        "data-photo", "goldfish", timeout=30_000
    )


def test_each_press_of_back_undoes_one_choice_and_then_leaves(page, app_url):
    page.goto(f"{app_url}/MNIST")  # without a language: the step that writes it is none
    expect(page).to_have_url(re.compile("lang=en"))
    at_rest(page)
    page.get_by_test_id("stSidebar").get_by_role("link", name="Your photo").click()
    sheet = page.locator(".st-key-photo-sheet").get_by_role("button")
    answers = page.get_by_test_id("photo-answers")
    sheet.nth(1).click()
    expect(answers).to_have_attribute("data-photo", "goldfish", timeout=60_000)
    at_rest(page)
    sheet.nth(2).click()
    expect(answers).not_to_have_attribute("data-photo", "goldfish")
    third = answers.get_attribute("data-photo")
    at_rest(page)
    for before in ("goldfish", "red-panda"):
        page.go_back()
        expect(answers).to_have_attribute("data-photo", before)
        at_rest(page)
    page.go_back()
    expect(page).to_have_url(re.compile("/MNIST"))
    at_rest(page)
    page.go_back()
    assert page.url == "about:blank"
    assert third not in (None, "red-panda")


def test_the_square_is_dragged_and_moved_by_keys(page, app_url):
    opened(page, app_url)
    square, steps = page.locator(".st-key-photo-square .square"), page.get_by_test_id("photo-steps")
    before = steps.get_attribute("data-corner")
    square.scroll_into_view_if_needed()
    box = square.bounding_box()
    assert box and before
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 - 400, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect(steps).to_have_attribute("data-corner", re.compile("^0,"))
    square.focus()
    page.keyboard.press("ArrowRight")
    expect(steps).not_to_have_attribute("data-corner", re.compile("^0,"))


def test_a_map_and_a_filter_are_picked(page, app_url):
    opened(page, app_url, "&layer=conv1")
    unit = page.get_by_test_id("photo-unit")
    other = (int(unit.get_attribute("data-map") or 0) + 7) % 96  # than the loudest, shown at first
    page.locator(".st-key-photo-wall").get_by_role("button").nth(other).click()
    expect(unit).to_have_attribute("data-map", str(other))
    expect(page).to_have_url(re.compile(f"map={other}"))
    page.locator(".st-key-photo-filter-sheet").get_by_role("button").nth(5).click()
    expect(page.get_by_test_id("photo-filter")).to_have_attribute("data-map", "5")


def test_occlusion_comes_to_an_end_and_the_slider_fades_it(page, app_url):
    opened(page, app_url)
    page.get_by_role("radio", name="occlusion").click()
    overlay = page.locator(".st-key-photo-overlay")
    expect(overlay.get_by_alt_text("by occlusion")).to_be_visible(timeout=60_000)
    overlay.get_by_role("slider").fill("0")
    faded = overlay.get_by_alt_text("by occlusion")
    expect(faded).to_have_css("opacity", "0")
