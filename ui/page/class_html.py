"""The markup of a class: who is in it, and what it has guessed."""

from collections.abc import Mapping

import htpy as h
from htpy import Renderable

from ui.page.course import Question
from ui.words.text import Text, labels


def membership(text: Text, code: str) -> Renderable:
    """That one is in a class."""
    return h.p(".class-member", lang=text.lang)[
        text.label("class.member"), " ", h.b(translate="no")[code]
    ]


def tally_bars(
    text: Text, key: str, question: Question, tally: Mapping[str, int], shown: bool
) -> Renderable:
    """How many have chosen what, as a row with a bar for each option; the right one if `shown`."""
    count = sum(tally.get(option, 0) for option in question.options)
    rows = []
    for option in question.options:
        chosen = tally.get(option, 0)
        part = 100 * chosen / count if count else 0
        is_right = shown and option == question.right
        rows.append(
            h.tr(class_="right" if is_right else None)[
                h.th(scope="row")[
                    text.label(f"question.{key}.{option}"),
                    is_right and h.b[" ✓ ", text.label("class.right")],
                ],
                h.td(".bar")[h.i(style=f"width:{part:.1f}%")],
                h.td(".count")[str(chosen)],
            ]
        )
    return h.table(".class-tally", lang=text.lang)[
        h.caption[text.label("class.guesses", count=count)], h.tbody[rows]
    ]


def misled(question: Question, tally: Mapping[str, int]) -> str | None:
    """The wrong option that more have chosen than the right one, and most of all; None if none."""
    first = max(question.options, key=lambda option: tally.get(option, 0))
    return first if tally.get(first, 0) > tally.get(question.right, 0) else None


def misconception(text: Text, key: str, option: str) -> str:
    """That most have chosen this wrong option is worth a discussion, and what it stands for."""
    words = text.label("class.misled", option=text.label(f"question.{key}.{option}"))
    if f"question.{key}.why-{option}" in labels(text.lang):
        words += " " + text.label(f"question.{key}.why-{option}")
    return words
