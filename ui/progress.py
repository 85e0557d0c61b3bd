"""What a visitor has done: kept in the session, mirrored in the browser's localStorage.

Two copies merge by their `epoch`, the time of the last clearing in milliseconds: the younger one
wins whole, equal ones unite. So tabs add to each other, and what one tab cleared stays cleared.
"""

import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from ui import pages
from ui.components import local_store

KEY = "progress"
STORE = "progress-store"
MIRRORED = "progress.mirrored"  # what the sidebar's mirror has held since the last full run
MAX_EPOCH = 2**53


class Progress(NamedTuple):
    epoch: int = 0
    done: frozenset[str] = frozenset()


def validated(message: object) -> Progress | None:
    """The browser's copy if it is well formed, reduced to exhibits that exist; else None."""
    if not isinstance(message, Mapping):
        return None
    epoch, done = message.get("epoch"), message.get("done")
    if type(epoch) is not int or not 0 <= epoch <= MAX_EPOCH:
        return None
    if not isinstance(done, list) or len(done) > 1_000:
        return None
    known = frozenset(pages.exhibits())
    return Progress(epoch, known & {item for item in done if isinstance(item, str)})


def merged(ours: Progress, theirs: Progress) -> Progress:
    """Both copies as one: the one cleared last, or the union if neither was."""
    if ours.epoch != theirs.epoch:
        return max(ours, theirs, key=lambda progress: progress.epoch)
    return Progress(ours.epoch, ours.done | theirs.done)


def current() -> Progress:
    """The session's progress, with whatever the browser has sent since."""
    ours: Progress = st.session_state.get(KEY, Progress())
    state: Any = st.session_state.get(STORE) or {}
    theirs = validated(state.get("stored"))
    ours = merged(ours, theirs) if theirs else ours
    st.session_state[KEY] = ours
    return ours


def is_done(exhibit: str) -> bool:
    """Whether "<page>.<exhibit>" has been done."""
    return exhibit in current().done


def mark(exhibit: str) -> None:
    """Notes "<page>.<exhibit>" as done. Raises KeyError for an exhibit that no page has.

    Inside a fragment's rerun the sidebar does not run, so the news goes to the browser from here,
    by a mirror that stays in place until the next full run.
    """
    if exhibit not in pages.exhibits():
        raise KeyError(exhibit)
    ours = current()
    if exhibit not in ours.done:
        st.session_state[KEY] = ours._replace(done=ours.done | {exhibit})
    if exhibit not in st.session_state.get(MIRRORED, ()):
        local_store.mount(f"{STORE}-{exhibit}", _data(quiet=True))


def clear() -> None:
    """Forgets everything, here and in the browser's other tabs."""
    epoch = max(time.time_ns() // 1_000_000, current().epoch + 1)
    st.session_state[KEY] = Progress(epoch)


def mirror(lang: str) -> None:
    """Mounts the browser's copy. Called once in every full run, after the page's content."""
    st.session_state[MIRRORED] = current().done
    local_store.mount(STORE, _data(quiet=False) | {"lang": lang})


def _data(quiet: bool) -> dict[str, Any]:
    ours = current()
    return {
        "epoch": ours.epoch,
        "done": sorted(ours.done),
        "known": list(pages.exhibits()),
        "quiet": quiet,
    }
