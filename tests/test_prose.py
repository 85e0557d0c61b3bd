"""Is the prose what it promises: numbers as fields, calm words, one term for one thing?"""

import re

import pytest

from ui import pages
from ui.facts import TEXTS, toml
from ui.text import FACT_FIELD, LANGUAGES, OTHER_FIELD, labels, sections

PAGES = sorted(file.name.removesuffix(".en.md") for file in TEXTS.glob("*.en.md"))
YEAR = r"(?:19[0-9]{2}|20[0-2][0-9])"
NAMES = r"LeNet-[145]|CIFAR-10|C[135]|S[24]|F6|H[1-4]|[Tt]op-[15]|conv[1-5]|fc[678]"
EXCEPTIONS = re.compile(
    rf"\b{YEAR}(?![0-9])|[0-9]{{1,2}}월|분의 1|[12]위|(?<![0-9])0(?![0-9.])"
    rf"|(?<![A-Za-z0-9])(?:{NAMES})"
)
BANNED = re.compile(r"[!！]|\bsimply\b|\bmagic|마법|\bobviously\b", re.IGNORECASE)
POLITE = re.compile(r"(?:니다|까요|시오)[.?:]?$")
LINK = re.compile(r"\]\(([^)]*)\)")


def texts() -> list[tuple[str, str, str]]:
    """Every text of the app as (where, language, raw)."""
    found = [
        (f"{page}#{key}", lang, part)
        for page in PAGES
        for lang in LANGUAGES
        for key, section in sections(page, lang).items()
        for part in section
    ]
    return found + [(key, lang, raw) for lang in LANGUAGES for key, raw in labels(lang).items()]


TEXTS_OF_THE_APP = texts()


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


def test_one_term_for_one_thing():
    rejected = [word for term in toml("glossary").values() for word in term.get("not", ())]
    assert rejected
    found = [(w, where) for where, _, raw in TEXTS_OF_THE_APP for w in rejected if w in raw]
    assert not found


def test_the_glossary_has_both_languages():
    for term in toml("glossary").values():
        assert all(term[lang] for lang in LANGUAGES)


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


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    addresses = {f"/{entry.address}": entry.name for entry in pages.PAGES}
    for lang in LANGUAGES:
        for section in sections(page, lang).values():
            for target in LINK.findall(section.body):
                path, _, anchor = target.partition("#")
                there = addresses[path.split("?")[0]] if path else page
                assert not anchor or anchor in sections(there, lang), target
