"""Every term of the course in the order of the alphabet, 가나다 in Korean."""

from pathlib import Path

from ui.exhibits.glossary import alphabet_html
from ui.html import markup
from ui.page.frame import Page
from ui.words import terms
from ui.words.terms import DefinedTerm

STYLE = Path(__file__).with_name("style.css")
HANGUL, PER_INITIAL, LAST = 0xAC00, 588, 0xD7A3  # syllables, in the order of their first consonant
INITIALS = "ㄱㄱㄴㄷㄷㄹㅁㅂㅂㅅㅅㅇㅈㅈㅊㅋㅌㅍㅎ"  # a doubled one stands with the single one
LATIN = ""  # the initial of all that is not written in the page's own letters


def all_terms(page: Page) -> None:
    """The letters, each as a link, and below each letter its terms."""
    markup.style_sheet(STYLE)
    markup.show(alphabet_html.glossary(page, by_initial(page.lang)))


def by_initial(lang: str) -> dict[str, list[DefinedTerm]]:
    """The terms in their order, by the letters that they begin with; LATIN comes last."""
    found: dict[str, list[DefinedTerm]] = {}
    for term in sorted(terms.terms().values(), key=lambda term: _order(term.name[lang], lang)):
        found.setdefault(initial(term.name[lang], lang), []).append(term)
    return found


def initial(name: str, lang: str) -> str:
    """The letter below which a name stands: its first, or a syllable's first consonant."""
    first = name[0]
    if lang == "ko":
        place = ord(first) - HANGUL
        return INITIALS[place // PER_INITIAL] if HANGUL <= ord(first) <= LAST else LATIN
    return first.upper()


def _order(name: str, lang: str) -> tuple[bool, str]:
    return initial(name, lang) == LATIN, name.casefold()
