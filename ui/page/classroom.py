"""The class that a visitor is in as a pupil: joining, guessing, and what of it may be seen.

A pupil is a number by chance that the browser keeps (`ui.components.class_member`); the session
holds it, and the guesses that the store could not take yet. Where the store cannot be had, a pupil
learns as if there were no class. The store's module is loaded with the first class.
"""

from dataclasses import dataclass, field
from time import monotonic
from typing import NamedTuple

import streamlit as st

from cnn.errors import Problem
from ui.classes.attempts import Attempts
from ui.classes.codes import cleaned_code
from ui.classes.problems import (
    ClassesMissing,
    ClassFull,
    ClassOver,
    NotInClass,
    TooManyTries,
)
from ui.classes.records import Standing
from ui.classes.shared_store import the_store
from ui.components import class_member
from ui.page import drawn_votes
from ui.patches import sessions
from ui.sharing import addresses

PARAMETER = "class"  # in a link: ?class=CODE
BROWSER = "class-member"  # the component's key
ROOM = "class.room"
FRESH = 1.0  # seconds for which a look at the class is taken for true
PATIENCE = 30.0  # seconds for which the last look is, when there is no other

# Codes that were tried and wrong in ten minutes. An address may be a school whose classes have just
# ended; a stranger finds one of a hundred thousand codes in days.
OF_VISITOR, OF_ADDRESS, MINUTES = 10, 200, 10
tries_of_visitor = Attempts(OF_VISITOR, 60.0 * MINUTES)
tries_of_address = Attempts(OF_ADDRESS, 60.0 * MINUTES)
GUESSES = 60  # of one pupil in a minute; more wait
guesses_of_pupil = Attempts(GUESSES, 60.0)


@dataclass
class Room:
    """What a session knows of the class that it is in, or wants to be in."""

    asked: str = ""  # the code of a class that it wants to be in
    left: str = ""  # of one that it was in, for the browser to forget
    problem: Problem | None = None  # why it is not in the class, or what is the matter there
    code: str = ""  # of the class that it is in
    pupil: str = ""
    guesses: dict[str, str | None] = field(default_factory=dict)  # that count; None: none does
    waiting: dict[str, str] = field(default_factory=dict)  # that the store has not taken yet
    hidden: set[str] = field(default_factory=set)  # questions shown without their answer
    seen: Standing | None = None
    looked: float = -PATIENCE


class PupilsGuess(NamedTuple):
    """What the class knows of a pupil's guess at a question."""

    choice: str | None
    counts: bool  # in the class
    shown: bool  # whether the answer may be seen


def room() -> Room:
    """The session's."""
    found: Room = st.session_state.setdefault(ROOM, Room())
    return found


def is_pupil() -> bool:
    """Whether this visitor is in a class."""
    return bool(room().code)


def hear_browser() -> None:
    """Takes what the address and the browser say; the frame calls it once in a run, at its top."""
    if (typed := st.query_params.get(PARAMETER)) is not None:
        del st.query_params[PARAMETER]  # the browser keeps the class, and a link can be passed on
        want(typed)
    here, sent = room(), class_member.member_sent(BROWSER)
    here.hidden.clear()  # the page says anew which there are
    if sent and not here.code and cleaned_code(sent[0]) == sent[0]:
        if sent[0] == here.asked or (not here.asked and sent[0] != here.left):
            _join(*sent)


def mount_browser() -> None:
    """The browser's part; the frame calls it once in a run."""
    here = room()
    waits = isinstance(here.problem, TooManyTries)  # for some minutes
    known = bool(here.code) or waits or (not here.asked and bool(here.left))
    class_member.mount(BROWSER, here.asked, known=known, left=here.left)


def want(typed: str) -> None:
    """Asks for the class whose code was typed, or is in a link."""
    code = cleaned_code(typed)
    if not code:
        room().problem = ClassOver()
    elif code != room().code:
        st.session_state[ROOM] = Room(asked=code)


def leave(problem: Problem | None = None) -> None:
    """Out of the class; what was guessed in it stays counted."""
    st.session_state[ROOM] = Room(left=room().code, problem=problem)


def standing() -> Standing | None:
    """How the class stands, looked at a moment ago; None if that cannot be known, or in no class.

    A class that has ended is left.
    """
    here = room()
    if here.code and monotonic() - here.looked > FRESH:
        try:
            here.seen = the_store().standing(here.code)
            here.looked = monotonic()
            here.problem = None
        except ClassOver as problem:
            leave(problem)
            return None
        except ClassesMissing as problem:
            here.problem = problem
            if monotonic() - here.looked > PATIENCE:
                here.seen = None
    return here.seen


def vote(question: str, choice: str) -> None:
    """Counts a guess in the class; one that cannot be counted now waits (`send`)."""
    here = room()
    if here.code and drawn_votes.is_possible(question, choice):
        here.waiting[question] = choice
        send()


def send() -> None:
    """Sends the guesses that wait. Each may be sent twice and counts once."""
    here = room()
    for question, choice in list(here.waiting.items()):
        if not guesses_of_pupil.count((here.code, here.pupil)):
            return
        try:
            here.guesses[question] = _counted(here, question, choice)
        except ClassesMissing as problem:
            here.problem = problem
            return
        except ClassOver as problem:
            leave(problem)
            return
        except ClassFull as problem:
            here.problem = problem
        here.waiting.pop(question, None)


def guess(question: str) -> PupilsGuess:
    """This pupil's guess at "<page>.<question>"."""
    here = room()
    if question in here.waiting:
        choice: str | None = here.waiting[question]
    else:
        if question not in here.guesses:
            try:
                here.guesses[question] = the_store().guess_of(here.code, here.pupil, question)
            except ClassesMissing as problem:
                here.problem = problem
        choice = here.guesses.get(question)
    seen = standing()
    shown = seen is None or seen.shows(question)
    (here.hidden.discard if shown else here.hidden.add)(question)
    return PupilsGuess(choice, bool(here.guesses.get(question)), shown)


def is_news() -> bool:
    """Whether an answer that the page hides may be seen now."""
    seen = standing()
    return any(seen is None or seen.shows(question) for question in room().hidden)


def tally(question: str) -> dict[str, int]:
    """How many of the class have chosen what; {} if that cannot be known."""
    here = room()
    try:
        return the_store().tally(here.code, question) if here.code else {}
    except ClassesMissing:
        return {}


def _counted(here: Room, question: str, choice: str) -> str | None:
    store = the_store()
    try:
        return store.vote(here.code, here.pupil, question, choice)
    except NotInClass:  # the store was lost and found again
        store.join(here.code, here.pupil)
        return store.vote(here.code, here.pupil, question, choice)


def _join(code: str, pupil: str) -> None:
    visitor, address = sessions.current(), addresses.here()
    if tries_of_visitor.left(visitor) <= 0 or tries_of_address.left(address) <= 0:
        st.session_state[ROOM] = Room(problem=TooManyTries())
        return
    try:
        the_store().join(code, pupil)
        st.session_state[ROOM] = Room(code=code, pupil=pupil)
    except ClassesMissing as problem:
        room().problem = problem  # the browser tells it again
    except ClassOver as problem:
        tries_of_visitor.count(visitor)
        tries_of_address.count(address)
        st.session_state[ROOM] = Room(left=code, problem=problem)
    except ClassFull as problem:
        st.session_state[ROOM] = Room(left=code, problem=problem)
