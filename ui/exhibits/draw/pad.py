"""The one pad of a visit, that of Draw, on other pages too, with what is drawn on it. No torch."""

from collections.abc import Sequence
from functools import cache, partial

import streamlit as st

from cnn.results import sample_strokes
from ui.components import digit_pad
from ui.components.digit_pad import Strokes
from ui.page.frame import Page
from ui.words.text import label

PAD = "pad"
SAMPLE = "3"  # stands in until something is drawn


@cache
def pad_words(lang: str) -> dict[str, str]:
    """The pad's labels, in a language."""
    return {name: label(f"pad.{name}", lang) for name in digit_pad.LABELS}


def pad_problems(lang: str) -> dict[str, str]:
    """What may be the matter with a drawing, in a language, by the keys that the browser uses."""
    return {key: label(f"problem.{key}", lang) for key in ("digit-empty", "digit-dot")}


def strokes_now() -> Strokes:
    """What is drawn, or the sample."""
    drawn = digit_pad.drawing_on(PAD)
    return drawn.strokes if drawn else sample_strokes()[SAMPLE]


def mount_pad(page: Page, together: Sequence[str]) -> None:
    """Shows the pad; when the pen is lifted, the fragments `together` run again."""
    digit_pad.mount(
        PAD,
        labels=pad_words(page.lang),
        lang=page.lang,
        ghost=sample_strokes()[SAMPLE],
        on_change=partial(st.rerun, list(together)),
    )
