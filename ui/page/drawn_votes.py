"""Votes of a class that are no option of a question: a drawn curve, and a round of the game.

The store counts them as it counts options, so each is a short text: of the curve a letter for every
number of digits, of the game its round and what was answered. Only such texts are votes.
"""

import math
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ui.page import course

CURVE, GAME = "data.bet", "mnist.game"  # "<page>.<exhibit>"
KEYS = (CURVE, GAME)

LOWEST, HIGHEST = 0.5, 60.0  # per cent, the ends of the chart (ui/components/curve_bet)
POINTS = 7  # numbers of digits, as cnn.learning_curves has them
STEPS = 30  # into which the height is divided, each 17 % above the one below
LETTERS = "0123456789abcdefghijklmnopqrst"  # of the steps, from below
ROUNDS, TURNS = 12, 10  # of the game; digits of a round

_CURVE = re.compile(rf"[{LETTERS}]{{{POINTS}}}")
_ROUND = re.compile(rf"([1-9][0-9]?):([0-9]{{{TURNS}}})")


class PlayedRound(NamedTuple):
    """A round of the game: its number, and the digits that were answered, in order."""

    number: int
    given: tuple[int, ...]


def step_of(error: float) -> int:
    """The step, from 0, in which an error in per cent lies; beyond the ends, the last one there."""
    part = math.log(error / LOWEST) / math.log(HIGHEST / LOWEST)
    return min(STEPS - 1, max(0, math.floor(part * STEPS)))


def middle_of(step: int) -> float:
    """The error in per cent, on the logarithmic scale, in the middle of a step."""
    return float(LOWEST * (HIGHEST / LOWEST) ** ((step + 0.5) / STEPS))


def curve_choice(message: object) -> str:
    """The vote for a curve that a browser has sent, errors in per cent; "" if it is none."""
    if not isinstance(message, list) or len(message) != POINTS:
        return ""
    if not all(isinstance(each, int | float) and LOWEST <= each <= HIGHEST for each in message):
        return ""
    return "".join(LETTERS[step_of(each)] for each in message)


def curve_steps(choice: str) -> tuple[int, ...] | None:
    """The step at each number of digits; None if this is no vote for a curve."""
    return tuple(map(LETTERS.index, choice)) if _CURVE.fullmatch(choice) else None


def game_choice(number: int, message: object) -> str:
    """The vote for a round, with the digits that a browser has sent; "" if it is none."""
    if not isinstance(message, list) or not all(type(each) is int for each in message):
        return ""
    choice = f"{number}:{''.join(map(str, message[: TURNS + 1]))}"
    return choice if played_round(choice) else ""


def played_round(choice: str) -> PlayedRound | None:
    """The round that a vote stands for; None if this is none."""
    found = _ROUND.fullmatch(choice)
    if not found or int(found[1]) > ROUNDS:
        return None
    return PlayedRound(int(found[1]), tuple(map(int, found[2])))


def is_possible(key: str, choice: str) -> bool:
    """Whether this may be voted at "<page>.<question>", or at the curve or the game."""
    if key == CURVE:
        return curve_steps(choice) is not None
    if key == GAME:
        return played_round(choice) is not None
    return f"{key}:{choice}" in course.possible_answers()


def curves_voted(tally: Mapping[str, int]) -> list[tuple[tuple[int, ...], int]]:
    """The curves of a tally, as steps, each with how many have drawn it."""
    found = ((curve_steps(choice), count) for choice, count in sorted(tally.items()))
    return [(steps, count) for steps, count in found if steps]


def parts_at(curves: Sequence[tuple[Sequence[int], int]], point: int) -> tuple[int, int, int]:
    """The steps below which a quarter, a half and three quarters of the curves lie at a point.

    Of an even number the lower one of the middle. Raises IndexError where there is no curve.
    """
    heights = sorted(step for steps, count in curves for step in [steps[point]] * count)
    last = len(heights) - 1
    return heights[last // 4], heights[last // 2], heights[last - last // 4]


def rounds_voted(tally: Mapping[str, int]) -> dict[int, list[tuple[tuple[int, ...], int]]]:
    """The answers of each round that was played, each with how many have given just these."""
    found: dict[int, list[tuple[tuple[int, ...], int]]] = {}
    for choice, count in sorted(tally.items()):
        if played := played_round(choice):
            found.setdefault(played.number, []).append((played.given, count))
    return found
