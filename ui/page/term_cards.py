"""The cards of all terms (ui/components/term_card), and where each term is explained."""

from functools import lru_cache

from ui.components.term_card import LABELS, Card, Cards
from ui.page import course, term_pictures
from ui.words import terms
from ui.words.terms import DefinedTerm
from ui.words.text import LANGUAGES, Text, fill, in_language, label


def cards(lang: str) -> Cards:
    """Those of a language, made once for each change of their texts."""
    return _cards(lang, terms.written())


@lru_cache(maxsize=len(LANGUAGES))
def _cards(lang: str, _written: tuple[int, int]) -> Cards:
    every = {key: _card(term, lang) for key, term in terms.terms().items()}
    words = {name: label(f"frame.term-{name}", lang) for name in LABELS}
    (other,) = (each for each in LANGUAGES if each != lang)
    return Cards(every, words, (lang, other), term_pictures.STYLE.read_text("utf-8"))


def _card(term: DefinedTerm, lang: str) -> Card:
    return Card(
        name=term.name[lang],
        other=other_name(term, lang),
        also=", ".join(term.too[lang]),
        about=fill(term.about[lang], lang),
        where=in_language(term.where, lang),
        place=explained_under(term, lang),
        picture=term_pictures.inline_picture(term.key, term.alt.get(lang, "")),
    )


def explained_under(term: DefinedTerm, lang: str) -> str:
    """The page that explains a term, and its section by its heading."""
    path, _, section = term.where.partition("#")
    (entry,) = (entry for entry in course.PAGES if entry.address == path.removeprefix("/"))
    return f"{label(f'page.{entry.name}', lang)}: {Text(entry.name, lang).heading(section)}"


def other_name(term: DefinedTerm, lang: str) -> str:
    """What the term is called in the language beside `lang`; "" if it has the same name there."""
    (name,) = (term.name[each] for each in LANGUAGES if each != lang)
    return "" if name == term.name[lang] else name
