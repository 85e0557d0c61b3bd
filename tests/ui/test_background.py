"""Is long work done one piece at a time, told how far it is, and ended when nobody waits for it?"""

import threading

from ui.background import Task


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
    monkeypatch.setattr("ui.background.LEASE", -1.0)
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
    go.set()
    assert first.wait(10)
