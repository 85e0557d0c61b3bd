"""Are readings from the measured grid what numpy finds, and is the stored grid what it claims?"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn import learning_curves as measured
from cnn.learning_curves import CLASSIFIERS, PREPARATIONS, first_below

ERRORS = st.lists(st.floats(0.1, 90), min_size=2, max_size=7, unique=True)


@given(ERRORS, st.floats(0.05, 95))
def test_a_falling_line_is_read_as_numpy_interpolates_it(errors, level):
    errors = sorted(errors, reverse=True)
    digits = [100 * 3**i for i in range(len(errors))]
    found = first_below(digits, errors, level)
    if errors[0] <= level:
        assert found == 0
    elif errors[-1] > level:
        assert math.isinf(found)
    else:
        logs = np.interp(math.log(level), np.log(errors[::-1]), np.log(digits[::-1]))
        assert found == pytest.approx(math.exp(logs), rel=1e-6)


@given(st.lists(st.floats(0.1, 90), min_size=2, max_size=7), st.floats(0.05, 95))
def test_the_crossing_is_the_first_however_the_line_goes(errors, level):
    digits = [100 * 3**i for i in range(len(errors))]
    found = first_below(digits, errors, level)
    place = next((i for i, error in enumerate(errors) if error <= level), None)
    if place is None:
        assert math.isinf(found)
    elif place == 0:
        assert found == 0
    else:
        assert digits[place - 1] <= found * (1 + 1e-9) and found <= digits[place] * (1 + 1e-9)


@pytest.mark.parametrize("classifier", CLASSIFIERS)
def test_every_machine_was_measured_at_every_number_of_digits(classifier):
    assert measured.training_sizes() == (100, 300, 1_000, 3_000, 10_000, 30_000, 60_000)
    assert measured.preparations_of(classifier)[0] == "plain"
    for preparation in measured.preparations_of(classifier):
        line = measured.error_curves()[classifier, preparation]
        assert [cell.digits for cell in line] == list(measured.training_sizes())
        assert all(0 < error < 90 for cell in line for error in cell.errors)
        bent = classifier == "linear" and preparation == "distorted"  # its weights cannot follow
        assert line[0].mean > (2 if bent else 3) * line[-1].mean
        assert all(len(cell.errors) == 3 for cell in line)
    assert measured.rate(classifier) > 0


def test_a_line_with_a_gap_is_not_shown(monkeypatch):
    runs = [
        {"classifier": m, "digits": n, "preparation": p, "seed": 1, "test_error": 5.0}
        for m in CLASSIFIERS
        for n in (100, 300)
        for p in PREPARATIONS
        if (m, n, p) != ("lenet5", 300, "distorted")
    ]
    for function in (
        measured.error_curves,
        measured.training_sizes,
        measured.preparations_of,
        measured.seeds,
    ):
        monkeypatch.setattr(measured, function.__name__, function.__wrapped__)
    monkeypatch.setattr(measured, "_stored", lambda: {"runs": runs})
    assert measured.preparations_of("lenet5") == ("plain", "deslanted")
    assert measured.preparations_of("lenet1") == PREPARATIONS and measured.seeds() == 1


def test_what_the_prose_says_is_so():
    assert measured.error("linear", 60_000) > 5 * measured.error("lenet5", 60_000)
    assert measured.error("lenet1", 3_000) < measured.error("linear", 60_000)
    need = measured.digits_for(measured.error("linear", 60_000), "lenet5")
    assert measured.digits_worth("linear", 60_000, "lenet5") == pytest.approx(need, rel=0.05)
    assert measured.digits_ratio("linear", 60_000, "lenet5") == pytest.approx(
        60_000 / need, rel=0.1
    )
    spread = [max(line[0].mean for line in _plain()), min(line[0].mean for line in _plain())]
    ends = [max(line[-1].mean for line in _plain()), min(line[-1].mean for line in _plain())]
    assert spread[0] / spread[1] < ends[0] / ends[1]  # closer together with few digits


def _plain():
    return [measured.error_curves()[classifier, "plain"] for classifier in CLASSIFIERS]
