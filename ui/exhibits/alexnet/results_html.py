"""What the exhibits about AlexNet's results look like: facts in, HTML out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import htpy as h
from htpy import Renderable

from ui.exhibits.alexnet.charts import Bar, bars
from ui.page.frame import Page
from ui.words.facts import fact_value

if TYPE_CHECKING:
    from ui.exhibits.alexnet.results import ReportedError

WIDEST = 50.0  # per cent; every number here is smaller


def numbers(page: Page, cells: Mapping["ReportedError", str], asked: "ReportedError") -> Renderable:
    """What was asked for in a sentence, and every number as a bar, the asked one marked."""
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
    rows = [
        Bar(
            _name(page, cell), page.text.fact(fact_), fact_value(fact_) / WIDEST, _kind(cell, asked)
        )
        for cell, fact_ in sorted(cells.items(), key=lambda each: fact_value(each[1]))
    ]
    heads = page.label("alexnet.numbers-head"), page.label("alexnet.numbers-error")
    found = f"{fact_value(key):g}" if key else ""
    return h.div(".ay-numbers", lang=page.lang, data_testid="numbers", data_found=found)[
        h.p(".ay-verdict", aria_live="polite")[words], bars(page, rows, heads)
    ]


def _name(page: Page, cell: "ReportedError") -> str:
    return page.label(
        "alexnet.numbers-name",
        who=page.label(f"alexnet.numbers-who-{cell.who}"),
        on=page.label(f"alexnet.numbers-on-{cell.on}"),
        guesses=page.label(f"alexnet.numbers-guesses-{cell.guesses}"),
    )


def _kind(cell: "ReportedError", asked: "ReportedError") -> str:
    kind = (
        "before"
        if cell.who in ("contest", "before")
        else "first"
        if cell.guesses == "one"
        else "five"
    )
    return f"{kind} asked" if cell == asked else kind
