"""Does a short run learn, end with an honest error, and repeat itself for a seed?"""

from itertools import pairwise

import pytest
import torch

from cnn.data.digits.deslant import deslanted
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.models import DIGITS
from cnn.training import short_run


@pytest.fixture
def quick(monkeypatch):
    """Fewer digits are shown, and only 300 of the test."""
    few = Digits(dataset.load_digits("test").images[:300], dataset.load_digits("test").labels[:300])
    load = dataset.load_digits
    monkeypatch.setattr(
        short_run.dataset, "load_digits", lambda split: few if split == "test" else load(split)
    )
    monkeypatch.setattr(short_run, "SHOWN", 4_000)
    short_run._upright_test.cache_clear()
    yield few
    short_run._upright_test.cache_clear()


@pytest.mark.parametrize(
    ("classifier", "rate"),
    [("linear", 0.001), ("hidden300", 0.004), ("lenet1", 0.01), ("lenet5", 0.004)],
)
def test_it_learns_and_says_how_far_it_is(quick, classifier, rate):
    moments = list(short_run.learn(classifier, 100, "plain", rate, 7))
    assert all(a.part <= b.part for a, b in pairwise(moments)) and moments[-1].part == 1.0
    assert [m.test_error is None for m in moments] == [True] * (len(moments) - 1) + [False]
    assert moments[-1].test_error < 75


def test_a_seed_repeats_itself(quick):
    runs = [list(short_run.learn("linear", 100, "distorted", 0.002, s))[-1] for s in (5, 5, 6)]
    assert runs[0] == runs[1] != runs[2]


def test_upright_digits_are_tested_upright(quick):
    generator = torch.Generator().manual_seed(0)
    model = DIGITS["Linear"](generator).eval()
    with torch.no_grad():
        answers = model.answer(model(model.to_input(deslanted(quick.images)))).numpy()
    expected = 100 * (answers != quick.labels).mean()
    assert short_run._test_error(model, "deslanted") == pytest.approx(expected)


def test_the_digits_are_drawn_without_repetition():
    some = short_run.some(dataset.load_digits("train"), 60_000, 3)
    assert some.images.sum() == dataset.load_digits("train").images.sum()
