"""What whoever waits for a task of `ui.work.tasks` is told: how long, and that others share it."""

import math
from typing import Any

import streamlit as st

from ui.page.frame import Page
from ui.work.tasks import Task

MINUTE = 60.0  # seconds


def in_line(page: Page, task: Task[Any]) -> str | None:
    """How many others come first, and how long that takes, in a sentence; None once it works."""
    place, seconds = task.before(), task.seconds()
    if not place:
        return None
    if seconds is None:
        return page.label("frame.in-line", place=place)
    if seconds < MINUTE:
        return page.label("frame.in-line-seconds", place=place, seconds=_up(seconds, 5))
    return page.label("frame.in-line-minutes", place=place, minutes=_up(seconds / MINUTE, 1))


def shared_note(page: Page, task: Task[Any]) -> None:
    """Says so, if the visitor looks at what another has started."""
    if task.joined:
        st.caption(page.label("frame.joined"))


def _up(value: float, step: int) -> int:
    return step * max(1, math.ceil(value / step))
