"""Does the app ask only its own server, keep its promises when abused, and stop when told?"""

import shutil
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Response, expect
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from scripts.bench.memory import children
from scripts.running_app import ROOT, RunningApp
from tests import waiting
from tests.e2e.opening import at_rest
from tests.e2e.waiting import until
from ui.page.course import PAGES
from ui.server.wire import LARGEST
from ui.words.text import LANGUAGES, Text, label, tab_title

# Streamlit's client looks for its server below a page's own address first; that is all it may miss.
EXPECTED_404 = {
    f"/{page.address}/_stcore/{probe}" for page in PAGES for probe in ("health", "host-config")
}


@pytest.fixture(scope="module", params=["ui.server", "streamlit run"])
def served(request, app_url):
    """The app as `make run` serves it, and as Community Cloud does."""
    if request.param == "ui.server":
        yield app_url
    else:
        with RunningApp(plain=True) as app:
            yield app.url


class Witness:
    """Remembers what a page asks for, what it does not get, and what the browser complains of."""

    def __init__(self, page: Page) -> None:
        self.asked: set[str] = set()
        self.missing: set[str] = set()
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.add(request.url))
        page.on("websocket", lambda websocket: self.asked.add(websocket.url))
        page.on("response", self.response)
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def response(self, response: Response) -> None:
        if response.status >= 400:
            self.missing.add(urlsplit(response.url).path)

    def console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 404" not in message.text:  # in `missing`
            self.complaints.append(message.text)

    def foreign(self, home: str) -> set[str]:
        """The addresses asked for that are neither the server's nor the page's own data."""
        parts = {url: urlsplit(url) for url in self.asked}
        here = urlsplit(home).netloc
        return {
            u for u, p in parts.items() if p.netloc != here and p.scheme not in ("data", "blob")
        }


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_asks_nothing_of_other_hosts(page: Page, served, entry):
    """Opened in one language, and then in the other one, by the switch of the same visit."""
    first = PAGES.index(entry) % len(LANGUAGES)
    witness = Witness(page)
    page.goto(f"{served}/{entry.address}?lang={LANGUAGES[first]}")
    sidebar = page.get_by_test_id("stSidebar")
    for lang in (LANGUAGES[first], LANGUAGES[1 - first]):
        if lang != LANGUAGES[first]:
            sidebar.get_by_role("radio", name=label("frame.own-name", lang)).click()
        title = Text(entry.name, lang).heading("title")
        expect(page.get_by_role("heading", level=1)).to_have_text(title, timeout=60_000)
        at_rest(page)
        if entry.name == "draw":
            before = page.get_by_test_id("answers").get_attribute("data-seq") or "0"
            page.locator(".st-key-pad canvas").first.click()
            expect(page.get_by_test_id("answers")).not_to_have_attribute("data-seq", before)
        page.mouse.move(700, 400)
        page.mouse.wheel(0, 20_000)  # what is below the fold loads its libraries when seen
        page.wait_for_load_state("networkidle")
        at_rest(page)
        assert witness.foreign(served) == set(), lang
        assert any(url.startswith("ws:") for url in witness.asked)
        assert witness.missing <= EXPECTED_404, lang
        assert witness.complaints == [], lang
        expect(page.get_by_text("WebGL is not supported")).to_have_count(0)
        expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_unknown_address_leads_home_in_its_language(page: Page, app_url, lang):
    page.goto(f"{app_url}/LeNet-6?lang={lang}")
    expect(page).to_have_title(f"{label('page.home', lang)} · {label('frame.product', lang)}")
    assert urlsplit(page.url).path == "/" and f"lang={lang}" in page.url


WATCH = """
window.titles = new Set()
new MutationObserver(() => document.title && titles.add(document.title)).observe(
  document, { subtree: true, childList: true, characterData: true })
"""


@pytest.mark.parametrize(("address", "name"), [("", "home"), ("Data_or_Model", "data")])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tab_has_its_name_from_the_first_moment(page: Page, app_url, address, name, lang):
    page.add_init_script(WATCH)
    page.goto(f"{app_url}/{address}?lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    at_rest(page)
    assert page.evaluate("[...titles]") == [tab_title(name, lang)]
    page.get_by_test_id("stSidebar").get_by_role("link", name="MNIST", exact=True).click()
    expect(page).to_have_title(tab_title("mnist", lang))


def test_another_site_cannot_frame_the_app(page: Page, app_url):
    page.set_content(f'<iframe src="{app_url}"></iframe>')
    page.wait_for_function("() => window.frames.length === 1")
    until(page, lambda: page.frames[1].url.startswith("chrome-error:"))


def test_a_message_too_large_ends_only_its_own_connection(app_url):
    stream = app_url.replace("http", "ws") + "/_stcore/stream"
    with (
        connect(stream, subprotocols=["streamlit"]) as greedy,
        pytest.raises(ConnectionClosed) as closed,
    ):
        greedy.send(b"\0" * (LARGEST + 1))
        for _ in range(1000):
            greedy.recv(timeout=10)
    assert closed.value.rcvd.code == 1009
    with connect(stream, subprotocols=["streamlit"]):
        pass


def test_a_rebound_name_is_refused(app_url):
    host = f"evil.example:{urlsplit(app_url).port}"
    request = urllib.request.Request(app_url, headers={"Host": host})
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    assert refusal.value.code == 421


def test_it_stops_when_told_with_a_visitor_on_the_page(page: Page, fresh_app):
    page.goto(fresh_app.url)
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=30_000)
    output = fresh_app.stop()
    assert f"Open http://127.0.0.1:{fresh_app.port}" in output
    assert "Traceback" not in output
    assert not fresh_app.answers()


def gone(pid: int) -> bool:
    """Whether the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone")
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_server(by):
    with RunningApp() as app:
        assert app.process is not None
        others = children(app.process.pid)  # that train, that decode photos, and that fork these
        printed = app.stop(by)
    assert len(others) >= 4
    waiting.until(lambda: all(map(gone, others)))
    assert "Traceback" not in printed


CONSOLES = {
    "cp1252": ":",  # a service on Windows
    "cp949": ":",  # the same in Korea
    "ascii": ":",
    "closed": "exec >&- 2>&-",
    "broken": "exec > >(exec true) 2>&1",  # who was to read it has gone
}


@pytest.mark.parametrize("console", CONSOLES)
def test_a_class_finds_the_server_whatever_its_console_can_show(console):
    encoding = {"PYTHONIOENCODING": console} if CONSOLES[console] == ":" else {}
    app = RunningApp("--host", "0.0.0.0", environment=encoding)
    app.command = ["bash", "-c", f'{CONSOLES[console]}; exec "$@"', "bash", *app.command]
    with app:
        output = app.stop()
    assert app.ended == -signal.SIGTERM
    assert "Traceback" not in output and "Exception" not in output
    if encoding:
        assert f"Open http://localhost:{app.port}" in output
        assert "▀" not in output and "\\u2580" not in output


def test_it_starts_from_any_directory(tmp_path):
    with RunningApp(root=tmp_path, environment={"PYTHONPATH": str(ROOT)}) as app:
        assert app.answers()


@pytest.fixture(scope="module")
def damaged_app(tmp_path_factory):
    """The app installed without the weights of its network."""
    root = tmp_path_factory.mktemp("damaged")
    for name in ("cnn", "ui", "pages", "assets", ".streamlit"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "streamlit_app.py", root)
    for weights in (root / "assets" / "weights").glob("lenet5*"):
        weights.unlink()
    with RunningApp(root=root) as app:
        yield app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_missing_weights_are_a_sentence_and_home_still_works(page: Page, damaged_app, lang):
    page.goto(f"{damaged_app.url}/Draw?lang={lang}")
    expect(page.get_by_role("alert")).to_contain_text("lenet5")
    expect(page.get_by_test_id("stException")).to_have_count(0)
    page.goto(f"{damaged_app.url}/?lang={lang}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert b"weights/lenet5-distorted.safetensors is missing" in damaged_app.printed()
