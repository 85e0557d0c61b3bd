"""Does every page start from our shell, and can its script speak both languages?"""

import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.ui.test_security import ROOT, hello
from ui import shell
from ui.pages import PAGES
from ui.security import content_security_policy, inline_scripts
from ui.text import LANGUAGES, label


@pytest.fixture
def client() -> TestClient:
    middleware = [Middleware(shell.Shell, pages=ROOT / "pages")]
    return TestClient(Starlette(routes=[Route("/{path:path}", hello)], middleware=middleware))


@pytest.mark.parametrize("address", [entry.address for entry in PAGES])
def test_every_page_starts_from_the_shell(client, address):
    answer = client.get(f"/{address}")
    assert answer.text == shell.html()
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("path", ["/favicon.png", "/static/js/x.js", "/_stcore/health", "/draw"])
def test_all_else_is_streamlits(client, path):
    assert client.get(path).text == "hello"


def test_the_shell_is_streamlits_with_a_script_that_the_policy_allows():
    ours = inline_scripts(shell.html())
    assert len(ours) == 2  # Streamlit's own and ours
    assert all(source in content_security_policy("'none'") for source in ours)
    assert 'src="./static/js/index.' in shell.html() and '<div id="root">' in shell.html()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_javascript_it_says_so(lang):
    (body,) = re.findall("<noscript>(.*?)</noscript>", shell.html(), re.DOTALL)
    assert label("shell.noscript", lang) in body


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", shell.REASONS.values())
def test_its_script_has_every_word(lang, key):
    assert label(key, lang, host="{host}") in shell.script()
