"""Does one find things all over the course, by keys alone and by finger, in both languages?"""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect

from scripts.running_app import RunningApp
from tests.e2e.opening import at_rest
from tests.e2e.test_accessible import AXE, SMALL
from tests.e2e.waiting import frames
from ui.words.text import Text, label

LANGUAGES = ["en", "ko"]
# What a visitor types, and the section of Convolution, or another page, that it leads to.
TYPED = {"en": "exactly where", "ko": "정확한 자리가"}
FETCHED = re.compile(r"/static/components/(search_index|search_find|minisearch)\.")
FOCUSED = "document.activeElement.matches('.search-dialog *, body')"


def open_page(page: Page, url: str, address: str, lang: str) -> None:
    page.goto(f"{url}/{address}?lang={lang}")
    at_rest(page)


def dialog(page: Page) -> Locator:
    return page.locator(".search-dialog")


def field(page: Page) -> Locator:
    return page.locator(".search-input")


def hits(page: Page) -> Locator:
    return dialog(page).get_by_role("option")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_by_keys_alone_one_comes_to_a_section_of_another_page(page, app_url, lang):
    open_page(page, app_url, "", lang)
    expect(page.get_by_role("button", name=label("frame.search-open", lang))).to_have_count(1)
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    expect(dialog(page).get_by_role("status")).to_have_text(label("frame.search-hint", lang))
    field(page).press_sequentially(TYPED[lang])
    expect(hits(page).first).to_contain_text(Text("convolution", lang).heading("pool"))
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    for key in ("ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
    selected = dialog(page).locator("[aria-selected=true]")
    expect(selected).to_have_count(1)
    expect(field(page)).to_have_attribute(
        "aria-activedescendant", selected.get_attribute("id") or ""
    )
    page.keyboard.press("Enter")
    expect(dialog(page)).to_be_hidden()
    expect(page.locator("h2#pool")).to_be_focused(timeout=60_000)
    expect(page.locator("h2#pool")).to_be_in_viewport()
    expect(page).to_have_url(f"{app_url}/Convolution?lang={lang}#pool")
    page.go_back()  # it was the same visit
    expect(page.get_by_role("heading", level=1)).to_have_text(Text("home", lang).heading("title"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_by_finger_on_a_phone_the_same(phone, app_url, lang):
    open_page(phone, app_url, "", lang)
    phone.get_by_role("button", name=label("frame.search-open", lang)).tap()
    field(phone).fill(TYPED[lang])
    expect(hits(phone).first).to_be_visible()
    box, window = dialog(phone).bounding_box(), phone.viewport_size
    assert box and window and box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
    low = [hit.bounding_box() for hit in hits(phone).all()]
    assert all(one and one["height"] >= 44 for one in low)
    hits(phone).first.tap()
    expect(dialog(phone)).to_be_hidden()
    expect(phone.locator("#pool")).to_be_in_viewport(timeout=60_000)
    expect(phone).to_have_url(f"{app_url}/Convolution?lang={lang}#pool")


def test_the_focus_stays_in_the_dialog_until_escape_gives_it_back(page, app_url):
    open_page(page, app_url, "Convolution", "en")
    button = page.get_by_role("button", name=label("frame.search-open", "en"))
    button.focus()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED)
    page.get_by_role("button", name=label("frame.search-close", "en")).focus()
    page.keyboard.press("/")  # a second one, beside the field
    expect(field(page)).to_be_focused()
    page.keyboard.type("/")  # and one in it
    expect(field(page)).to_have_value("/")
    expect(dialog(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_slash_that_is_typed_somewhere_opens_nothing(page, app_url):
    open_page(page, app_url, "Convolution", "en")
    page.get_by_test_id("stNumberInputField").first.focus()
    page.keyboard.press("/")
    frames(page)
    expect(dialog(page)).to_be_hidden()


def test_the_slash_can_be_switched_off_for_good_and_on_again(page, app_url):
    """WCAG 2.1.4: whoever speaks to the computer must not open it by a word."""
    open_page(page, app_url, "Convolution", "en")
    page.keyboard.press("/")
    switch = page.get_by_role("checkbox", name=label("frame.search-slash", "en"))
    switch.uncheck()
    page.keyboard.press("Escape")
    for again in (False, True):
        if again:
            open_page(page, app_url, "Convolution", "en")
        page.keyboard.press("/")
        frames(page)
        expect(dialog(page)).to_be_hidden()
    page.get_by_role("button", name=label("frame.search-open", "en")).click()
    switch.check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()


@pytest.mark.parametrize(("lang", "typed"), [("ko", "pooling"), ("en", "풀링"), ("en", "poling")])
def test_the_other_language_and_a_slip_find_it_too(page, app_url, lang, typed):
    open_page(page, app_url, "", lang)
    page.keyboard.press("/")
    field(page).fill(typed)
    expect(hits(page).first).to_contain_text("풀링" if lang == "ko" else "pooling")
    expect(hits(page).first).to_have_attribute("href", re.compile(rf"[?&]lang={lang}\b"))


def test_very_much_and_markup_stay_words(page, app_url):
    open_page(page, app_url, "", "en")
    page.keyboard.press("/")
    said = dialog(page).get_by_role("status")
    expect(said).to_have_text(label("frame.search-hint", "en"))
    field(page).fill("<img src=x onerror=document.title='hurt'>" * 250)
    nothing = label("frame.search-nothing", "en").partition("%q")[0]
    expect(said).to_contain_text(f"{nothing}<img src=x")
    expect(said).to_contain_text("200")
    assert len(said.inner_text()) < 300
    expect(dialog(page).locator("img")).to_have_count(0)
    assert page.title() != "hurt"
    field(page).fill("<mark>pooling</mark>")
    expect(dialog(page).locator("mark mark, .search-list script")).to_have_count(0)
    field(page).fill("pooling " + "x" * 10_000)
    expect(hits(page).first).to_contain_text("pooling")


def test_an_index_that_does_not_come_is_asked_for_again(page, app_url):
    open_page(page, app_url, "", "en")
    page.route(re.compile("search_index"), lambda route: route.abort())
    page.keyboard.press("/")
    field(page).fill("pooling")
    said = dialog(page).get_by_role("status")
    expect(said).to_have_text(label("frame.search-failed", "en"))
    page.unroute_all()
    expect(hits(page).first).to_contain_text("pooling")


def test_nothing_of_it_is_loaded_before_it_is_opened(page, app_url):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    open_page(page, app_url, "", "en")
    assert not [each for each in loaded if FETCHED.search(each)]
    page.keyboard.press("/")
    field(page).fill("pooling")
    expect(hits(page).first).to_be_visible()
    assert len([each for each in loaded if FETCHED.search(each)]) == 3


def test_on_the_page_itself_its_address_keeps_what_else_it_says(page, app_url):
    page.goto(f"{app_url}/LeNet?lang=en&network=lenet1")
    at_rest(page)
    page.keyboard.press("/")
    field(page).fill("see every map")
    expect(hits(page).first).to_contain_text(Text("lenet", "en").heading("connections"))
    page.keyboard.press("Enter")
    expect(page.locator("h2#connections")).to_be_focused(timeout=60_000)
    expect(page).to_have_url(re.compile(r"network=lenet1.*#connections$"))


@pytest.mark.parametrize(("lang", "width", "scheme"), [("en", 1280, "light"), ("ko", 390, "dark")])
def test_axe_finds_nothing_in_it(page, app_url, lang, width, scheme):
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, app_url, "", lang)
    page.evaluate(AXE_SCRIPT)
    page.keyboard.press("/")
    field(page).fill("합성곱")
    expect(hits(page).first).to_contain_text("convolution")
    assert page.evaluate(AXE) + page.evaluate(SMALL) == []
    field(page).fill("xyzzyx")
    expect(hits(page)).to_have_count(0)
    assert page.evaluate(AXE) == []


@pytest.mark.slow
def test_under_plain_streamlit_it_comes_with_the_page_once_it_is_opened(page):
    with RunningApp(plain=True) as app:
        open_page(page, app.url, "", "ko")
        page.keyboard.press("/")
        field(page).fill("합성곱을")
        expect(hits(page).first).to_contain_text("convolution", timeout=60_000)
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"/Glossary\?lang=ko#term-convolution$"))
        title = Text("glossary", "ko").heading("title")
        expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=60_000)
        at_rest(page)
        page.keyboard.press("/")
        field(page).fill("풀링")
        expect(hits(page).first).to_contain_text("pooling", timeout=60_000)
