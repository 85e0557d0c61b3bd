"""Is a term explained where it stands, by mouse, finger and keys, and without the server?"""

import re

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from scripts.protocol import STREAM
from tests.e2e.opening import at_rest
from tests.e2e.test_accessible import AXE, AXE_SCRIPT
from tests.e2e.waiting import frames, until
from ui.page import course
from ui.words import terms
from ui.words.text import LANGUAGES, label

TERMS = terms.terms()
LOOKS = [(lang, width) for lang in LANGUAGES for width in (1280, 390)]
IN_WINDOW = """card => {
    const box = card.getBoundingClientRect()
    return box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
}"""


def open_page(page: Page, url: str, address: str, lang: str, width: int = 1280) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{url}/{address}?lang={lang}")
    at_rest(page)


def mention(page: Page, key: str) -> Locator:
    return page.get_by_test_id("stMain").locator(f"a[href*='#term-{key}']")


def card(page: Page) -> Locator:
    return page.get_by_role("dialog")


def opened(page: Page, key: str, lang: str) -> None:
    """The card of the term is there, whole, with its words, its picture and its ways on."""
    term = TERMS[key]
    expect(card(page)).to_be_visible()
    expect(card(page)).to_have_accessible_name(term.name[lang])
    expect(card(page)).to_contain_text(term.about[lang])
    expect(card(page).get_by_role("img")).to_have_attribute("aria-label", term.alt[lang])
    expect(mention(page, key)).to_have_attribute("aria-expanded", "true")
    assert card(page).evaluate(IN_WINDOW)


@pytest.mark.parametrize(("lang", "width"), LOOKS)
def test_a_card_opens_by_a_tap_and_by_keys_alone_and_the_server_hears_nothing(
    page, app_url, lang, width
):
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        if socket.url.endswith(STREAM):
            socket.on("framesent", lambda frame: sent.append(frame))

    page.on("websocket", listen)
    open_page(page, app_url, "Convolution", lang, width)
    expect(mention(page, "kernel")).to_have_attribute("aria-haspopup", "dialog")
    before = len(sent)
    assert before
    by_taps(page, lang, width)
    assert len(sent) == before
    by_keys(page, lang)
    frames(page)
    assert len(sent) == before


def by_taps(page: Page, lang: str, width: int) -> None:
    for key in ("kernel", "stride", "feature-map"):
        mention(page, key).click()
        opened(page, key, lang)
    expect(card(page)).to_have_count(1)
    mention(page, "feature-map").click()  # again: it closes
    expect(card(page)).to_have_count(0)
    expect(mention(page, "feature-map")).to_have_attribute("aria-expanded", "false")
    mention(page, "feature-map").click()
    opened(page, "feature-map", lang)
    page.mouse.click(width - 3, 3)  # beside it
    expect(card(page)).to_have_count(0)
    frames(page)


def by_keys(page: Page, lang: str) -> None:
    mention(page, "kernel").focus()
    page.keyboard.press("Enter")
    opened(page, "kernel", lang)
    expect(card(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(mention(page, "kernel")).to_be_focused()
    page.keyboard.press("Enter")
    opened(page, "kernel", lang)
    stops = [
        card(page).get_by_role("button", name=label("frame.term-close", lang)),
        card(page).get_by_role("link").first,
        card(page).get_by_role("link", name=label("frame.term-all", lang)),
    ]
    for stop in stops:
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    page.keyboard.press("Tab")  # out of it, and on from the mention
    expect(card(page)).to_have_count(0)
    expect(mention(page, "feature-map")).to_be_focused()
    page.keyboard.press("Enter")
    opened(page, "feature-map", lang)
    page.keyboard.press("Shift+Tab")
    expect(mention(page, "feature-map")).to_be_focused()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_card_leads_to_all_terms_and_to_the_section_that_explains(page, app_url, lang):
    open_page(page, app_url, "AlexNet", lang)
    mention(page, "tanh").click()
    opened(page, "tanh", lang)
    card(page).get_by_role("link", name=label("frame.term-all", lang)).click()
    expect(page.locator("summary:has(#term-tanh)")).to_be_focused()
    expect(page.locator("h3#term-tanh")).to_be_in_viewport()
    expect(card(page)).to_have_count(0)
    stride = page.locator(".glossary .term:has(#term-stride)")
    stride.get_by_role("link").click()
    expect(page.locator("h2#size")).to_be_focused()
    assert re.search(rf"/Convolution\?lang={lang}#size$", page.url)


def test_what_cannot_be_fetched_leads_to_the_page_of_all_terms(page, app_url):
    page.route("**/static/components/term_cards.*", lambda route: route.abort())
    open_page(page, app_url, "Convolution", "en")
    mention(page, "bias").click()
    expect(page.locator("summary:has(#term-bias)")).to_be_focused()


@pytest.mark.parametrize(
    "without",
    [
        "delete HTMLElement.prototype.popover",
        "for (const kind of ['localStorage', 'sessionStorage']) Object.defineProperty(window, kind,"
        " { get() { throw new DOMException('off', 'SecurityError') } })",
    ],
    ids=["popover", "storage"],
)
def test_an_older_browser_and_one_that_keeps_nothing(page, app_url, without):
    page.add_init_script(without)
    open_page(page, app_url, "Convolution", "en")
    mention(page, "bias").click()
    if "popover" in without:
        expect(page.locator("summary:has(#term-bias)")).to_be_focused()
    else:
        opened(page, "bias", "en")


def test_what_is_drawn_again_is_marked_in_the_same_place(page, app_url):
    open_page(page, app_url, "", "en")
    walk = page.get_by_test_id("stMain").locator("a[href*='#term-']:not(.closing *)")
    before = walk.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert before
    page.get_by_role("radio", name="7", exact=True).click()
    at_rest(page)
    until(
        page, lambda: walk.evaluate_all("all => all.map(one => one.getAttribute('href'))") == before
    )


@pytest.mark.parametrize(("lang", "scheme"), [("en", "dark"), ("ko", "light")])
def test_axe_finds_nothing_while_a_card_is_open(page, app_url, lang, scheme):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    open_page(page, app_url, "Convolution", lang, 390)
    mention(page, "kernel").click()
    opened(page, "kernel", lang)
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(AXE) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_all_terms_has_all_of_them_by_their_letters(page, app_url, lang):
    open_page(page, app_url, "Glossary", lang, 390)
    expect(page.locator(".glossary .term")).to_have_count(len(TERMS))
    names = page.locator(".glossary h3").evaluate_all(
        "all => all.map(one => one.firstChild.data.trim())"
    )
    wanted = [term.name[lang] for term in TERMS.values()]
    assert sorted(names) == sorted(wanted)
    if lang == "en":
        assert names == page.evaluate("all => all.sort(new Intl.Collator('en').compare)", wanted)
    hangul = [name for name in names if "가" <= name[0] <= "힣"]
    assert hangul == page.evaluate("all => all.sort(new Intl.Collator('ko').compare)", hangul)
    letters = page.get_by_role("navigation", name=label("glossary.letters", lang)).get_by_role(
        "link"
    )
    last = letters.last
    name = last.inner_text()
    last.click()
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_focused()
    expect(page.get_by_test_id("stMain").get_by_role("link", name="Next")).to_have_count(0)


def test_the_last_lesson_leads_to_the_guesses_and_not_to_the_glossary(page, app_url):
    last = [entry for entry in course.PAGES if entry.is_lesson][-1]
    open_page(page, app_url, last.address, "en")
    onward = page.locator(".st-key-next-page").get_by_role("link")
    expect(onward).to_have_attribute("href", re.compile(r"^(\S*/)?Your_Guesses\b"))
    expect(page.locator(".pages a[href^='./Glossary']")).to_have_count(1)
