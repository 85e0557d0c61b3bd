"""What a visitor has done and guessed: kept in the session, mirrored in the browser's localStorage.

A guess is kept as "<page>.<question>:<option>" beside the exhibits "<page>.<exhibit>".

Two copies merge by `cleared_at`, the time of the last clearing in milliseconds: the younger one
wins whole, equal ones unite. So tabs add to each other, and what one tab cleared stays cleared.
"""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from ui.components import local_store
from ui.page import course
from ui.page.theme import is_dark

KEY = "progress"
ACTED = "progress.acted"
STORE = "progress-store"
RUN = "progress.run"
LATEST = 2**53


class Progress(NamedTuple):
    """What a visitor has done; of two copies the one with the later `cleared_at` counts."""

    cleared_at: int = 0
    done: frozenset[str] = frozenset()  # exhibits and answers

    @property
    def exhibits(self) -> frozenset[str]:
        """The exhibits among what has been done."""
        return self.done & frozenset(course.exhibits())


class PageRun(NamedTuple):
    """The last full run of a page: the time of the last clearing, if new, what the mirror holds."""

    cleared_at: int = 0
    cleared: bool = False
    mirrored: frozenset[str] | None = frozenset()  # None until the run's end


def validated_progress(message: object) -> Progress | None:
    """The browser's copy if it is well formed, reduced to exhibits that exist; else None."""
    if not isinstance(message, Mapping):
        return None
    cleared_at, done = message.get("epoch"), message.get("done")
    if type(cleared_at) is not int or not 0 <= cleared_at <= LATEST:
        return None
    if not isinstance(done, list) or len(done) > 1_000:
        return None
    known = frozenset(_known())
    return Progress(cleared_at, known & {item for item in done if isinstance(item, str)})


def merged(ours: Progress, theirs: Progress) -> Progress:
    """Both copies as one: the one cleared last, or the union if neither was."""
    if ours.cleared_at != theirs.cleared_at:
        return max(ours, theirs, key=lambda progress: progress.cleared_at)
    return Progress(ours.cleared_at, ours.done | theirs.done)


def progress_now() -> Progress:
    """The session's progress, with whatever the browser has sent since."""
    ours: Progress = st.session_state.get(KEY, Progress())
    state: Any = st.session_state.get(STORE) or {}
    theirs = validated_progress(state.get("stored"))
    ours = merged(ours, theirs) if theirs else ours
    st.session_state[KEY] = ours
    return ours


def is_done(exhibit: str) -> bool:
    """Whether "<page>.<exhibit>" has been done."""
    return exhibit in progress_now().done


def is_acted(exhibit: str) -> bool:
    """Whether "<page>.<exhibit>" has been done in this session: no reload or visit lies between."""
    return exhibit in st.session_state.get(ACTED, frozenset())


def answer_given(question: str) -> str | None:
    """The option once chosen for "<page>.<question>"; where two tabs chose, one of theirs."""
    given = (item.rpartition(":") for item in sorted(progress_now().done))
    return next((option for asked, _, option in given if asked == question), None)


def begin() -> None:
    """Opens a full run; the frame calls it once, before the page's content."""
    cleared_at = progress_now().cleared_at
    st.session_state[RUN] = PageRun(
        cleared_at, cleared=cleared_at != _run().cleared_at, mirrored=None
    )


def mark(exhibit: str) -> None:
    """Notes "<page>.<exhibit>", or an answer, as done. Raises KeyError for what no page has.

    In the very run that forgets everything nothing counts, since a page may still show what was
    done before.
    """
    if exhibit not in _known():
        raise KeyError(exhibit)
    run = _run()
    if not (run.cleared and run.mirrored is None):
        ours = progress_now()
        st.session_state[KEY] = ours._replace(done=ours.done | {exhibit})
        st.session_state[ACTED] = st.session_state.get(ACTED, frozenset()) | {exhibit}


def answered(question: str, option: str) -> None:
    """Notes the question "<page>.<question>" as done, and its first answer for good."""
    mark(question)
    if answer_given(question) is None:
        mark(f"{question}:{option}")


def echo(exhibit: str) -> None:
    """Tells the browser from inside a fragment, whose reruns leave the frame's mirror alone.

    Call it last in the fragment. It stays in place until the next full run.
    """
    mirrored = _run().mirrored
    if mirrored is not None and exhibit in progress_now().done - mirrored:
        local_store.mount(f"{STORE}-{exhibit}", _data(quiet=True))


def clear() -> None:
    """Forgets everything, here and in the browser's other tabs."""
    cleared_at = max(time.time_ns() // 1_000_000, progress_now().cleared_at + 1)
    st.session_state[KEY] = Progress(cleared_at)
    st.session_state[ACTED] = frozenset()


def mirror(lang: str) -> None:
    """Closes a full run: mounts the browser's copy, which also learns language and theme."""
    st.session_state[RUN] = _run()._replace(mirrored=progress_now().done)
    page = {"lang": lang, "theme": "dark" if is_dark() else "light"}
    local_store.mount(STORE, _data(quiet=False) | page)


def _known() -> tuple[str, ...]:
    return course.exhibits() + course.possible_answers()


def _run() -> PageRun:
    run: PageRun = st.session_state.get(RUN, PageRun())
    return run


def _data(quiet: bool) -> dict[str, Any]:
    ours = progress_now()
    return {
        "epoch": ours.cleared_at,
        "done": sorted(ours.done),
        "known": list(_known()),
        "quiet": quiet,
    }
