"""Is what people draw on the pad read right, wherever and however large they draw it?"""

from collections import Counter

import numpy as np
import pytest

from cnn.data.mnist import dataset
from scripts import stroke_set

WANTED = 97.0  # per cent, of the best guesses of the default network


@pytest.fixture(scope="module")
def digits() -> list[stroke_set.PadDigit]:
    return stroke_set.load()


def test_the_set_is_large_balanced_and_of_three_kinds(digits):
    assert len(digits) >= 500
    assert len(set(Counter(digit.label for digit in digits).values())) == 1
    assert min(Counter(digit.source for digit in digits).values()) >= 100
    assert {digit.source for digit in digits} == {"mouse", "mnist-test", "hershey"}


def test_the_set_is_drawn_anywhere_and_at_any_size(digits):
    points = [np.concatenate(digit.strokes) for digit in digits]
    sizes = [np.ptp(p, axis=0).max() for p in points]
    centres = np.array([(p.max(0) + p.min(0)) / 2 for p in points])
    assert min(sizes) < 150 and max(sizes) > 850
    assert (np.quantile(centres, 0.05, axis=0) < 350).all()
    assert (np.quantile(centres, 0.95, axis=0) > 670).all()


def test_the_skeletons_carry_the_label_of_their_image(digits):
    labels = dataset.load_digits("test").labels
    skeletons = [digit for digit in digits if digit.source == "mnist-test"]
    assert [digit.label for digit in skeletons] == [labels[int(d.form)] for d in skeletons]


def test_the_default_network_reads_what_is_drawn_on_the_pad():
    scores = stroke_set.score()
    assert scores["all"].percent >= WANTED, scores
    assert scores["mouse"].percent >= WANTED, scores
