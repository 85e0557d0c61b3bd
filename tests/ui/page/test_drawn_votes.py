"""Is a drawn curve, or a round of the game, a vote that can be counted, and is nothing else one?"""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn import learning_curves as measured
from cnn.data.mnist import hard_digits
from ui.classes.store import NAME
from ui.exhibits.mnist import class_scores
from ui.page import course, drawn_votes
from ui.page.drawn_votes import CURVE, GAME

ERRORS = st.floats(drawn_votes.LOWEST, drawn_votes.HIGHEST)
DIGITS = st.lists(st.integers(0, 9), min_size=10, max_size=10)


def test_both_are_exhibits_of_the_course_and_not_questions():
    questions = {answer.partition(":")[0] for answer in course.possible_answers()}
    assert set(drawn_votes.KEYS) <= set(course.exhibits()) - questions


def test_the_curve_has_the_points_that_were_measured_and_a_round_its_digits():
    assert len(measured.training_sizes()) == drawn_votes.POINTS
    assert len(hard_digits.game_round(1)) == drawn_votes.TURNS
    assert len(set(drawn_votes.LETTERS)) == drawn_votes.STEPS


@given(st.lists(ERRORS, min_size=drawn_votes.POINTS, max_size=drawn_votes.POINTS))
def test_a_curve_that_was_counted_is_nearly_the_one_that_was_drawn(errors):
    choice = drawn_votes.curve_choice(errors)
    assert drawn_votes.is_possible(CURVE, choice) and len(choice) <= NAME
    steps = drawn_votes.curve_steps(choice)
    half = math.log(drawn_votes.HIGHEST / drawn_votes.LOWEST) / drawn_votes.STEPS / 2
    for error, step in zip(errors, steps, strict=True):
        assert abs(math.log(drawn_votes.middle_of(step) / error)) < half * 1.001


@given(st.integers(1, drawn_votes.ROUNDS), DIGITS)
def test_a_round_that_was_counted_is_the_one_that_was_played(number, digits):
    choice = drawn_votes.game_choice(number, digits)
    assert drawn_votes.is_possible(GAME, choice) and len(choice) <= NAME
    assert drawn_votes.played_round(choice) == (number, tuple(digits))


@pytest.mark.parametrize(
    "message",
    [
        None,
        True,
        "1234567",
        {},
        [],
        [5.0] * 6,
        [5.0] * 8,
        [5.0] * 6 + ["5"],
        [5.0] * 6 + [None],
        [5.0] * 6 + [0.4],
        [5.0] * 6 + [61],
        [5.0] * 6 + [math.nan],
        [5.0] * 6 + [math.inf],
        [[5.0]] * 7,
    ],
)
def test_what_is_no_curve_is_no_vote(message):
    assert drawn_votes.curve_choice(message) == ""


@pytest.mark.parametrize(
    "message", [None, True, "0123456789", {}, [], [1] * 9, [1] * 11, [1] * 9 + [10], [1] * 9 + [-1]]
)
def test_what_is_no_round_is_no_vote(message):
    assert drawn_votes.game_choice(1, message) == ""


@pytest.mark.parametrize("number", [0, 13, 100, -1])
def test_a_round_that_does_not_exist_is_no_vote(number):
    assert drawn_votes.game_choice(number, [1] * 10) == ""


@pytest.mark.parametrize(
    ("key", "choice"),
    [
        (CURVE, ""),
        (CURVE, "0" * 6),
        (CURVE, "u" * 7),
        (CURVE, "0" * 7 + "\n"),
        (CURVE, "1:0123456789"),
        (GAME, "0000000"),
        (GAME, "1:012345678"),
        (GAME, "01:0123456789"),
        (GAME, "13:0123456789"),
        (GAME, "1:01234567٣9"),
        ("data.other", "0000000"),
        ("", ""),
    ],
)
def test_a_forged_vote_is_none(key, choice):
    assert not drawn_votes.is_possible(key, choice)


def test_an_option_of_a_question_is_one():
    assert drawn_votes.is_possible("home.guess", "few")
    assert not drawn_votes.is_possible("home.guess", "other")


def test_the_middle_of_the_class_is_found_by_count():
    curves = [((0,), 1), ((5,), 3), ((9,), 1)]
    assert drawn_votes.parts_at(curves, 0) == (5, 5, 5)
    assert drawn_votes.parts_at([((each,), 1) for each in range(9)], 0) == (2, 4, 6)
    assert drawn_votes.parts_at([((3,), 1)], 0) == (3, 3, 3)


def test_a_round_is_scored_by_its_labels():
    labels = class_scores.labels_of(3)
    wrong = [(label + 1) % 10 for label in labels]
    mixed = labels[:4] + wrong[4:]
    tally = {
        drawn_votes.game_choice(3, labels): 2,
        drawn_votes.game_choice(3, mixed): 3,
        drawn_votes.game_choice(5, wrong): 1,
        "nonsense": 7,
    }
    found = class_scores.round_scores(tally)
    assert found.number == 3 and found.players == 5 and found.elsewhere == 1
    assert found.scores == (0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 2)
    assert found.answers[0] == Counter({labels[0]: 5})
    assert found.answers[9] == Counter({labels[9]: 2, wrong[9]: 3})
    assert class_scores.round_scores({}) is None
