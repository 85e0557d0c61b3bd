"""Is a run what its options say, and can every moment of it be had again?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cnn import assets
from cnn.data.mnist import dataset
from cnn.training.probe import MAPS, probe_network
from cnn.training.runs import NETWORKS, POINTS, Options, Run, first_digits, read_test, recorded
from cnn.training.snapshots import early_places, restore

SMALL = Options("LeNet1", digits=200, batch=32, epochs=2)


def finished(options):
    run = Run(options)
    for _ in run.work():
        pass
    return run


@given(st.integers(1, 5000), st.integers(1, 60))
def test_moments_crowd_at_the_beginning_and_end_with_the_last_step(steps, count):
    places = sorted(early_places(steps, count))
    assert places[0] >= 1 and places[-1] == steps and len(places) == min(steps, count)
    gaps = np.diff(places)
    assert len(gaps) < 2 or gaps[0] <= gaps[-1] + 1


def test_the_last_moment_is_the_trained_network():
    run = finished(SMALL)
    model = SMALL.model()
    restore(model, run.look(len(run.film) - 1))
    assert np.abs(read_test(model).astype(int) - run.moments[-1].confusion).sum() <= 24  # rounding
    assert run.moments[0].step == 0 and run.moments[-1].step == SMALL.steps() == run.step == 14
    assert run.moments[-1].seen == run.curve[-1].seen == 400


@pytest.mark.parametrize("network", NETWORKS)
def test_every_network_can_be_watched(network):
    run = finished(Options(network, digits=64, batch=32, epochs=1))
    found = probe_network(run.options, run.look(0), dataset.load_digits("test").images[0])
    assert found.distances.shape == (10,) and np.isfinite(found.distances).all()
    assert (len(found.maps) > 0) == (network in MAPS)


def test_the_curve_is_capped():
    run = finished(Options("Linear", digits=3000, batch=8, epochs=2))
    assert len(run.curve) <= POINTS + 1 and run.curve[-1].seen == 6000


def test_the_first_step_has_a_point_at_once():
    run = Run(Options("Linear", digits=3000, batch=8, epochs=2))
    work = run.work()
    next(work)
    assert len(run.moments) == 1 and not run.curve
    next(work)
    assert [point.seen for point in run.curve] == [8]


@pytest.mark.parametrize("optimiser", ["adamw", "momentum", "sgd"])
def test_a_run_that_goes_on_equals_one_never_stopped(optimiser):
    options = replace(SMALL, optimiser=optimiser, distort=True, rate=0.01)
    run, whole = finished(options), finished(replace(options, epochs=5))
    before, moments = run.curve[:], len(run.moments)
    for epochs in (1, 2):
        for _ in run.more(epochs):
            pass
    assert run.options == whole.options and run.step == whole.step == 35
    assert run.curve == whole.curve and run.curve[: len(before)] == before
    assert run.moments[-1][:2] == whole.moments[-1][:2] and len(run.moments) > moments
    assert [moment.step for moment in run.moments] == sorted({m.step for m in run.moments})
    for name, value in whole.look(len(whole.film) - 1).items():
        assert np.array_equal(run.look(len(run.film) - 1)[name], value)


def test_only_a_finished_run_can_go_on():
    run = Run(SMALL)
    work = run.work()
    for _ in range(10):
        next(work)
    with pytest.raises(ValueError, match="finished"):
        next(run.more(1))
    assert run.options == SMALL


def test_what_differs_is_named():
    a, b = Options(), Options(rate=0.1, seed=2)
    assert a.differing([a, b]) == {"rate": 0.005, "seed": 1}
    assert a.differing([a]) == {}


def test_digits_are_those_of_mnist_in_their_order():
    images, labels = first_digits(50)
    assert np.array_equal(images, dataset.load_digits("train").images[:50])
    assert np.array_equal(labels, dataset.load_digits("train").labels[:50])


def test_the_recorded_run_is_the_one_the_page_would_make():
    """Its first steps, made again: the same options give the same curve."""
    run, again = recorded(), Run(recorded().options)
    work = again.work()
    for _ in range(10):
        next(work)
    for kept, made in zip(run.curve, again.curve[:3], strict=False):
        assert made == pytest.approx(kept, rel=1e-3)
    for place in range(3):
        for name, value in again.look(place).items():
            step = np.abs(value.astype(float)).max() / 127
            assert np.abs(run.look(place)[name].astype(float) - value).max() <= 1.1 * step


def test_the_recorded_run_still_reads_in_eight_bits():
    run = recorded()
    model = run.options.model()
    restore(model, run.look(len(run.moments) - 1))
    confusion = read_test(model)
    error = 100 * (1 - np.trace(confusion) / confusion.sum())
    assert error == pytest.approx(
        assets.metric("runs/training.npz", "test_error_in_8_bits"), abs=0.3
    )
    assert error == pytest.approx(run.moments[-1].error, abs=0.5)
