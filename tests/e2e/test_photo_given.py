"""Is a photo taken that is dropped or pasted anywhere on Photo, and is its answer then in view?"""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.opening import at_rest, opener
from tests.e2e.test_digit_picture import AS_IF
from tests.e2e.test_photo import phone_photo, send
from tests.e2e.waiting import frames, until
from ui.words.text import LANGUAGES, label

opened = opener("Photo", ".st-key-photo-many-segments")
SIZES = [(1280, 800), (390, 844)]
OVER = """([selector, name]) => {
  const files = new DataTransfer()
  files.items.add(new File(["x"], "a.png", { type: "image/png" }))
  const more = { bubbles: true, cancelable: true, composed: true, dataTransfer: files }
  document.querySelector(selector).dispatchEvent(new DragEvent(name, more))
}"""
SCROLLED = "document.querySelector('[data-testid=stMain]').scrollTop"


def answered(page: Page, number: int = 1) -> None:
    answers = page.get_by_test_id("photo-answers")
    expect(answers).to_have_attribute("data-photo", f"mine-{number}", timeout=60_000)
    at_rest(page)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_upload_is_on_the_first_screen(page: Page, app_url, lang, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{app_url}/Photo?lang={lang}")
    at_rest(page)
    box = page.get_by_test_id("stFileUploaderDropzone").bounding_box()
    assert box and box["y"] + box["height"] < height and box["x"] + box["width"] <= width
    button = page.get_by_role("button", name=label("upload.button", lang))
    expect(button).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_a_photo_is_taken_anywhere_on_the_page(page: Page, app_url, way):
    opened(page, app_url)
    data = base64.b64encode(phone_photo()).decode()
    page.evaluate(AS_IF, ["#ladder", data, way] if way == "drop" else ["body", data, way])
    answered(page)
    page.evaluate(AS_IF, ["body", base64.b64encode(b"no photo").decode(), way])
    expect(page.get_by_text(label("problem.photo-format", "en"))).to_be_visible()
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_hint_is_seen_while_a_file_is_dragged(page: Page, app_url, lang):
    opened(page, app_url, lang=lang)
    hint = page.locator(".st-key-photo-pictures .hint")
    expect(hint).to_be_hidden()
    page.evaluate(OVER, ["h1", "dragover"])
    expect(hint).to_be_visible()
    expect(hint).to_have_text(label("picture.drop", lang))
    page.evaluate(OVER, ["h1", "dragleave"])
    expect(hint).to_be_hidden()
    page.evaluate(OVER, ["h1", "dragstart"])  # what was on the page already
    page.evaluate(OVER, ["h1", "dragover"])
    frames(page)
    expect(hint).to_be_hidden()


def test_what_is_pasted_into_a_field_for_text_stays_there(page: Page, app_url):
    opened(page, app_url)
    data = base64.b64encode(phone_photo()).decode()
    page.evaluate(AS_IF, [".st-key-photo-word input", data, "paste"])
    page.evaluate(AS_IF, ["body", data, "paste"])
    answered(page, 1)  # the second of the two
    expect(page.locator(".st-key-photo-own-sheet").get_by_role("button")).to_have_count(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_phone_the_answer_comes_into_view(page: Page, app_url, lang):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, app_url, lang=lang)
    answers = page.get_by_test_id("photo-answers")
    for number in (1, 2):
        send(page, "mine.jpg", phone_photo())
        answered(page, number)
        until(page, lambda: (box := answers.bounding_box()) and 0 < box["y"] < 500)
        expect(answers.locator("li").first).to_be_in_viewport()
        expect(page.get_by_test_id("photo-open").locator("img")).to_be_in_viewport()


def test_who_has_scrolled_meanwhile_stays(page: Page, app_url):
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, app_url)
    held = []
    page.route("**/_stcore/upload_file/**", lambda route: held.append(route))
    send(page, "mine.jpg", phone_photo())
    until(page, lambda: held)
    page.get_by_test_id("photo-ladder").scroll_into_view_if_needed()
    before = page.evaluate(SCROLLED)
    held.pop().continue_()
    answered(page)
    frames(page, 4)
    assert before > 500 and page.evaluate(SCROLLED) > 500
    expect(page.get_by_test_id("photo-ladder")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("lang", "word", "name"), [("en", "tigers", "lion"), ("ko", "호랑이", "사자")]
)
def test_a_word_leads_to_the_nearest_class_and_the_list_is_searched(
    page: Page, app_url, lang, word, name
):
    opened(page, app_url, lang=lang)
    field = page.locator(".st-key-photo-word input")
    field.fill(word)
    field.press("Enter")
    found = page.get_by_test_id("photo-word")
    expect(found).to_contain_text(word.removesuffix("s"))
    expect(found.locator("li")).to_have_text([f"{name}0.0%"])
    page.locator(".st-key-photo-classes summary").click()
    expect(page.get_by_test_id("photo-classes")).to_have_attribute("data-count", "200")
    search = page.locator(".st-key-photo-classes-search input")
    search.fill(name)
    search.press("Enter")
    expect(page.get_by_test_id("photo-classes").locator("li").first).to_be_visible()
    until(page, lambda: page.get_by_test_id("photo-classes").locator("li").count() < 10)
    expect(page.get_by_test_id("photo-classes")).to_contain_text(name)
