"""The terms of the field: what each means, and where it is marked in the prose. No torch.

`assets/text/glossary.toml` decides on the word in each language; `definitions.toml` says under the
same key what it means:

    [feature-map]
    en = "Two sentences."
    ko = "두 문장."
    where = "/Convolution#apart"              the section that explains it
    words.en = ["feature map"]                how the prose writes it, if not by its name
    on = ["convolution"]                      the only pages on which such a word is this term
    alt = { en = "What the picture shows", ko = "..." }   where there is one

At its first mention on a page a term becomes a link to its place on the page of all terms.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from ui.words.facts import stamp, toml

Spoken = Mapping[str, str]
"""A text in each language."""

# Where a term is no mention of prose: code, formulas, headings, fields, tags, links, addresses.
PROTECTED = r"""
    ^\ {0,3}(?:```|~~~).*?(?:^\ {0,3}(?:```|~~~)[^\n]*$|\Z)
    | ^\ {0,3}\#{1,6}\ [^\n]*$
    | ^(?:\ {4}|\t)[^\n]*$
    | ^\ {0,3}<[A-Za-z!/?].*?(?:^[\ \t]*$|\Z)
    | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)
    | \$\$.*?\$\$ | \$[^$\n]+\$
    | \\.
    | <(?P<tag>a|button|code|pre|summary|svg|label|h[1-6]|script|style)\b
        .*?(?:</(?P=tag)\s*>|\n\s*\n|\Z)
    | <[^<>]*>
    | !?\[(?:[^\[\]]|\[[^\[\]]*\])*\](?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|:[^\n]*)
    | [a-z]+://\S+
    | \{[^{}]*\}
    | :[a-z_/]+:
"""
# A particle after a Korean word; what else follows makes it another word.
PARTICLES = """
    은 는 이 가 을 를 의 에 에서 에게 으로 로 와 과 도 만
    마다 부터 까지 보다 처럼 들 이라는 라는 이라고 라고 이란 란 입니다 이며 며 이고
    이나 나 인 일 였습니다 이었습니다 뿐 씩 조차 하고 대로 만큼 이라면 라면 이라 라
    이지만 지만 인데 이므로 므로 일까요 이었던 였던 이었고 였고 짜리 끼리 쯤 뿐만 이든
""".split()
PARTICLE = f"(?:{'|'.join(sorted(PARTICLES, key=len, reverse=True))})"
AROUND = {  # of a mention, in each language
    "en": (r"(?<![\w-])", r"(?!-?\w)"),
    "ko": (r"(?<![\w-])", rf"(?=(?:{PARTICLE}){{0,3}}(?!\w))"),
}


class DefinedTerm(NamedTuple):
    """A term in every language."""

    key: str
    name: Spoken
    too: Mapping[str, tuple[str, ...]]  # what else it is called
    about: Spoken  # what it means, in two sentences
    where: str  # the section that explains it, "/LeNet#codes"
    words: Mapping[str, tuple[str, ...]]  # how the prose writes it
    on: tuple[str, ...] = ()  # pages on which alone it is marked; none: on all
    alt: Spoken = {}  # noqa: RUF012  what its picture shows


def terms() -> Mapping[str, DefinedTerm]:
    """Every term that is explained, by its key, in the order of the file."""
    return _terms(written())


@lru_cache(maxsize=2)
def _terms(_stamps: tuple[int, int]) -> dict[str, DefinedTerm]:
    words = toml("glossary")
    return {key: _term(key, row, words[key]) for key, row in toml("definitions").items()}


def _term(key: str, row: Mapping[str, Any], word: Mapping[str, Any]) -> DefinedTerm:
    given = row.get("name", {})
    first = word.get("beside", word["en"])
    name = {"en": given.get("en", first), "ko": given.get("ko", word["ko"])}
    ours = [] if word["en"] in name["en"] else word["en"].split(", ")
    ours = [each for each in ours if each not in (first, name["en"])]
    too = {"en": (*row.get("too", ()), *ours), "ko": tuple(word.get("also", ()))}
    written = row.get("words", {})
    words = {lang: tuple(written.get(lang, (name[lang],))) for lang in name}
    about = {lang: row[lang] for lang in name}
    return DefinedTerm(
        key, name, too, about, row["where"], words, tuple(row.get("on", ())), row.get("alt", {})
    )


def marked(markdown: str, lang: str, keys: Iterable[str], to: str) -> str:
    """`markdown` with the first mention of each of these terms as a link to `to` + its key.

    A mention inside a link, heading, code, formula or tag is none. Of terms that overlap the
    longest is meant. What is emphasised as a whole stays so, inside the link; particles, brackets
    and all else stay as they are.
    """
    wanted = set(keys)
    if not wanted:
        return markdown
    pattern, known = _pattern(lang, written())
    parts: list[str] = []
    done = 0
    for found in pattern.finditer(markdown):
        key = known.get(_form(found["term"])) if found["term"] else None
        if key in wanted:
            wanted.discard(key)
            start, end = _with_emphasis(markdown, found.start(), found.end())
            parts += markdown[done:start], f"[{markdown[start:end]}]({to}{key})"
            done = end
    return "".join([*parts, markdown[done:]])


def mentioned(markdown: str, lang: str) -> list[str]:
    """The keys of the terms that `markdown` mentions, each once, in order."""
    pattern, known = _pattern(lang, written())
    found = (known[_form(each["term"])] for each in pattern.finditer(markdown) if each["term"])
    return list(dict.fromkeys(found))


def first_mentions(
    bodies: Mapping[str, str], lang: str, page: str, later: frozenset[str] = frozenset()
) -> dict[str, tuple[str, ...]]:
    """Which terms each section of a page is the first to mention, by the sections' keys.

    Sections below another one ("sharing-answer" below "sharing") and those of `later` come last,
    since they are folded or shown only once a question has been answered. So a part of the page
    that is drawn again marks what it has marked before.
    """
    every = terms()
    met: set[str] = set()
    found = {}
    for key in sorted(bodies, key=lambda key: (key in later, _is_below(key, bodies))):
        new = [term for term in mentioned(bodies[key], lang) if term not in met]
        found[key] = tuple(term for term in new if not every[term].on or page in every[term].on)
        met.update(found[key])
    return found


def _is_below(key: str, keys: Iterable[str]) -> bool:
    return any(key.startswith(f"{other}-") for other in keys)


def _with_emphasis(markdown: str, start: int, end: int) -> tuple[int, int]:
    """A mention with the asterisks that stand around it alone: a link holds its whole emphasis."""
    before = len(markdown[:start]) - len(markdown[:start].rstrip("*"))
    after = len(markdown[end:]) - len(markdown[end:].lstrip("*"))
    return (start - before, end + after) if before == after else (start, end)


def written() -> tuple[int, int]:
    """Changes when a file of the terms is written."""
    return stamp("definitions"), stamp("glossary")


@lru_cache(maxsize=4)
def _pattern(lang: str, _stamps: tuple[int, int]) -> tuple[re.Pattern[str], dict[str, str]]:
    known: dict[str, str] = {}
    for term in terms().values():
        for word in term.words[lang]:
            for form in _forms(word, lang):
                known.setdefault(_form(form), term.key)
    before, after = AROUND[lang]
    longest = sorted(known, key=len, reverse=True)
    words = "|".join(r"[\s-]".join(map(re.escape, form.split())) for form in longest)
    pattern = "".join([PROTECTED, "|", before, "(?P<term>", words, ")", after])
    return re.compile(pattern, re.MULTILINE | re.DOTALL | re.VERBOSE | re.IGNORECASE), known


def _forms(word: str, lang: str) -> list[str]:
    """A word and, in English, its plural."""
    if lang != "en":
        return [word]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word, f"{word[:-1]}ies"]
    return [word, f"{word}es" if word.endswith(("s", "x", "sh", "ch")) else f"{word}s"]


def _form(word: str) -> str:
    """A mention as the terms are looked up: in small letters, one space for a hyphen or a break."""
    return re.sub(r"[\s-]+", " ", word.casefold())
