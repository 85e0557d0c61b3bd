"""The digits that are hard: what LeNet-5 missed, and a game."""

from functools import partial

import streamlit as st

from cnn import figures
from cnn.data.mnist import hard_digits
from cnn.data.mnist.writers import TRAINED
from ui.components import digit_game, segments
from ui.components.digit_game import Turn
from ui.exhibits.mnist import class_scores
from ui.exhibits.mnist.chosen_digit import numbered
from ui.exhibits.mnist.sheet import show_digits
from ui.page import class_guess, classroom, drawn_votes, progress, url_state
from ui.page.frame import Page
from ui.page.theme import is_dark

SCALE = 8
SHOWN = 120  # digits at most on the sheet of misread ones
MISSED = {
    "lenet5": hard_digits.missed,
    "nearest": hard_digits.missed_by_neighbour,
    "both": hard_digits.missed_by_both,
}


@st.fragment(key="mnist.missed")
def missed_digits(page: Page) -> None:
    """The test digits that LeNet-5, the nearest neighbour, or both misread."""
    page.section("missed")
    by = url_state.choice(
        page,
        "missed",
        tuple(MISSED),
        label=page.label("mnist.missed-by"),
        widget=segments.joined,
        format_func=lambda each: page.label(f"mnist.missed-{each}"),
    )
    numbers = MISSED[by]()
    places = numbers[:SHOWN] - TRAINED
    answers = hard_digits.neighbour_answers()[places].tolist() if by == "nearest" else None
    show_digits(
        page, "mnist.missed-sheet", numbers[:SHOWN], page.label("mnist.missed"), 60, answers
    )
    count = page.label("mnist.missed-count", shown=len(places), all=len(numbers))
    st.caption(count)


@st.fragment(key="mnist.game")
def game(page: Page) -> None:
    """Ten hard test digits: the reader answers first."""
    page.section("game")
    number = url_state.whole(
        page,
        "game",
        1,
        drawn_votes.ROUNDS,
        label=page.label("mnist.round"),
        default=1,
        widget=st.number_input,
        width=160,
    )
    turns = [_turn(int(each)) for each in hard_digits.game_round(number)]
    held = class_guess.keeps_back(drawn_votes.GAME)
    digit_game.mount(
        "mnist.rounds",
        number,
        turns,
        room=class_guess.code(),
        held=held,
        labels={name: page.label(f"mnist.game-{name}") for name in digit_game.LABELS},
        lang=page.lang,
        on_finished=partial(_finished, number),
        on_another=lambda: url_state.set_value("mnist", "game", number % drawn_votes.ROUNDS + 1),
    )
    voted = class_guess.may_go_on(page, drawn_votes.GAME)
    if voted:
        class_scores.show_scores(page, classroom.tally(drawn_votes.GAME), True)
    if voted is not False:
        page.seen("game", acted=bool(voted))


def _finished(number: int, given: object) -> None:
    """A round is over; in a class it is a vote, and done only once its answers may be seen."""
    if not class_guess.code():
        progress.mark(drawn_votes.GAME)
    elif choice := drawn_votes.game_choice(number, given):
        class_guess.counted(drawn_votes.GAME, choice)


def _turn(number: int) -> Turn:
    digit = numbered(number)
    png = figures.ink_png(digit.image, dark=is_dark(), scale=SCALE)
    return Turn(png, digit.label, digit.answer)
