"""The live camera of Photo in a browser, whose camera is a film made of two sample photos."""

import base64

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from cnn.data.photos import sample_photos
from cnn.inference import photo as seeing
from scripts.browser import AT_REST
from scripts.camera_film import ALLOWED, DEVICE, SHOWN
from tests.e2e.filming import cut_network, filming_fixtures
from tests.e2e.opening import at_rest
from tests.e2e.waiting import frames, until
from ui.components import Once, small_edition
from ui.words.text import LANGUAGES, label

SEVERAL = 12  # sample photos that the browser's worker reads itself
READ = """async ([sent, photos]) => {
    const whole = address => new URL(address, document.baseURI).href
    const worker = new Worker(whole(sent.worker)), told = []
    let wake
    worker.onmessage = ({ data }) => { if (!("part" in data)) { told.push(data); wake?.() } }
    const next = async () => {
        while (!told.length) await new Promise(resolve => wake = resolve)
        return told.shift()
    }
    for (const file of Object.values(sent.files)) file.address = whole(file.address)
    worker.postMessage({ files: sent.files, way: sent.way })
    const answers = [await next()]
    for (const [width, height, pixels] of photos) {
        const bytes = Uint8ClampedArray.from(atob(pixels), letter => letter.charCodeAt(0))
        const frame = await createImageBitmap(new ImageData(bytes, width, height))
        worker.postMessage({ frame }, [frame])
        const { seen } = await next()
        answers.push([...seen.probabilities])
    }
    worker.terminate()
    return answers
}"""
HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
    document.dispatchEvent(new Event("visibilitychange"))
}"""
KEPT_OPEN = """video => {  // its tracks, to be asked when the video has let go of them
    window.tracks = video.srcObject.getTracks()
}"""


launched, filming, page = filming_fixtures((640, 480), 15, 1)


def live_of(page: Page, url: str, lang: str = "en") -> Locator:
    """The exhibit, in view."""
    page.goto(f"{url}/Photo?lang={lang}")
    at_rest(page)
    live = page.locator(".st-key-photo-live-camera .live")
    live.scroll_into_view_if_needed()
    return live


def started(page: Page, url: str) -> Locator:
    """The same, once the film has been read."""
    live = live_of(page, url)
    live.locator(".start").click()
    expect(live.locator(".answers .number").first).to_contain_text("%", timeout=120_000)
    at_rest(page)
    return live


def says(part: str, lang: str = "en") -> str:
    return label(f"photo.live-{part}", lang)


def english(name: str) -> str:
    """What the network calls what this photo shows."""
    found = seeing.read_photo(seeing.photo_network("small"), sample_photos.sample_image(name))
    return found.top()[0].synset.name("en")


def first_answer(live: Locator) -> Locator:
    return live.locator(".answers .name").first


def test_the_answers_follow_the_film_and_nothing_is_sent_meanwhile(page, app_url):
    sent: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda _: sent.append("message")))
    live = started(page, app_url)
    expect(page.locator(AT_REST)).to_be_attached()
    page.on("request", lambda request: sent.append(request.url))
    sent.clear()
    for name in (*SHOWN, *SHOWN):
        expect(first_answer(live)).to_have_text(english(name))
    expect(live.locator(".pace")).not_to_be_empty()
    assert sent == []
    expect(live.locator(".state")).to_have_text(says("on"))
    video = live.locator("video")
    video.evaluate(KEPT_OPEN)
    live.locator(".stop").click()
    expect(live.locator(".state")).to_have_text(says("off"))
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")
    assert video.evaluate("video => video.srcObject === null")
    assert sent == []


def test_a_map_is_held_by_mouse_and_keyboard_and_shows_what_moved_it(page, app_url):
    live = started(page, app_url)
    title, most = live.locator(".held > b"), live.locator(".most")
    expect(title).to_contain_text("conv3, map ")
    walls = live.get_by_role("spinbutton")
    expect(walls).to_have_count(8)
    conv1 = live.get_by_role("spinbutton", name="Maps of conv1;")
    conv1.click(position={"x": 3, "y": 3})
    expect(title).to_have_text("conv1, map 0")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    expect(title).to_have_text("conv1, map 1")
    expect(conv1).to_have_attribute("aria-valuenow", "1")
    page.keyboard.press("End")
    expect(title).to_have_text("conv1, map 95")
    live.get_by_role("button", name=says("loudest")).click()
    expect(most).to_contain_text(says("most").removesuffix("%v"))
    patch = live.locator("canvas.patch")
    assert until(page, lambda: patch.evaluate("patch => patch.width")) <= 9  # conv1's kernel
    field = live.locator(".field")
    expect(field).to_be_visible()
    shares = [
        float(field.evaluate(f"e => parseFloat(e.style.{side})")) for side in ("left", "width")
    ]
    assert 0 <= shares[0] < 100 and 0 < shares[1] <= 100 * 9 / 56 + 0.01
    until(page, lambda: "," in (live.locator("polyline").get_attribute("points") or ""))


def test_a_picture_that_is_kept_is_the_page_s_photo_with_the_answers_that_stood_there(
    page, app_url
):
    live = started(page, app_url)
    live.get_by_role("button", name=says("keep")).click()
    answers = page.get_by_test_id("photo-answers")
    expect(answers).to_have_attribute("data-photo", "mine-1", timeout=60_000)
    at_rest(page)
    expect(live.locator(".state")).to_have_text(says("kept"))
    names = live.locator(".answers .name").all_inner_texts()
    shares = live.locator(".answers .number").all_inner_texts()
    assert names[0] in {english(name) for name in SHOWN}
    theirs = answers.locator(".number").all_inner_texts()
    for name, share, other in zip(names, shares, theirs, strict=True):
        expect(answers).to_contain_text(name)
        assert float(share.rstrip("%")) == pytest.approx(float(other.rstrip("%")), abs=0.11)
    expect(page.get_by_test_id("photo-open")).to_contain_text("camera-1.png")


def test_the_browser_s_worker_reads_sample_photos_as_torch_does(page, app_url):
    """The rest of the 48, and a thousand parts of them: tests/ui/components/small_edition."""
    page.goto(f"{app_url}/Photo")
    at_rest(page)
    served, Once.served = Once.served, True
    sent = small_edition.sent()
    Once.served = served
    photos = [sample_photos.sample_image(name) for name in list(sample_photos.samples())[:SEVERAL]]
    pixels = [
        [*photo.size, base64.b64encode(photo.convert("RGBA").tobytes()).decode()]
        for photo in photos
    ]
    ready, *found = page.evaluate(READ, [sent, pixels])
    assert ready == {"ready": True}
    expected = seeing.class_probabilities(seeing.photo_network("small"), photos)
    assert np.abs(np.array(found) - expected).max() < 0.002
    assert np.argmax(found, 1).tolist() == expected.argmax(1).tolist()


def test_no_page_may_compile_what_the_worker_may(page, app_url):
    page.goto(f"{app_url}/Photo")
    at_rest(page)
    empty = "async () => { await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) }"
    with pytest.raises(Exception, match="Content Security Policy"):
        page.evaluate(empty)


def test_a_page_out_of_sight_has_its_camera_off_until_it_is_seen_again(page, app_url):
    live = started(page, app_url)
    video = live.locator("video")
    video.evaluate(KEPT_OPEN)
    page.evaluate(HIDE, True)
    expect(live.locator(".state")).to_have_text(says("paused"))
    assert page.evaluate("tracks.every(track => track.readyState === 'ended')")
    page.evaluate(HIDE, False)
    expect(live.locator(".state")).to_have_text(says("on"))
    for name in SHOWN:
        expect(first_answer(live)).to_have_text(english(name))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_network_cut_in_half_is_a_sentence_and_comes_at_the_next_attempt(page, app_url, lang):
    cut_network(page)
    live = live_of(page, app_url, lang)
    live.locator(".start").click()
    expect(live.locator(".problem")).to_have_text(says("failed", lang), timeout=120_000)
    page.unroute_all()
    live.get_by_role("button", name=says("again", lang), exact=True).click()
    expect(live.locator(".answers .number").first).to_contain_text("%", timeout=120_000)
    expect(live.locator(".problem")).to_be_empty()


def test_a_camera_that_is_gone_is_a_sentence(page, app_url):
    live = started(page, app_url)
    live.locator("video").evaluate(
        "video => { for (const track of video.srcObject.getTracks()) track.onended() }"
    )
    expect(live.locator(".problem")).to_have_text(says("lost"))
    frames(page)
    live.get_by_role("button", name=says("again"), exact=True).click()
    expect(live.locator(".state")).to_have_text(says("on"))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("why", "flags"), [("refused", [DEVICE]), ("missing", [ALLOWED])])
def test_without_a_camera_there_is_a_sentence_and_the_page_goes_on(
    launched, browser_context_args, app_url, why, flags, lang
):
    context = launched(*flags).new_context(**browser_context_args)
    page = context.new_page()
    live = live_of(page, app_url, lang)
    live.locator(".start").click()
    expect(live.locator(".problem")).to_have_text(says(why, lang))
    expect(live.get_by_role("button", name=says("again", lang), exact=True)).to_be_enabled()
    expect(page.get_by_test_id("photo-answers")).to_be_visible()
    context.close()


def test_a_phone_held_upright_is_read_all_the_same(launched, browser_context_args, app_url):
    browser = launched(ALLOWED, size=(480, 640))
    phone = {**browser_context_args, "viewport": {"width": 390, "height": 844}, "has_touch": True}
    context = browser.new_context(**phone, permissions=["camera"])
    page = context.new_page()
    live = started(page, app_url)
    assert live.locator("video").evaluate("video => video.videoHeight > video.videoWidth")
    for name in SHOWN:
        expect(first_answer(live)).to_have_text(english(name))
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = live.get_by_role("spinbutton", name="Maps of conv4;").bounding_box()
    columns = live.locator(".wall canvas").nth(5).evaluate("canvas => (canvas.width + 1) / 7")
    assert box and box["width"] / columns >= 24  # a finger's
    context.close()
