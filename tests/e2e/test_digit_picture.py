"""Is a picture of a digit read that a visitor chooses, pastes or drops on Draw, in a browser?"""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.opening import opener
from tests.ui.exhibits.test_digit_picture import file_of, two, written
from ui.words.text import LANGUAGES, label

opened = opener("Draw", ".st-key-draw-given")

AREA = ".st-key-draw-given"
AS_IF = """async ([selector, data, event]) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  const files = new DataTransfer()
  files.items.add(new File([bytes], "digit.png", { type: "image/png" }))
  const more = { bubbles: true, cancelable: true }
  const target = document.querySelector(selector)
  if (event === "paste") {
    target.dispatchEvent(new ClipboardEvent("paste", { ...more, clipboardData: files }))
  } else {
    for (const name of ["dragenter", "dragover", "drop"]) {
      target.dispatchEvent(new DragEvent(name, { ...more, dataTransfer: files }))
    }
  }
}"""


def give(page: Page, way: str, data: bytes) -> None:
    """Chooses, pastes or drops a file."""
    if way == "choose":
        file = {"name": "digit.png", "mimeType": "image/png", "buffer": data}
        page.locator(f"{AREA} input[type=file]").set_input_files(file)
        return
    selector = "body" if way == "paste" else f'{AREA} [data-testid="stFileUploaderDropzone"]'
    page.evaluate(AS_IF, [selector, base64.b64encode(data).decode(), way])


@pytest.mark.parametrize("way", ["choose", "paste", "drop"])
def test_a_picture_of_a_digit_is_read(page: Page, app_url, way):
    opened(page, app_url)
    found = page.get_by_test_id("digit-picture")
    for digit in "74":
        give(page, way, file_of(written(digit)))
        expect(found).to_have_attribute("data-best", digit, timeout=60_000)
        expect(found).to_have_attribute("data-sure", "true")
    assert found.locator("img").evaluate_all("all => all.every(one => one.naturalWidth > 9)")
    page.get_by_role("button", name=label("draw.picture-forget", "en")).click()
    expect(found).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_several_digits_and_a_broken_file_are_sentences_and_the_next_picture_is_read(
    page: Page, app_url, lang
):
    page.set_viewport_size({"width": 390, "height": 800})
    opened(page, app_url, lang=lang)
    for data, key in ((file_of(two()), "digit-several"), (b"no picture", "photo-format")):
        give(page, "choose", data)
        sentence = page.get_by_text(label(f"problem.{key}", lang))
        expect(sentence).to_be_visible(timeout=60_000)
    give(page, "choose", file_of(written("2")))
    expect(page.get_by_test_id("digit-picture")).to_have_attribute("data-best", "2", timeout=60_000)
    expect(sentence).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
