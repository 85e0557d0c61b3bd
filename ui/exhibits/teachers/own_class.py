"""The class that this visitor leads: opened here, or found again by its link or this tab.

Its secret stands in an address only until the page has read it, since that may be projected.
"""

import re
from typing import NamedTuple

import streamlit as st

from cnn.errors import Problem
from ui.classes.attempts import Attempts
from ui.classes.codes import cleaned_code
from ui.classes.problems import ClassesMissing, ClassOver, ClassProblem, NotTheTeacher, TooManyTries
from ui.classes.shared_store import the_store
from ui.components import tab_store
from ui.page.teaching import LED
from ui.sharing import addresses

PARAMETER = "teach"  # in a link: ?teach=CODE.SECRET
PROBLEM, TAB = "teachers.problem", "teachers-tab"
FORGET = "teachers.forget"
SECRET = re.compile(r"[A-Za-z0-9_-]{22}")
OPENED, HOUR = 30, 3600.0  # classes of one address, which may be a school, in an hour
openings = Attempts(OPENED, HOUR)


class Led(NamedTuple):
    """A class and the secret with which it is led."""

    code: str
    secret: str

    @property
    def token(self) -> str:
        """Both as one word, for the link and the tab."""
        return f"{self.code}.{self.secret}"


def led() -> Led | None:
    """The class that this session leads."""
    found: Led | None = st.session_state.get(LED)
    return found


def problem() -> Problem | None:
    """Why there is none, if it was asked for."""
    found: Problem | None = st.session_state.get(PROBLEM)
    return found


def hear_tab() -> None:
    """Takes what the address or the tab says; once in a run of the page."""
    told = st.query_params.get(PARAMETER)
    if told is not None:
        del st.query_params[PARAMETER]
        st.session_state.pop(FORGET, None)
        _adopt(told)
    elif not led() and not st.session_state.get(FORGET):
        kept = tab_store.token_sent(TAB)
        if isinstance(kept, str):
            _adopt(kept)
    mine = led()
    tab_store.mount(TAB, mine.token if mine else "", bool(st.session_state.get(FORGET)))


def open_one(at_once: bool) -> None:
    """Opens a class, for a callback."""
    st.session_state.pop(PROBLEM, None)
    st.session_state.pop(FORGET, None)
    try:
        if not openings.count(addresses.here()):
            raise TooManyTries
        opened = the_store().open_class(at_once)
        st.session_state[LED] = Led(opened.code, opened.secret)
    except ClassProblem as problem:
        st.session_state[PROBLEM] = problem


def forget(problem: Problem | None = None) -> None:
    """Leads no class any more."""
    st.session_state.pop(LED, None)
    st.session_state[FORGET] = True
    st.session_state[PROBLEM] = problem


def close() -> None:
    """Ends the class and all that is kept of it, for a callback."""
    if mine := led():
        try:
            the_store().close(*mine)
            forget()
        except ClassesMissing as problem:  # it is still there: try again
            st.session_state[PROBLEM] = problem
        except ClassProblem as problem:
            forget(problem)


def _adopt(token: str) -> None:
    """Leads the class of a token, if its secret is right; what is wrong in it is not told."""
    code, _, secret = token[:40].partition(".")
    try:
        if cleaned_code(code) != code or not code or not SECRET.fullmatch(secret):
            raise NotTheTeacher
        if not the_store().is_teacher(code, secret):
            raise NotTheTeacher
        st.session_state[LED] = Led(code, secret)
        st.session_state.pop(PROBLEM, None)
    except ClassesMissing as problem:
        st.session_state[PROBLEM] = problem
    except (ClassOver, NotTheTeacher):
        forget(NotTheTeacher())
