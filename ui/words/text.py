"""The words of the app: paired Markdown cut by keyed headings, and short labels. No torch.

`assets/text/<page>.en.md` and `.ko.md` hold the same sections in the same order:

    ## Why share weights? {#share-weights}
    The body, in Markdown, with numbers as fields: {lenet5.parameters}.

`labels.toml` and, page by page, `labels.<page>.toml` hold short phrases, both languages under one
key. Fields with a dot come from the facts (`ui.words.facts`); a label may have further fields that
its caller fills.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ui.words import terms
from ui.words.facts import TEXTS, fact, missing, stamp, toml

LANGUAGES = ("en", "ko")
HEADING = re.compile(r"^#{1,4} +(?P<heading>.+?) *\{#(?P<key>[a-z0-9-]+)\} *$", re.MULTILINE)
FACT_FIELD = re.compile(r"\{([a-z][\w-]*(?:\.[\w-]+)+)(?::([^{}]*))?\}")
INNER_LINK = re.compile(r"(?<=\]\()/(?!/)[^)\s]*")
# Where a browser would part a particle from its word: a word joiner holds them together.
PARTED = re.compile(r"(?<=[%°\])’”…])(?=\**[가-힣])")
TERM = "term-"  # begins the name of a term's place on the page of all terms
OTHER_FIELD = re.compile(r"\{([a-z]\w*)\}")
ARTICLE = re.compile(r"\b([Aa])n?(?= (?:\*\*)?\d)")
VOWEL = re.compile(r" (?:\*\*)?(?:8|1[18](?!\d)|1[18]\d\d(?![\d,]))")  # 8.5, 11, 11,000, 1890


class Section(NamedTuple):
    """A section of a text, its heading and its body in Markdown."""

    heading: str
    body: str


@lru_cache(maxsize=64)
def _sections(file: Path, _modified_ns: int) -> dict[str, Section]:
    parts = HEADING.split(file.read_text("utf-8"))[1:]
    return {
        key: Section(heading, body.strip())
        for heading, key, body in zip(parts[0::3], parts[1::3], parts[2::3], strict=True)
    }


def sections(page: str, lang: str) -> dict[str, Section]:
    """The page's sections as written, in order, fields not filled."""
    file = TEXTS / f"{page}.{lang}.md"
    return _sections(file, file.stat().st_mtime_ns)


def first_mentions(
    page: str, lang: str, later: frozenset[str] = frozenset()
) -> Mapping[str, tuple[str, ...]]:
    """The terms that each section of a page is the first to mention, by the sections' keys.

    Sections of `later` are read after the others.
    """
    file = TEXTS / f"{page}.{lang}.md"
    times = file.stat().st_mtime_ns, stamp("definitions"), stamp("glossary")
    return _first_mentions(page, lang, later, times)


@lru_cache(maxsize=64)
def _first_mentions(
    page: str, lang: str, later: frozenset[str], _times: tuple[int, ...]
) -> dict[str, tuple[str, ...]]:
    written = sections(page, lang).items()
    bodies = {
        key: FACT_FIELD.sub("0", body)
        for key, (_, body) in written
        if not key.startswith("teacher")
    }
    return terms.first_mentions(bodies, lang, page, later)


def fill(raw: str, lang: str, used: list[str] | None = None) -> str:
    """`raw` with its facts filled in; their keys are added to `used`. TeX braces stay."""

    def shown(match: re.Match[str]) -> str:
        key, spec = match.groups()
        if used is not None and key not in used:
            used.append(key)
        return fact(key, lang, spec or "")

    return spoken(PARTED.sub("\u2060", FACT_FIELD.sub(shown, raw)), lang)


def spoken(text: str, lang: str) -> str:
    """`text`, with "a" or "an" before a number in English as the number is spoken: an 8, a 9."""

    def article(match: re.Match[str]) -> str:
        return match[1] + ("n" if VOWEL.match(text, match.end()) else "")

    return ARTICLE.sub(article, text) if lang == "en" else text


def labels(lang: str) -> Mapping[str, str]:
    """Every label of `lang` by its dotted key, fields not filled."""
    return _labels(stamp("labels"))[lang]


@lru_cache(maxsize=2)
def _labels(_stamp: int) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {lang: {} for lang in LANGUAGES}

    def walk(table: Mapping[str, Any], prefix: str) -> None:
        for name, entry in table.items():
            if isinstance(entry, str):
                if name in found:
                    found[name][prefix] = entry
            else:
                walk(entry, f"{prefix}.{name}" if prefix else name)

    walk(toml("labels"), "")
    return found


def label(key: str, lang: str, used: list[str] | None = None, /, **fields: object) -> str:
    """The label `key`, filled. An unknown key is a MissingText warning and shows as ⟨key⟩."""
    raw = labels(lang).get(key)
    if raw is None:
        return missing("label", key)

    def given(match: re.Match[str]) -> str:
        name = match[1]
        return str(fields[name]) if name in fields else missing(f"field of label {key}", name)

    return spoken(PARTED.sub("\u2060", OTHER_FIELD.sub(given, fill(raw, lang, used))), lang)


def literal(foreign: str, longest: int = 40) -> str:
    """What a visitor's browser has sent, as Markdown that shows it letter by letter: as code.

    Nothing else is safe from Streamlit's Markdown, which makes links of bare addresses, too. What
    cannot be seen, such as a mark that turns text around, is left out; beyond `longest` characters
    the rest is. Nothing, if nothing is left.
    """
    seen = "".join(each if each.isprintable() else " " for each in foreign)
    text = " ".join(seen.split())[:longest].strip()
    ticks = max((len(run) for run in re.findall("`+", text)), default=0)
    fence, space = "`" * (ticks + 1), " " if ticks else ""
    return f"{fence}{space}{text}{space}{fence}" if text else ""


def tab_title(page: str, lang: str) -> str:
    """What a browser's tab and a search engine call the page."""
    return f"{label(f'page.{page}', lang)} · {label('frame.product', lang)}"


def in_language(address: str, lang: str) -> str:
    """An address inside the app, like "/MNIST?set=test#browse", with the language it is read in.

    It is relative, since the app may live below a path of another site.
    """
    path, sharp, section = address.partition("#")
    return f".{path}{'&' if '?' in path else '?'}lang={lang}{sharp}{section}"


class Text:
    """One page's text in one language. Remembers in `used` which facts it has shown.

    With a `glossary`, the address of the page of all terms, bodies mark what they are the first of
    the page to mention, as links to it; sections of `later` are read after the others.
    """

    def __init__(
        self, page: str, lang: str, glossary: str = "", later: frozenset[str] = frozenset()
    ) -> None:
        self.page = page
        self.lang = lang
        self.glossary = glossary
        self.later = later
        self.used: list[str] = []

    def __getitem__(self, key: str) -> str:
        """The body of section `key`, in Markdown, facts filled in; its links keep the language."""
        body = INNER_LINK.sub(lambda link: in_language(link[0], self.lang), self._part(key, 1))
        if not self.glossary:
            return body
        first = first_mentions(self.page, self.lang, self.later).get(key, ())
        to = in_language(f"{self.glossary}#{TERM}", self.lang)
        return terms.marked(body, self.lang, first, to)

    def heading(self, key: str) -> str:
        """The heading of section `key`."""
        return self._part(key, 0)

    def label(self, key: str, **fields: object) -> str:
        """A label in this language; its facts join the page's sources."""
        return label(key, self.lang, self.used, **fields)

    def fact(self, key: str) -> str:
        """The fact `key` in print; it joins the page's sources."""
        return fill(f"{{{key}}}", self.lang, self.used)

    def _part(self, key: str, part: int) -> str:
        section = sections(self.page, self.lang).get(key)
        if section is None:
            return missing(f"section of {self.page}.{self.lang}.md", key)
        return fill(section[part], self.lang, self.used)
