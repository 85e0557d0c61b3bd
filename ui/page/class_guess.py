"""A question asked in a class: the guess is a vote, and its answer waits for the teacher.

Outside a class all of this does nothing. What was guessed before the class is no vote: the question
is asked anew, under another key.
"""

import streamlit as st

from ui.html import markup
from ui.page import class_html, classroom
from ui.page.frame import Page


def remembered(key: str) -> tuple[str, str | None] | None:
    """Where a class keeps the guess at "<page>.<question>", and what it is; None in no class."""
    if not classroom.is_pupil():
        return None
    guess = classroom.guess(key)  # may find that the class has ended
    code = classroom.room().code
    return (f"{key}@{code}", guess.choice) if code else None


def counted(key: str, option: str) -> bool:
    """Whether the guess is the class's, where it is counted; for a callback.

    It is noted in the visitor's progress only with its answer: what was done can be looked up.
    """
    is_vote = classroom.is_pupil()
    if is_vote:
        classroom.vote(key, option)
    return is_vote


def code() -> str:
    """The code of the class that this visitor is in; "" in none."""
    return classroom.room().code


def keeps_back(key: str) -> bool:
    """Whether this visitor is in a class that still hides the answer at "<page>.<exhibit>"."""
    return classroom.is_pupil() and not classroom.guess(key).shown


def may_go_on(page: Page, key: str) -> bool | None:
    """Of an exhibit that is voted on: whether its answer may follow; None in no class.

    It may once this visitor has voted and the answer is no secret any more; why not is said.
    """
    if not classroom.is_pupil():
        return None
    if classroom.guess(key).choice is None:
        return False if classroom.is_pupil() else None  # the look may have found the class ended
    return may_see_answer(page, key)


def may_see_answer(page: Page, key: str) -> bool:
    """Whether who has guessed may see the answer; if not, or not counted, says so."""
    if not classroom.is_pupil():
        return True
    guess = classroom.guess(key)
    if not guess.shown:
        st.info(page.label("class.hidden" if guess.counts else "class.on-its-way"))
    elif not guess.counts:
        st.caption(page.label("class.late"))
    return guess.shown


def show_tally(page: Page, key: str) -> None:
    """What the class has guessed, below an answer."""
    if not classroom.is_pupil() or not (tally := classroom.tally(key)):
        return
    question = page.entry.question(key.partition(".")[2])
    markup.show(class_html.tally_bars(page.text, key, question, tally, True))
    wrong = class_html.misled(question, tally)
    if wrong:
        page.prose(class_html.misconception(page.text, key, wrong))
