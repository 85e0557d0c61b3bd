"""Did normalisation and overlap help when we tried? A bet, one chart, and how it was measured."""

import streamlit as st

from cnn.errors import Problem
from cnn.results import idea_gains, normalisation, small_runs
from ui.exhibits.alexnet import helped_html as html
from ui.html import markup
from ui.page import questions
from ui.page.frame import Page


@questions.one_place
def helped(page: Page) -> None:
    """Which of the two ideas helped both of our networks? A guess, then every run on one scale."""
    if not questions.ask(page, "both"):
        return
    try:
        gains = idea_gains()
    except Problem as problem:
        page.problem(problem)
        return
    markup.show(html.gains_chart(page, gains))


def helped_measured(page: Page) -> None:
    """How we measured, folded: the recipes, and the error of every network."""
    with st.expander(page.text.heading("both-how")):
        page.prose(page.text["both-how"])
        try:
            found, runs = normalisation(), small_runs()
        except Problem as problem:
            page.problem(problem)
            return
        markup.show(html.cifar_runs(page, found))
        page.prose(page.text["both-small"])
        markup.show(html.small_edition_runs(page, runs))
