"""A visitor's runs, which outlive a reload: to Streamlit that is a new visit.

They lie on a desk that only its token finds. The tab keeps the token, never the address, so that a
link that is passed on leads nobody to another's run. An empty desk is cleared away after a while.
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
from streamlit.runtime import exists, get_instance
from streamlit.runtime.scriptrunner import get_script_run_ctx

from cnn.training.runs import Run
from ui.components import tab_store
from ui.work.training_queue import Job

KEY = "training.desk"
LOST = "training.desk:lost"  # the tab has a token that leads nowhere any more
TAB = "progress-store-training"  # a key whose element takes no room, see frame.css
EVERY = 60.0  # seconds
EMPTY_FOR = 600.0  # seconds without its visitor until a desk is cleared away


class NumberedRun(NamedTuple):
    """A run of this visit."""

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
        return exists() and get_instance().is_active_session(self.session)

    @property
    def run(self) -> Run | None:
        """The run of the job, unless it was removed."""
        return next((kept.run for kept in self.runs if kept.number == self.working), None)


class AllRuns:
    """Every visitor's desk. Every method may be called from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._lock = clock, Lock()
        self._desks: dict[str, VisitorRuns] = {}

    def make(self) -> VisitorRuns:
        """A new one."""
        with self._lock:
            self._clear()
            desk = VisitorRuns(secrets.token_hex(16), seen=self._clock())
            self._desks[desk.token] = desk
            return desk

    def find(self, token: object) -> VisitorRuns | None:
        """The desk of a token, which anybody may have made up."""
        with self._lock:
            self._clear()
            return self._desks.get(token) if isinstance(token, str) else None

    def clear(self) -> None:
        """Clears away the empty ones, and with them the files of their runs."""
        with self._lock:
            self._clear()

    def _clear(self) -> None:
        now = self._clock()
        for token, desk in list(self._desks.items()):
            if desk.here():
                desk.seen = now
            elif now - desk.seen > EMPTY_FOR:
                del self._desks[token]


@cache
def all_runs() -> AllRuns:
    """Those of this server."""
    return AllRuns()


async def clear_away() -> None:
    """Again and again, for the server: an empty desk goes even if nobody comes any more."""
    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(all_runs().clear)


def runs_if_any() -> VisitorRuns | None:
    """The desk of this visit, if it has one."""
    found: VisitorRuns | None = st.session_state.get(KEY)
    return found


def runs_of_visit() -> VisitorRuns:
    """The desk of this visit, a new one if it has none."""
    desk = runs_if_any()
    if desk is None:
        desk = all_runs().make()
        _sit(desk)
    return desk


def find_again() -> bool:
    """Finds the desk of the tab that was loaded again; True if it had one that is no more.

    The page calls it once, before it shows anything that lies there.
    """
    state, desk = st.session_state, runs_if_any()
    told = tab_store.token_sent(TAB)
    if desk is None and told:
        desk = all_runs().find(told)
        state[LOST] = desk is None
    if desk:
        _sit(desk)
    lost = bool(state.get(LOST)) and desk is None
    tab_store.mount(TAB, desk.token if desk else "", forget=lost)
    return lost


def _sit(desk: VisitorRuns) -> None:
    context = get_script_run_ctx()
    desk.session = context.session_id if context else ""
    st.session_state[KEY] = desk
