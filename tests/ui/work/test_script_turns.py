"""Do scripts take turns, and does nobody who waits for something else keep the others waiting?"""

import threading
import time

import pytest

from ui.work import script_turns


class Script:
    """A script that is run; remembers how many ran at once."""

    running, most, lock = 0, 0, threading.Lock()
    session = "of one address"

    def __init__(self, wait=None):
        self.wait = wait

    def work(self):
        with Script.lock:
            Script.running += 1
            Script.most = max(Script.most, Script.running)
        time.sleep(0.02)
        with Script.lock:
            Script.running -= 1
        if self.wait:
            with script_turns.aside():
                assert self.wait.wait(20)


def together(*scripts):
    threads = [
        threading.Thread(target=script_turns.in_turn, args=(each.session, each.work))
        for each in scripts
    ]
    for thread in threads:
        thread.start()
    return threads


@pytest.fixture(autouse=True)
def counted():
    Script.running = Script.most = 0


def test_no_more_run_at_once_than_may():
    for thread in together(*(Script() for _ in range(12))):
        thread.join(20)
    assert Script.most == script_turns.OF_ONE_ADDRESS


def test_who_runs_without_end_keeps_no_other_address_waiting(monkeypatch):
    monkeypatch.setattr(script_turns.addresses, "of_session", lambda session: session)
    done = threading.Event()

    class Endless(Script):
        def work(self):
            done.wait(20)

    class Elsewhere(Script):
        session = "of another address"

    endless = together(*(Endless() for _ in range(12)))
    for thread in together(Elsewhere(), Elsewhere()):
        thread.join(20)
        assert not thread.is_alive()
    done.set()
    for thread in endless:
        thread.join(20)
        assert not thread.is_alive()


def test_who_waits_lets_the_others_run():
    done = threading.Event()
    waiting = together(*(Script(done) for _ in range(3 * script_turns.OF_ONE_ADDRESS)))
    for thread in together(Script(), Script()):
        thread.join(20)
        assert not thread.is_alive()
    done.set()
    for thread in waiting:
        thread.join(20)
        assert not thread.is_alive()
    assert Script.most == script_turns.OF_ONE_ADDRESS


def test_a_script_that_fails_gives_its_turn_back():
    def fail():
        raise ZeroDivisionError

    for _ in range(3 * script_turns.OF_ONE_ADDRESS):
        with pytest.raises(ZeroDivisionError):
            script_turns.in_turn("of one address", fail)


def test_who_comes_back_with_a_lock_that_all_others_want_is_let_in():
    lock, begun = threading.Lock(), threading.Event()

    class Holder:
        session = "of one address"

        def work(self):
            with lock, script_turns.aside():
                begun.set()
                time.sleep(0.1)

    class Wanter:
        session = "of one address"

        def work(self):
            begun.wait(20)
            with lock:
                pass

    for thread in together(Holder(), *(Wanter() for _ in range(3 * script_turns.OF_ONE_ADDRESS))):
        thread.join(20)
        assert not thread.is_alive()


def test_a_turn_that_was_not_given_back_is_not_released_twice(monkeypatch):
    monkeypatch.setattr(script_turns, "PATIENCE", 0.01)
    inside, done = threading.Event(), threading.Event()

    class Late:
        session = "of one address"

        def work(self):
            with script_turns.aside():
                inside.set()
                done.wait(20)

    class Long:
        session = "of one address"

        def work(self):
            inside.wait(20)
            done.set()
            time.sleep(0.2)

    for thread in together(Late(), *(Long() for _ in range(script_turns.OF_ONE_ADDRESS))):
        thread.join(20)
    Script.most = 0
    for thread in together(*(Script() for _ in range(12))):
        thread.join(20)
    assert Script.most == script_turns.OF_ONE_ADDRESS


def test_aside_is_for_scripts_and_harmless_elsewhere():
    with script_turns.aside(), script_turns.aside():
        pass
