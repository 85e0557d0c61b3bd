"""What the search over the course finds, in both languages: the index that it reads in the browser.

It holds the title of every page, every section of its text with its first words, what can be done
there (the exhibits of ui.page.course), the events of the timeline and the terms of the glossary.
Answers to a page's questions stand in no section of the second rank, and are not in it.
"""

import json
import re
from functools import cache
from typing import Any, NamedTuple

from cnn import assets
from cnn.errors import Problem
from ui.components import Once, search
from ui.page.course import GLOSSARY, PAGES, Entry, entry
from ui.words import terms
from ui.words.facts import TEXTS, toml
from ui.words.text import HEADING, LANGUAGES, TERM, Text, label, sections

LIBRARY = "search/minisearch.js"
FIRST_WORDS = {"en": 280, "ko": 170}  # letters of a section's body; Korean says as much with fewer
# Sections without a heading on the page: the one where they stand, and the address that shows them.
INSIDE = {("lenet", key): ("table", "network=lenet4") for key in ("lenet4", "rereading")}
TIMELINE = ("home", "timeline")  # the page and the section where its events stand
MARKS = re.compile(r"\*\*|\*|`|\u2060|^> |^- |^#+ ", re.MULTILINE)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
TAG = re.compile(r"<[^<>]*>")


class Found(NamedTuple):
    """What a search may find: `title`, `text` and `does` by language, `also` in any.

    kind: "page", "section", "exhibit", "event", "term" or "note" (a teacher's). `page` and
    `section`, "" for the page's top, say where it leads, `more` what else the address asks for.
    `does`: what can be done in the section. `also`: other names, which nobody is shown.
    """

    kind: str
    page: str
    section: str
    title: dict[str, str]
    text: dict[str, str]
    does: dict[str, str]
    also: tuple[str, ...] = ()
    more: str = ""


@cache
def index() -> tuple[Found, ...]:
    """All that can be found, in the order of the course; the terms last.

    Some numbers in the texts are computed, which needs torch. A section whose numbers cannot be had
    is left out.
    """
    found = [each for page in PAGES for each in _of_page(page)]
    return (*found, *_events(), *_terms())


def shown_sections(page: str) -> list[str]:
    """The keys of the page's sections that have a heading of the second rank, in order."""
    return [key for key in _of_second_rank(page) if (page, key) not in INSIDE]


def as_json() -> bytes:
    """The index as the browser reads it: JSON, UTF-8. See ui/components/search/types.d.ts."""
    pages = {
        page.name: {
            "address": page.address,
            **{lang: label(f"page.{page.name}", lang) for lang in LANGUAGES},
        }
        for page in PAGES
    }
    entries = [_small(found) for found in index()]
    labels = {
        lang: {name: label(f"frame.search-{name}", lang) for name in search.FOUND}
        for lang in LANGUAGES
    }
    whole = {"labels": labels, "pages": pages, "entries": entries}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def files() -> search.Files | None:
    """The index, and the library that reads it; None without the library's file.

    Made at the server's start, under plain `streamlit run` when somebody first searches.
    """
    try:
        library = assets.path(LIBRARY).read_bytes()
    except assets.AssetProblem:
        return None  # the server's start has said so
    return search.Files(library, as_json())


def prepare() -> None:
    """Makes the index, and what of it is served by address; returns when it is there."""
    made = files()
    if made and Once.served:
        search.sent(made)


def _of_second_rank(page: str) -> list[str]:
    """Without the teacher's note, and without the answers, which are shown to who has guessed."""
    written = (TEXTS / f"{page}.en.md").read_text("utf-8")
    keys = [match["key"] for match in HEADING.finditer(written) if match[0].startswith("## ")]
    return [key for key in keys if key != "teacher" and not key.endswith("-answer")]


def _small(found: Found) -> dict[str, Any]:
    """Without what is empty: some 500 of them go to the browser."""
    small: dict[str, Any] = {"kind": found.kind, "page": found.page}
    for name in ("section", "more", "also"):
        if value := getattr(found, name):
            small[name] = value
    for lang in LANGUAGES:
        words = {name: getattr(found, name).get(lang, "") for name in ("title", "text", "does")}
        small[lang] = {name: value for name, value in words.items() if value}
    return small


def _of_page(page: Entry) -> list[Found]:
    found = [_section("page", page.name, "title", "")]
    for key in _of_second_rank(page.name):
        section, more = INSIDE.get((page.name, key), (key, ""))
        found.append(_section("section", page.name, key, section, more))
    whole = [each for each in found if each]
    for exhibit in page.exhibits:
        if exhibit not in {each.section for each in whole}:
            title = _labels(f"route.{page.name}.{exhibit}")
            whole.append(Found("exhibit", page.name, "", title, {}, {}))
    note = "teacher" in sections(page.name, "en")
    if note and (made := _section("note", page.name, "teacher", "", "note=1")):
        whole.append(made)
    return whole


def _section(
    kind: str, page: str, key: str, section: str, more: str = "", text: str = ""
) -> Found | None:
    """The section `key` of the page's text or another `text`; None if a number cannot be had."""
    title, body = {}, {}
    try:
        for lang in LANGUAGES:
            words = Text(text or page, lang)
            title[lang] = plain(words.heading(key))
            body[lang] = first_words(plain(words[key]), FIRST_WORDS[lang])
    except Problem:
        return None
    does = _labels(f"route.{page}.{key}") if key in entry(page).exhibits and not text else {}
    return Found(kind, page, section, title, body, does, more=more)


def _events() -> list[Found]:
    found = []
    for row in toml("timeline")["event"]:
        page, section = TIMELINE
        if made := _section("event", page, row["id"], section, f"event={row['id']}", "timeline"):
            found.append(made._replace(also=(str(row["year"]),)))
    return found


def _terms() -> list[Found]:
    """The terms, each at its place on the page of all: other names, then what it means."""
    found = []
    for key, term in terms.terms().items():
        word = toml("glossary")[key]
        names = (*term.name.values(), word["en"], word.get("beside", ""), word["ko"])
        every = dict.fromkeys((*names, *word.get("also", ())))
        text = {
            lang: f"{', '.join(each for each in every if each not in ('', term.name[lang]))}. "
            f"{plain(term.about[lang])}"
            for lang in LANGUAGES
        }
        also = dict.fromkeys((*word.get("not", ()), *word.get("ours", {}).values()))
        place = f"{TERM}{key}"
        found.append(Found("term", GLOSSARY, place, dict(term.name), text, {}, tuple(also)))
    return found


def _labels(key: str) -> dict[str, str]:
    return {lang: label(key, lang) for lang in LANGUAGES}


def plain(markdown: str) -> str:
    """What a reader sees of Markdown, in one line: no marks, tags or addresses."""
    text = TAG.sub("", LINK.sub(r"\1", markdown))
    return " ".join(MARKS.sub("", text).split())


def first_words(text: str, most: int) -> str:
    """The first words, with at most `most` letters; an ellipsis says that there are more."""
    if len(text) <= most:
        return text
    return f"{text[:most].rpartition(' ')[0]} …"
