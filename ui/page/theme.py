"""Colours with a meaning, the same on every page. The look itself is .streamlit/config.toml.

`frame.css` offers the same colours to HTML as `var(--input)`, `var(--weights)`, and so on; a test
holds the two together. They stay apart for every common kind of colour blindness.
"""

from typing import Literal, NamedTuple

import streamlit as st


class Colours(NamedTuple):
    """One hexadecimal colour for each meaning."""

    input: str  # what enters: pixels, strokes
    weights: str  # what was learned: kernels, coefficients, biases
    activation: str  # what a unit answers
    target: str  # what is wanted: codes, right answers
    error: str  # how far from it: losses, wrong answers


MEANING: dict[Literal["light", "dark"], Colours] = {
    "light": Colours("#626772", "#683a7f", "#1266c2", "#00573f", "#b54d04"),
    "dark": Colours("#979aa8", "#f2b8f2", "#559af8", "#6ee8ad", "#ef7a2c"),
}


def is_dark() -> bool:
    """Whether this visitor sees the dark theme."""
    return bool(st.context.theme.type == "dark")


def colours() -> Colours:
    """The colours of meaning in this visitor's theme."""
    return MEANING["dark" if is_dark() else "light"]


def categories() -> list[str]:
    """The colours of a chart's lines in this visitor's theme, those of .streamlit/config.toml."""
    mode = "dark" if is_dark() else "light"
    found: list[str] = st.get_option(f"theme.{mode}.chartCategoricalColors")
    return found
