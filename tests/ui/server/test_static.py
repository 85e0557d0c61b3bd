"""Is each text sent compressed, once made, to those who want it so, and as it is to all others?"""

import gzip
import hashlib
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from cnn import assets
from ui.components import Once, small_edition
from ui.page.course import PAGES
from ui.patches.static_files import FOLDER
from ui.server import static
from ui.server.fonts import FONTS, addresses, original
from ui.server.prefix import Prefix
from ui.server.security import Security, inline_scripts
from ui.server.static import FOR_EVER, Static, preferred
from ui.words.text import LANGUAGES, Text, tab_title

SCRIPT = max((FOLDER / "static" / "js").glob("index.*.js"), key=lambda file: file.stat().st_size)
STYLES = max((FOLDER / "static" / "css").glob("index.*.css"))
DECODE = {"br": brotli.decompress, "gzip": gzip.decompress}


async def streamlit(request: object) -> PlainTextResponse:
    return PlainTextResponse("Streamlit's own")


async def echo(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.send_text(await websocket.receive_text())
    await websocket.close()


@pytest.fixture(scope="module")
def client() -> TestClient:
    routes = [WebSocketRoute("/_stcore/stream", echo)]
    routes += [Route("/{path:path}", streamlit, methods=["GET", "HEAD", "PUT"])]
    middleware = [Middleware(Security), Middleware(Static)]
    return TestClient(Starlette(routes=routes, middleware=middleware), "http://localhost:8501")


def address(file: Path) -> str:
    return f"/{file.relative_to(FOLDER).as_posix()}"


def raw(client: TestClient, path: str, **headers: str):
    """An answer, its body as it came over the wire."""
    with client.stream("GET", path, headers={"Accept-Encoding": "", **headers}) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("encoding", DECODE)
@pytest.mark.parametrize("path", ["/", "/Draw", "/robots.txt", address(SCRIPT), address(STYLES)])
def test_a_text_is_compressed_and_comes_out_the_same(client, path, encoding):
    plain, body = raw(client, path)
    answer, small = raw(client, path, **{"Accept-Encoding": encoding})
    assert "content-encoding" not in plain.headers
    assert answer.headers["content-encoding"] == encoding
    assert DECODE[encoding](small) == body
    assert answer.headers["content-type"] == plain.headers["content-type"]
    for each, octets in ((plain, body), (answer, small)):
        assert int(each.headers["content-length"]) == len(octets)
        assert "Accept-Encoding" in each.headers["vary"]
        assert "frame-ancestors" in each.headers["content-security-policy"]
    assert answer.headers["etag"] != plain.headers["etag"]


def test_a_script_is_the_one_that_streamlit_ships_in_a_third_of_its_octets(client):
    _, small = raw(client, address(SCRIPT), **{"Accept-Encoding": "gzip, deflate"})
    assert gzip.decompress(small) == SCRIPT.read_bytes()
    assert len(small) < SCRIPT.stat().st_size / 3


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("GZIP", "gzip"),
        ("*", "br"),
        ("*;q=0.1, br;q=0", "gzip"),
        ("gzip;q=0", ""),
        ("gzip;q=0.0, identity", ""),
        ("gzip;q=much", ""),
        ("gzip;q=nan", ""),
        ("identity", ""),
        ("gzipped, ;q=1,,", ""),
        ("", ""),
    ],
)
def test_the_client_chooses_the_encoding(accepted, encoding):
    assert preferred([accepted], tuple(DECODE)) == encoding


@pytest.mark.parametrize("path", ["/", address(SCRIPT), address(STYLES), "/favicon.ico"])
@pytest.mark.parametrize("encoding", ["", *DECODE])
def test_asked_for_its_head_a_text_tells_the_same_without_a_body(client, path, encoding):
    headers = {"Accept-Encoding": encoding}
    head, whole = client.head(path, headers=headers), client.get(path, headers=headers)
    assert head.content == b"" and head.status_code == 200
    assert head.headers == whole.headers


@pytest.mark.parametrize("path", ["/", address(SCRIPT), address(STYLES)])
@pytest.mark.parametrize("encoding", ["", *DECODE])
def test_what_a_browser_has_is_not_sent_again(client, path, encoding):
    headers = {"Accept-Encoding": encoding}
    tag = client.get(path, headers=headers).headers["etag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = client.get(path, headers=headers | {"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag and "vary" in again.headers
        assert "content-encoding" not in again.headers
    assert client.get(path, headers=headers | {"If-None-Match": '"x"'}).status_code == 200


def test_a_part_is_of_the_file_as_it_is(client):
    headers = {"Accept-Encoding": "gzip, br", "Range": "bytes=100-199"}
    part = client.get(address(SCRIPT), headers=headers)
    assert part.status_code == 206 and part.content == SCRIPT.read_bytes()[100:200]
    assert "content-encoding" not in part.headers
    small = client.get(address(SCRIPT), headers={"Accept-Encoding": "gzip"}).headers["etag"]
    whole = client.get(address(SCRIPT), headers=headers | {"If-Range": small})
    assert whole.status_code == 200 and whole.content == SCRIPT.read_bytes()
    styles = client.get(address(STYLES), headers=headers)  # which are not those of the file
    assert styles.status_code == 200 and styles.text == client.get(address(STYLES)).text


def test_what_has_a_hash_in_its_name_is_kept_and_the_page_is_asked_for_again(client):
    (font, *_) = (f"/static/{each}" for each in addresses())
    for path in (address(SCRIPT), font):
        assert client.get(path).headers["cache-control"] == FOR_EVER
    for path in ("/", "/Draw", address(STYLES), "/favicon.png", "/robots.txt"):
        assert client.get(path).headers["cache-control"] == "no-cache"


def test_thirty_phones_at_once_cost_no_more_than_one(monkeypatch):
    made = []

    def compress(body: bytes) -> bytes:
        made.append(1)
        time.sleep(0.05)  # the others come meanwhile
        return b"small"

    monkeypatch.setitem(static.ENCODINGS, "gzip", compress)
    kept = static.Kept(b"large", "text/css", "no-cache")
    with ThreadPoolExecutor(30) as phones:
        list(phones.map(kept._compress, 30 * ["gzip"]))
    assert made == [1] and kept.bodies["gzip"] == b"small"


def test_everything_else_is_left_to_streamlit(client):
    for path in ("/_stcore/health", "/media/x.js", "/static/nowhere.js", "/static/../server.py"):
        assert client.get(path).text == "Streamlit's own"
    assert client.put(address(SCRIPT)).text == "Streamlit's own"
    with client.websocket_connect("/_stcore/stream", headers={"Host": "localhost"}) as socket:
        socket.send_text("stroke")
        assert socket.receive_text() == "stroke"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_the_empty_page_says_what_it_will_be(client, entry, lang):
    answer = client.get(f"/{entry.address}?lang={lang}")
    title, lead = tab_title(entry.name, lang), Text(entry.name, lang)["title"]
    html = answer.text
    assert f'<html lang="{lang}">' in html and f"<title>{title}</title>" in html
    assert html.count(lead) == 3  # for search engines, for link previews, for who has no scripts
    assert f'<meta property="og:title" content="{title}">' in html
    assert "You need to enable JavaScript" not in html and not re.search(r"[*`\[\]{}<>⟨]", lead)
    for script in inline_scripts(html):
        assert script in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("query", "browser", "lang"),
    [
        ("?lang=ko", "en-US,en", "ko"),
        ("?lang=en", "ko-KR,ko;q=0.9,en;q=0.8", "en"),
        ("", "ko-KR,ko;q=0.9,en;q=0.8", "ko"),
        ("", "en;q=0.5, ko", "ko"),
        ("", "de-DE,de,ko;q=0.5", "en"),
        ("?lang=fr", "ko", "ko"),
        ("", "", "en"),
        ("?lang=%22%3E", "*", "en"),
    ],
)
def test_the_language_is_that_of_the_address_or_the_browser(client, query, browser, lang):
    answer = client.get(f"/LeNet{query}", headers={"Accept-Language": browser})
    assert f'<html lang="{lang}">' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_robots_are_told_where_the_pages_are(client):
    robots = client.get("/robots.txt", headers={"Accept": "text/html"})
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert "User-agent: *\nAllow: /\n" in robots.text
    assert "Sitemap: http://localhost:8501/sitemap.xml\n" in robots.text
    pages = re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)
    assert len(pages) == len(PAGES) * len(LANGUAGES)
    for page in pages:
        lang = page.split("lang=")[1]
        assert f'<html lang="{lang}">' in client.get(page).text


@pytest.mark.parametrize("path", ["/course", "course", "/course/"])
def test_robots_are_told_of_the_path_below_which_a_proxy_shows_the_pages(path):
    middleware = [Middleware(Prefix, path=path), Middleware(Static, base_path=path)]
    visitor = TestClient(Starlette(middleware=middleware), "https://school.example")
    assert "Sitemap: https://school.example/course/sitemap.xml\n" in visitor.get("/robots.txt").text
    pages = re.findall("<loc>(.*?)</loc>", visitor.get("/course/sitemap.xml").text)
    assert len(pages) == len(PAGES) * len(LANGUAGES)
    assert all(page.startswith("https://school.example/course/") for page in pages)
    assert {visitor.get(page).status_code for page in pages} == {200}


def test_the_pages_name_our_fonts_and_no_other(client):
    seen = client.get(address(STYLES)).text + client.get("/").text
    for name in FONTS:
        assert original(name).name not in seen
    named = re.findall(r"fonts/[\w.-]+\.woff2", seen)
    assert set(named) == set(addresses())
    for path in named:
        font = client.get(f"/static/{path}")
        assert font.content.startswith(b"wOF2") and "content-encoding" not in font.headers
        assert font.headers["content-type"] == "font/woff2"


def test_without_a_font_of_ours_streamlits_is_named(client, monkeypatch, tmp_path):
    from cnn import assets

    monkeypatch.setattr(assets, "ROOT", tmp_path)
    assets.manifest()
    monkeypatch.setattr(assets, "_right", {})
    assert addresses() == {}
    middleware = Static(streamlit)
    assert original("sans").name in middleware._made(address(STYLES), "").bodies[""].decode()


def test_the_small_edition_comes_by_address_and_its_numbers_as_they_are(client):
    """All that a browser needs to run it: each file whole, the program compressed as is told."""
    sent = small_edition.sent()
    assert sent is not None
    whole = 0
    for name, file in sent["files"].items():
        told, body = raw(client, f"/{file['address']}", **{"Accept-Encoding": "br"})
        packed = told.headers.get("content-encoding") == "br"
        assert packed == (name != "numbers")
        assert told.headers["cache-control"] == FOR_EVER
        whole += len(body)
        opened = brotli.decompress(body) if packed else body
        assert len(opened) == file["bytes"]
        assert hashlib.sha256(opened).hexdigest() == file["sha256"]
        if name == "wasm":
            assert told.headers["content-type"] == "application/wasm"
            assert len(body) == pytest.approx(assets.metric(small_edition.WASM, "wire"), rel=0.01)
    assert round(whole / 1e6) == small_edition.megabytes()
    numbers = f"/{sent['files']['numbers']['address']}"
    told, body = raw(client, numbers, Range="bytes=0-7")
    assert told.status_code == 206 and int.from_bytes(body, "little") == 1256
    assert client.get(f"/{sent['worker']}").text.endswith("work(self)\n")


def test_an_altered_file_of_the_small_edition_is_a_problem_with_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    monkeypatch.setattr(Once, "served", True)
    small_edition._sent.cache_clear()
    with pytest.raises(assets.AssetProblem):
        small_edition.sent()
    monkeypatch.setattr(Once, "served", False)
    assert small_edition.sent() is None
