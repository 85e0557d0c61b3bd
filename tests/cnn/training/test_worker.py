"""Is a run the same whoever works on it, and does it end well when the process that does ends?"""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from cnn.errors import Problem
from cnn.processes import watched
from cnn.training.loop import Diverged
from tests.alone import ROOT, alone_with_torch
from tests.waiting import until
from ui.work import trainer_handle

pytestmark = [
    pytest.mark.slow,  # processes of their own, several for each question
    pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone"),
]

TRAINER = """
import os, signal, time
import numpy as np, torch
torch.set_num_threads(1)
from cnn.processes import fork as forked
from cnn.training import runs
from cnn.errors import Problem
from cnn.training.runs import Options, Run
def full(distances, labels):
    raise MemoryError
def wrong(distances, labels):
    raise ValueError("quite wrong")
runs.LOSSES |= {"full": full, "wrong": wrong}
from cnn.processes.watched import Failed
from cnn.training.worker import Trainer
trainer = Trainer.start()
def look():
    for each in trainer.looks():
        each()
def done(run, work=None):
    for _ in work or run.work():
        pass
    return run
def left(pids):
    return [pid for pid in pids if not forked.Child(pid).join(10)]
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
    return alone_with_torch(TRAINER + code).stdout.split()


def test_a_run_is_to_the_last_bit_the_one_that_is_made_here():
    assert (
        told("""
for options in (
    Options(digits=700, epochs=2, batch=63),
    Options("Hidden300", digits=300, epochs=1, batch=50, loss="cross-entropy", optimiser="sgd"),
    Options("LeNet1", digits=200, epochs=1, distort=True, seed=5),
    Options(digits=1, epochs=1, batch=1),
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
options = Options(digits=6_000, epochs=1), Options("LeNet1", digits=9_000, epochs=1)
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


def test_a_run_whose_process_is_killed_or_stopped_goes_on_and_nothing_is_lost():
    """Before it, in each of three epochs and before it goes on; the replaced one is lost again."""
    assert told("""
from cnn.processes import watched
watched.SILENT, watched.AGAIN = 1.0, 0.0
options = Options("LeNet1", digits=600, epochs=3, batch=16)
lose = [signal.SIGKILL, signal.SIGSTOP, signal.SIGKILL]
run, other = trainer.run(options), done(Run(options))
pids = []
def struck(steps, when):
    for _ in steps:
        if when and run.step >= when[0]:
            when.pop(0)
            pids.append(trainer.process.child.pid)
            os.kill(pids[-1], lose[len(pids) % 3])
done(run, struck(run.work(), [0, 50]))
print(same(run, other), run.seconds > 0, len(set(pids)), trainer.process.replaced)
done(other, other.more(3))
done(run, struck(run.more(3), [114, 170]))
print(same(run, other), len(set(pids)), trainer.process.replaced, trainer.state()["trainer"][0])
trainer.close()
""") == ["True", "True", "2", "2", "True", "4", "4", "True"]


def test_a_run_that_waits_while_its_process_is_replaced_goes_on_with_the_next_one():
    assert told("""
from cnn.processes import watched
watched.AGAIN = 0.0
options = Options(digits=700, epochs=3, batch=63), Options(digits=700, epochs=2, batch=63, seed=2)
one, other = (trainer.run(each) for each in options)
works = [each.work() for each in (one, other)]
for work in works:
    next(work)
before = trainer.process.child
os.kill(before.pid, signal.SIGKILL)
print(same(done(one, works[0]), done(Run(options[0]))), trainer.process.child is not before)
print(same(done(other, works[1]), done(Run(options[1]))), trainer.process.replaced)
trainer.close()
""") == ["True", "True", "True", "1"]


def test_a_run_is_worked_on_here_as_long_as_there_is_no_process():
    """The fork server is lost too, and the next one is slow to come: nobody waits for it."""
    assert told("""
import threading
from cnn.processes import watched
watched.AGAIN = 0.0
options = Options("LeNet1", digits=640, epochs=8)
run, other = trainer.run(options), done(Run(options))
work = run.work()
next(work)
for each in (trainer.fork_server.process, trainer.process):
    os.kill(each.child.pid, signal.SIGKILL)
trainer.fork_server.process.turn.acquire()  # as while another begins
here = trainer.process.child
while run.step < 12:
    next(work)
print(trainer.process.well, trainer.process.replaced)
trainer.fork_server.process.turn.release()
look()
print(*(trainer.state()[name] for name in ("fork-server", "trainer")))
done(run, work)
print(same(run, other), trainer.process.child is not here)
trainer.close()
""") == ["False", "0", "(True,", "1)", "(True,", "1)", "True", "True"]


def test_lost_processes_are_noticed_and_replaced_while_nobody_trains():
    """Killed or stopped, one after another, and noticed by looks alone."""
    found = told("""
def pids():
    return [trainer.fork_server.process.child.pid, trainer.process.child.pid, trainer.second.pid]
for sign in (signal.SIGKILL, signal.SIGSTOP):
    for place, name in enumerate(("fork-server", "trainer", "halves")):
        look()
        before = pids()
        os.kill(before[place], sign)
        while pids()[place] == before[place]:
            look()
        print(not forked.Child(before[place]).is_alive(), *trainer.state()[name])
options = Options(digits=300, epochs=1)
print(same(done(trainer.run(options)), done(Run(options))))
trainer.close()
print(left(pids()))
""")
    counts = ["1", "1", "2", "2", "2", "4"]  # a trainer's end is that of its second one
    assert found[:18] == [word for count in counts for word in ("True", "True", count)]
    assert found[18:] == ["True", "[]"]


def test_it_is_noticed_within_five_seconds():
    assert trainer_handle.EVERY + watched.SILENT + 2 * watched.GLANCE < 5


def test_a_run_that_ends_every_process_it_is_given_to_is_given_up():
    assert told("""
from cnn.processes import watched
watched.AGAIN = 0.0
run = trainer.run(Options(digits=60_000))
try:
    for _ in run.work():
        os.kill(trainer.process.child.pid, signal.SIGKILL)
except Problem as problem:
    print(problem.key, len(run.film) == len(run.moments) > 0)
small = Options(digits=300, epochs=1)
print(same(done(trainer.run(small)), done(Run(small))))
trainer.close()
""") == ["jobs-lost", "True", "True"]


def test_what_stops_a_run_there_stops_it_here_and_the_next_one_is_worked_on():
    found = told("""
def stopped(**options):
    run = trainer.run(Options(**{"digits": 640, "epochs": 3, **options}))
    try:
        done(run)
    except Problem as problem:
        print(problem.key, *problem.fields.values(), len(run.curve) > 0)
    except RuntimeError as error:
        print("crash", "quite wrong" in str(error), len(run.moments))
stopped(network="Linear", rate=10.0, optimiser="sgd", loss="mle", digits=3_000)
stopped(loss="full")
stopped(loss="wrong")
print(trainer.process.child.is_alive(), len(done(trainer.run(Options(digits=64, epochs=1))).curve))
trainer.close()
""")
    assert found[0] == "training-diverged" and int(found[1]) > 0
    assert found[2:] == ["True", "memory", "False", "crash", "True", "1", "True", "1"]


def test_a_run_that_cannot_begin_there_does_not_end_the_process():
    assert told("""
for _ in range(2):
    try:
        done(trainer.run(Options("no such network", digits=64, epochs=1)))
    except RuntimeError as error:
        print("KeyError" in str(error), trainer.process.child.is_alive())
print(len(done(trainer.run(Options(digits=64, epochs=1))).curve))
trainer.close()
""") == ["True", "True", "True", "True", "1"]


def test_a_run_that_was_left_is_forgotten_there():
    assert told("""
work = trainer.run(Options(digits=60_000)).work()
next(work)
del work
print(*trainer._over)
look()
try:
    trainer._ask(1, None, trainer.process.child)
except Failed as error:
    print("KeyError" in str(error), *trainer._over)
done(trainer.run(Options(digits=64, epochs=1)))
print(*trainer._over)
trainer.close()
""") == ["1", "True", "2"]


def test_who_makes_second_halves_is_heard_by_one_thread_at_a_time():
    assert told("""
hear, turns = trainer._hear, []
def heard(second):
    turns.append(trainer.process.turn.locked())
    hear(second)
trainer._hear = heard
look()
done(trainer.run(Options(digits=64, epochs=1)))
print(len(turns) > 1, all(turns))
trainer.close()
""") == ["True", "True"]


def test_where_no_second_process_can_be_had_the_first_trains_alone():
    assert told("""
def none(work, *arguments):
    raise BlockingIOError
trainer.close()
forked.fork, fork = none, forked.fork
from cnn.training.worker import _serve
from cnn.processes.watched import Watched
trainer.process = Watched("trainer", lambda line: fork(_serve, line))
options = Options(digits=300, epochs=1)
print(same(done(trainer.run(options)), done(Run(options))))
look()
print(trainer.process.replaced, sorted(trainer.state()))
trainer.process.close()
""") == ["True", "0", "['fork-server',", "'trainer']"]


def test_it_ends_while_a_run_is_worked_on():
    assert told("""
import threading
run = trainer.run(Options(digits=60_000))
def follow():
    for _ in run.work():
        if stopped:
            return
stopped = False
thread = threading.Thread(target=follow)
thread.start()
while not run.curve:
    time.sleep(0.01)
trainer.close()
stopped = True
thread.join()
gone = [trainer.fork_server.process.child.pid, trainer.process.child.pid, trainer.second.pid]
print(left(gone), run.step < 469)
""") == ["[]", "True"]


def test_all_processes_end_with_the_one_that_started_them():
    code = """
work = trainer.run(Options(digits=60_000)).work()
next(work)
pids = [trainer.fork_server.process.child.pid, trainer.process.child.pid]
print(*pids, *([trainer.second.pid] if trainer.second else []), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    run = subprocess.run(
        [sys.executable, "-c", TRAINER + code], cwd=ROOT, stdout=subprocess.PIPE, timeout=60
    )
    pids = [int(each) for each in run.stdout.split()]
    until(lambda: not any(lives(pid) for pid in pids))
    assert len(pids) == 2 + (os.cpu_count() > 1)


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
