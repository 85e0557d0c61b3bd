"""What the exhibits of the AlexNet page share: styles, the list of them, work that is watched."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from cnn.errors import Problem
from ui.html import markup
from ui.page.frame import Page
from ui.work.tasks import Task

Result = TypeVar("Result")

STYLES = [Path(__file__).with_name(name) for name in ("style.css", "results.css")]


def set_up(page: Page) -> None:
    """The page's styles."""
    for style in STYLES:
        markup.style_sheet(style)


def while_working(
    page: Page, key: str, exhibit: Callable[[Page], None], task: Task[Result] | None, every: float
) -> None:
    """The exhibit as a fragment, which runs again every so many seconds while the task works."""
    going = task is not None and not task.poll()
    st.fragment(exhibit, key=key, run_every=every if going else None)(page)


def outcome(page: Page, task: Task[Result]) -> Result | None:
    """What a task that has ended came to: None, with a sentence, if it failed.

    The first time the whole page runs again: only so does the fragment stop calling.
    """
    if not task.seen:
        task.seen = True
        st.rerun()
    try:
        return task.result()
    except Problem as problem:
        page.problem(problem)
        return None
