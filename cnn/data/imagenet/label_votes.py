"""How many votes make a label: Bayes' rule on the yes and no of people who sometimes err.

The mechanism is section 3.2 of Deng et al. (2009): ask until the confidence in an answer is high
enough, so that hard photos get more votes than easy ones. The paper reads its confidence from a
table counted on a first sample; here it follows from what is stated: how often a voter is right,
and how many candidates are good to begin with. Voters err independently of each other.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

FOUND_RIGHT = 0.10  # of what a search engine finds for a word shows it (section 3.1)


def logit(chance: float) -> float:
    """The logarithm of the odds of a chance above 0 and below 1. Raises ValueError beyond these."""
    return math.log(chance / (1 - chance))


def posterior(prior: float, votes: Sequence[bool], reliability: float | Sequence[float]) -> float:
    """The chance that the photo is good, given yes and no votes.

    prior: before any vote. reliability: how often a voter is right, for all or for each.
    """
    each = [reliability] * len(votes) if isinstance(reliability, float) else reliability
    weight = logit(prior)
    for vote, right in zip(votes, each, strict=True):
        weight += logit(right) if vote else -logit(right)
    return 1 / (1 + math.exp(-weight)) if weight > -700 else 0.0


def decision(chance: float, threshold: float) -> bool | None:
    """True or False once the chance, or its opposite, has reached the threshold; None before."""
    if chance >= threshold:
        return True
    return False if 1 - chance >= threshold else None


def agreeing(prior: float, reliability: float, threshold: float) -> int:
    """How many yes votes in a row make sure. Raises ValueError of voters who know nothing."""
    if reliability <= 0.5:
        raise ValueError("voters who are right no more often than a coin never make sure")
    count = 0
    while decision(posterior(prior, [True] * count, reliability), threshold) is not True:
        count += 1
    return count


def ballots(truth: bool, reliability: float, count: int, seed: Sequence[int]) -> list[bool]:
    """The votes of `count` simulated voters; a longer poll begins as a shorter one."""
    chance = np.random.default_rng(seed).random(count)
    return [truth if drawn < reliability else not truth for drawn in chance.tolist()]


def votes_needed(
    prior: float, votes: Sequence[bool], reliability: float, threshold: float
) -> int | None:
    """After how many of these votes it is decided; None if all of them are too few."""
    for count in range(len(votes) + 1):
        if decision(posterior(prior, votes[:count], reliability), threshold) is not None:
            return count
    return None


class Poll(NamedTuple):
    """What asking until sure costs and gives, on average over many photos."""

    votes_good: float  # votes for a good photo
    votes_bad: float
    lost: float  # share of good photos that are thrown away
    let_in: float  # share of bad photos that are taken
    precision: float  # share of good ones among those taken

    def votes(self, prior: float) -> float:
        """Votes for a photo, when a share `prior` is good."""
        return prior * self.votes_good + (1 - prior) * self.votes_bad


def expected_poll(prior: float, reliability: float, threshold: float) -> Poll:
    """Exact expectations: the lead of yes over no walks at random between two bounds."""
    high = agreeing(prior, reliability, threshold)
    low = agreeing(1 - prior, reliability, threshold)
    if high == 0 or low == 0:  # sure before any vote
        taken = float(high == 0)
        return Poll(0.0, 0.0, 1 - taken, taken, prior if taken else 0.0)
    votes_good, accepted = _walk(low, high, reliability)
    votes_bad, let_in = _walk(low, high, 1 - reliability)
    taken = prior * accepted + (1 - prior) * let_in
    return Poll(votes_good, votes_bad, 1 - accepted, let_in, prior * accepted / taken)


def _walk(low: int, high: int, up: float) -> tuple[float, float]:
    """From 0 until -low or +high: mean steps, and the chance of ending at +high."""
    inside = low + high - 1  # the leads that are not decided
    step = up * np.eye(inside, k=1) + (1 - up) * np.eye(inside, k=-1)
    ends = np.zeros(inside)
    ends[-1] = up
    steps, above = np.linalg.solve(np.eye(inside) - step, np.stack([np.ones(inside), ends], 1)).T
    return float(steps[low - 1]), float(above[low - 1])


def majority(reliability: float, voters: int) -> float:
    """How often more than half of so many voters are right; ties count as half."""
    chance = [
        math.comb(voters, right) * reliability**right * (1 - reliability) ** (voters - right)
        for right in range(voters + 1)
    ]
    more = sum(chance[voters // 2 + 1 :])
    return more + (chance[voters // 2] / 2 if voters % 2 == 0 else 0)


def measured_error(true: float, wrong_labels: float) -> float:
    """The error that a test on partly wrong labels reports of a network, all as shares, 0 to 1.

    true: how often the network errs. wrong_labels: the share of labels that are wrong; no error of
    the network ever hits a wrong label.
    """
    return 1 - (1 - true) * (1 - wrong_labels)


def percent_after(agreeing_votes: int, reliability: float) -> float:
    """How sure so many yes in a row make of what a search has found; for the prose."""
    return round(100 * posterior(FOUND_RIGHT, [True] * agreeing_votes, reliability), 1)
