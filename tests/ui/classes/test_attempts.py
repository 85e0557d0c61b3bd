"""Is whoever tries too often refused, and only they, and only for a while?"""

from ui.classes import attempts
from ui.classes.attempts import Attempts


def test_tries_are_counted_for_each_who_tries_and_begin_anew():
    now = [0.0]
    tries = Attempts(2, 60.0, clock=lambda: now[0])
    assert [tries.count("one") for _ in range(3)] == [True, True, False]
    assert tries.left("one") == 0 and tries.left("other") == 2
    assert tries.count("other")
    now[0] = 60.0
    assert tries.left("one") == 2 and tries.count("one")


def test_those_who_try_are_forgotten_when_there_are_too_many(monkeypatch):
    monkeypatch.setattr(attempts, "KNOWN", 3)
    tries = Attempts(5, 60.0)
    for who in range(10):
        tries.count(who)
    assert len(tries._tried) == 3
