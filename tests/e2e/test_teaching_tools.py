"""Are an exhibit alone, its link, and a page without some parts what a browser really shows?"""

import pytest
from playwright.sync_api import expect

from tests.e2e.opening import at_rest
from tests.e2e.unfolding import key
from tests.e2e.waiting import until
from ui.page import depth
from ui.words.text import LANGUAGES, label


def seen(page) -> list[str]:
    """The sections of a page that are in sight."""
    return [
        each.get_attribute("id")
        for each in page.locator("[data-testid='stMain'] h2[id]").all()
        if each.is_visible()
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_exhibit_stands_alone_and_keys_lead_on(page, app_url, lang, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{app_url}/Data_or_Model?lang={lang}&show=budget&{depth.PARAMETER}={depth.ALL}")
    at_rest(page)
    expect(page.locator("#budget")).to_be_visible()
    until(page, lambda: seen(page) == ["budget"])
    for around in ("stSidebar", "stHeader"):
        expect(page.get_by_test_id(around)).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.keyboard.press("PageDown")
    page.wait_for_url("**show=upright**")
    until(page, lambda: seen(page) == ["upright"])
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**show=budget**")
    until(page, lambda: seen(page) == ["budget"])
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/Data_or_Model?lang={lang}#budget")
    at_rest(page)
    expect(page.get_by_test_id("stSidebar")).to_be_attached()
    expect(page.locator("#budget")).to_be_in_viewport()
    assert {"bet", "budget", "upright"} <= set(seen(page))


def test_a_fold_and_a_chapter_are_opened_for_what_is_shown_alone(short, app_url):
    short.goto(f"{app_url}/AlexNet?lang=en&show=pooling")
    at_rest(short)
    details = short.locator(".st-key-fold-pooling details")
    expect(details).to_have_attribute("open", "")
    until(short, lambda: seen(short) == [])
    expect(short.locator(".chapters")).not_to_be_visible()


def test_what_was_left_out_is_gone_and_a_link_brings_it_back(page, app_url):
    page.goto(f"{app_url}/Data_or_Model?lang=en&hide=data.budget,data.grid,x.y")
    at_rest(page)
    until(page, lambda: "bet" in seen(page))
    assert "budget" not in seen(page) and "upright" in seen(page)
    expect(page.locator(".st-key-fold-grid")).to_have_count(0)
    expect(page.locator(".pages a[data-section='budget']")).to_have_count(0)
    page.locator(".pages a[href*='MNIST']").click()
    page.wait_for_url("**/MNIST?**hide=**")
    page.go_back()
    page.wait_for_url("**/Data_or_Model?**")
    at_rest(page)
    page.locator(".presets a").click()
    expect(page.locator(".presets")).to_have_count(0)
    at_rest(page)
    until(page, lambda: "budget" in seen(page))


def test_who_teaches_copies_a_link_and_is_told_when_the_clipboard_refuses(page, app_url):
    page.add_init_script(
        "navigator.clipboard.writeText = async (text) => { window.copied = text };"
        "document.execCommand = () => false"
    )
    page.goto(f"{app_url}/For_teachers?lang=en")
    at_rest(page)
    page.locator(f"{key('teachers-teach')} button").click()
    at_rest(page)
    page.locator(".pages a[href*='Data_or_Model']").click()
    tools = page.locator(key("tools-data-budget"))
    link = tools.get_by_role("button", name=label("tools.link", "en"))
    expect(link).to_be_visible(timeout=60_000)
    at_rest(page)
    link.focus()
    page.keyboard.press("Enter")
    expect(tools.get_by_role("status")).to_contain_text(label("tools.copied", "en"))
    assert page.evaluate("window.copied").endswith("/Data_or_Model?lang=en#budget")
    tools.get_by_role("button", name=label("tools.frame", "en")).click()
    expect(tools.get_by_role("status")).to_contain_text(label("tools.no-frames", "en"))
    assert "show=budget&amp;lang=en&amp;embed=true" in page.evaluate("window.copied")
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('no') } }")
    link.click()
    expect(tools.get_by_role("status")).to_contain_text(label("tools.refused", "en"))
    expect(tools.get_by_role("textbox")).to_be_focused()
