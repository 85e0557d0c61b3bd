"""In a real browser: the short way, its folds and chapters, by mouse, keys, link and contents."""

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, WebSocket, expect

from tests.e2e.opening import at_rest
from tests.e2e.test_accessible import AXE, AXE_SCRIPT
from tests.e2e.waiting import until
from ui.words.text import label

STREAM = "/_stcore/stream"
PRINTS = """() => { window.print = () => {
    window.printed = [...document.querySelectorAll("h2[id]")].map(({ id }) => id)
} }"""


def opened(page: Page, url: str, address: str, lang: str = "en") -> None:
    path, sharp, section = address.partition("#")
    page.goto(f"{url}/{path}{'&' if '?' in path else '?'}lang={lang}{sharp}{section}")
    at_rest(page)


def summary(page: Page, key: str):
    return page.locator(f".st-key-fold-{key} summary").first


def details(page: Page, key: str):
    return page.locator(f".st-key-fold-{key} details").first


def test_a_fold_opens_by_the_keyboard_and_asks_nothing_before(short, app_url):
    opened(short, app_url, "Draw")
    place = short.locator(".st-key-fold-codes")
    expect(place.get_by_role("heading", level=2)).to_have_text(re.compile("numbers"))
    expect(short.locator("[class*='st-key-reading-codes']")).to_have_count(0)
    summary(short, "codes").focus()
    short.keyboard.press("Enter")
    expect(short.locator("[class*='st-key-reading-codes']")).to_be_visible()
    at_rest(short)
    expect(details(short, "codes")).to_have_attribute("open", "")
    short.keyboard.press("Enter")
    expect(short.locator("[class*='st-key-reading-codes']")).to_have_count(0)


@pytest.mark.parametrize("short", [1280, 390], indirect=True)
@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize(
    ("address", "key", "heading"),
    [("LeNet#walk", "walk", "walk"), ("LeNet#retold", "modern", "retold")],
    ids=["the fold's own section", "a section below another's question"],
)
def test_a_link_opens_what_it_leads_to(short, app_url, lang, address, key, heading):
    opened(short, app_url, address, lang)
    expect(details(short, key)).to_have_attribute("open", "")
    expect(short.locator(f"#{heading}").first).to_be_in_viewport()
    at_rest(short)
    expect(short.locator(f"#{heading}").first).to_be_in_viewport()
    expect(short).to_have_url(re.compile(f"#{heading}$"))


def test_a_link_to_another_chapter_opens_that_and_its_fold(short, app_url):
    opened(short, app_url, "AlexNet#update")
    expect(details(short, "update")).to_have_attribute("open", "")
    expect(short.locator("#update")).to_be_in_viewport()
    expect(short).to_have_url(re.compile(r"chapter=recipe.*#update$"))
    expect(short.locator(".chapters [aria-current]")).to_have_text(
        re.compile(label("chapter.alexnet.recipe", "en"))
    )
    short.go_back()
    expect(short).to_have_url("about:blank")


def test_chapters_are_links_and_back_leads_back(short, app_url):
    opened(short, app_url, "AlexNet")
    first = label("chapter.alexnet.relu", "en")
    expect(short.locator(".chapters [aria-current]")).to_have_text(re.compile(first))
    short.locator(".chapters a", has_text=label("chapter.alexnet.code", "en")).click()
    expect(short.locator("h2#softmax")).to_be_visible()
    expect(short.locator("h2#relu")).to_have_count(0)
    at_rest(short)
    short.go_back()
    expect(short.locator("h2#relu")).to_be_visible()
    short.locator(".next-chapter a").click()
    expect(short.locator("h2#towers")).to_be_visible()
    expect(short.get_by_role("heading", level=1)).to_be_in_viewport()


@pytest.mark.parametrize("section", ["nothing", "<b>", "constructor", "x" * 2_000])
def test_a_section_that_is_gone_leaves_the_page_as_it_is(short, app_url, section):
    opened(short, app_url, f"LeNet#{section}")
    expect(short.get_by_role("heading", level=1)).to_be_visible()
    expect(short.locator("[class*='st-key-fold-'] details[open]")).to_have_count(0)


def test_the_contents_list_what_is_folded_and_open_it(short, app_url):
    opened(short, app_url, "MNIST")
    beside = short.locator(".sections.beside a")
    expect(beside.filter(has_text=re.compile("find in the file"))).to_have_count(1)
    short.locator(".sections.beside a[href='#bytes']").click()
    expect(details(short, "bytes")).to_have_attribute("open", "")
    expect(summary(short, "bytes")).to_be_focused()
    expect(short.locator("#bytes")).to_be_in_viewport()
    expect(short).to_have_url(re.compile("#bytes$"))


def test_an_open_fold_is_open_again_after_another_page(short, app_url):
    opened(short, app_url, "Convolution")
    summary(short, "pool").click()
    expect(details(short, "pool")).to_have_attribute("open", "")
    at_rest(short)
    short.locator(".pages a", has_text="MNIST").first.click()
    expect(short.locator("h2#browse")).to_be_visible()
    at_rest(short)
    short.locator(".pages a", has_text="Convolution").first.click()
    expect(details(short, "pool")).to_have_attribute("open", "")


def test_everything_open_is_kept_for_the_next_visit(short, app_url):
    opened(short, app_url, "Convolution")
    expect(short.locator("h2#pool")).to_have_count(0)
    short.get_by_text(label("frame.everything", "en")).click()
    expect(short.locator("h2#pool")).to_be_visible()
    expect(short.locator("[class*='st-key-fold-']")).to_have_count(0)
    at_rest(short)
    until(short, lambda: short.context.cookies())
    opened(short, app_url, "MNIST", "ko")
    expect(short.locator("h2#bytes")).to_be_visible()
    short.get_by_text(label("frame.everything", "ko")).click()
    expect(short.locator("h2#bytes")).to_have_count(0)
    expect(short.locator(".st-key-fold-bytes")).to_be_visible()
    opened(short, app_url, "MNIST")
    expect(short.locator("h2#bytes")).to_have_count(0)


def test_what_is_folded_costs_the_page_nothing(short, app_url):
    """A page with everything open sends more than twice as much."""
    received: list[int] = []

    def listen(socket: WebSocket) -> None:
        if socket.url.endswith(STREAM):
            socket.on("framereceived", lambda frame: received.append(len(frame)))

    short.on("websocket", listen)
    opened(short, app_url, "AlexNet")
    folded = sum(received)
    received.clear()
    opened(short, app_url, "AlexNet?open=all")
    assert sum(received) > 2 * folded


def test_what_learns_is_unfolded_when_it_starts(short, app_url):
    opened(short, app_url, "Training")
    expect(details(short, "watch")).not_to_have_attribute("open", "")
    short.locator(".st-key-training-start button").click()
    expect(details(short, "watch")).to_have_attribute("open", "", timeout=60_000)
    expect(short.locator(".st-key-fold-watch canvas").first).to_be_visible(timeout=60_000)
    at_rest(short)
    short.reload()
    expect(details(short, "watch")).to_have_attribute("open", "", timeout=60_000)


def test_a_photo_is_answered_with_everything_folded(short, app_url):
    opened(short, app_url, "Photo")
    picture = np.random.default_rng(0).integers(0, 256, (80, 120, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    given = {"name": "noise.png", "mimeType": "image/png", "buffer": file.getvalue()}
    short.locator("input[type=file]").first.set_input_files([given])
    expect(short.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")
    expect(short.get_by_role("alert")).to_have_count(0)


def test_printing_opens_all_and_folds_it_again(short, app_url):
    opened(short, app_url, "Convolution")
    short.evaluate(PRINTS)
    short.keyboard.press("Control+p")
    printed = until(short, lambda: short.evaluate("window.printed"))
    assert {"apart", "size", "pool", "sharing", "trace"} <= set(printed)
    expect(short.locator("h2#pool")).to_have_count(0)
    expect(short.locator(".st-key-fold-pool")).to_be_visible()


@pytest.mark.parametrize("address", ["", "Draw", "AlexNet"])
def test_axe_finds_nothing_on_a_page_as_it_comes(short, app_url, address):
    opened(short, app_url, address, "ko" if address else "en")
    short.evaluate(AXE_SCRIPT)
    assert short.evaluate(AXE) == []
