"""Is a run the same on Dask's workers, and does it go on when they or their scheduler are lost?"""

import os
import signal
import sys
from importlib import import_module

import numpy as np
import pytest
import torch

from cnn.errors import Problem
from cnn.processes.watched import Gone
from cnn.training import cluster as cluster_module
from cnn.training.cluster import Cluster
from cnn.training.loop import Diverged
from cnn.training.runs import Options, Run
from cnn.training.worker import Followed
from scripts import measure_data_or_model as grid
from tests.alone import alone
from tests.dask_cluster import DaskCluster
from tests.waiting import until
from ui.work.trainer_handle import Trainers
from ui.work.training_queue import Jobs, JobState, jobs

pytestmark = [
    pytest.mark.slow,  # processes of their own
    pytest.mark.skipif(sys.platform != "linux", reason="their processes are forked"),
]

OPTIONS = Options("Hidden300", digits=120, epochs=4, batch=12)
LONG = Options("Linear", digits=3_000, epochs=20, batch=1)  # nobody waits for its end
PATIENCE = 200  # seconds


@pytest.fixture(scope="module")
def dask():
    with DaskCluster() as there:
        yield there


@pytest.fixture(scope="module")
def trainers(dask):
    """Who has their runs worked on there, by the server's own watch."""
    handle = Trainers()
    handle.cluster = Cluster(dask.address)
    handle.watch()
    until(lambda: handle.cluster.workers() == 2, PATIENCE)
    yield handle
    handle.close()
    jobs.cache_clear()


@pytest.fixture
def there(dask, trainers):
    """Two workers, without any run."""
    while len(dask.workers) < 2:
        dask.start_worker()
    until(lambda: trainers.cluster.workers() == 2 and not trainers.cluster._runs, PATIENCE)
    return trainers.cluster


@pytest.fixture(autouse=True)
def step_by_step(monkeypatch):
    """Every answer tells of one step, so that something can happen in the middle of a short run."""
    monkeypatch.setattr(cluster_module, "PART", 0.0)


@pytest.fixture(scope="module")
def undisturbed():
    """The run of OPTIONS that is made here, from beginning to end."""
    return done(Run(OPTIONS))


def done(run, work=None):
    for _ in work or run.work():
        pass
    return run


def assert_same(one, other):
    """To the last bit."""
    assert one.curve == other.curve and one.options == other.options and one.step == other.step
    assert len(one.moments) == len(other.moments) == len(one.film)
    for a, b in zip(one.moments, other.moments, strict=True):
        assert a[:2] == b[:2] and a.error == b.error and np.array_equal(a.confusion, b.confusion)
    for place in range(len(one.film)):
        theirs = other.look(place)
        assert all(np.array_equal(v, theirs[name]) for name, v in one.look(place).items())
    theirs = other.resume.weights
    assert all(torch.equal(value, theirs[name]) for name, value in one.resume.weights.items())


def port(worker):
    """That of its address."""
    return int(worker.rpartition(":")[2])


def worked_on(there):
    """The worker of the only run."""
    (worker,) = there._runs.values()
    return worker


def test_a_run_is_to_the_last_bit_the_one_that_is_made_here(there):
    options = Options("LeNet1", digits=200, epochs=1, batch=63, distort=True, seed=5)
    one, other = done(Followed(options, [there])), done(Run(options))
    assert_same(done(one, one.more(1)), done(other, other.more(1)))
    assert not there._runs and one.seconds > 0


def test_a_run_whose_worker_is_killed_goes_on_with_another_to_the_same_end(
    there, dask, undisturbed
):
    run, struck = Followed(OPTIONS, [there]), []
    for _ in run.work():
        if run.step > 15 and not struck:
            struck.append(worked_on(there))
            dask.kill(struck[0])
        elif struck and there._runs:
            struck.append(worked_on(there))
    assert struck[-1] != struck[0]
    assert_same(run, undisturbed)
    until(lambda: there.workers() == 1, PATIENCE)


def test_two_runs_are_worked_on_by_two_workers_at_once_and_cancelled(there):
    queue = Jobs()
    queue.employ(there.room())
    runs = [Followed(LONG, [there]) for _ in range(2)]
    live = [queue.start(str(number), run.work()) for number, run in enumerate(runs)]
    until(lambda: all(run.curve for run in runs), PATIENCE)
    assert {job.state for job in live} == {JobState.RUNNING}
    assert len(set(there._runs.values())) == 2
    for job in live:
        queue.cancel(job)
    until(lambda: all(job.state == JobState.CANCELLED for job in live), PATIENCE)
    until(lambda: not there._runs)
    left = lambda: there._client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))  # noqa: E731
    until(lambda: not left(), PATIENCE)


def test_a_run_that_rests_is_not_worked_on_and_goes_on(there, undisturbed):
    queue = Jobs()
    run = Followed(OPTIONS, [there])
    job = queue.start("a", run.work())
    until(lambda: run.curve or not job.live, PATIENCE)
    queue.pause(job)
    until(lambda: job.state in (JobState.PAUSED, JobState.DONE), PATIENCE)
    assert job.state == JobState.PAUSED and run.step < OPTIONS.steps()
    queue.go_on(job)
    until(lambda: job.state == JobState.DONE, PATIENCE)
    assert_same(run, undisturbed)


def test_what_stops_a_run_here_stops_it_there(there):
    wild = Options("Linear", digits=3_000, rate=10.0, optimiser="sgd", loss="mle")
    with pytest.raises(Problem) as told:
        done(Followed(wild, [there]))
    with pytest.raises(Diverged) as here:
        done(Run(wild))
    assert (told.value.key, told.value.fields) == (here.value.key, here.value.fields)
    until(lambda: not there._runs)


def test_a_worker_that_has_other_code_gets_no_run(there):
    ours = there._own
    there._own = ("other code",)
    with there._lock:
        there._fits.clear()
    until(lambda: len(there._fits) == 2, PATIENCE)
    assert not there.ready() and there.room() == 0
    there._own = ours
    with there._lock:
        there._fits.clear()
    until(there.ready, PATIENCE)


def test_a_silent_worker_is_left_and_gets_no_run_for_a_while(there, dask, undisturbed):
    run, silent = Followed(OPTIONS, [there]), ""
    for _ in run.work():
        if run.step > 15 and not silent:
            silent = worked_on(there)
            os.kill(dask.workers[port(silent)], signal.SIGSTOP)
            patience, cluster_module.PATIENCE = cluster_module.PATIENCE, 0.5
        elif silent and there._runs and worked_on(there) != silent:
            cluster_module.PATIENCE = patience
    assert silent not in there._good()
    assert_same(run, undisturbed)
    dask.kill(silent)


def test_the_grid_is_measured_there_with_the_same_results(there, tmp_path, monkeypatch):
    there._client.run(lambda: setattr(import_module("scripts.measure_data_or_model"), "MOST", 2))
    monkeypatch.setattr(grid, "MOST", 2)
    runs = [grid.Run("linear", 100, "distorted", 2), grid.Run("hidden300", 100, "plain", 3)]
    found = list(grid.measure(runs, tmp_path / "there.jsonl", 0, there.address))
    here = [grid.timed(run) for run in runs]
    for row in (*found, *here):
        del row["seconds"]
    assert sorted(map(str, found)) == sorted(map(str, here))
    assert len(grid.results(tmp_path / "there.jsonl")) == 2


def test_without_a_scheduler_a_run_is_worked_on_here_and_it_is_said_once(
    caplog, monkeypatch, undisturbed
):
    monkeypatch.setattr(cluster_module, "CONNECTING", 0.5)
    nobody = Cluster("tcp://127.0.0.1:1")
    for _ in range(2):
        nobody._look()
    assert not nobody.ready() and nobody.room() == 0
    with pytest.raises(Gone):
        next(nobody.answers(Run(OPTIONS).mark))
    assert_same(done(Followed(OPTIONS, [nobody])), undisturbed)
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    nobody.close()


def test_a_run_goes_on_here_without_the_scheduler_and_there_once_it_is_back(
    there, dask, trainers, undisturbed
):
    run, struck = trainers.run(OPTIONS), 0
    for _ in run.work():
        if struck == 0 and run.step > 15:
            os.kill(dask.scheduler, signal.SIGKILL)
            dask.workers.clear()  # they end with it
            until(lambda: not there.ready(), PATIENCE)
            assert trainers.lost() == ["dask"] and trainers.cluster_away
            struck = 1
        elif struck == 1 and not there._runs:
            dask.start_scheduler()
            for _ in range(2):
                dask.start_worker()
            until(lambda: there.workers() == 2, PATIENCE)
            struck = 2
        elif struck == 2 and there._runs:
            struck = 3
    assert struck == 3 and trainers.lost() == [] and "dask" in trainers.replaced()
    assert_same(run, undisturbed)


def test_without_an_address_dask_is_not_even_imported():
    code = """
import sys
from ui.server import app
from ui.work import trainer_handle
trainer_handle.server.start()
app.create_app()
trainer_handle.server.watch()
print(trainer_handle.server.cluster, {"distributed", "dask", "tornado"} & {*sys.modules})
trainer_handle.server.close()
"""
    assert alone(code).stdout.split() == ["None", "set()"]
