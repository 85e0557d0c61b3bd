"""Some of the questions that a visitor has answered, asked once more before the answers are shown.

Those that were missed come first. Which are asked, and in which order their options stand, is drawn
by a seed of the visit; the first guess is shown nowhere, and not changed.
"""

import random
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import streamlit as st

from ui.exhibits.guesses import told
from ui.exhibits.guesses.told import Told
from ui.page.frame import Page

MOST = 8  # questions at once
SEED, ROUND, COMPARED = "guesses.seed", "guesses.round", "guesses.compared"
CHOICE = "guesses.again"  # begins the name of what is chosen now
Asked = tuple[str, ...]  # the questions of a round


class Score(NamedTuple):
    """How many of the questions that were answered again are right now, and were at first."""

    asked: int
    now: int
    then: int


def chosen_questions(
    guesses: Mapping[str, str], right: Mapping[str, str | None], seed: int
) -> Asked:
    """At most MOST of the questions that were answered, those first that were missed.

    Within the two kinds the order is drawn by `seed`. What could not be measured is not asked.
    """
    draw = random.Random(seed)
    known = [name for name in guesses if right[name] is not None]
    missed = [name for name in known if guesses[name] != right[name]]
    hit = [name for name in known if guesses[name] == right[name]]
    for names in (missed, hit):
        draw.shuffle(names)
    return tuple([*missed, *hit][:MOST])


def shuffled(name: str, seed: int) -> list[str]:
    """The options of a question in an order drawn by `seed`, always the same for it."""
    options = list(told.question(name).options)
    random.Random(f"{seed} {name}").shuffle(options)
    return options


def score(
    said: Mapping[str, str], guesses: Mapping[str, str], right: Mapping[str, str | None]
) -> Score:
    """What the answers given now are worth, beside the first guesses at the same questions."""
    now = sum(option == right[name] for name, option in said.items())
    then = sum(guesses[name] == right[name] for name in said)
    return Score(len(said), now, then)


def in_words(page: Page, found: Score) -> str:
    """How many more are right than the first time, or fewer."""
    change = found.now - found.then
    kind = "more" if change > 0 else "fewer" if change else "same"
    fields = {**found._asdict(), "more": change, "fewer": -change}
    return page.label(f"guesses.{kind}", **fields)


def seed() -> int:
    """The seed of this visit's round; the first is drawn once a visit."""
    first: int = st.session_state.setdefault(SEED, random.SystemRandom().randrange(2**31))
    return first


def running() -> Asked:
    """The questions that are asked now; none if no round has begun."""
    asked: Asked = st.session_state.get(ROUND, ())
    return asked


def is_compared() -> bool:
    """Whether the round that was begun has been compared with the first guesses."""
    return bool(st.session_state.get(COMPARED))


def begin(names: Sequence[str]) -> None:
    """Begins a round of these questions, none of them answered."""
    for name in names:
        st.session_state[f"{CHOICE}.{name}"] = None
    st.session_state[ROUND], st.session_state[COMPARED] = tuple(names), False


def end() -> None:
    """Ends the round. The next one draws anew."""
    st.session_state[ROUND], st.session_state[COMPARED] = (), False
    st.session_state[SEED] = seed() + 1


def compare() -> None:
    """Shows what the round's answers are worth, once there is one."""
    st.session_state[COMPARED] = bool(said_now())


def said_now() -> dict[str, str]:
    """What has been chosen in this round, by question."""
    given = {name: st.session_state.get(f"{CHOICE}.{name}") for name in running()}
    return {name: option for name, option in given.items() if option is not None}


def told_now(page: Page) -> list[Told]:
    """The round's answers beside what is so."""
    return [told.told_of(page, name, option) for name, option in said_now().items()]
