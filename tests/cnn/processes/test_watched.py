"""Is a helper that is lost noticed, whatever became of it, and is there another afterwards?"""

import sys

import pytest

from tests.alone import alone

pytestmark = [
    pytest.mark.slow,  # processes of their own, each of which imports torch
    pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone"),
]

WATCHED = """
import os, signal, socket, time
from cnn.processes import fork as forked, watched
from cnn.processes.fork import Child
from cnn.processes.watched import ALIVE, Gone, Watched, serve
watched.AGAIN = 0.0
def echo(message):
    return message[::-1]
def reversing(line):
    serve(line, echo)
def begun(name, reply=echo):
    return Watched(name, lambda line: forked.fork(serve, line, reply))
def gone(act, *arguments):
    try:
        act(*arguments)
    except Gone:
        return True
    return False
"""


def told(code):
    return alone(WATCHED + code).stdout.split()


def test_it_answers_messages_of_any_size_and_ends_when_told():
    assert told("""
one, long = begun("one"), bytes(range(256)) * 10_000
print(one.ask(b"abc").decode(), one.ask(long) == long[::-1], one.ask(ALIVE) == b"", one.well)
one.close()
print(one.child.is_alive(), one.well, gone(one.ask, b"abc"), one.ready(), one.look())
""") == ["cba", "True", "True", "True", "False", "False", "True", "False", "False"]


def test_what_fails_there_is_told_here_and_the_next_question_is_answered():
    assert told("""
def reply(message):
    return message[::int(message)]
one = begun("one", reply)
try:
    one.ask(b"x")
except watched.Failed as error:
    print("invalid literal" in str(error), one.ask(b"1").decode(), one.replaced)
one.close()
""") == ["True", "1", "0"]


def test_an_answer_that_is_longer_than_may_be_is_not_read():
    assert told("""
one = watched.Process(lambda line: forked.fork(serve, line, echo), most=3)
print(one.ask(b"abc").decode(), gone(one.ask, b"abcd"), one.well, one.child.join())
""") == ["cba", "True", "False", "True"]


def test_an_answer_is_to_the_last_question():
    assert told("""
one = begun("one")
one.send(b"whose asker has failed meanwhile")
print(one.ask(b"abc").decode())
one.close()
""") == ["cba"]


def test_who_works_long_is_not_lost_and_who_hangs_is():
    assert told("""
watched.SILENT, watched.DOUBT = 0.8, 0.3
def reply(message):
    if message == b"hang":
        signal.sigwait({signal.SIGUSR1})
    until = time.monotonic() + 2
    while message == b"work" and time.monotonic() < until:
        pass
    return b"done"
one = begun("one", reply)
before = one.child
print(one.ask(b"work").decode(), gone(one.ask, b"hang"), one.well, before.join())
one.look()
print(one.well, one.replaced, one.child is not before, one.ask(b"abc").decode())
one._patience = 1.0
print(gone(one.ask, b"work"))
one.close()
""") == ["done", "True", "False", "True", "True", "1", "True", "done", "True"]


@pytest.mark.parametrize("sign", ["SIGKILL", "SIGSTOP"])
def test_whoever_is_killed_or_stopped_is_replaced_by_a_look(sign):
    assert (
        told(f"""
watched.SILENT = 0.8
one = begun("one")
before = one.child
os.kill(before.pid, signal.{sign})
one.look()
one.look()
print(one.well, one.replaced, one.child.pid != before.pid, before.join())
os.kill(one.child.pid, signal.{sign})
print(gone(one.ask, bytes(1 << 24)), one.well, one.ready(), one.replaced)
one.close()
""")
        == "True 1 True True True False True 2".split()
    )


def test_it_is_not_called_well_while_it_shows_no_sign_of_life():
    assert told("""
import threading
watched.SILENT, watched.DOUBT = 20.0, 0.3
one = begun("one")
os.kill(one.child.pid, signal.SIGSTOP)
thread = threading.Thread(target=one.ask, args=(b"abc",))
thread.start()
while one.well:
    time.sleep(0.01)
os.kill(one.child.pid, signal.SIGCONT)
thread.join()
print(one.well, one.replaced)
one.close()
""") == ["True", "0"]


def test_where_none_can_be_begun_it_is_tried_again_later():
    assert told("""
broken = False
def begin(line):
    if broken:
        raise BlockingIOError
    return forked.fork(serve, line, echo)
one = Watched("one", begin)
broken = True
one.child.kill()
print(gone(one.ask, b"abc"), one.ready(), one.well, one.replaced)
broken = False
watched.AGAIN = 60.0
print(one.ready())
watched.AGAIN = 0.0
print(one.ready(), one.well, one.replaced)
one.close()
broken = True
print(gone(Watched, "two", begin))
""") == ["True", "False", "False", "0", "False", "True", "True", "1", "True"]


def test_a_fork_server_forks_whenever_it_is_asked_and_is_started_anew_if_it_is_lost():
    """Also while this process has threads; helpers outlive it, and end with their own line."""
    assert (
        told("""
import gc, threading
from functools import partial
from cnn.processes.fork_server import ForkServer
watched.SILENT = 0.8
stop = threading.Event()
fork_server = ForkServer("fork-server", gc.collect)
threads = [threading.Thread(target=stop.wait) for _ in range(3)]
for thread in threads:
    thread.start()
def begun(name):
    return Watched(name, lambda line: fork_server.child(partial(serve, reply=bytes.upper), line))
one = begun("one")
print(one.ask(b"abc").decode(), one.child.is_alive())
for sign in (signal.SIGKILL, signal.SIGSTOP):
    os.kill(fork_server.process.child.pid, sign)
    while fork_server.process.replaced < 1 + (sign == signal.SIGSTOP):
        fork_server.process.look()
    print(one.ask(b"abc").decode())
    os.kill(one.child.pid, sign)
    one.look()
    while not one.well:
        one.look()
    print(one.ask(b"abc").decode(), one.replaced)
print(fork_server.process.well, fork_server.process.replaced)
one.close()
fork_server.process.close()
print(one.child.is_alive(), fork_server.process.child.is_alive(), gone(begun, "two"))
stop.set()
""")
        == "ABC True ABC ABC 1 ABC ABC 2 True 2 False False True".split()
    )


def test_who_has_ended_is_told_from_a_later_process_of_the_same_number():
    assert told("""
child = forked.fork(time.sleep, 60)
print(child.is_alive(), child.signs() == child.signs() != ())
child._born = ["1"]
child.kill()
print(child.is_alive(), forked.Child(child.pid).is_alive())
again = forked.Child(child.pid)
again.kill()
again.join()
print(again.is_alive(), again.signs())
""") == ["True", "True", "False", "True", "False", "()"]
