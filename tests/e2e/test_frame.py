"""In a real browser: does the language stay, does progress stay, can Home be used by anyone?"""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, WebSocketRoute, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from scripts.running_app import RunningApp
from tests.e2e.opening import at_rest
from tests.e2e.waiting import nothing_for, until
from ui.page.course import PAGES, short_way
from ui.words.text import LANGUAGES, label, sections

HOME, DRAW = PAGES[0], next(entry for entry in PAGES if entry.name == "draw")
LOCALE = {"en": "en-GB", "ko": "ko-KR"}
PHONE = {"width": 390, "height": 844}


def title(name: str, lang: str) -> str:
    return sections(name, lang)["title"].heading


def settled(page: Page, name: str, lang: str) -> None:
    """Page `name` stands there in `lang`: heading, tab, address and the document's language."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title(name, lang), timeout=30_000)
    at_rest(page)
    expect(page).to_have_title(f"{label(f'page.{name}', lang)} · {label('frame.product', lang)}")
    expect(page).to_have_url(re.compile(rf"[?&]lang={lang}\b"))
    expect(page.locator("html")).to_have_attribute("lang", lang)


def nav(page: Page, name: str, lang: str) -> Locator:
    sidebar = page.get_by_test_id("stSidebar")
    return sidebar.get_by_role("link", name=label(f"page.{name}", lang), exact=True)


def switch(page: Page, lang: str) -> None:
    page.get_by_test_id("stSidebar").get_by_role(
        "radio", name=label("frame.own-name", lang)
    ).click()


def other(lang: str) -> str:
    return LANGUAGES[1 - LANGUAGES.index(lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_stays_on_every_way_through_a_fresh_server(page: Page, fresh_app, lang):
    page.goto(f"{fresh_app.url}/Draw?lang={lang}")  # a deep link, and the server's first visitor
    settled(page, "draw", lang)
    nav(page, "home", lang).click()
    settled(page, "home", lang)
    switch(page, other(lang))
    settled(page, "home", other(lang))
    nav(page, "draw", other(lang)).click()
    settled(page, "draw", other(lang))
    page.go_back()
    settled(page, "home", other(lang))
    page.go_back()
    settled(page, "home", lang)  # before the switch
    page.go_forward()
    settled(page, "home", other(lang))
    page.reload()
    settled(page, "home", other(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_browser_s_language_is_the_first_guess(browser, app_url, lang):
    context = browser.new_context(locale=LOCALE[lang])
    page = context.new_page()
    page.goto(app_url)
    settled(page, "home", lang)
    nav(page, "draw", lang).click()
    settled(page, "draw", lang)
    context.close()


def test_a_language_we_do_not_have_leaves_a_note_until_one_moves_on(page: Page, app_url):
    page.goto(f"{app_url}/Draw?lang=tlh")
    settled(page, "draw", "en")
    note = page.get_by_text(label("frame.language-refused", "en"))
    expect(note).to_be_visible()
    nav(page, "home", "en").click()
    settled(page, "home", "en")
    expect(note).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_page_leads_home_with_a_calm_sentence(page: Page, app_url, lang):
    page.goto(f"{app_url}/nosuch?lang={lang}")
    settled(page, "home", lang)
    expect(page.get_by_text(label("home.lost", lang))).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_every_page_has_one_h1_and_headings_in_order(page: Page, app_url):
    page.goto(f"{app_url}/?lang=en")
    for entry in PAGES:
        nav(page, entry.name, "en").click()
        settled(page, entry.name, "en")
        levels = [
            int(tag[1])
            for tag in page.locator("h1, h2, h3, h4").evaluate_all(
                "all => all.map(one => one.tagName)"
            )
        ]
        assert levels.count(1) == 1 and levels[0] == 1, entry.name
        assert all(after - before <= 1 for before, after in pairwise(levels)), entry.name


# Progress


def done(page: Page, lang: str, count: int) -> None:
    """So much is done, on the short way and beyond it, and the sidebar says how much of each."""
    line = page.get_by_test_id("stSidebar").locator(".progress-line")
    expect(line).to_have_attribute("data-done", str(count), timeout=60_000)
    short, beyond = (int(number) for number in line.locator("b").all_text_contents())
    assert short + beyond == count
    expect(line).to_contain_text(label("frame.progress", lang, done=short, all=len(short_way())))
    expect(line.locator(".beyond")).to_be_visible(visible=beyond > 0)


def remembered(page: Page, exhibit: str) -> None:
    """The browser has noted `exhibit`, whatever the sidebar shows."""
    kept = "localStorage.getItem('how-cnns-began.progress') ?? ''"
    until(page, lambda: exhibit in page.evaluate(kept))


def guess(page: Page) -> None:
    page.get_by_role("radio", name=label("question.home.guess.hundred", "en"), exact=True).click()


def open_home(page: Page, url: str) -> None:
    page.goto(f"{url}/?lang=en")
    settled(page, "home", "en")


def test_progress_survives_a_reload_and_a_restart_of_the_server(page: Page, fresh_app: RunningApp):
    open_home(page, fresh_app.url)
    done(page, "en", 0)
    guess(page)
    done(page, "en", 1)
    page.reload()
    done(page, "en", 1)
    fresh_app.restart()
    open_home(page, fresh_app.url)
    done(page, "en", 1)


def test_progress_that_does_not_reach_the_server_is_told_again(page: Page, app_url):
    told = 0

    def sit(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def onward(frame: bytes | str) -> None:
            nonlocal told
            tells = isinstance(frame, bytes) and tells_progress(frame)
            told += tells
            if not tells or told > 1:  # the first is lost
                server.send(frame)

        socket.on_message(onward)
        server.on_message(socket.send)

    open_home(page, app_url)
    guess(page)
    remembered(page, "home.guess")
    page.route_web_socket("**/_stcore/stream", sit)
    page.reload()
    done(page, "en", 1)  # by the browser's own copy, whatever the server knows
    until(page, lambda: told > 1)


def tells_progress(frame: bytes) -> bool:
    widgets = BackMsg.FromString(frame).rerun_script.widget_states.widgets
    return any(w.id.endswith("-progress-store") and "stored" in w.json_value for w in widgets)


def test_what_is_done_in_a_fragment_counts_at_once_and_survives_a_reload(page: Page, app_url):
    open_home(page, app_url)
    clear = page.get_by_role("button", name=label("frame.clear-progress", "en"))
    expect(clear).to_be_hidden()
    page.get_by_role("radio", name="7", exact=True).click()  # only the fragment runs again
    expect(page.locator(".distances .nearest b")).to_have_text("7")
    done(page, "en", 1)
    remembered(page, "home.walk")
    page.reload()
    done(page, "en", 1)
    page.get_by_role("radio", name="4", exact=True).click()
    clear.click()
    done(page, "en", 0)
    expect(clear).to_be_hidden()


def test_two_tabs_add_to_each_other_and_what_one_clears_stays_cleared(
    context: BrowserContext, app_url
):
    first, second = context.new_page(), context.new_page()
    open_home(first, app_url)
    open_home(second, app_url)
    guess(first)
    done(first, "en", 1)
    done(second, "en", 1)
    second.get_by_role("radio", name="7", exact=True).click()
    expect(second.locator(".distances .nearest b")).to_have_text("7")
    done(first, "en", 2)
    first.get_by_role("button", name=label("frame.clear-progress", "en")).click()
    done(first, "en", 0)
    done(second, "en", 0)
    second.reload()
    done(second, "en", 0)


@pytest.mark.parametrize(
    "stored", ["{", "7", '{"epoch":-1,"done":[]}', '{"epoch":1}', "x" * 50_000]
)
def test_a_spoilt_copy_in_the_browser_does_no_harm(page: Page, app_url, stored):
    page.add_init_script(f"localStorage.setItem('how-cnns-began.progress', {stored!r})")
    open_home(page, app_url)
    done(page, "en", 0)


def runs(page: Page) -> list[str]:
    """Collects the state changes of the script: "running" once for each run."""
    page.add_init_script("""
        window.runs = 0
        new MutationObserver(() => {
            const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState
            if (state === "running" && window.lastState !== "running") window.runs++
            window.lastState = state
        }).observe(document, { subtree: true, childList: true, attributes: true })
    """)
    return []


@pytest.mark.parametrize(
    ("stored", "expected"), [(None, 1), ('{"epoch":1,"done":["home.walk"]}', 2)]
)
def test_restoring_costs_one_more_run_and_only_when_there_is_something(
    page: Page, app_url, stored, expected
):
    runs(page)
    if stored:
        page.add_init_script(f"localStorage.setItem('how-cnns-began.progress', {stored!r})")
    open_home(page, app_url)
    done(page, "en", expected - 1)
    nothing_for(page, 1_500, "one run more, were it asked for")
    assert page.evaluate("window.runs") <= expected


# The timeline


def event(page: Page, name: str, lang: str = "en") -> Locator:
    title = sections("timeline", lang)[name].heading
    return page.locator(".timeline .event").filter(has_text=title)


def opened(page: Page, name: str, lang: str = "en") -> None:
    expect(event(page, name, lang)).to_have_attribute("aria-expanded", "true", timeout=15_000)
    heading = sections("timeline", lang)[name].heading
    expect(page.locator(".timeline .panel h3")).to_have_text(heading)


def test_an_event_opens_without_the_server_and_stays_in_the_address(page: Page, app_url):
    open_home(page, app_url)
    event(page, "mnist-1994").click()
    opened(page, "mnist-1994")
    expect(page).to_have_url(re.compile("event=mnist-1994"))
    switch(page, "ko")
    settled(page, "home", "ko")
    opened(page, "mnist-1994", "ko")
    expect(page).to_have_url(re.compile("event=mnist-1994"))
    page.reload()
    settled(page, "home", "ko")
    opened(page, "mnist-1994", "ko")


def test_the_arrow_keys_walk_through_the_years(page: Page, app_url):
    page.goto(f"{app_url}/?lang=en&event=mnist-1994")
    settled(page, "home", "en")
    opened(page, "mnist-1994")
    event(page, "mnist-1994").focus()
    page.keyboard.press("ArrowRight")
    opened(page, "cheques-1996")
    expect(event(page, "cheques-1996")).to_be_focused()
    page.keyboard.press("ArrowUp")
    opened(page, "mnist-1994")
    page.keyboard.press("Home")
    opened(page, "cells-1959")
    page.keyboard.press("ArrowLeft")
    opened(page, "cells-1959")
    remembered(page, "home.timeline")  # three have been opened
    page.reload()
    done(page, "en", 1)


def test_a_relative_can_be_followed(page: Page, app_url):
    page.goto(f"{app_url}/?lang=en&event=lenet1-1990")
    opened(page, "lenet1-1990")
    page.locator(".timeline .related").get_by_role("button", name="AlexNet").click()
    opened(page, "alexnet-2012")


# Links inside the app

HERE = "window.stillHere = true"


def arrived(page: Page, section: str) -> None:
    """The section is in view, its heading has the focus, and nothing was loaded anew."""
    heading = page.locator(f'[id="{section}"]')
    expect(heading).to_be_focused(timeout=60_000)
    expect(heading).to_be_in_viewport()
    assert page.evaluate("window.stillHere") is True


def test_an_event_leads_to_its_exhibit_by_mouse_and_back(page: Page, app_url):
    page.goto(f"{app_url}/?lang=ko&event=lenet1-1990")
    settled(page, "home", "ko")
    opened(page, "lenet1-1990", "ko")
    page.evaluate(HERE)
    page.locator(".timeline .see a").click()
    arrived(page, "table")
    expect(page).to_have_url(f"{app_url}/LeNet?network=lenet1&layer=H3&lang=ko#table")
    assert len(page.context.pages) == 1
    page.go_back()
    settled(page, "home", "ko")
    assert page.evaluate("window.stillHere") is True


def test_an_event_leads_to_its_exhibit_by_the_keys(page: Page, app_url):
    page.goto(f"{app_url}/?lang=en&event=mnist-1994")
    settled(page, "home", "en")
    opened(page, "mnist-1994")
    page.evaluate(HERE)
    event(page, "mnist-1994").focus()
    page.keyboard.press("Tab")
    expect(page.locator(".timeline .see a")).to_be_focused()
    page.keyboard.press("Enter")
    arrived(page, "browse")


def test_a_link_in_a_text_goes_on_in_the_same_visit(page: Page, app_url):
    page.goto(f"{app_url}/Draw?lang=ko")
    settled(page, "draw", "ko")
    page.evaluate(HERE)
    page.locator('.prose a[href*="/LeNet"]').first.click()
    arrived(page, "lab")
    expect(page).to_have_url(f"{app_url}/LeNet?lang=ko#lab")
    assert len(page.context.pages) == 1


# The keyboard, and those who listen


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sidebar_is_a_landmark_that_tells_the_page_and_shows_the_focus(page, app_url, lang):
    page.goto(f"{app_url}/Draw?lang={lang}")
    settled(page, "draw", lang)
    landmark = page.get_by_role("navigation", name=label("frame.pages", lang))
    links = landmark.locator("a:not([data-section])")  # without the sections of the page
    expect(links).to_have_count(len(PAGES))
    expect(landmark.locator("[aria-current=page]")).to_have_text(
        re.compile(re.escape(label("page.draw", lang)))
    )
    links.first.focus()
    page.keyboard.press("Tab")
    ring = (
        "one => getComputedStyle(one).outlineStyle + parseInt(getComputedStyle(one).outlineWidth)"
    )
    assert links.nth(1).evaluate(ring) == "solid3"
    page.keyboard.press("Enter")
    settled(page, PAGES[1].name, lang)
    expect(links.nth(1)).to_have_attribute("aria-current", "page")
    expect(landmark.locator("[aria-current=page]")).to_have_count(1)
    expect(page.get_by_role("link", name="Link to heading")).to_have_count(0)
    close = page.get_by_test_id("stSidebarCollapseButton").locator("button")
    expect(close).to_have_attribute("aria-label", label("frame.name-close", lang))


# The phone


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sidebar_makes_way_on_a_phone(browser, app_url, lang):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    sidebar = page.get_by_test_id("stSidebar")

    def uncovered() -> None:
        expect(sidebar).to_have_attribute("data-collapsed", "true")
        middle = "document.elementFromPoint(60, 300).closest('[data-testid=stSidebar]')"
        assert page.evaluate(middle) is None

    page.goto(f"{app_url}/Draw?lang={lang}")
    settled(page, "draw", lang)
    uncovered()
    page.get_by_role("button", name=label("frame.name-open", lang)).tap()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    switch(page, other(lang))  # who changes the language goes on from there
    settled(page, "draw", other(lang))
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    nav(page, "home", other(lang)).tap()
    settled(page, "home", other(lang))
    uncovered()
    page.get_by_role("button", name=label("frame.name-open", other(lang))).tap()
    expect(sidebar).to_have_attribute("data-collapsed", "false")
    page.reload()
    settled(page, "home", other(lang))
    uncovered()
    page.go_back()
    settled(page, "draw", other(lang))
    uncovered()
    context.close()


def test_the_timeline_is_a_list_on_a_phone_and_opens_in_place(
    browser, app_url, browser_context_args
):
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    context = browser.new_context(**(browser_context_args | phone))
    page = context.new_page()
    open_home(page, app_url)
    event(page, "alexnet-2012").tap()
    opened(page, "alexnet-2012")
    row = event(page, "alexnet-2012").bounding_box()
    panel = page.locator(".timeline .panel").bounding_box()
    assert row["height"] >= 44
    assert 0 <= panel["y"] - (row["y"] + row["height"]) < 20
    page.evaluate(HERE)
    link = page.locator(".timeline .see a")
    assert link.bounding_box()["height"] >= 44
    link.tap()
    arrived(page, "architecture")
    context.close()


# The theme


def test_pictures_follow_the_theme(browser, app_url):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    open_home(page, app_url)
    light = page.locator(".stage-C1 img").get_attribute("src")
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".stage-C1 img")).not_to_have_attribute("src", light, timeout=15_000)
    page.reload()
    dark = page.locator(".stage-C1 img").get_attribute("src")
    page.emulate_media(color_scheme="light")
    expect(page.locator(".stage-C1 img")).to_have_attribute("src", light, timeout=15_000)
    assert dark != light
    context.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_note_and_sources_unfold_stay_so_and_lead_on(page: Page, app_url, lang):
    page.goto(f"{app_url}/MNIST?lang={lang}")
    settled(page, "mnist", lang)
    for panel, inside in (
        ("teacher", ".st-key-mnist-teacher a:visible"),
        ("sources", ".sources li"),
    ):
        summary = page.locator(f".st-key-mnist-{panel} summary")
        expect(page.locator(inside)).to_have_count(0)
        summary.focus()
        summary.press("Enter")
        expect(page.locator(inside).first).to_be_visible()
    nav(page, "home", lang).click()
    settled(page, "home", lang)
    page.go_back()
    settled(page, "mnist", lang)
    page.locator(".st-key-mnist-teacher summary").click()
    link = page.get_by_role("link", name=label("frame.note-print", lang))
    expect(link).to_be_visible()
    at_rest(page)
    link.press("Enter")  # what unfolds grows, and a link that moves under the mouse is not clicked
    note = f"{label('page.mnist', lang)}: {sections('mnist', lang)['teacher'].heading}"
    expect(page.get_by_role("heading", level=1)).to_have_text(note)
    at_rest(page)
    page.reload()  # the address says so
    expect(page.get_by_role("heading", level=1)).to_have_text(note, timeout=60_000)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_streamlit_s_menu_speaks_the_page_s_language(page: Page, app_url, lang):
    page.goto(f"{app_url}/LeNet?lang={lang}")
    settled(page, "lenet", lang)
    page.get_by_role("button", name=label("menu.name", lang)).click()
    menu = page.get_by_test_id("stMainMenuPopover")
    expect(menu.get_by_role("menuitem")).to_have_text([label("menu.print", lang)])
    looks = [label(f"menu.{key}", lang) for key in ("system", "light", "dark")]
    expect(menu.get_by_role("menuitemradio")).to_contain_text(looks)
    expect(menu.get_by_text("Record screen")).to_be_hidden()
    menu.get_by_role("menuitemradio", name=label("menu.dark", lang)).click()
    chosen = menu.get_by_role("menuitemradio", checked=True)
    expect(chosen).to_contain_text(label("menu.dark", lang))
    dark = "() => localStorage.getItem('theme') === '\"Dark\"'"
    page.wait_for_function(dark)
    page.goto(f"{app_url}/Convolution?lang={lang}")  # another address, loaded anew
    settled(page, "convolution", lang)
    page.get_by_role("button", name=label("menu.name", lang)).click()
    expect(chosen).to_contain_text(label("menu.dark", lang))
