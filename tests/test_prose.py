"""Is the prose what it promises: numbers as fields, calm words, one term for one thing?"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ui.exhibits.alexnet import architecture_html
from ui.exhibits.lenet import chosen
from ui.html.points import POINTS
from ui.page import course
from ui.words.facts import TEXTS, toml
from ui.words.text import FACT_FIELD, LANGUAGES, OTHER_FIELD, labels, sections

PAGES = sorted(file.name.removesuffix(".en.md") for file in TEXTS.glob("*.en.md"))
YEAR = r"(?:19[0-9]{2}|20[0-2][0-9])"
NAMES = (
    r"LeNet-[145]|CIFAR-10|C[135]|S[24]|F6|H[1-4]|[Tt]op-[15]|AI4K12|WCAG 2\.2"
    r"|conv[1-5]|pool5|fc[678]|Caltech-101"
)
EXCEPTIONS = re.compile(
    rf"\b{YEAR}(?![0-9])|[0-9]{{1,2}}월|분의 1|[12]위|(?<![0-9])0(?![0-9.])"
    rf"|(?<![A-Za-z0-9])(?:{NAMES})"
)
BANNED = re.compile(r"[!！]|\bsimply\b|\bmagic|마법|\bobviously\b", re.IGNORECASE)
POLITE = re.compile(r"(?:니다|까요|시오)[.?:]?$")
LINK = re.compile(r"\]\(([^)]*)\)")
LINKED = re.compile(r"\[[^]]*\]\([^)]*\)")
GLOSSARY = toml("glossary")
TRANSLATED = [
    re.compile(pattern)
    for pattern in (
        # a number spelled out; 하나, 두 번 and the like are fine, and so is 이 층 (this layer)
        r"(?<![가-힣0-9}])(?!이 )[일이삼사오육칠팔구십백천만억]+ ?"
        r"(?:퍼센트|분의|분(?=[쯤:, ])|층|세기|년|진수|개|장(?![가-힣])|가지|명|배|초(?![가-힣])"
        r"|화소|번째)",
        r"분의 [일이삼사오육칠팔구십]",
        r"니까[?:]",  # prose asks with ~ㄹ까요?
        r"(?:첫|두|세|네|다섯) 번째 (?:그림|표)(?!현)",  # of a paper: 그림 1, 표 1
        r"×\S+ 화소|기가바이트|메가바이트|[0-9}][MG]B",  # 28×28화소, 3 GB
        r"et al",
        r"[다요오][.?][가-힣]",  # no space behind a sentence
    )
]


def texts() -> list[tuple[str, str, str]]:
    """Every text of the app as (where, language, raw)."""
    found = [
        (f"{page}#{key}", lang, part)
        for page in PAGES
        for lang in LANGUAGES
        for key, section in sections(page, lang).items()
        for part in section
    ]
    found += [
        (f"definitions.{key}", lang, raw)
        for key, row in toml("definitions").items()
        for lang in LANGUAGES
        for raw in (row[lang], row.get("alt", {}).get(lang))
        if raw
    ]
    found += [
        (f"lessons.{lesson['name']}", lang, row[lang])
        for lesson in toml("lessons")["lesson"]
        for row in lesson_words(lesson)
        for lang in LANGUAGES
    ]
    return found + [(key, lang, raw) for lang in LANGUAGES for key, raw in labels(lang).items()]


def lesson_words(entry: Any) -> Iterator[Mapping[str, str]]:
    """Whatever of a ready lesson stands in both languages, or in one of them."""
    if isinstance(entry, list):
        for each in entry:
            yield from lesson_words(each)
    elif isinstance(entry, Mapping):
        if entry.keys() & set(LANGUAGES):
            yield entry
        for each in entry.values():
            yield from lesson_words(each)


TEXTS_OF_THE_APP = texts()


def korean() -> list[tuple[str, str]]:
    """Every Korean text as (where, raw): pages, labels, facts, sources, captions and the README."""

    def leaves(table: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
        for key, entry in table.items():
            if isinstance(entry, Mapping):
                yield from leaves(entry, f"{where}.{key}")
            elif isinstance(entry, list):
                yield from leaves({str(i): e for i, e in enumerate(entry)}, f"{where}.{key}")
            elif key == "ko":
                yield where, str(entry)

    found = [(where, raw) for where, lang, raw in TEXTS_OF_THE_APP if lang == "ko"]
    for name in ("facts", "sources", "photos", "timeline", "ilsvrc"):
        found += leaves(toml(name), name)
    readme = Path(__file__).resolve().parent.parent / "README.ko.md"
    return [*found, (readme.name, readme.read_text("utf-8"))]


def without_fields(raw: str) -> str:
    return OTHER_FIELD.sub("", FACT_FIELD.sub("", raw))


def test_numbers_are_fields():
    """In English. The Korean has the same fields, and otherwise writes digits where prose does."""
    typed = {
        where: raw
        for where, lang, raw in TEXTS_OF_THE_APP
        if lang == "en"
        and re.search(r"[0-9]", EXCEPTIONS.sub("", LINK.sub("", without_fields(raw))))
    }
    assert not typed, typed.keys()


def test_nothing_is_shouted_or_played_down():
    assert not [(where, raw) for where, _, raw in TEXTS_OF_THE_APP if BANNED.search(raw)]


@pytest.mark.parametrize("key", GLOSSARY)
def test_one_term_for_one_thing(key):
    """A rejected word stands nowhere, a synonym only in the brackets right behind its term."""
    term = GLOSSARY[key]
    introduction = re.compile(rf"(?<={re.escape(term['ko'])})\*?\([^)]*\)")
    for where, raw in korean():
        elsewhere = introduction.sub("", raw)
        assert not [word for word in term.get("not", ()) if word in raw], where
        assert not [word for word in term.get("also", ()) if word in elsewhere], where


def test_every_term_and_synonym_is_met():
    everything = "\n".join(raw for where, raw in korean() if not where.startswith("definitions"))
    words = [word for term in GLOSSARY.values() for word in (term["ko"], *term.get("also", ()))]
    assert not [word for word in words if word not in everything]


@pytest.mark.parametrize("page", PAGES)
def test_the_english_stands_beside_the_first_mention(page):
    bodies = " ".join(section.body for section in sections(page, "ko").values())
    read = LINKED.sub("", POINTS.sub(r"\1", bodies)).replace("*", "")
    for term in GLOSSARY.values():
        if page in term.get("pages", ()):
            first = read.find(term["ko"])
            beside = f"{term['ko']}({term.get('beside', term['en'])}"
            assert first >= 0 and read.startswith(beside, first), (beside, read[first:][:40])


OURS = [
    (page, term.get("beside", term["en"]), word)
    for term in GLOSSARY.values()
    for page, word in term.get("ours", {}).items()
]


@pytest.mark.parametrize(("page", "field", "word"), OURS)
def test_the_field_s_word_stands_soon_after_our_own(page, field, word):
    read = " ".join(section.body for section in sections(page, "en").values())
    first = re.search(rf"\b{word}\b", read)
    assert first and re.search(rf"\*{field}s?\*", read[first.end() : first.end() + 60])


def test_the_glossary_has_both_languages_and_knows_the_pages():
    for term in GLOSSARY.values():
        assert all(term[lang] for lang in LANGUAGES)
        assert {*term.get("pages", ()), *term.get("ours", ())} <= set(PAGES)


@pytest.mark.parametrize("wrong", TRANSLATED)
def test_korean_is_written_as_korean(wrong):
    assert not [(where, found[0]) for where, raw in korean() if (found := wrong.search(raw))]


@pytest.mark.parametrize("page", PAGES)
def test_korean_sentences_end_politely(page):
    for key, section in sections(page, "ko").items():
        for line in section.body.splitlines():
            for sentence in re.split(r"(?<=[.?]) ", line.strip("> ")):
                plain = without_fields(sentence).rstrip("*")
                assert not plain or plain[0] in "-|#" or POLITE.search(plain), (key, sentence)


@pytest.mark.parametrize("page", PAGES)
def test_a_section_can_be_read_in_one_breath(page):
    for key, section in sections(page, "en").items():
        assert len(section.body.split()) <= 130, key


@cache
def parts_of_pictures() -> set[str]:
    """What words can point at: ui.components.pointing."""
    family = {f"{network}.{row.name}" for network in chosen.FAMILY for row in chosen.rows(network)}
    drawn = {f"draw.{row.name}" for row in chosen.rows("lenet5")}
    parts = ("pixels", "weights", "products", "sum", "bias", "curve")  # of apart.js
    summed = {f"convolution.{part}" for part in parts}
    return family | drawn | summed | {f"alexnet.{name}" for name in architecture_html.DRAWN}


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    addresses = {f"/{entry.address}": entry.name for entry in course.PAGES}
    for lang in LANGUAGES:
        for section in sections(page, lang).values():
            for target in LINK.findall(section.body):
                if target.startswith("^"):  # a word that points at a part of a picture
                    assert target[1:] in parts_of_pictures(), target
                    continue
                path, _, anchor = target.partition("#")
                there = addresses[path.split("?")[0]] if path else page
                assert not anchor or anchor in sections(there, lang), target
