"""Does the app work where it is really put: in a frame of another site, below a path of one?"""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Frame, FrameLocator, Page, expect

from scripts.running_app import RunningApp, free_port
from tests.e2e.opening import at_rest
from tests.e2e.proxy import Proxy
from tests.e2e.test_faults import NOTICE, PAD, stroke
from tests.e2e.test_photo import phone_photo
from ui.words.text import LANGUAGES, label

PLACES = {"above": "/", "stripped": "/course/", "unstripped": "/course/"}


@pytest.fixture(scope="module")
def framed() -> Iterator[str]:
    """Another site, whose pages show ours of the same name in a frame."""
    port = free_port()
    with RunningApp("--frame-ancestors", f"http://127.0.0.1:{port}") as app:

        class School(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                size = 'width="1200" height="1600"'
                page = f'<iframe {size} src="{app.url}{self.path}"></iframe>'
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *_: object) -> None:
                pass

        with ThreadingHTTPServer(("127.0.0.1", port), School) as school:
            threading.Thread(target=school.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{port}"
            school.shutdown()


def inside(page: Page, address: str) -> tuple[Frame, FrameLocator]:
    page.set_viewport_size({"width": 1280, "height": 1700})
    page.goto(address)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    return page.frames[1], frame


def test_a_photo_can_be_sent_in_a_frame_of_another_site(page: Page, framed):
    """The browser keeps no cookie there: Streamlit's own token could not be checked."""
    bare, frame = inside(page, f"{framed}/Photo?lang=en")
    assert bare.evaluate("document.cookie") == ""
    chooser = frame.locator('.st-key-photo-choose input[type="file"], input[type="file"]').first
    photo = {"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    chooser.set_input_files(photo)
    expect(frame.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_nothing_can_be_kept_the_pad_works_and_a_sentence_says_so(
    whole_browser, browser_context_args, framed, lang
):
    page = whole_browser.new_page(**browser_context_args)
    bare, frame = inside(page, f"{framed}/Draw?lang={lang}")
    with pytest.raises(Exception, match="Access is denied"):
        bare.evaluate("sessionStorage")
    expect(frame.get_by_test_id(NOTICE)).to_contain_text(label("shell.unkept", lang))
    own = frame.get_by_role("link", name=label("shell.tab", lang))
    expect(own).to_have_attribute("href", bare.url)
    frame.get_by_role("button", name=label("shell.close", lang)).click()
    expect(frame.get_by_test_id(NOTICE)).to_have_count(0)
    stroke(page, (0.3, 0.2), (0.7, 0.8), pad=frame.locator(PAD).first)
    expect(frame.get_by_test_id("answers")).not_to_have_attribute("data-seq", "0")
    page.close()


@pytest.fixture(scope="module", params=PLACES)
def place(request, app_url) -> Iterator[tuple[str, Proxy]]:
    """The address of the app as visitors see it, and the proxy before it."""
    path = PLACES[request.param].rstrip("/")
    if request.param == "unstripped":
        with RunningApp("--base-path", path) as app, Proxy(app.port, path, stripped=False) as proxy:
            yield proxy.url + path, proxy
    else:
        with Proxy(urlsplit(app_url).port, path) as proxy:
            yield proxy.url + path, proxy


def test_all_of_the_app_works_below_a_path(whole_browser, browser_context_args, place):
    url, proxy = place
    page = whole_browser.new_page(**browser_context_args)  # a shell's new tab crashes
    asked = list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.goto(f"{url}/draw?lang=en")  # led to the page's own name
    expect(page).to_have_url(f"{url}/Draw?lang=en")
    page.locator(PAD).first.wait_for(timeout=60_000)
    at_rest(page)
    stroke(page, (0.3, 0.2), (0.7, 0.8))
    expect(page.get_by_test_id("answers")).not_to_have_attribute("data-seq", "0")
    ways = {each.rpartition("/")[2] for each in asked if each.startswith("ws:")}
    assert ways == {"stream"}

    page.get_by_test_id("stSidebar").get_by_text("한국어").click()
    expect(page).to_have_url(f"{url}/Draw?lang=ko")
    page.get_by_role("link", name=label("page.mnist", "ko")).first.click()
    expect(page).to_have_url(f"{url}/MNIST?lang=ko")
    at_rest(page)
    page.go_back()
    expect(page).to_have_url(f"{url}/Draw?lang=ko")

    page.goto(f"{url}/?lang=en")
    link = page.locator('.prose a[href^="./"], .timeline a[href^="./"]').first
    link.scroll_into_view_if_needed()
    with page.context.expect_page() as other:  # also where a browser alone follows it
        link.click(modifiers=["Control"])
    expect(other.value.get_by_role("heading", level=1)).to_be_visible(timeout=60_000)
    assert other.value.url.startswith(f"{url}/")
    other.value.close()
    link.click()
    expect(page).not_to_have_url(f"{url}/?lang=en")
    assert page.url.startswith(f"{url}/")

    page.goto(f"{url}/nowhere/at/all?lang=ko")
    expect(page).to_have_url(f"{url}/?lost=1&lang=ko")
    page.goto(f"{url}/Draw/?lang=ko")
    expect(page).to_have_url(f"{url}/Draw?lang=ko")

    page.goto(f"{url}/Photo?lang=en")
    photo = {"name": "mine.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    page.locator('input[type="file"]').first.set_input_files(photo)
    expect(page.get_by_test_id("photo-answers")).to_have_attribute("data-photo", "mine-1")
    at_rest(page)
    icon = page.locator('link[rel="shortcut icon"]').get_attribute("href")
    assert page.evaluate("async address => (await fetch(address)).status", icon) == 200
    assert proxy.elsewhere == []
    page.close()
