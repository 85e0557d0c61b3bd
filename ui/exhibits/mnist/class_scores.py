"""A round of the game that a class has played: who had how many right, and what was hard."""

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import htpy as h
from htpy import Renderable

from cnn import figures
from cnn.data.mnist import hard_digits
from cnn.errors import Problem
from ui.exhibits.mnist.chosen_digit import ChosenDigit, numbered
from ui.html import markup
from ui.html.img import img
from ui.page import class_strip, drawn_votes
from ui.page.frame import Page
from ui.page.theme import is_dark

STYLE = Path(__file__).with_name("class_scores.css")
SCALE = 4
SAID = 3  # different answers to a digit that are named


class RoundScores(NamedTuple):
    """How a class did in a round: how many had so many right, and what they said of each digit."""

    number: int
    players: int
    scores: tuple[int, ...]  # how many had 0, 1, ... digits right
    answers: tuple[Counter[int], ...]  # of each digit, how many said what
    elsewhere: int  # how many have played another round


def round_scores(tally: Mapping[str, int]) -> RoundScores | None:
    """The round that most have played; None if nobody has. Raises AssetProblem."""
    rounds = drawn_votes.rounds_voted(tally)
    if not rounds:
        return None
    players = {number: sum(count for _, count in each) for number, each in rounds.items()}
    number = max(players, key=lambda one: (players[one], -one))
    labels = labels_of(number)
    scores = [0] * (drawn_votes.TURNS + 1)
    answers: tuple[Counter[int], ...] = tuple(Counter() for _ in labels)
    for given, count in rounds[number]:
        scores[sum(said == label for said, label in zip(given, labels, strict=True))] += count
        for counted, said in zip(answers, given, strict=True):
            counted[said] += count
    elsewhere = sum(players.values()) - players[number]
    return RoundScores(number, players[number], tuple(scores), answers, elsewhere)


def labels_of(number: int) -> list[int]:
    """What the digits of a round are, by their labels, in order."""
    return [digit.label for digit in _digits(number)]


def show_scores(page: Page, tally: Mapping[str, int], shown: bool) -> None:
    """How the class did in its round; what is right, and who had it, only if `shown`."""
    try:
        found = round_scores(tally)
        if not found:
            return
        markup.style_sheet(class_strip.STYLE)
        markup.style_sheet(STYLE)
        if shown:
            markup.show(histogram(page, found))
        markup.show(each_digit(page, found, shown))
    except Problem as problem:
        page.problem(problem)


def histogram(page: Page, found: RoundScores) -> Renderable:
    """How many had so many digits right: a row with a bar for each score, LeNet-5's marked."""
    digits = _digits(found.number)
    network = sum(digit.answer == digit.label for digit in digits)
    most = max(found.scores)
    rows = [
        h.tr(class_="network" if right == network else None)[
            h.th(scope="row")[
                str(right), right == network and h.b[" ◂ ", page.label("mnist.game-network")]
            ],
            h.td(".bar")[h.i(style=f"width:{100 * count / most:.1f}%")],
            h.td(".count")[str(count)],
        ]
        for right, count in enumerate(found.scores)
    ]
    return h.table(".class-tally.class-scores", lang=page.lang)[
        h.caption[
            page.label("class.scores", players=found.players, round=found.number, all=len(digits))
        ],
        h.tbody[rows],
    ]


def each_digit(page: Page, found: RoundScores, shown: bool) -> Renderable:
    """Every digit of the round with what the class said; if `shown`, beside what is right."""
    words = []
    if not shown:
        words.append(page.label("class.played", players=found.players, round=found.number))
    if found.elsewhere:
        words.append(page.label("class.elsewhere", count=found.elsewhere))
    return h.div(".class-digits", lang=page.lang)[
        words and h.p(".class-count")[" ".join(words)],
        h.ul[
            [
                h.li[
                    img(
                        _picture(digit.number, is_dark()),
                        page.label("mnist.game-picture"),
                        "pixels",
                    ),
                    _said(page, digit, said, found.players) if shown else _said_so_far(page, said),
                ]
                for digit, said in zip(_digits(found.number), found.answers, strict=True)
            ]
        ],
    ]


def _said_so_far(page: Page, said: Counter[int]) -> Renderable:
    return h.p[
        [h.span[page.label("class.said", digit=digit, count=count)] for digit, count in _most(said)]
    ]


def _said(page: Page, digit: ChosenDigit, said: Counter[int], players: int) -> Renderable:
    right, other = said[digit.label], [each for each in _most(said) if each[0] != digit.label]
    return h.p[
        h.b[page.label("class.digit-right", label=digit.label, count=right, all=players)],
        h.i(".class-part")[h.i(style=f"width:{100 * right / players:.0f}%")],
        h.span(class_=None if digit.answer == digit.label else "wrong")[
            page.label("class.digit-network", digit=digit.answer)
        ],
        other and h.span[page.label("class.said", digit=other[0][0], count=other[0][1]),],
    ]


def _most(said: Counter[int]) -> list[tuple[int, int]]:
    """What most have said, and how many; of as many the smaller digit first."""
    return sorted(said.items(), key=lambda each: (-each[1], each[0]))[:SAID]


def _digits(number: int) -> list[ChosenDigit]:
    return [numbered(int(each)) for each in hard_digits.game_round(number)]


@lru_cache(maxsize=64)
def _picture(number: int, dark: bool) -> bytes:
    return figures.ink_png(numbered(number).image, dark=dark, scale=SCALE)
