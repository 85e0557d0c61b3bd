"""AlexNet learns a visitor's own things in a browser, whose camera is a film of two photos."""

import io
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps
from playwright.sync_api import Dialog, Locator, Page, expect

from cnn.data.photos import sample_photos
from tests.e2e.filming import cut_network, filming_fixtures
from tests.e2e.opening import at_rest
from tests.e2e.waiting import until
from ui.words.text import LANGUAGES, label

MARKUP = '<img src=x onerror="window.hit=1">' + "x" * 300


launched, filming, page = filming_fixtures((320, 240), 10, 2)


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


def jpeg(name: str, photo: Image.Image, **options) -> dict:
    """A file of a photo."""
    some = io.BytesIO()
    photo.save(some, "JPEG", quality=95, **options)
    return {"name": name, "mimeType": "image/jpeg", "buffer": some.getvalue()}


def drawn(figure: Locator) -> np.ndarray:
    """The pixels (64, 64, 3) that a photo was reduced to."""
    found = figure.locator("canvas").evaluate(
        "canvas => [...canvas.getContext('2d').getImageData(0, 0, 64, 64).data]"
    )
    return np.array(found, float).reshape(64, 64, 4)[:, :, :3]


def test_what_is_no_photo_is_told_and_what_is_one_is_learned_upright(page, app_url):
    found = bench(page, app_url)
    found.locator(".tool.own").click()
    cards = found.locator(".card")
    castle = sample_photos.sample_image("castle")
    whole = jpeg("whole.jpg", castle)
    bad = [
        {"name": "text.jpg", "mimeType": "image/jpeg", "buffer": b"no photo at all " * 99},
        {"name": "empty.png", "mimeType": "image/png", "buffer": b""},
        {"name": "cut.jpg", "mimeType": "image/jpeg", "buffer": whole["buffer"][:400]},
    ]
    turned = castle.transpose(Image.Transpose.ROTATE_90)  # as a camera held upright stores it
    exif = Image.Exif()
    exif[274] = 6
    upright = [whole, jpeg("turned.jpg", turned, exif=exif)]
    chosen(page, cards.nth(0), [*bad, *upright])
    expect(cards.nth(0).locator("figure")).to_have_count(2)
    expect(found.locator(".problem")).to_have_text(says("not-photo").replace("%n", "3"))
    expect(found.locator(".state")).to_contain_text(
        says("empty").replace("%a", says("unnamed").replace("%n", "2")), timeout=180_000
    )
    straight, righted = (drawn(cards.nth(0).locator("figure").nth(i)) for i in range(2))
    assert np.abs(straight - righted).mean() < 4 < np.abs(straight - np.rot90(straight)).mean()
    large = sample_photos.sample_image("koala")
    large = ImageOps.fit(large, (8064, 6048), Image.Resampling.BILINEAR)
    small = ImageOps.fit(sample_photos.sample_image("koala"), (640, 480))
    chosen(page, cards.nth(1), [jpeg("large.jpg", large), jpeg("small.jpg", small)])
    expect(cards.nth(1).locator("figure")).to_have_count(2, timeout=120_000)
    expect(found.locator(".problem")).to_be_empty()
    megapixels, few = (drawn(cards.nth(1).locator("figure").nth(i)) for i in range(2))
    assert np.abs(megapixels - few).mean() < 5
    expect(found.locator(".layers label").nth(1)).not_to_contain_text(says("unread"))
    chosen(page, cards.nth(1), [whole])
    expect(found.locator(".state")).to_contain_text("can only confuse", timeout=180_000)
    many = [photos("pig")[0]] * 40
    chosen(page, cards.nth(1), many)
    expect(cards.nth(1).locator("figure")).to_have_count(30, timeout=60_000)
    expect(found.locator(".problem")).to_contain_text("Left out: 13")
    found.locator(".tool.add").click()
    expect(found.locator(".state")).to_contain_text(
        says("empty").replace("%a", says("unnamed").replace("%n", "3"))
    )
    expect(cards.nth(0).locator("figure")).to_have_count(2)
    found.locator(".tool.samples").click()
    expect(cards.nth(0).locator("figure")).not_to_have_count(2)
    found.locator(".tool.own").click()
    expect(cards).to_have_count(3)
    expect(cards.nth(0).locator("figure")).to_have_count(2)
    expect(cards.nth(1).locator("figure")).to_have_count(30)


KILLED = """() => {  // a worker dies at its third photo; who waits 30 s for its word need not wait
    const { Worker: Given, setTimeout: later } = window
    const post = Given.prototype.postMessage
    let [frames, giveUp] = [0, null]
    window.setTimeout = (act, wait, ...given) => {
        if (wait === 30000) giveUp = act
        return later(act, wait, ...given)
    }
    Given.prototype.postMessage = function (said, ...given) {
        if (!("frame" in said) || ++frames !== 3) return post.call(this, said, ...given)
        this.terminate()
        later(giveUp, 100)
    }
}"""


def test_a_worker_killed_while_it_reads_loses_no_photo_and_a_closed_tab_asks_first(page, app_url):
    found = bench(page, app_url)
    found.locator(".tool.own").click()
    cards = found.locator(".card")
    chosen(page, cards.nth(0), photos("castle")[:1])
    expect(found.locator(".state")).to_contain_text(says("few-names"), timeout=180_000)
    page.evaluate(KILLED)
    cards.nth(1).locator("input").fill("fish")
    chosen(page, cards.nth(1), photos("goldfish", "clownfish"))
    expect(found.locator(".problem")).to_have_text(says("failed"), timeout=60_000)
    expect(cards.nth(1).locator("figure")).to_have_count(6)
    expect(cards.nth(1).locator("input")).to_have_value("fish")
    found.locator(".tool.load").click()
    expect(found.locator(".layers label").nth(0)).to_contain_text("2 of 2", timeout=100_000)
    expect(found.locator(".problem")).to_be_empty()
    asked: list[str] = []

    def answered(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answered)
    page.close(run_before_unload=True)
    until(page, lambda: asked)
    assert asked == ["beforeunload"] and not page.is_closed()
    expect(cards.nth(1).locator("figure")).to_have_count(6)
    page.close()
    again = page.context.new_page()
    found = bench(again, app_url)
    expect(found.locator(".problem")).to_be_empty()
    found.locator(".tool.own").click()
    expect(found.locator("figure canvas")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_network_cut_in_half_is_a_sentence_and_loses_no_photo(page, app_url, lang):
    cut_network(page)
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
