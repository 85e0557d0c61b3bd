"""Whose digits they are: which half of the test is harder, and all digits of one hand."""

import streamlit as st

from cnn.data.mnist import dataset, hard_digits, writers
from ui.exhibits.mnist import writers_html as html
from ui.exhibits.mnist.chosen_digit import digit_now, person
from ui.exhibits.mnist.sheet import show_digits
from ui.html import markup
from ui.page import questions, url_state
from ui.page.frame import Page

FOLLOWED = "mnist.writer-followed"  # the writer of the digit that was open at the last run


@questions.one_place
def halves(page: Page) -> None:
    """Whose digits are harder to read? A guess, then every misread digit in its place."""
    if questions.ask(page, "writers"):
        markup.show(html.halves(page))


@st.fragment(key="mnist.hands")
def one_hand(page: Page) -> None:
    """All digits of one person: whoever wrote the digit that is open, or another."""
    page.section("hands")
    url_state.grant("mnist", "writer")
    own = digit_now().writer
    if "writer" not in st.query_params and st.session_state.get(FOLLOWED) != own:
        url_state.set_value(
            "mnist", "writer", own
        )  # nobody else was asked for: whose digit is open now
    st.session_state[FOLLOWED] = own
    writer = url_state.choice(
        page,
        "writer",
        writers.everybody(),
        label=page.label("mnist.writer"),
        default=own,
        format_func=lambda each: person(page, each),
        width=320,
    )
    numbers = writers.digits_of(writer)
    missed = hard_digits.stored_answers() != dataset.all_labels()
    wrong = int(missed[numbers].sum())
    split = "test" if numbers[0] >= writers.TRAINED else "train"
    page.prose(page.label(f"mnist.hand-{split}", count=len(numbers), wrong=wrong))
    label = page.label("mnist.hand", who=person(page, writer))
    show_digits(page, "mnist.hand-sheet", numbers, label, 56)
    alike = missed[writers.TRAINED :] if split == "test" else missed[: writers.TRAINED]
    page.seen(
        "hands",
        writer != own,
        how="" if wrong else "none",
        share=f"{100 * wrong / len(numbers):.1f}",
        count=len(numbers),
        mean=f"{100 * alike.mean():.1f}",
    )
