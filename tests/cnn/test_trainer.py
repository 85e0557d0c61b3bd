"""Is a run the same whoever works on it, and does it end well when the process that does ends?"""

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cnn.problem import Problem
from cnn.training import Diverged
from tests.alone import ROOT, alone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone")

TRAINER = """
import os, signal, time
import numpy as np, torch
torch.set_num_threads(1)
from cnn import runs
from cnn.problem import Problem
from cnn.runs import Options, Run
def full(distances, labels):
    raise MemoryError
def wrong(distances, labels):
    raise ValueError("quite wrong")
runs.LOSSES |= {"full": full, "wrong": wrong}
from cnn.trainer import Trainer
trainer = Trainer.start()
def done(run, work=None):
    for _ in work or run.work():
        pass
    return run
def same(one, other):
    def moments(run):
        return [(each[:2], each.error, each.confusion.tolist()) for each in run.moments]
    weights = [run.resume.weights for run in (one, other)]
    return (
        one.curve == other.curve
        and one.options == other.options
        and one.step == other.step
        and moments(one) == moments(other)
        and len(one.film) == len(one.moments)
        and all(
            np.array_equal(value, other.look(place)[name])
            for place in range(len(one.film))
            for name, value in one.look(place).items()
        )
        and all(torch.equal(value, weights[1][name]) for name, value in weights[0].items())
    )
"""


def told(code: str) -> list[str]:
    return alone(TRAINER + code).stdout.split()


def test_a_run_is_to_the_last_bit_the_one_that_is_made_here():
    assert (
        told("""
for options in (
    Options(digits=700, passes=2, batch=63),
    Options("Hidden300", digits=300, passes=1, batch=50, loss="cross-entropy", optimiser="sgd"),
    Options("LeNet1", digits=200, passes=1, distort=True, seed=5),
    Options(digits=1, passes=1, batch=1),
):
    one, other = done(trainer.run(options)), done(Run(options))
    more = done(one, one.more(2)), done(other, other.more(2))
    print(same(one, other), same(*more), len(one.curve) > 1)
trainer.close()
""")
        == ["True"] * 12
    )


def test_a_run_that_waits_while_another_is_worked_on_is_the_same():
    assert (
        told("""
options = Options(digits=6_000, passes=1), Options("LeNet1", digits=9_000, passes=1)
several = [trainer.run(each) for each in options]
works = [run.work() for run in several]
parts = 0
while works:
    work = works.pop(0)
    try:
        next(work)
    except StopIteration:
        continue
    works.append(work)
    parts += 1
print(parts > 6, *(same(run, done(Run(each))) for run, each in zip(several, options)))
trainer.close()
""")
        == ["True"] * 3
    )


def test_a_process_that_is_killed_in_mid_run_is_a_sentence_and_what_was_learned_stays():
    assert told("""
run = trainer.run(Options(digits=60_000))
work = run.work()
next(work)
next(work)
os.kill(trainer.process.pid, signal.SIGKILL)
try:
    done(run, work)
except Problem as problem:
    print(problem.key, run.step > 0, len(run.curve) > 0, len(run.film) == len(run.moments))
small = Options(digits=300, passes=1)
later = done(trainer.run(small))  # by this process
print(same(later, done(Run(small))))
print(same(done(later, later.more(1)), done(Run(Options(digits=300, passes=2)))))
trainer.close()
""")[:4] == ["jobs-lost", "True", "True", "True"]


def test_a_process_that_was_killed_before_is_not_missed():
    assert told("""
small = Options(digits=300, passes=1)
run, other = done(trainer.run(small)), done(Run(small))
os.kill(trainer.process.pid, signal.SIGKILL)
trainer.process.join()
print(same(done(run, run.more(1)), done(other, other.more(1))))
print(same(done(trainer.run(small)), done(Run(small))))
trainer.close()
""") == ["True", "True"]


def test_a_process_that_does_not_answer_is_given_up():
    assert told("""
from cnn import trainer as module
module.PATIENCE = 0.5
small = Options(digits=300, passes=1)
os.kill(trainer.process.pid, signal.SIGSTOP)
print(same(done(trainer.run(small)), done(Run(small))))
trainer.close()
print(trainer.process.is_alive())
""") == ["True", "False"]


def test_what_stops_a_run_there_stops_it_here_and_the_next_one_is_worked_on():
    found = told("""
def stopped(**options):
    run = trainer.run(Options(**{"digits": 640, "passes": 3, **options}))
    try:
        done(run)
    except Problem as problem:
        print(problem.key, *problem.fields.values(), len(run.curve) > 0)
    except RuntimeError as error:
        print("crash", "quite wrong" in str(error), len(run.moments))
stopped(network="Linear", rate=10.0, optimiser="sgd", loss="mle", digits=3_000)
stopped(loss="full")
stopped(loss="wrong")
print(trainer.process.is_alive(), len(done(trainer.run(Options(digits=64, passes=1))).curve))
trainer.close()
""")
    assert found[0] == "training-diverged" and int(found[1]) > 0
    assert found[2:] == ["True", "memory", "False", "crash", "True", "1", "True", "1"]


def test_a_run_that_cannot_begin_there_does_not_end_the_process():
    assert told("""
import resource
trainer.close()
before = resource.getrlimit(resource.RLIMIT_NOFILE)
trainer = Trainer.start()
resource.prlimit(trainer.process.pid, resource.RLIMIT_NOFILE, (3, before[1]))
for _ in range(2):
    try:
        done(trainer.run(Options(digits=64, passes=1)))
    except RuntimeError as error:
        print("TemporaryFile" in str(error), trainer.process.is_alive())
resource.prlimit(trainer.process.pid, resource.RLIMIT_NOFILE, before)
print(len(done(trainer.run(Options(digits=64, passes=1))).curve))
trainer.close()
""") == ["True", "True", "True", "True", "1"]


def test_a_run_that_was_left_is_forgotten_there():
    assert told("""
work = trainer.run(Options(digits=60_000)).work()
next(work)
del work
print(*trainer._over)
done(trainer.run(Options(digits=64, passes=1)))
print(*trainer._over)
trainer.close()
""") == ["1", "2"]


def test_it_ends_at_once_while_a_run_is_worked_on():
    assert told("""
import threading
run = trainer.run(Options(digits=60_000))
def follow():
    try:
        done(run)
    except Problem as problem:
        print(problem.key)
thread = threading.Thread(target=follow)
thread.start()
while not run.curve:
    time.sleep(0.01)
began = time.monotonic()
trainer.close()
took = time.monotonic() - began
thread.join()
print(took < 2.5, trainer.process.is_alive(), (trainer._helper or trainer).process.is_alive())
""") == ["jobs-lost", "True", "False", "False"]


def test_both_processes_end_with_the_one_that_started_them():
    code = """
print(trainer.process.pid, *([trainer._helper.process.pid] if trainer._helper else []), flush=True)
work = trainer.run(Options(digits=60_000)).work()
next(work)
os.kill(os.getpid(), signal.SIGKILL)
"""
    run = subprocess.run(
        [sys.executable, "-c", TRAINER + code], cwd=ROOT, stdout=subprocess.PIPE, timeout=60
    )
    pids = [int(each) for each in run.stdout.split()]
    deadline = time.monotonic() + 20
    while any(lives(pid) for pid in pids):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(pids) == 1 + (os.cpu_count() > 1)


def lives(pid: int) -> bool:
    """Whether it is there and more than a name that nobody has asked for yet."""
    status = Path(f"/proc/{pid}/status")
    try:
        return "\nState:\tZ" not in status.read_text()
    except OSError:
        return False


@pytest.mark.parametrize("problem", [Problem("memory", "None left.", free=3), Diverged(7)])
def test_a_problem_can_be_told_to_another_process(problem):
    there = pickle.loads(pickle.dumps(problem))
    assert (there.key, str(there), there.fields) == (problem.key, str(problem), problem.fields)
