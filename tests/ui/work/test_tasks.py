"""Is long work done once, in fair turns, told how far it is, and ended when nobody waits for it?"""

import threading
import time
from types import SimpleNamespace

import pytest

from ui.sharing import addresses
from ui.work import tasks as background
from ui.work.tasks import Task, Work


@pytest.fixture(autouse=True)
def nothing_before():
    background._took.clear()


def test_a_task_tells_its_part_can_be_cancelled_and_ends_without_polls(monkeypatch):
    reached, go = threading.Event(), threading.Event()

    def work(tick):
        tick(0.5)
        reached.set()
        go.wait(10)
        tick(0.7)
        return "done"

    task = Task(work)
    assert reached.wait(10) and task.part == 0.5 and not task.poll()
    task.cancel()
    go.set()
    assert task.wait(10) and task.result() is None
    reached.clear()
    monkeypatch.setattr("ui.work.tasks.LEASE", -1.0)
    left = Task(work)
    assert left.wait(10) and left.result() is None
    monkeypatch.undo()
    whole = Task(work)
    assert whole.wait(10) and whole.result() == "done"


def test_the_next_in_line_waits_until_the_first_has_ended():
    go = threading.Event()
    first, second = Task(lambda tick: go.wait(10)), Task(lambda tick: tick(1.0))
    third = Task(lambda tick: None)
    assert not second.wait(0.05) and second.part == 0.0 and not second.poll()
    assert (first.before(), second.before(), third.before()) == (0, 1, 2)
    second_left = Task(lambda tick: None)
    second_left.cancel()
    assert Task(lambda tick: None).before() == 3  # who left the line is not counted
    go.set()
    assert second.wait(10) and first.poll() and second.part == 1.0


def test_who_leaves_the_line_is_not_waited_for():
    go = threading.Event()
    first, second = Task(lambda tick: go.wait(10)), Task(lambda tick: "never")
    second.cancel()
    assert second.poll() and second.result() is None and not first.poll()
    assert second._work not in background._line.everything()
    go.set()
    assert first.wait(10)


def test_what_twelve_start_at_once_is_done_once_and_seen_by_all():
    times, go = [], threading.Event()

    def work(tick):
        times.append(1)
        tick(0.5, "half")
        go.wait(10)
        tick(1.0, "whole")
        return "result"

    tasks = [Task(work, "race", ("relu", 1)) for _ in range(12)]
    other = Task(lambda tick: "other", "race", ("relu", 2))
    assert [task.joined for task in tasks] == [False] + 11 * [True] and not other.joined
    tasks[0].cancel()  # who has started it leaves, and so does one that joined
    tasks[5].cancel()
    go.set()
    for place, task in enumerate(tasks):
        assert task.wait(10)
        if place not in (0, 5):
            assert task.result() == "result" and task.found == ["half", "whole"] and task.poll()
    assert times == [1] and other.wait(10) and other.result() == "other"
    late = Task(work, "race", ("relu", 1))
    assert late.joined and late.poll() and late.result() == "result" and times == [1]


def test_the_work_ends_with_the_last_who_waits_and_can_be_started_anew():
    ticks, stopped = threading.Event(), []

    def work(tick):
        try:
            for _ in range(60_000):
                tick(0.5)
                ticks.set()
                time.sleep(0.001)
        except BaseException:
            stopped.append(1)
            raise

    one, other = Task(work, "race", 1), Task(work, "race", 1)
    assert ticks.wait(10)
    one.cancel()
    ticks.clear()
    assert ticks.wait(10) and not stopped
    other.cancel()
    again = Task(lambda tick: "again", "race", 1)
    assert not again.joined and again.wait(10) and again.result() == "again" and stopped == [1]


def test_nobody_joins_work_that_is_about_to_end_for_want_of_anybody():
    begun, go, joined = threading.Event(), threading.Event(), []

    def work(tick):
        begun.set()
        go.wait(10)
        one._left = True  # as when its lease ends: nobody has cancelled it
        try:
            tick(0.5)
        finally:
            joined.append(Task(lambda tick: None, "race", 1).joined)

    one = Task(work, "race", 1)
    assert begun.wait(10)
    go.set()
    assert one._work.future.exception(10) and joined == [False]


def test_what_fails_is_heard_by_all_and_not_kept():
    go = threading.Event()

    def fail(tick):
        go.wait(10)
        raise ValueError("on purpose")

    tasks = [Task(fail, "race", 1) for _ in range(3)]
    go.set()
    for task in tasks:
        assert task.wait(10)
        with pytest.raises(ValueError, match="on purpose"):
            task.result()
    again = Task(lambda tick: 1, "race", 1)
    assert again.wait(10) and again.result() == 1


def test_what_is_kept_is_little_and_not_for_long(monkeypatch):
    monkeypatch.setattr(background, "KEPT", 3)
    for key in range(8):
        assert Task(lambda tick: None, "race", key).wait(10)
    assert len(background._works) <= 4
    monkeypatch.setattr(background, "KEPT_FOR", -1.0)
    fresh = Task(lambda tick: "fresh", "race", 7)
    assert not fresh.joined and fresh.wait(10) and fresh.result() == "fresh"


def test_who_comes_from_elsewhere_does_not_wait_for_a_machine_with_many(monkeypatch):
    go, order = threading.Event(), []
    first = Task(lambda tick: go.wait(10))
    monkeypatch.setattr(addresses, "here", lambda: "192.0.2.1")
    many = [Task(lambda tick, i=i: order.append(i)) for i in range(20)]
    monkeypatch.setattr(addresses, "here", lambda: "192.0.2.2")
    guest = Task(lambda tick: order.append("guest"))
    assert guest.before() <= 2 < many[-1].before()
    go.set()
    assert first.wait(10) and guest.wait(10) and many[-1].wait(10)
    assert order.index("guest") <= 1 and len(order) == 21


def test_how_long_one_waits_is_told_by_what_such_work_took():
    go = threading.Event()
    assert Task(lambda tick: time.sleep(0.2), "race").wait(10)
    first, second = Task(lambda tick: go.wait(10), "race"), Task(lambda tick: None, "race")
    third, strange = Task(lambda tick: None, "cost"), Task(lambda tick: None, "race")
    assert first.seconds() == 0 and 0 <= second.seconds() <= third.seconds()
    assert 0.15 < third.seconds() < 10 and strange.seconds() is None  # behind what nobody knows
    go.set()
    assert strange.wait(10)


def test_how_long_work_takes_is_told_by_its_part_and_else_by_earlier_times(monkeypatch):
    monkeypatch.setattr(background, "time", SimpleNamespace(monotonic=lambda: 100.0))
    work = Work("race", None, lambda tick: None)
    assert work.left() is None
    background._took["race"] = 30.0
    assert work.left() == 30
    work.began = 80.0
    assert work.left() == 10 and work._last() == 25  # half the last time, half those before
    work.part = 0.5
    assert work.left() == 20
