"""Do the probabilities mean what they say, and is rubbish called rubbish?"""

import numpy as np
import pytest

from cnn.assets import AssetProblem
from cnn.inference import confidence
from cnn.inference.confidence import Confidence, calibration_error, fit_confidence

CERTAIN = np.array([2.0, *[90.0] * 9])
DOUBTFUL = np.array([12.0, 13.0, *[90.0] * 8])
NOTHING = np.full(10, 80.0)


def test_the_nearest_code_is_the_likeliest_and_the_rest_is_no_digit():
    likely = Confidence(3, 40).probabilities(np.stack([CERTAIN, DOUBTFUL, NOTHING]))
    assert likely[0, 0] > 0.99
    assert 0.5 < likely[1, 0] < 0.7 and likely[1, :2].sum() > 0.99
    assert likely[2].sum() < 0.01
    assert (likely.sum(-1) <= 1).all()


def test_a_digit_is_nearer_than_rubbish():
    fitted = Confidence(3, 40)
    assert fitted.is_digit(np.stack([CERTAIN, DOUBTFUL, NOTHING])).tolist() == [True, True, False]
    assert bool(fitted.is_digit(CERTAIN)) is True


def test_a_higher_temperature_is_less_sure():
    cool, warm = (Confidence(t, 40).probabilities(DOUBTFUL).max() for t in (1, 10))
    assert cool > warm


def test_huge_distances_stay_finite():
    assert np.isfinite(Confidence(0.3, 40).probabilities(NOTHING * 1e4)).all()


def sample(count=4000, temperature=5.0, seed=0):
    """Distances whose labels follow exactly the probabilities of that temperature."""
    rng = np.random.default_rng(seed)
    distances = rng.uniform(0, 30, (count, 10))
    shares = np.exp(-distances / temperature)
    shares /= shares.sum(1, keepdims=True)
    labels = (rng.random((count, 1)) > shares.cumsum(1)).sum(1).clip(max=9)
    return distances, labels


def test_fitting_finds_the_temperature_the_labels_came_from():
    distances, labels = sample()
    assert fit_confidence(distances, labels, 1e-9).temperature == pytest.approx(5, rel=0.15)


def test_fitting_refuses_as_many_digits_as_asked():
    distances, labels = sample()
    assert (~fit_confidence(distances, labels, 0.02).is_digit(distances)).mean() == pytest.approx(
        0.02, abs=1e-3
    )


def test_calibration_error_is_small_for_honest_probabilities_and_large_for_boasts():
    distances, labels = sample()
    honest, boasts = (Confidence(t, 1e3).probabilities(distances) for t in (5, 0.3))
    assert calibration_error(honest, labels) < 0.03 < 0.2 < calibration_error(boasts, labels)


def test_shipped_networks_have_a_fitted_confidence():
    for name in ("lenet5", "lenet5-distorted"):
        fitted = confidence.fitted(name)
        assert 0.3 < fitted.temperature < 30 and 5 < fitted.rubbish < 100


def test_an_unknown_network_is_a_problem():
    with pytest.raises(AssetProblem):
        confidence.fitted("lenet6")
