"""Does everyone get a turn, one each, and does nobody hold a place they have left?"""

import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import pytest
import torch
from hypothesis import example, given
from hypothesis import strategies as st

from cnn.errors import Problem
from cnn.training.runs import Options, Run
from tests.waiting import until
from ui.telemetry import metrics
from ui.telemetry.events import WORDS
from ui.work import training_queue as jobs_module
from ui.work.training_queue import Jobs, JobState, one_thread


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class ByHand(Executor):
    """Runs nothing until it is told to."""

    def __init__(self):
        self.tasks = []

    def submit(self, function, /, *args, **more):
        future = Future()
        self.tasks.append((future, function, args))
        return future

    def work(self):
        while self.tasks:
            future, function, args = self.tasks.pop(0)
            future.set_result(function(*args))

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def hand():
    return ByHand()


@pytest.fixture
def queue(hand, clock):
    return Jobs(lambda: hand, clock=clock, lease=90, turn=20, stalled=60)


def steps(count, after=lambda i: None):
    for i in range(count):
        after(i)
        yield


def test_work_is_done_and_its_place_free_again(queue, hand):
    done = []
    job = queue.start("a", steps(3, done.append))
    assert job.state == JobState.RUNNING and queue.poll(job) == 0
    hand.work()
    assert done == [0, 1, 2] and job.state == JobState.DONE and not job.live
    assert queue.start("a", steps(1)).live


def test_one_live_job_each(queue):
    first = queue.start("a", steps(1))
    with pytest.raises(Problem) as problem:
        queue.start("a", steps(1))
    assert problem.value.key == "jobs-running" and first.state == JobState.RUNNING
    queue.pause(first)
    with pytest.raises(Problem):
        queue.start("a", steps(1))


def test_fifty_visitors_wait_in_the_order_they_came(queue, hand):
    order = []
    jobs = [queue.start(str(i), steps(1, lambda _, i=i: order.append(i))) for i in range(50)]
    assert [queue.poll(job) for job in jobs] == list(range(50))
    assert queue.waiting() == 49
    hand.work()
    assert order == list(range(50)) and {job.state for job in jobs} == {JobState.DONE}


def test_who_goes_on_before_the_pause_has_begun_never_pauses(queue, hand):
    def change_of_mind(step):
        if step == 0:
            queue.pause(job)
            queue.go_on(job)

    job = queue.start("a", steps(3, change_of_mind))
    hand.work()
    assert job.state == JobState.DONE


def test_a_worker_that_was_given_up_leaves_the_work_when_it_comes_back(queue, hand, clock):
    done = []

    def stall(step):
        done.append(step)
        clock.now += 61
        queue.waiting()  # somebody looks: this worker is given up

    job = queue.start("a", steps(3, stall))
    hand.work()
    assert job.state == JobState.FAILED and done == [0]


def test_a_full_queue_says_so_and_has_room_again(hand, clock):
    queue = Jobs(lambda: hand, clock=clock, room=3)
    jobs = [queue.start(str(i), steps(1)) for i in range(3)]
    with pytest.raises(Problem) as problem:
        queue.start("late", steps(1))
    assert problem.value.key == "jobs-full"
    queue.cancel(jobs[2])
    assert queue.start("late", steps(1)).state == JobState.WAITING


def test_a_machine_with_many_sessions_keeps_nobody_out(queue, hand, clock):
    """Sixty long runs of one address: another's comes next but one, again and again."""
    order = []

    def long(name, count):
        for _ in range(count):
            clock.now += 21  # more than a turn
            order.append(name)
            yield

    queue.share(100, 60)
    for i in range(60):
        queue.start(f"machine {i}", long("machine", 9), address="192.0.2.1")
    with pytest.raises(Problem) as problem:
        queue.start("machine 60", long("machine", 9), address="192.0.2.1")
    assert problem.value.key == "jobs-full-there"
    guest = queue.start("guest", long("guest", 9), lambda: True, "192.0.2.2")
    assert queue.poll(guest) == 2 and queue.within(2) == 40
    for job in queue._queue:
        job._here = lambda: True
    hand.work()
    assert guest.state == JobState.DONE and order[:20].count("guest") >= 9


def test_as_many_work_at_once_as_are_employed_and_too_many_go_back(hand, clock):
    queue = Jobs(lambda: hand, clock=clock, workers=jobs_module.MOST_WORKERS)
    queue.employ(1)
    live = [queue.start(name, steps(3)) for name in "abcde"]
    assert [job.state for job in live].count(JobState.RUNNING) == 1
    assert queue.within(queue.poll(live[4])) == 80
    queue.employ(3)
    assert [job.state for job in live].count(JobState.RUNNING) == 3 and len(hand.tasks) == 3
    assert queue.poll(live[3]) == 3 and queue.within(3) == queue.within(5) == 20
    queue.employ(0)  # at least one
    _, work, arguments = hand.tasks.pop(0)
    work(*arguments)
    assert live[0].state == JobState.WAITING and len(queue._running) == 2
    hand.work()
    assert {job.state for job in live} == {JobState.DONE} and not queue._running


def test_more_threads_are_made_once_more_are_employed():
    queue, met = Jobs(), threading.Barrier(3)

    def meet():
        met.wait(60)
        yield

    first = queue.start("a", meet())  # it works on while others are employed
    queue.employ(1_000)
    assert queue._workers == jobs_module.MOST_WORKERS
    others = [queue.start(name, meet()) for name in "bc"]
    until(lambda: all(job.state == JobState.DONE for job in (first, *others)))


def test_a_closed_tab_frees_its_place_in_the_queue(hand, clock):
    queue = Jobs(lambda: hand, clock=clock, lease=90, stalled=1000)
    _, gone, patient = (queue.start(name, steps(1)) for name in "abc")
    clock.now = 60
    assert queue.poll(patient) == 2
    clock.now = 100
    assert queue.poll(patient) == 1 and gone.state == JobState.LEFT


def test_a_closed_tab_ends_what_works(queue, hand, clock):
    def long():
        for _ in range(1000):
            clock.now += 10
            yield

    job = queue.start("a", long())
    hand.work()
    assert job.state == JobState.LEFT and clock.now == 100


def test_a_paused_job_that_nobody_asks_for_is_forgotten(queue, clock):
    job = queue.start("a", steps(1))
    other = queue.start("b", steps(1))
    queue.cancel(other)
    queue.pause(job)
    queue._work(job, job._turn)
    assert job.state == JobState.PAUSED
    clock.now = 91
    assert queue.waiting() == 0 and job.state == JobState.LEFT


def test_pausing_lets_others_work_and_going_on_continues_where_it_was(queue, hand):
    done = []

    def pausing(i):
        done.append(i)
        if i == 1:
            queue.pause(job)

    job = queue.start("a", steps(4, pausing))
    other = queue.start("b", steps(1))
    hand.work()
    assert job.state == JobState.PAUSED and other.state == JobState.DONE and done == [0, 1]
    queue.go_on(job)
    hand.work()
    assert job.state == JobState.DONE and done == [0, 1, 2, 3]


def test_cancelling_stops_after_the_step(queue, hand):
    done = []

    def cancelling(i):
        done.append(i)
        if i == 2:
            queue.cancel(job)
            queue.pause(job)  # too late to pause

    job = queue.start("a", steps(9, cancelling))
    hand.work()
    assert job.state == JobState.CANCELLED and done == [0, 1, 2]


def test_whoever_works_long_lets_others_in(queue, hand, clock):
    order = []

    def tick(name):
        def after(_):
            order.append(name)
            clock.now += 5

        return after

    a, b = queue.start("a", steps(8, tick("a"))), queue.start("b", steps(2, tick("b")))
    hand.work()
    assert "".join(order) == "aaaaabbaaa"[: len(order)] and len(order) == 10
    assert a.state == b.state == JobState.DONE


def test_alone_nobody_has_to_leave(queue, hand, clock):
    def after(_):
        clock.now += 30
        queue.poll(job)

    job = queue.start("a", steps(5, after))
    hand.work()
    assert job.state == JobState.DONE


@pytest.mark.parametrize(
    ("error", "key"),
    [
        (ValueError("no"), "jobs-crashed"),
        (MemoryError(), "memory"),
        (SystemExit(1), "jobs-crashed"),
        (KeyboardInterrupt(), "jobs-crashed"),
    ],
)
def test_a_crash_is_a_sentence_and_frees_the_place(queue, hand, error, key):
    def crash(_):
        raise error

    job, other = queue.start("a", steps(1, crash)), queue.start("b", steps(1))
    hand.work()
    assert job.state == JobState.FAILED and job.problem.key == key
    assert other.state == JobState.DONE


def test_a_problem_keeps_its_own_words(queue, hand):
    def stop(_):
        raise Problem("training-diverged", "The loss is no number.", step=1)

    job = queue.start("a", steps(1, stop))
    hand.work()
    assert job.problem.key == "training-diverged" and job.problem.fields == {"step": 1}


def test_a_thread_that_is_killed_or_stuck_frees_its_place(clock):
    hands = []

    def make():
        hands.append(ByHand())
        return hands[-1]

    queue = Jobs(make, clock=clock, stalled=60)
    lost, next_ = queue.start("a", steps(2)), queue.start("b", steps(1))
    clock.now = 61
    assert queue.poll(next_) == 0
    assert lost.state == JobState.FAILED and lost.problem.key == "jobs-lost"
    assert next_.state == JobState.RUNNING
    hands[1].work()
    assert next_.state == JobState.DONE
    hands[0].work()  # the lost one wakes up: it changes nothing
    assert lost.state == JobState.FAILED


def test_an_executor_that_breaks_is_replaced(clock):
    hands = []

    def make():
        hands.append(one_thread())
        return hands[-1]

    queue = Jobs(make, clock=clock)
    hands[0].shutdown()
    job = queue.start("a", steps(1))
    assert job.state == JobState.FAILED and job.problem.key == "jobs-lost"
    again = queue.start("a", steps(1))
    until(lambda: again.state == JobState.DONE)


def test_a_worker_whose_future_is_cancelled_holds_no_place(queue, hand):
    job, other = queue.start("a", steps(1)), queue.start("b", steps(1))
    future, *_ = hand.tasks.pop(0)
    future.cancel()
    future.set_running_or_notify_cancel()
    assert job.state == JobState.FAILED and other.state == JobState.RUNNING


@example(  # refused while a lost worker's place is free: the next must have it
    [("start", 0), ("start", 1), ("time", 0), ("time", 0), ("start", 1)]
)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["start", "pause", "go", "cancel", "work", "time"]), st.integers(0, 3)
        ),
        max_size=40,
    )
)
def test_whatever_is_pressed_places_add_up(presses):
    hand, clock = ByHand(), Clock()
    queue = Jobs(lambda: hand, clock=clock, room=3)
    jobs = {}
    for press, who in presses:
        job = jobs.get(who)
        if press == "start":
            try:
                jobs[who] = queue.start(str(who), steps(2))
            except Problem:
                continue
        elif press == "work":
            hand.work()
        elif press == "time":
            clock.now += 40
        elif job:
            {"pause": queue.pause, "go": queue.go_on, "cancel": queue.cancel}[press](job)
        held = [*queue._queue, *queue._running, *queue._paused]
        assert len(held) == len(set(map(id, held))) <= 3
        assert len(queue._running) <= 1
        assert all(job.live for job in held)
        assert not (queue._queue and not queue._running)


def test_a_real_thread_starts_and_cancels():
    queue, begun = Jobs(), threading.Event()

    def endless():
        for _ in range(60_000):
            begun.set()
            time.sleep(0.001)
            yield

    job = queue.start("a", endless())
    assert begun.wait(20)
    queue.cancel(job)
    until(lambda: job.state == JobState.CANCELLED)


def test_a_run_beside_another_equals_itself_alone():
    options = Options("LeNet1", digits=256, batch=32, epochs=2, distort=True, rate=0.01)
    alone = Run(options)
    list(alone.work())
    queue = Jobs(lambda: ThreadPoolExecutor(2), workers=2)
    beside, other = Run(options), Run(Options("LeNet1", digits=256, batch=32, epochs=2, seed=2))
    jobs = [queue.start("a", beside.work()), queue.start("b", other.work())]
    until(lambda: not any(job.live for job in jobs))
    assert [job.state for job in jobs] == [JobState.DONE] * 2
    assert beside.curve == alone.curve
    for place in range(len(alone.film)):
        for name, value in alone.look(place).items():
            assert torch.equal(torch.tensor(value), torch.tensor(beside.look(place)[name]))
    assert beside.curve != other.curve


def test_who_is_still_here_keeps_the_place_without_asking(queue, hand, clock):
    here = {"a": True, "b": False}
    away = queue.start("a", steps(3), lambda: here["a"])
    closed = queue.start("b", steps(3), lambda: here["b"])
    queue.pause(away)
    hand.work()
    clock.now = 91
    assert queue.waiting() == 0 and away.live
    here["a"] = False
    clock.now = 200
    queue.waiting()
    assert away.state == JobState.LEFT and not closed.live


def test_the_gauge_counts_who_works_and_waits(queue, hand):
    def counted():
        return [metrics.jobs.labels(s)._value.get() for s in ("running", "waiting", "paused")]

    queue.start("a", steps(1))
    waits = queue.start("b", steps(1))
    assert counted() == [1, 1, 0]
    queue.pause(waits)
    assert counted() == [1, 0, 1]
    queue.go_on(waits)
    hand.work()
    assert counted() == [0, 0, 0]


def test_how_jobs_begin_and_end_is_told(clock, monkeypatch):
    told = []
    monkeypatch.setattr(jobs_module, "tell", lambda event, **values: told.append((event, values)))

    def raising(problem):
        def stop(_):
            raise problem

        return steps(1, stop)

    hand = ByHand()
    queue = Jobs(lambda: hand, clock=clock, room=1)

    def ended(work, *, act=lambda job: None):
        told.clear()
        act(queue.start("a", work))
        hand.work()
        assert [event for event, _ in told] == ["job-started", "job-ended"]
        return told[-1][1]["reason"]

    assert ended(steps(1)) == "done"
    assert ended(steps(2), act=queue.cancel) == "cancelled"
    assert ended(raising(Problem("training-diverged", "no number"))) == "diverged"
    assert ended(raising(ValueError("no"))) == "failed"
    told.clear()
    queue.start("a", steps(1))
    for owner in ("a", "b"):
        with pytest.raises(Problem):
            queue.start(owner, steps(1))
    assert [event for event, _ in told] == ["job-started", "job-refused", "job-refused"]
    clock.now += 61
    queue.waiting()
    assert told[-1] == ("job-ended", {"reason": "lost", "seconds": 61.0})


def test_every_word_told_is_one_of_the_events():
    ends = {state.value for state in JobState if state not in jobs_module.LIVE}
    assert ends | set(jobs_module.REASONS.values()) <= WORDS
