"""Sheets of MNIST's digits, for every exhibit of MNIST: what is picked opens for the whole page."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from ui.components import sheet
from ui.components.sheet import SheetCell
from ui.exhibits.mnist.chosen_digit import ChosenDigit, digit_now, numbered, open_digit
from ui.page.frame import Page
from ui.page.theme import is_dark

BROWSED = "mnist.browsed"


def show_digits(
    page: Page,
    key: str,
    numbers: NDArray[np.intp],
    label: str,
    width: int = 44,
    answers: Sequence[int] | None = None,
) -> None:
    """The digits with these numbers among all 70,000; misread ones say so below.

    `answers` are another classifier's than LeNet-5's.
    """
    digits = [numbered(int(number)) for number in numbers]
    now = digit_now()
    sheet.mount(
        key,
        np.stack([digit.image for digit in digits]),
        [_cell(page, *read) for read in zip(digits, answers or _lenet5(digits), strict=True)],
        label=label,
        lang=page.lang,
        dark=is_dark(),
        on_pick=lambda number: _picked(digits[number]),
        selected=digits.index(now) if now in digits else None,
        width=width,
    )


def _lenet5(digits: Sequence[ChosenDigit]) -> list[int]:
    return [digit.answer for digit in digits]


def _cell(page: Page, digit: ChosenDigit, answer: int) -> SheetCell:
    wrong = answer != digit.label
    caption = f"{digit.label} → {answer}" if wrong else ""
    return SheetCell(page.label("mnist.cell", digit=digit.label, index=digit.index), caption, wrong)


def _picked(digit: ChosenDigit) -> None:
    st.session_state[BROWSED] = True
    open_digit(digit)
