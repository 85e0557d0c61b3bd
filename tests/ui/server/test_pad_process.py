"""Does the process that answers the pads answer in order, outlive what fails, and end when due?"""

import json
import os
import signal
import sys
import urllib.request
from pathlib import Path
from textwrap import indent

import pytest
from websockets.sync.client import ClientConnection, connect

from cnn.processes import fork
from cnn.results import sample_strokes
from cnn.training.split_batch import Helper
from scripts.bench.memory import children
from scripts.running_app import RunningApp
from tests.alone import alone
from tests.waiting import until
from ui.components.digit_pad.message import write_message
from ui.server import pad_socket
from ui.server.pad_process import LiveProcess

linux = pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone")


def message(seq, digit="3"):
    drawing = write_message(sample_strokes()[digit], seq)
    return json.dumps({"lang": "en", "dark": False, "drawing": drawing})


def talk(body):
    """What is printed by a server that talks to a process of its own: this one may not fork."""
    return alone(TALK.replace("TALK", indent(body, "    ")))


TALK = """
import asyncio, gc, json, os, signal, sys
from cnn.processes.fork_server import ForkServer
from cnn.processes.watched import Gone
from ui.server.pad_process import LiveProcess
def reply(text):
    if "bad" in text:
        raise ZeroDivisionError("on purpose")
    return text.strip()[::-1]
def prepare():
    pass
process = LiveProcess.start(reply, prepare)
fork_server = ForkServer("fork-server", gc.collect)
pid = process.process.pid
def there():
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
async def main():
    await process.connect()
TALK
    await process.close()
    print(there())
asyncio.run(main())
"""


@linux
def test_answers_come_back_to_who_asked_also_past_a_failure():
    run = talk("""
asked = [process.ask(text) for text in ("abc", "bad", "", "d\\ne", "fg")]
for told in await asyncio.gather(*asked, return_exceptions=True):
    print(type(told).__name__ if isinstance(told, Exception) else repr(told))
""")
    assert run.stdout.split() == ["'cba'", "Failed", "''", r"'e\nd'", "'gf'", "False"]
    assert "ZeroDivisionError" in run.stderr and "on purpose" not in run.stderr


@linux
def test_who_waits_for_a_process_that_is_killed_is_told_so():
    run = talk("""
print(await process.ask("abc"))
os.kill(pid, signal.SIGSTOP)
waiting = asyncio.create_task(process.ask("never read"))
await asyncio.sleep(0.1)
os.kill(pid, signal.SIGKILL)
for asked in (waiting, process.ask("too late")):
    try:
        await asked
    except Gone:
        print("gone")
""")
    assert run.stdout.split() == ["cba", "gone", "gone", "False"]
    assert run.stderr == "The process for the pads has ended; a thread takes over.\n"


@linux
def test_a_process_that_is_silent_is_ended_and_whoever_waits_for_it_is_told_so():
    run = talk("""
from ui.server import pad_process as live_process
live_process.SILENT = 0.6
os.kill(pid, signal.SIGSTOP)
asked = [process.ask("never read") for _ in range(2)]
print(*(type(told).__name__ for told in await asyncio.gather(*asked, return_exceptions=True)))
print(process.well)
""")
    assert run.stdout.split() == ["Gone", "Gone", "False", "False"]


@linux
def test_a_process_that_is_lost_is_replaced_also_while_nobody_draws():
    run = talk("""
from ui.server import pad_process
pad_process.EVERY, pad_process.SILENT = 0.05, 0.6
watching = asyncio.create_task(process.watch(fork_server))
for sign in (signal.SIGKILL, signal.SIGSTOP):
    before = process.process
    os.kill(before.pid, sign)
    while process.process is before or not process.well:
        await asyncio.sleep(0.01)
    print(await process.ask("abc"), process.replaced, before.is_alive())
fork_server.process.close()
os.kill(process.process.pid, signal.SIGKILL)
while process.well:
    await asyncio.sleep(0.01)
await asyncio.sleep(0.2)
print(process.well, watching.done())
watching.cancel()
""")
    found = ["cba", "1", "False", "cba", "2", "False", "False", "False", "False"]
    assert run.stdout.split() == found


@linux
def test_a_visitor_who_left_does_not_shift_the_answers_of_the_others():
    run = talk("""
os.kill(pid, signal.SIGSTOP)
left = asyncio.create_task(process.ask("left"))
stays = asyncio.create_task(process.ask("stays"))
await asyncio.sleep(0.1)
left.cancel()
os.kill(pid, signal.SIGCONT)
print(await stays)
""")
    assert run.stdout.split() == ["syats", "False"]


def test_where_nothing_can_be_forked_there_is_none(monkeypatch):
    monkeypatch.setattr(fork, "POSSIBLE", False)
    assert LiveProcess.start(pad_socket.reply, pad_socket.prepare) is None
    assert Helper.start() is None
    with pytest.raises(RuntimeError):
        fork.fork(print)


def test_where_no_process_more_is_allowed_none_makes_second_halves(monkeypatch):
    def none(*_):
        raise BlockingIOError

    monkeypatch.setattr(fork, "fork", none)
    assert Helper.start() is None


def ask(socket: ClientConnection, seq: int) -> float:
    """Draw a three, which must be answered; the milliseconds that the server took."""
    socket.send(message(seq))
    told = json.loads(socket.recv(timeout=60))
    assert told["answer"]["seq"] == seq
    assert 'data-best="3"' in told["answer"]["shown"]["answers"]
    return told["took"]


def gone(pid: int) -> bool:
    """Whether the process has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def readiness(app: RunningApp) -> dict[str, object]:
    """Which processes are lost, and how often that of the pads was replaced."""
    with urllib.request.urlopen(f"{app.url}/readyz", timeout=60) as answer:
        told = json.load(answer)
    return {"degraded": told["degraded"], "pad": told["replaced"]["pad"]}


@linux
@pytest.mark.slow
def test_a_running_server_answers_from_it_and_goes_on_without_it():
    with RunningApp() as app:
        address = app.url.replace("http", "ws") + pad_socket.PATH
        child, *_ = children(app.process.pid)  # the others train, and fork decoders
        with connect(address, proxy=None) as socket, connect(address, proxy=None) as other:
            assert ask(socket, 1) > 0
            os.kill(child, signal.SIGKILL)
            ask(socket, 2)
            ask(other, 7)
        until(lambda: readiness(app) == {"degraded": [], "pad": 1})
        with connect(address, proxy=None) as socket:
            ask(socket, 1)
        printed = app.stop()
    assert "The process for the pads has ended; a thread takes over." in printed
    assert "The process for the pads has been replaced." in printed
    assert app.ended == -signal.SIGTERM  # stopped as it was told to


@linux
@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_server(by):
    with RunningApp() as app:
        others = children(app.process.pid)
        with connect(app.url.replace("http", "ws") + pad_socket.PATH, proxy=None) as socket:
            ask(socket, 1)
            printed = app.stop(by)
    assert len(others) > 4
    until(lambda: all(map(gone, others)))
    assert "Traceback" not in printed
