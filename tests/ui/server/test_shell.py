"""Does every page start from our shell, and can its script speak both languages?"""

import re

import pytest

from ui.page.course import PAGES
from ui.server import shell
from ui.server.security import content_security_policy, inline_scripts
from ui.words.text import LANGUAGES, label


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_the_shell_is_streamlits_with_a_script_that_the_policy_allows(entry, lang):
    html = shell.html(entry, lang)
    ours = inline_scripts(html)
    assert len(ours) == 2  # Streamlit's own and ours
    assert all(source in content_security_policy("'none'") for source in ours)
    assert 'src="./static/js/index.' in html and '<div id="root">' in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_javascript_it_says_so(lang):
    (body,) = re.findall("<noscript>(.*?)</noscript>", shell.html(PAGES[0], lang), re.DOTALL)
    assert label("shell.noscript", lang) in body


def test_no_word_of_a_label_ends_the_script_that_holds_it(monkeypatch):
    monkeypatch.setattr(shell, "label", lambda *_, **__: "</script><!--<script>")
    assert "</script" not in shell.script() and "<!--" not in shell.script()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", shell.WORDS.values())
def test_its_script_has_every_word(lang, key):
    assert label(key, lang, host="{host}") in shell.script()


def test_no_word_ends_the_script(monkeypatch):
    monkeypatch.setattr(shell, "label", lambda *_, **__: "a</script>b<!--")
    assert "<" not in shell.script().rpartition("(")[2] and "\\u003c/script>" in shell.script()
