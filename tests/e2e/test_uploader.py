"""Does a visitor read in the page's language what goes wrong with a file, and no English?"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest
from tests.e2e.test_photo import phone_photo
from ui.words.text import LANGUAGES, label

UPLOADER = '[data-testid="stFileUploader"]'
THEIRS = re.compile(
    "Upload|Error|per file|Drag and drop|status code|smaller\\.|not allowed|Remove|Add"
)
REFUSALS = {413: "upload.large", 429: "upload.many", 408: "upload.slow", 403: "upload.failed"}


def offered(page: Page, url: str, lang: str) -> None:
    page.goto(f"{url}/Photo?lang={lang}")
    at_rest(page)
    expect(page.locator(UPLOADER)).to_contain_text(label("upload.button", lang))
    at_rest(page)


def send(page: Page, data: bytes) -> None:
    file = {"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": data}
    page.locator(f'{UPLOADER} input[type="file"]').set_input_files(file)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_the_server_answers_is_a_sentence(page: Page, app_url, lang):
    offered(page, app_url, lang)
    expect(page.locator(UPLOADER)).to_contain_text(label("upload.each", lang, most=25))
    expect(page.locator(UPLOADER)).not_to_contain_text(THEIRS)
    answers = iter(REFUSALS)
    page.route("**/_stcore/upload_file/**", lambda route: route.fulfill(status=next(answers)))
    for key in REFUSALS.values():
        send(page, b"x" * 1_000)
        alert = page.get_by_test_id("stFileChip").get_by_role("alert")
        expect(alert).to_have_text(label(key, lang, most=25))
        box = alert.bounding_box()
        assert box and box["width"] > 100 and box["height"] > 10  # not in a tooltip alone
        expect(page.locator(UPLOADER)).not_to_contain_text(THEIRS)
        page.get_by_test_id("stFileChipDeleteBtn").locator("button").click()
        expect(page.get_by_test_id("stFileChip")).to_have_count(0)
    page.unroute("**/_stcore/upload_file/**")
    send(page, phone_photo())
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_too_large_and_a_camera_that_is_not_given(
    page: Page, app_url, tmp_path, lang
):
    offered(page, app_url, lang)
    file = tmp_path / "mine.jpg"
    file.write_bytes(b"x" * (26 << 20))
    page.locator(f'{UPLOADER} input[type="file"]').set_input_files(file)
    alert = page.get_by_test_id("stFileChip").get_by_role("alert")
    expect(alert).to_have_text(label("upload.large", lang, most=25))
    page.locator(".st-key-photo-source").get_by_text(label("photo.source-camera", lang)).click()
    camera = page.get_by_test_id("stCameraInput")
    expect(camera).to_contain_text(label("upload.camera", lang))
    expect(camera).to_contain_text(label("upload.take", lang))
    expect(camera).not_to_contain_text(re.compile("Learn|Take Photo|would like"))
