"""What the numbers of AlexNet's paper look like: facts in, HTML out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import htpy as h
from htpy import Renderable

from ui.exhibits.alexnet.charts import Bar, Dot, DotRow, bars, dots
from ui.page.frame import Page
from ui.words.facts import fact_value
from ui.words.numbers import signed

if TYPE_CHECKING:
    from ui.exhibits.alexnet.results import ReportedError

WIDEST = 50.0  # per cent; every number here is smaller
MARKS = (0, 10, 20, 30, 40, 50)
SENTENCE = "results.seven-test"  # the fact that everybody quotes: a line through all rows
KINDS = {"contest": "other", "before": "other", "old": "old", "star": "more", "seven": "more"}


def numbers(page: Page, cells: Mapping["ReportedError", str], asked: "ReportedError") -> Renderable:
    """What was asked for in a sentence, and every number as a dot on one scale, it marked."""
    names = {
        "who": page.label(f"alexnet.numbers-who-{asked.who}"),
        "on": page.label(f"alexnet.numbers-on-{asked.on}"),
        "guesses": page.label(f"alexnet.numbers-guesses-{asked.guesses}"),
    }
    key = cells.get(asked)
    words = (
        page.label("alexnet.numbers-found", number=page.text.fact(key), **names)
        if key
        else page.label("alexnet.numbers-none")
    )
    tests = dict.fromkeys(cell.on for cell in cells)
    groups = [
        (
            page.label(f"alexnet.numbers-on-{on}"),
            [
                _row(page, cells, on, guesses, asked)
                for guesses in dict.fromkeys(cell.guesses for cell in cells if cell.on == on)
            ],
        )
        for on in tests
    ]
    found = f"{fact_value(key):g}" if key else ""
    signs = [
        h.li[h.i(class_=f"ax-dot {kind}"), page.label(f"alexnet.numbers-key-{kind}")]
        for kind in ("here", "more", "old", "other")
    ]
    level = fact_value(SENTENCE)
    scale = dots(page, groups, least=0, most=WIDEST, marks=MARKS, level=level)
    return h.div(".ay-numbers", lang=page.lang, data_testid="numbers", data_found=found)[
        h.p(".ay-verdict", aria_live="polite")[words], h.ul(".key")[signs], scale
    ]


def numbers_table(page: Page, cells: Mapping["ReportedError", str]) -> Renderable:
    """Every number in a row of its own, the smallest first."""
    rows = [
        Bar(_name(page, cell), page.text.fact(fact_), fact_value(fact_) / WIDEST, _bar_kind(cell))
        for cell, fact_ in sorted(cells.items(), key=lambda each: fact_value(each[1]))
    ]
    heads = page.label("alexnet.numbers-head"), page.label("alexnet.numbers-error")
    return bars(page, rows, heads, "numbers-table")


def _row(
    page: Page,
    cells: Mapping["ReportedError", str],
    on: str,
    guesses: str,
    asked: "ReportedError",
) -> DotRow:
    """All who were tested on this with so many guesses, and the least and most error of them."""
    here = {cell: fact_value(fact_) for cell, fact_ in cells.items() if cell[::2] == (on, guesses)}
    placed = [
        Dot(error, f"{KINDS.get(cell.who, 'here')}{' asked' if cell == asked else ''}")
        for cell, error in here.items()
    ]
    shown = f"{signed(min(here.values()), 1)} … {signed(max(here.values()), 1)}"
    return DotRow(page.label(f"alexnet.numbers-guesses-{guesses}"), placed, shown)


def _name(page: Page, cell: "ReportedError") -> str:
    return page.label(
        "alexnet.numbers-name",
        who=page.label(f"alexnet.numbers-who-{cell.who}"),
        on=page.label(f"alexnet.numbers-on-{cell.on}"),
        guesses=page.label(f"alexnet.numbers-guesses-{cell.guesses}"),
    )


def _bar_kind(cell: "ReportedError") -> str:
    if cell.who in ("contest", "before"):
        return "before"
    return "first" if cell.guesses == "one" else "five"
