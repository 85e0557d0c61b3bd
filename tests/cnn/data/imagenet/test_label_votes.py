"""Is the confidence in a label Bayes' rule, and are the costs of a poll those of a random walk?"""

from fractions import Fraction
from itertools import product
from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn.data.imagenet import label_votes

shares = st.floats(0.02, 0.98)
reliable = st.floats(0.55, 0.98)


@given(
    prior=shares,
    cast=st.lists(st.tuples(st.booleans(), st.floats(0.02, 0.98)), max_size=12),
)
def test_posterior_is_bayes_rule_in_exact_fractions(prior, cast):
    good, bad = Fraction(prior), 1 - Fraction(prior)
    for vote, right in cast:
        good *= Fraction(right) if vote else 1 - Fraction(right)
        bad *= 1 - Fraction(right) if vote else Fraction(right)
    found = label_votes.posterior(prior, [v for v, _ in cast], [r for _, r in cast])
    assert isclose(found, float(good / (good + bad)), rel_tol=1e-9, abs_tol=1e-12)


def test_posterior_counts_what_would_be_seen():
    """Of all photos on which three voters say yes, yes, no, which share is good?"""
    prior, right = 0.3, 0.8
    seen = {True: 0.0, False: 0.0}
    for truth, says in product((True, False), product((True, False), repeat=3)):
        if says == (True, True, False):
            chance = prior if truth else 1 - prior
            for vote in says:
                chance *= right if vote == truth else 1 - right
            seen[truth] += chance
    wanted = seen[True] / sum(seen.values())
    assert label_votes.posterior(prior, [True, True, False], right) == pytest.approx(wanted)


@given(prior=shares, right=reliable, cast=st.lists(st.booleans(), max_size=60))
def test_only_the_lead_counts_and_yes_never_lowers(prior, right, cast):
    lead = sum(cast) - (len(cast) - sum(cast))
    same = [lead > 0] * abs(lead)
    assert label_votes.posterior(prior, cast, right) == pytest.approx(
        label_votes.posterior(prior, same, right), abs=1e-9
    )
    assert label_votes.posterior(prior, [*cast, True], right) >= label_votes.posterior(
        prior, cast, right
    )


@given(prior=shares, right=reliable, threshold=st.floats(0.6, 0.999))
def test_agreeing_is_the_fewest_that_make_sure(prior, right, threshold):
    count = label_votes.agreeing(prior, right, threshold)
    assert label_votes.posterior(prior, [True] * count, right) >= threshold
    assert count == 0 or label_votes.posterior(prior, [True] * (count - 1), right) < threshold


@given(prior=st.floats(0.05, 0.9), right=st.floats(0.6, 0.95), threshold=st.floats(0.9, 0.995))
def test_a_poll_costs_what_the_gambler_s_ruin_says(prior, right, threshold):
    low = label_votes.agreeing(1 - prior, right, threshold)
    high = label_votes.agreeing(prior, right, threshold)
    found = label_votes.expected_poll(prior, right, threshold)
    if not low or not high:
        assert found.votes(prior) == 0
        return
    odds = (1 - right) / right  # the textbook formulas, from the chance of the other side
    above = (1 - odds**low) / (1 - odds ** (low + high))
    assert 1 - found.lost == pytest.approx(above)
    assert found.votes_good == pytest.approx(((low + high) * above - low) / (2 * right - 1))
    assert found.precision >= threshold - 1e-9


def test_a_poll_costs_what_simulated_voters_cost():
    prior, right, threshold = 0.1, 0.8, 0.99
    counted = [
        label_votes.votes_needed(
            prior, label_votes.ballots(True, right, 400, [7, n]), right, threshold
        )
        for n in range(3000)
    ]
    assert None not in counted
    assert np.mean(counted) == pytest.approx(
        label_votes.expected_poll(prior, right, threshold).votes_good, rel=0.05
    )


@given(seed=st.integers(0, 10**6), count=st.integers(0, 30), truth=st.booleans())
def test_a_longer_poll_begins_as_a_shorter_one(seed, count, truth):
    long = label_votes.ballots(truth, 0.7, 30, [seed])
    assert label_votes.ballots(truth, 0.7, count, [seed]) == long[:count]


@pytest.mark.parametrize(("right", "voters"), [(0.8, 1), (0.7, 10), (0.6, 5)])
def test_majority_is_counted_over_all_ballots(right, voters):
    share = 0.0
    for cast in product((0, 1), repeat=voters):
        chance = np.prod([right if vote else 1 - right for vote in cast])
        share += chance * (1.0 if 2 * sum(cast) > voters else 0.5 if 2 * sum(cast) == voters else 0)
    assert label_votes.majority(right, voters) == pytest.approx(share)


def test_wrong_labels_are_the_floor_of_a_measured_error():
    assert label_votes.measured_error(0, 0.06) == pytest.approx(0.06)
    assert label_votes.measured_error(1, 0.06) == 1


def test_voters_who_know_nothing_never_make_sure():
    with pytest.raises(ValueError, match="coin"):
        label_votes.agreeing(0.1, 0.5, 0.99)
