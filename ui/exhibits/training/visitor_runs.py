"""A visitor's runs, which outlive a reload: to Streamlit that is a new visit.

They lie where only a token finds them. The tab keeps the token, never the address, so that a
link that is passed on leads nobody to another's run. Those of a visitor who has gone are dropped
after a while.
"""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from threading import Lock
from typing import NamedTuple

import streamlit as st

from cnn.training.runs import Run
from ui.components import tab_store
from ui.patches import sessions
from ui.work.training_queue import Job

KEY = "training.desk"
LOST = "training.desk:lost"  # the tab has a token that leads nowhere any more
TAB = "progress-store-training"  # a key whose element takes no room, see frame.css
EVERY = 60.0  # seconds
EMPTY_FOR = 600.0  # seconds without their visitor until runs are dropped


class NumberedRun(NamedTuple):
    """A run of this visit, and its number there."""

    number: int
    run: Run


@dataclass
class VisitorRuns:
    """What a visitor has trained and trains."""

    token: str
    runs: list[NumberedRun] = field(default_factory=list)
    count: int = 0  # of all runs ever begun, so that each has a number of its own
    job: Job | None = None
    working: int = 0  # the number of the job's run
    session: str = ""  # of whoever has last sat here
    seen: float = 0.0

    def here(self) -> bool:
        """Whether the visitor's tab is open, on whatever page."""
        return sessions.is_open(self.session)

    @property
    def run(self) -> Run | None:
        """The run of the job, unless it was removed."""
        return next((kept.run for kept in self.runs if kept.number == self.working), None)


class AllRuns:
    """The runs of all visitors. Every method may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._of: dict[str, VisitorRuns] = {}

    def make(self) -> VisitorRuns:
        """The runs of a new visitor: none so far."""
        with self._lock:
            self._clear()
            visitor = VisitorRuns(secrets.token_hex(16), seen=self._clock())
            self._of[visitor.token] = visitor
            return visitor

    def find(self, token: object) -> VisitorRuns | None:
        """The runs of a token, which anybody may have made up; None if there are none."""
        with self._lock:
            self._clear()
            return self._of.get(token) if isinstance(token, str) else None

    def clear(self) -> None:
        """Drops the runs of visitors who have gone, and with them the files of their films."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        now = self._clock()
        for token, visitor in list(self._of.items()):
            if visitor.here():
                visitor.seen = now
            elif now - visitor.seen > EMPTY_FOR:
                del self._of[token]


@cache
def all_runs() -> AllRuns:
    """The runs of all visitors of this server."""
    return AllRuns()


async def clear_away() -> None:
    """Again and again, for the server: what visitors who have gone left is dropped."""
    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(all_runs().clear)


def runs_if_any() -> VisitorRuns | None:
    """The runs of this visit, if it has any."""
    found: VisitorRuns | None = st.session_state.get(KEY)
    return found


def runs_of_visit() -> VisitorRuns:
    """The runs of this visit; none at first."""
    visitor = runs_if_any()
    if visitor is None:
        visitor = all_runs().make()
        _hold(visitor)
    return visitor


def find_again() -> bool:
    """Finds the runs of a tab that was loaded again; True if it had some that are no more.

    The page calls it once, before it shows anything that lies there.
    """
    state, visitor = st.session_state, runs_if_any()
    told = tab_store.token_sent(TAB)
    if visitor is None and told:
        visitor = all_runs().find(told)
        state[LOST] = visitor is None
    if visitor:
        _hold(visitor)
    lost = bool(state.get(LOST)) and visitor is None
    tab_store.mount(TAB, visitor.token if visitor else "", forget=lost)
    return lost


def _hold(visitor: VisitorRuns) -> None:
    visitor.session = sessions.current()
    st.session_state[KEY] = visitor
