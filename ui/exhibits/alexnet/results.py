"""The exhibits of the AlexNet page about its results: whose error is meant by which number."""

from typing import NamedTuple

import streamlit as st

from ui.components import segments
from ui.exhibits.alexnet import results_html as html
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.words.facts import fact_value
from ui.words.numbers import signed

ON = ("2010", "validation", "test")
WHO = ("contest", "before", "old", "centre", "one", "five", "star", "seven")
GUESSES = ("five", "one")


class ReportedError(NamedTuple):
    """A number of the paper: tested on what, who answered, how many guesses count."""

    on: str
    who: str
    guesses: str


QUOTED = ReportedError("test", "seven", "five")
CELLS = {  # each with its fact
    ReportedError("2010", "contest", "one"): "results.sparse-one",
    ReportedError("2010", "contest", "five"): "results.sparse-five",
    ReportedError("2010", "before", "one"): "results.sift-one",
    ReportedError("2010", "before", "five"): "results.sift-five",
    ReportedError("2010", "old", "one"): "results.old-one",
    ReportedError("2010", "old", "five"): "results.old-five",
    ReportedError("2010", "centre", "one"): "results.centre-one",
    ReportedError("2010", "centre", "five"): "results.centre-five",
    ReportedError("2010", "one", "one"): "results.cnn-one",
    ReportedError("2010", "one", "five"): "results.cnn-five",
    ReportedError("validation", "one", "one"): "results.one-val-one",
    ReportedError("validation", "one", "five"): "results.one-val-five",
    ReportedError("validation", "five", "one"): "results.five-val-one",
    ReportedError("validation", "five", "five"): "results.five-val-five",
    ReportedError("validation", "star", "one"): "results.star-val-one",
    ReportedError("validation", "star", "five"): "results.star-val-five",
    ReportedError("validation", "seven", "one"): "results.seven-val-one",
    ReportedError("validation", "seven", "five"): "results.seven-val-five",
    ReportedError("test", "before", "five"): "results.sift-test",
    ReportedError("test", "five", "five"): "results.five-test",
    ReportedError("test", "seven", "five"): "results.seven-test",
}


@questions.one_place
def fifteen(page: Page) -> None:
    """Whose error is about fifteen per cent? A guess, then the conditions."""
    questions.ask(page, "fifteen")


@st.fragment(key="alexnet.numbers")
def numbers(page: Page) -> None:
    """Tables 1 and 2 and what stands beside them, on one scale; the number asked for is marked."""
    page.section("numbers")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        on = _choice(page, "on", ON, "test")
        guesses = _choice(page, "guesses", GUESSES, "five")
    who = _choice(page, "who", WHO, "seven")
    asked = ReportedError(on, who, guesses)
    markup.show(html.numbers(page, CELLS, asked))
    page.prose(page.label("alexnet.numbers-ensemble"))
    page.prose(f"### {page.text.heading('numbers-trap')}\n\n{page.text['numbers-trap']}")
    own = [fact_value(key) for cell, key in CELLS.items() if html.KINDS.get(cell.who) != "other"]
    page.seen(
        "numbers",
        asked != QUOTED,
        how="none" if asked not in CELLS else "quoted" if asked == QUOTED else "",
        number=page.text.fact(CELLS[asked]) if asked in CELLS else "",
        count=len(own),
        least=signed(min(own), 1),
        most=signed(max(own), 1),
    )


def numbers_table(page: Page) -> None:
    """The same numbers, each in a row, folded."""
    with st.expander(page.label("alexnet.numbers-all"), icon=":material/table:"):
        markup.show(html.numbers_table(page, CELLS))


def _choice(page: Page, name: str, options: tuple[str, ...], default: str) -> str:
    return url_state.choice(
        page,
        name,
        options,
        label=page.label(f"alexnet.numbers-{name}"),
        default=default,
        widget=segments.pills,
        format_func=lambda each: page.label(f"alexnet.numbers-{name}-{each}"),
    )
