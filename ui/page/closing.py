"""How an exhibit closes: what one should have seen, the word for it, and where the thought goes on.

Each exhibit of ui.page.course has a row in the labels, `[seen.<page>]`:

    pad = { en = "...", ko = "...", term = "classifier", next = "lenet.family", section = "read" }

en, ko   one line that says what one should have seen, with {fields} for what the exhibit computes;
         a question has none, since its answer says so
term     what the field calls it: a key of the glossary
next     the exhibit where the thought goes on
section  the part of the page's text where the exhibit stands, if not the one of its own name;
         "title" for one that stands above all headings
"""

from functools import lru_cache
from typing import Any, NamedTuple

from ui.page import course
from ui.words import terms
from ui.words.facts import stamp, toml
from ui.words.text import TERM, Text, in_language, label, labels, sections

TOP = "title"  # the page's own heading


class Exhibit(NamedTuple):
    """An exhibit, whole: what it asks, why, what to do, what to see, its word, what comes next.

    `seen` is as it is written, its fields not filled; `onward` is "<page>.<exhibit>".
    """

    page: str
    name: str
    section: str
    question: str
    why: str
    act: str
    seen: str
    term: str
    onward: str


def exhibit(page: str, name: str, lang: str) -> Exhibit:
    """The exhibit `name` of a page in one language. Raises KeyError if a part is missing.

    A question asks in its own words, and its answer is what one should have seen. Any other
    exhibit asks by the heading of its section.
    """
    row, written = _rows(page)[name], sections(page, lang)
    section = written[section_of(page, name)]
    asked = labels(lang).get(f"question.{page}.{name}.ask")
    return Exhibit(
        page=page,
        name=name,
        section=section_of(page, name),
        question=asked or section.heading,
        why=section.body,
        act=labels(lang)[f"route.{page}.{name}"],
        seen=written[f"{name}-answer"].body if asked else row[lang],
        term=terms.terms()[row["term"]].key,
        onward=_known(row["next"]),
    )


def onward(page: str, name: str, lang: str, glossary: str) -> str:
    """The last line of an exhibit, in Markdown: the field's word for it and where to go on."""
    this = exhibit(page, name, lang)
    next_page, _, next_name = this.onward.partition(".")
    section = section_of(next_page, next_name)
    place = f"/{course.entry(next_page).address}"
    if section != TOP:
        place += f"#{section}"
    title = label(f"route.{this.onward}", lang)
    if next_page != page:
        other = label(f"page.{next_page}", lang)
        title = label("frame.seen-elsewhere", lang, title=title, page=other)
    word = terms.terms()[this.term].name[lang]
    return label(
        "frame.seen-onward",
        lang,
        term=f"[{word}]({in_language(f'{glossary}#{TERM}{this.term}', lang)})",
        next=f"[{title}]({in_language(place, lang)})",
    )


def line(text: Text, name: str, how: str, fields: dict[str, object]) -> str:
    """What one should have seen, in Markdown; `how` chooses among several: `<name>-<how>`."""
    return text.label(f"seen.{text.page}.{name}{how and '-'}{how}", **fields)


def section_of(page: str, name: str) -> str:
    """The section of the page's text in which an exhibit stands."""
    section: str = _rows(page).get(name, {}).get("section", name)
    return section


def _rows(page: str) -> dict[str, Any]:
    return _seen(stamp("labels")).get(page, {})


@lru_cache(maxsize=2)
def _seen(_stamp: int) -> dict[str, dict[str, Any]]:
    """The rows of every page, gathered once for each change of the labels: that takes 5 ms."""
    rows: dict[str, dict[str, Any]] = toml("labels")["seen"]
    return rows


def _known(exhibit: str) -> str:
    if exhibit not in course.exhibits():
        raise KeyError(exhibit)
    return exhibit
