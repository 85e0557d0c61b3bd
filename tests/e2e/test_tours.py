"""In a real browser: the short route by the keyboard alone, the way back to where one left, and
the page of all guesses, asked again, saved and on paper.
"""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.opening import at_rest
from tests.e2e.test_accessible import AXE, AXE_SCRIPT
from tests.e2e.waiting import until
from ui.page import course
from ui.words.text import label

KEY = "how-cnns-began.progress"
GUESSES = {"home.guess": "few", "lenet.lesion": "m3", "imagenet.fall": "y2012"}
STOPS = 400  # of the Tab key, until a link must have been met


def opened(page: Page, url: str, address: str, lang: str = "en") -> None:
    path, sharp, section = address.partition("#")
    page.goto(f"{url}/{path}{'&' if '?' in path else '?'}lang={lang}{sharp}{section}")
    at_rest(page)


def known(page: Page, guesses: dict[str, str], last: list[Any]) -> None:
    """A browser that has been here before."""
    done = [each for name, option in guesses.items() for each in (name, f"{name}:{option}")]
    kept = json.dumps({"epoch": 1, "done": done, "last": last})
    page.add_init_script(
        f"if (!localStorage.getItem({KEY!r})) localStorage.setItem({KEY!r}, {kept!r})"
    )


def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Presses the Tab key until the keyboard stands on this element."""
    for _ in range(STOPS):
        if wanted.evaluate("wanted => wanted === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard does not get there")


def bar(page: Page) -> Locator:
    return page.locator("nav.tour")


@pytest.mark.parametrize("short", [1280, 390], indirect=True)
def test_the_route_by_the_keyboard_from_home_to_the_last_exhibit(short, app_url):
    opened(short, app_url, "")
    tab_to(short, short.locator(".ways a").first)
    short.keyboard.press("Enter")
    for number, name in enumerate(course.TOUR, 1):
        entry, exhibit = course.parted(name)
        stop = label("tour.stop", "en", minutes=10, number=number, all=len(course.TOUR))
        expect(bar(short)).to_contain_text(stop)
        expect(short).to_have_url(re.compile(rf"/{entry.address}\?.*tour={number}\b"))
        at_rest(short)
        heading = short.locator(f"h2#{exhibit}")
        if short.url.endswith(f"#{exhibit}"):
            expect(heading).to_be_focused()  # it leads straight there
            clear = "heading => heading.getBoundingClientRect().top"
            below = bar(short).evaluate("bar => bar.getBoundingClientRect().bottom")
            assert heading.evaluate(clear) >= below
        expect(bar(short)).to_be_in_viewport(ratio=1)
        if number < len(course.TOUR):
            tab_to(short, bar(short).locator(".on"), "Shift+Tab")
            short.keyboard.press("Enter")
    assert short.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tab_to(short, bar(short).locator(".on"))
    short.keyboard.press("Enter")
    expect(short.get_by_role("heading", level=1)).to_have_text(label("page.guesses", "en"))
    expect(bar(short)).to_have_count(0)


def test_the_route_survives_a_reload_back_and_another_language(short, app_url):
    opened(short, app_url, "")
    short.locator(".ways a").first.click()
    expect(bar(short)).to_be_visible()
    at_rest(short)
    bar(short).locator(".on").click()
    expect(short).to_have_url(re.compile(r"/LeNet\?.*tour=2"))
    at_rest(short)
    short.reload()
    expect(bar(short)).to_contain_text("2 of 5")
    at_rest(short)
    short.locator(".pages a", has_text="Convolution").first.click()  # beside the route
    expect(short.locator("h2#apart")).to_be_visible()
    expect(bar(short)).to_have_count(0)
    at_rest(short)
    short.locator(".pages a", has_text=label("page.training", "en")).first.click()
    expect(bar(short)).to_contain_text("3 of 5")
    at_rest(short)
    short.get_by_text("한국어", exact=True).click()
    stop = label("tour.stop", "ko", minutes=10, number=3, all=5)
    expect(bar(short)).to_contain_text(stop)
    at_rest(short)
    short.go_back()
    expect(bar(short)).to_contain_text("3 of 5")
    at_rest(short)
    short.go_back()
    expect(short.locator("h2#apart")).to_be_visible()
    expect(bar(short)).to_have_count(0)
    at_rest(short)
    short.go_back()
    expect(bar(short)).to_contain_text("2 of 5")
    at_rest(short)
    bar(short).get_by_role("link").last.click()
    expect(bar(short)).to_have_count(0)
    expect(short.locator("h2#lesion")).to_have_count(1)  # the one of the run before is gone
    expect(short.locator("h2#lesion")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_home_leads_to_where_one_left(short, app_url, lang):
    known(short, {}, [5, "lenet.lesion"])
    opened(short, app_url, "", lang)
    left = short.locator(".ways .last a")
    expect(left).to_contain_text(label("page.lenet", lang))
    at_rest(short)
    left.click()
    expect(short.locator("h2#lesion")).to_be_in_viewport()
    at_rest(short)
    kept = "key => JSON.parse(localStorage.getItem(key)).last"
    assert short.evaluate(kept, KEY)[1] == "lenet.lesion"
    short.locator(".pages a", has_text=label("page.convolution", lang)).first.click()
    expect(short.locator("h2#apart")).to_be_visible()
    until(short, lambda: short.evaluate(kept, KEY)[1] == "convolution")


@pytest.mark.parametrize("last", [[5, "no.such"], [5, "home.guess:few"], "x", [2**60, "draw"]])
def test_a_place_that_the_browser_makes_up_is_none(short, app_url, last):
    known(short, GUESSES, last)
    opened(short, app_url, "")
    expect(short.locator(".progress-line")).to_have_attribute("data-done", "3")
    expect(short.locator(".ways .last a")).to_have_text(label("home.choose", "en"))


def test_without_storage_the_route_and_the_guesses_work(short, app_url):
    short.add_init_script(
        "for (const kind of ['localStorage', 'sessionStorage']) Object.defineProperty(window, kind,"
        " { get() { throw new DOMException('off', 'SecurityError') } })"
    )
    opened(short, app_url, "")
    short.locator(".ways a").first.click()
    expect(bar(short)).to_be_visible()
    at_rest(short)
    short.locator(".pages a", has_text=label("page.guesses", "en")).first.click()
    expect(short.locator(".nothing-yet")).to_be_visible()
    at_rest(short)
    short.locator(".pages a", has_text="Home").first.click()
    expect(short.locator(".ways .last a")).to_contain_text(label("page.draw", "en"))


@pytest.mark.parametrize("short", [1280, 390], indirect=True)
@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("ko", "dark")])
def test_guesses_are_asked_again_by_keyboard_and_compared(short, app_url, lang, scheme):
    short.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    known(short, GUESSES, [0, ""])
    opened(short, app_url, "Your_Guesses", lang)
    expect(short.locator(".guess")).to_have_count(len(GUESSES))
    at_rest(short)
    short.evaluate(AXE_SCRIPT)
    assert short.evaluate(AXE) == []
    tab_to(short, short.locator(".st-key-guesses-begin button"))
    short.keyboard.press("Enter")
    asked = short.get_by_test_id("stMain").get_by_role("radiogroup")
    expect(asked).to_have_count(len(GUESSES))
    expect(short.locator(".guess")).to_have_count(0)  # nothing gives the answers away
    expect(asked.get_by_role("radio", checked=True)).to_have_count(0)
    at_rest(short)
    assert short.evaluate(AXE) == []
    right = label("question.imagenet.fall.y2015", lang)
    choice = short.get_by_role("radio", name=right)
    choice.focus()
    short.keyboard.press("Space")
    expect(choice).to_be_checked()
    at_rest(short)
    short.locator(".st-key-guesses-compare button").focus()
    short.keyboard.press("Enter")
    said = label("guesses.more", lang, asked=1, now=1, then=0, more=1)
    expect(short.locator(".answer").first).to_contain_text(said)
    at_rest(short)
    assert short.evaluate(AXE) == []
    assert short.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_guesses_can_be_saved_and_are_whole_on_paper(short, app_url, lang, tmp_path: Path):
    known(short, GUESSES, [0, ""])
    opened(short, app_url, "Your_Guesses", lang)
    expect(short.locator(".guess")).to_have_count(len(GUESSES))
    at_rest(short)
    with short.expect_download() as download:
        short.locator(".st-key-guesses-save button").click()
    download.value.save_as(tmp_path / "kept.txt")
    text = (tmp_path / "kept.txt").read_text("utf-8-sig")
    assert download.value.suggested_filename == label("guesses.file", lang)
    assert label("question.imagenet.fall.y2012", lang) in text
    short.evaluate("window.print = () => { window.printed = true }")
    short.get_by_role("button", name=label("frame.print", lang), exact=True).click()
    assert short.evaluate("window.printed")
    short.emulate_media(media="print")
    for gone in (".st-key-guesses-tools", ".st-key-guesses-begin", ".unasked", ".st-key-next-page"):
        expect(short.locator(gone).first).to_be_hidden()
    expect(short.get_by_test_id("stSidebar")).to_be_hidden()
    for shown in (".guess", ".to-keep dd"):
        expect(short.locator(shown).last).to_be_visible()
    height = "document.querySelector('[data-testid=stMain]').scrollHeight"
    overflow = "getComputedStyle(document.querySelector('[data-testid=stMain]')).overflow"
    assert short.evaluate(height) > 844 and short.evaluate(overflow) == "visible"
