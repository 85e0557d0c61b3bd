"""The markup of what was guessed: question, guess, truth and reason; and the sentences to keep."""

from collections.abc import Sequence

import htpy as h
from htpy import Renderable

from ui.exhibits.guesses.told import Told
from ui.page import course, ways
from ui.page.frame import Page


def nothing_yet(page: Page, first: str) -> Renderable:
    """A calm sentence for who has not guessed yet, and the address of the first question."""
    return h.p(".nothing-yet", lang=page.lang)[
        page.label("guesses.none"), " ", h.a(href=first)[page.label("guesses.first")]
    ]


def by_page(page: Page, every: Sequence[Told]) -> Renderable:
    """The questions below the names of their pages."""
    pages = dict.fromkeys(course.parted(each.name)[0] for each in every)
    return h.div(".guesses", lang=page.lang)[
        [
            h.section[
                h.h3[page.label(f"page.{entry.name}")],
                [
                    answered(page, each, "yours")
                    for each in every
                    if course.parted(each.name)[0] == entry
                ],
            ]
            for entry in pages
        ]
    ]


def compared(page: Page, every: Sequence[Told]) -> Renderable:
    """The questions that were asked again, in that order."""
    return h.div(".guesses", lang=page.lang)[[answered(page, each, "now") for each in every]]


def answered(page: Page, told: Told, whose: str) -> Renderable:
    """One question; `whose` answer it is: "yours", the first guess, or "now".

    The first guesses stand below their pages' names, and their headings a rank lower.
    """
    heading = h.h4 if whose == "yours" else h.h3
    kind = "right" if told.right else "wrong"
    verdict = h.span(".verdict")[page.label(f"guesses.{kind}")] if told.truth else None
    truth = told.truth or page.label("guesses.unmeasured")
    return h.article(class_=f"guess {kind}")[
        heading(".name")[h.a(href=told.address)[told.heading]],
        h.p(".asked")[told.asked],
        h.p[page.label(f"guesses.{whose}"), " ", h.b[told.said], " ", verdict],
        not told.right and h.p[page.label("guesses.truth"), " ", h.b[truth]],
        h.p(".because")[told.because],
    ]


def unasked(page: Page, left: Sequence[tuple[str, str]]) -> Renderable:
    """What has not been answered yet: the names of the questions, and their headings, as links."""
    return h.details(".unasked", lang=page.lang)[
        h.summary[page.label("guesses.unasked", count=len(left))],
        h.ul[
            [
                h.li[
                    h.a(href=ways.address_of(name, page.lang))[heading],
                    " ",
                    h.span[page.label(f"page.{course.parted(name)[0].name}")],
                ]
                for name, heading in left
            ]
        ],
    ]


def to_keep(page: Page, sentences: Sequence[tuple[course.Entry, str]]) -> Renderable:
    """A sentence of each page, below the page's name."""
    return h.dl(".to-keep", lang=page.lang)[
        [
            (
                h.dt[
                    h.a(href=ways.page_address(entry, page.lang))[page.label(f"page.{entry.name}")]
                ],
                h.dd[sentence],
            )
            for entry, sentence in sentences
        ]
    ]
