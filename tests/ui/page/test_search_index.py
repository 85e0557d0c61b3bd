"""Does the search know all of the course, in both languages, and does what it finds exist?"""

import json
import re
from collections import Counter

import brotli
import pytest

from cnn import assets
from tests.ui.opening import opened
from ui.components import Once, search
from ui.page import search_index
from ui.page.course import GLOSSARY, PAGES, entry
from ui.page.search_index import first_words, index, plain, shown_sections
from ui.words import terms
from ui.words.facts import toml
from ui.words.text import LANGUAGES, TERM, label, sections

MOST, MOST_SENT = 300_000, 100_000  # bytes of the index, and as it goes to a browser


def headings(page: str, lang: str) -> list[str]:
    """The anchors of the sections that a page shows, as Streamlit draws them."""
    return [header.proto.anchor for header in opened(entry(page).file, lang=lang).header]


@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_every_section_that_a_page_shows_can_be_found(page):
    """And nothing else: no answer to a question, no part of the teacher's note."""
    found = [each.section for each in index() if each.page == page and each.kind == "section"]
    assert list(dict.fromkeys(found)) == shown_sections(page)
    assert not any(key.endswith("-answer") or key.startswith("teacher") for key in found)
    assert set(found) == set(headings(page, "en")) == set(headings(page, "ko"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_entry_has_its_words_and_leads_to_what_is_there(lang):
    for found in index():
        assert found.title[lang].strip(), found
        there = set(sections(found.page, lang)) - {"title"}
        assert found.section in {"", *there} or found.kind == "term", found
        if found.kind not in {"exhibit", "term"}:
            assert found.text[lang]
            shown = found.title[lang] + found.text[lang]
            assert not re.search(r"[*`{}⟨⟩$<>\u2060]|\]\(", shown), shown


def test_every_exhibit_can_be_found_by_its_label():
    for page in PAGES:
        for exhibit in page.exhibits:
            (found,) = (
                each
                for each in index()
                if each.page == page.name
                and label(f"route.{page.name}.{exhibit}", "en")
                in (each.does.get("en"), each.title["en"])
                and each.section in (exhibit, "")
            )
            assert label(f"route.{page.name}.{exhibit}", "ko") in {
                found.does.get("ko"),
                found.title["ko"],
            }
            assert bool(found.section) == (exhibit in shown_sections(page.name))


def test_every_term_leads_to_its_place_among_all_of_them():
    found = [each for each in index() if each.kind == "term"]
    assert [each.title for each in found] == [term.name for term in terms.terms().values()]
    assert {(each.page, each.section) for each in found} == {
        (GLOSSARY, f"{TERM}{key}") for key in terms.terms()
    }
    (convolution,) = (each for each in found if each.title["en"] == "convolution")
    assert "컨볼루션" in convolution.text["en"] and "콘볼루션" in convolution.also


def test_every_event_of_the_timeline_can_be_found_by_its_year():
    events = {each.more: each.also for each in index() if each.kind == "event"}
    rows = toml("timeline")["event"]
    assert events == {f"event={row['id']}": (str(row["year"]),) for row in rows}


def test_no_two_entries_say_the_same():
    counts = Counter((each.kind, each.page, each.section, each.title["en"]) for each in index())
    assert not [each for each, count in counts.items() if count > 1]


def test_the_index_stays_small(capsys):
    packed = search_index.as_json()
    sent = len(brotli.compress(packed, quality=6))
    with capsys.disabled():
        print(f"\n{len(index())} entries, {len(packed):,} bytes, {sent:,} compressed")
    assert len(packed) < MOST and sent < MOST_SENT
    whole = json.loads(packed)
    assert len(whole["entries"]) == len(index()) and set(whole["pages"]) == {e.name for e in PAGES}


@pytest.fixture
def unserved(monkeypatch):
    monkeypatch.setattr(Once, "served", False)


def given(at: object) -> dict[str, object]:
    """What the search of an opened page is given."""
    (proto,) = (
        each.proto
        for each in at.get("bidi_component")  # type: ignore[attr-defined]
        if each.proto.id.endswith("-search")
    )
    data: dict[str, object] = json.loads(proto.json)
    return data


def test_nothing_is_sent_before_somebody_searches(unserved):
    at = opened("streamlit_app.py")
    assert given(at)["files"] is None
    at.session_state["frame.searched"] = True
    files = given(at.run())["files"]
    assert isinstance(files, dict)
    assert files["library"]["text"].encode() == assets.path(search_index.LIBRARY).read_bytes()
    assert json.loads(files["index"]["text"])["pages"]["lenet"]["address"] == "LeNet"


def test_where_files_are_served_only_their_addresses_are_sent(monkeypatch):
    monkeypatch.setattr(Once, "served", True)
    search_index.prepare()
    files = given(opened("streamlit_app.py"))["files"]
    assert isinstance(files, dict)
    addresses = [file["address"] for file in files.values()]
    assert set(addresses) <= set(Once.files) and len(json.dumps(files)) < 400
    assert Once.files[files["index"]["address"]] == search_index.as_json()


def test_a_page_opens_without_the_library(monkeypatch):
    """The server's start has said which file is missing or altered."""
    monkeypatch.setattr(Once, "served", True)
    monkeypatch.setattr(search_index, "LIBRARY", "search/gone.js")
    search_index.files.cache_clear()
    try:
        search_index.prepare()
        at = opened("streamlit_app.py")
        assert not at.exception and given(at)["files"] is None
    finally:
        search_index.files.cache_clear()


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("**Bold** and *term*, `code`", "Bold and term, code"),
        ("See [above](#walk) and [Draw](/Draw).", "See above and Draw."),
        ("- one\n- two\n\n> felt", "one two felt"),
        ("A <em>mark</em>", "A mark"),
        ("LeNet-\u20605의", "LeNet-5의"),
        ("a * b, 2 < 3", "a b, 2 < 3"),
    ],
)
def test_markdown_becomes_what_a_reader_sees(written, seen):
    assert plain(written) == seen


def test_first_words_end_with_a_word():
    assert first_words("one two three", 9) == "one two …"
    assert first_words("one two", 9) == "one two"


def test_the_labels_are_all_there():
    for name in (*search.LABELS, *search.FOUND):
        assert all(label(f"frame.search-{name}", lang) for lang in LANGUAGES)
