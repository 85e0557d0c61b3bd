"""AlexNet learns a visitor's own things in a browser, whose camera is a film of two photos."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Browser, Locator, Page, expect

from cnn.data.photos import sample_photos
from scripts import browser as chromium
from tests.e2e.opening import at_rest
from tests.e2e.waiting import until
from ui.words.text import LANGUAGES, label

SHOWN = ("goldfish", "koala")  # each for two seconds, again and again
RATE = 10  # frames a second
MARKUP = '<img src=x onerror="window.hit=1">' + "x" * 300


def film(file: Path) -> Path:
    """The two photos as uncompressed video (YUV4MPEG2), 320×240."""
    size = (320, 240)
    with file.open("wb") as out:
        out.write(f"YUV4MPEG2 W320 H240 F{RATE}:1 Ip A1:1 C420jpeg\n".encode())
        for name in SHOWN:
            photo = ImageOps.fit(sample_photos.sample_image(name), size).convert("YCbCr")
            light, *colours = photo.split()
            half = [each.resize((160, 120), Image.Resampling.BOX) for each in colours]
            picture = b"".join(np.asarray(each).tobytes() for each in (light, *half))
            out.write((b"FRAME\n" + picture) * RATE * 2)
    return file


@pytest.fixture(scope="module")
def filming(browser_type, browser_type_launch_args, tmp_path_factory) -> Iterator[Browser]:
    made = film(tmp_path_factory.mktemp("film") / "two.y4m")
    flags = [
        *browser_type_launch_args["args"],
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={made}",
    ]
    whole = {"executable_path": chromium.find(), "args": flags}
    launched = browser_type.launch(**browser_type_launch_args | whole)
    yield launched
    launched.close()


@pytest.fixture
def page(filming, browser_context_args) -> Iterator[Page]:
    context = filming.new_context(**browser_context_args, permissions=["camera"])
    yield context.new_page()
    context.close()


def bench(page: Page, url: str, lang: str = "en", exhibit: str = "own") -> Locator:
    """The exhibit, with what it has learned from the photos that ship."""
    page.goto(f"{url}/Teach_It?lang={lang}")
    at_rest(page)
    found = page.locator(f".st-key-teach-{exhibit}-bench .teach")
    found.scroll_into_view_if_needed()
    expect(found.locator(".tested").first).to_be_visible(timeout=60_000)
    at_rest(page)
    return found


def says(part: str, lang: str = "en") -> str:
    return label(f"teach.{part}", lang)


def photos(*names: str) -> list[dict]:
    """Files of parts of sample photos."""
    files = []
    for name in names:
        photo = sample_photos.sample_image(name)
        for cut in range(3):
            edge = 10 * (cut + 1)
            some = io.BytesIO()
            photo.crop((edge, edge, photo.width - edge, photo.height - 2 * edge)).save(some, "PNG")
            files.append(
                {"name": f"{name}{cut}.png", "mimeType": "image/png", "buffer": some.getvalue()}
            )
    return files


def chosen(page: Page, card: Locator, files: list[dict]) -> None:
    with page.expect_file_chooser() as opened:
        card.locator(".tool.choose").click()
    opened.value.set_files(files)


def test_the_default_has_learned_and_needs_no_network(page, app_url):
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    found = bench(page, app_url)
    layers = found.locator(".layers label")
    expect(layers.nth(0)).to_contain_text("8 of 8")
    expect(layers.nth(1)).to_contain_text(says("unread"))
    layers.nth(3).locator("input").check()
    expect(found.locator(".confusion")).to_be_visible()
    expect(found.locator(".tested.wrong").first).to_be_visible()
    assert not [url for url in loaded if "small_edition_numbers" in url]


def test_own_things_are_learned_and_nothing_is_sent_meanwhile(page, app_url):
    found = bench(page, app_url)
    found.locator(".tool.load").click()
    expect(found.locator(".layers label").nth(1)).to_contain_text("8 of 8", timeout=180_000)
    at_rest(page)
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("message")))
    page.on("request", lambda request: sent.append(request.url))
    found.locator(".tool.own").click()
    at_rest(page)
    sent.clear()
    cards = found.locator(".card")
    cards.nth(0).locator("input").fill(MARKUP)
    cards.nth(1).locator("input").fill("fish")
    chosen(page, cards.nth(0), photos("castle", "arch-paris"))
    expect(cards.nth(0).locator("figure")).to_have_count(6)
    chosen(page, cards.nth(1), photos("goldfish", "clownfish"))
    expect(found.locator(".tested")).to_have_count(4, timeout=60_000)
    expect(found.locator(".layers label").nth(0)).to_contain_text("4 of 4", timeout=60_000)
    assert len(cards.nth(0).locator("input").input_value()) == 40
    assert page.evaluate("window.hit") is None
    found.locator(".tool.camera").click()
    expect(found.locator(".view video")).to_be_visible()
    best = found.locator(".live > .chances .best .name")
    expect(best).to_have_text("fish", timeout=60_000)
    cards.nth(1).locator(".tool.burst").click()
    expect(cards.nth(1).locator("figure")).to_have_count(16, timeout=60_000)
    assert [each for each in sent if not each.startswith("blob:")] == []
    found.locator(".tool.camera-off").click()
    with page.expect_download() as saved:
        found.locator(".tool.export").click()
    card = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert card["names"][1] == "fish" and card["features"] == 2048
    assert card["photos"][1]["held"] == 5 and len(card["weights"][0]) == 2048
    assert [each for each in sent if not each.startswith(("blob:", "data:"))] == []


def test_what_is_no_photo_and_the_same_photo_twice_are_told(page, app_url):
    found = bench(page, app_url)
    found.locator(".tool.own").click()
    cards = found.locator(".card")
    bad = [
        {"name": "text.png", "mimeType": "image/png", "buffer": b"no photo"},
        {"name": "empty.png", "mimeType": "image/png", "buffer": b""},
    ]
    chosen(page, cards.nth(0), [*bad, photos("koala")[0]])
    expect(cards.nth(0).locator("figure")).to_have_count(1)
    expect(found.locator(".problem")).to_have_text(says("not-photo").replace("%n", "2"))
    chosen(page, cards.nth(1), [photos("koala")[0]])
    expect(found.locator(".state")).to_contain_text("can only confuse", timeout=180_000)
    many = [photos("pig")[0]] * 40
    chosen(page, cards.nth(1), many)
    expect(cards.nth(1).locator("figure")).to_have_count(30, timeout=60_000)
    expect(found.locator(".problem")).to_contain_text("Left out: 11")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_network_cut_in_half_is_a_sentence_and_loses_no_photo(page, app_url, lang):
    def half(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[: 9 * 2**20])

    page.route("**/small_edition_numbers.*", half)
    found = bench(page, app_url, lang)
    found.locator(".tool.load").click()
    expect(found.locator(".problem")).to_have_text(says("failed", lang), timeout=120_000)
    expect(found.locator(".tested")).to_have_count(8)
    page.unroute_all()
    found.locator(".tool.load").click()
    expect(found.locator(".layers label").nth(2)).to_contain_text("8", timeout=180_000)


def test_a_background_is_learned_until_photos_part_it_from_the_thing(page, app_url):
    page.goto(f"{app_url}/Teach_It?open=all")
    at_rest(page)
    found = page.locator(".st-key-teach-background-bench .teach")
    page.locator(".st-key-teach-background-bench").scroll_into_view_if_needed()
    scores = found.locator(".layers label:not(.way)").first.locator(".score")
    expect(scores.nth(0)).to_contain_text("6 of 6", timeout=60_000)

    def swapped() -> int:
        return int(scores.nth(1).inner_text().split(": ")[1].split()[0])

    misled = until(page, lambda: swapped() + 1) - 1
    found.locator("input[value=way-1]").check()
    expect(scores.nth(1)).to_contain_text("6 of 6")
    assert misled <= 4
    at_rest(page)
    heat = found.locator(".tool.where")
    found.locator("input[value=pixels]").check()
    heat.click()
    expect(found.locator("canvas.heat")).to_be_visible(timeout=60_000)


def test_a_browser_without_a_camera_is_told_so(browser, browser_context_args, app_url):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.add_init_script("delete Navigator.prototype.mediaDevices")
    found = bench(page, app_url)
    found.locator(".tool.camera").click()
    expect(found.locator(".problem")).to_have_text(says("insecure"))
    expect(found.locator(".tested").first).to_be_visible()
    context.close()
