"""Predict first: a question, its answer and the reason, and the memory of what was guessed.

For a question `name` of a page (ui/page/course.py), the page's Markdown has the sections `name`,
which leads to the question, and `name-answer`, the reason. Labels, in labels.<page>.toml:
`question.<page>.<name>.ask`, one for each option, and for a wrong option, where it is a known
misconception, `why-<option>`. The name is also that of an exhibit, which answering does.
"""

from collections.abc import Callable
from functools import partial, wraps

import streamlit as st

from ui.components import segments
from ui.page import progress
from ui.page.frame import Page
from ui.words.text import labels


def one_place(exhibit: Callable[[Page], None]) -> Callable[[Page], None]:
    """An exhibit that asks takes one place on its page, whether it is answered or not.

    Streamlit names a fragment by its place. Were those below to move on when an answer comes, what
    is pressed in them before the browser has heard of it would be lost.
    """

    @wraps(exhibit)
    def placed(page: Page) -> None:
        with st.container():
            exhibit(page)

    return placed


def ask(page: Page, name: str, counted: Callable[[], str] | None = None) -> bool:
    """Shows the question and, once there is an answer, the reason. Returns whether there is one.

    What a visitor chose stays chosen over page changes, the first choice over reloads too. Where
    the right option has to be counted first, `counted` gives it, and is called after the choice.
    """
    page.section(name)
    question, key = page.entry.question(name), f"{page.entry.name}.{name}"
    chosen = progress.answer_given(key)
    if st.session_state.get(key) is None:  # an earlier visit's may come after the first run
        st.session_state[key] = chosen
    choice = segments.listed(
        page.label(f"question.{key}.ask"),
        question.options,
        key=key,
        format_func=lambda option: page.label(f"question.{key}.{option}"),
        on_change=partial(_answered, key),
    )
    if choice is None:
        return False
    progress.echo(key)
    right = counted() if counted else question.right
    verdict = page.label("frame.guess-right")
    if choice != right:
        verdict = page.label("frame.guess-wrong", answer=page.label(f"question.{key}.{right}"))
        if f"question.{key}.why-{choice}" in labels(page.lang):
            verdict += " " + page.label(f"question.{key}.why-{choice}")
    page.prose(f"**{verdict}**\n\n{page.text[f'{name}-answer']}", "answer")
    page.onward(name)
    return True


def _answered(key: str) -> None:
    progress.answered(key, st.session_state[key])
