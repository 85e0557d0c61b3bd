"""The markup of the glossary: names to open; a link opens its own (shared/folds.js)."""

from collections.abc import Mapping, Sequence

import htpy as h
from htpy import Renderable

from ui.page import depth, term_pictures
from ui.page.frame import Page
from ui.page.term_cards import explained_under, other_name
from ui.words.terms import DefinedTerm
from ui.words.text import LANGUAGES, TERM, fill, in_language


def glossary(page: Page, every: Mapping[str, Sequence[DefinedTerm]]) -> Renderable:
    """Links to the letters, then the terms below each letter."""
    return h.div(".glossary", lang=page.lang)[
        _letters(page, list(every)),
        [_letter(page, initial, found) for initial, found in every.items()],
    ]


def _letters(page: Page, initials: Sequence[str]) -> Renderable:
    here = f"./{page.entry.address}?lang={page.lang}"
    return h.nav(".letters", aria_label=page.label("glossary.letters"))[
        [h.a(href=f"{here}#{_place(initial)}")[_name(page, initial)] for initial in initials]
    ]


def _letter(page: Page, initial: str, found: Sequence[DefinedTerm]) -> Renderable:
    return h.section[
        h.h2(id=_place(initial))[_name(page, initial)],
        h.div(".terms")[[_term(page, term) for term in found]],
    ]


def _place(initial: str) -> str:
    return f"letter-{initial.lower() or 'latin'}"


def _name(page: Page, initial: str) -> str:
    return initial or page.label("glossary.latin")


def _term(page: Page, term: DefinedTerm) -> Renderable:
    (other,) = (lang for lang in LANGUAGES if lang != page.lang)
    also = ", ".join(term.too[page.lang])
    return h.details(".term", open=depth.everything())[
        h.summary[
            h.h3(id=f"{TERM}{term.key}")[
                term.name[page.lang], " ", h.span(lang=other)[other_name(term, page.lang)]
            ]
        ],
        term_pictures.has_picture(term.key)
        and term_pictures.picture_of(term.key, term.alt[page.lang]),
        h.p[fill(term.about[page.lang], page.lang, page.text.used)],
        also and h.p(".also")[f"{page.label('frame.term-also')} {also}"],
        h.p(".where")[
            page.label("frame.term-where"),
            " ",
            h.a(href=in_language(term.where, page.lang))[explained_under(term, page.lang)],
        ],
    ]
