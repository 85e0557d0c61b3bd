"""Does the process that answers the pads answer in order, outlive what fails, and end when due?"""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from cnn.stored import sample_strokes
from scripts.bench.memory import children
from scripts.running_app import RunningApp
from ui import live
from ui.components.digit_pad.message import write
from ui.live_process import FAILED, LiveProcess, answer_all

ROOT = Path(__file__).resolve().parents[2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="made by fork, on Linux alone")


def message(seq, digit="3"):
    drawing = write(sample_strokes()[digit], seq)
    return json.dumps({"lang": "en", "dark": False, "drawing": drawing})


def by_itself(code):
    """What the code prints, run in a process of its own: this one has threads, and may not fork."""
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split(), run.stderr


def test_each_line_is_answered_by_one_in_its_order():
    def reply(text):
        if "bad" in text:
            raise ZeroDivisionError
        return None if "nothing" in text else text.strip().upper()

    told = io.StringIO()
    answer_all(reply, io.StringIO("one\nbad\nnothing\ntwo\n"), told)
    assert told.getvalue().split("\n") == ["ONE", FAILED, "", "TWO", ""]


START = """
import asyncio, json, os, signal, sys
from ui.live_process import Gone, LiveProcess
def reply(text):
    if "bad" in text:
        raise ZeroDivisionError("on purpose")
    return text.strip()[::-1]
process = LiveProcess.start(reply, lambda: None)
pid = process.process.pid
def there():
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
"""


@linux
def test_answers_come_back_to_who_asked_also_past_a_failure():
    told, logged = by_itself(
        START
        + """
async def main():
    await process.connect()
    asked = [process.ask(text) for text in ("abc", "bad", "d\\ne", "fg")]
    for told in await asyncio.gather(*asked, return_exceptions=True):
        print(repr(told).replace(" ", "_") if isinstance(told, RuntimeError) else told)
    await process.close()
    print(there())
asyncio.run(main())
"""
    )
    assert told[0] == "cba" and told[1].startswith("RuntimeError")
    assert told[2:] == ["e", "d", "gf", "False"]  # a line break in a message has become a space
    assert "on purpose" in logged


@linux
def test_who_waits_for_a_process_that_is_killed_is_told_so():
    told, _ = by_itself(
        START
        + """
async def main():
    await process.connect()
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
    await process.close()
    print(there())
asyncio.run(main())
"""
    )
    assert told == ["cba", "gone", "gone", "False"]


@linux
def test_a_visitor_who_left_does_not_shift_the_answers_of_the_others():
    told, _ = by_itself(
        START
        + """
async def main():
    await process.connect()
    os.kill(pid, signal.SIGSTOP)
    left = asyncio.create_task(process.ask("left"))
    stays = asyncio.create_task(process.ask("stays"))
    await asyncio.sleep(0.1)
    left.cancel()
    os.kill(pid, signal.SIGCONT)
    print(await stays)
    await process.close()
asyncio.run(main())
"""
    )
    assert told == ["syats"]


def test_where_nothing_can_be_forked_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert LiveProcess.start(live.reply, live.prepare) is None


def ask(socket: ClientConnection, seq: int) -> float:
    """Draw a three, which must be answered; the milliseconds that the server took."""
    socket.send(message(seq))
    told = json.loads(socket.recv(timeout=60))
    assert told["answer"]["seq"] == seq
    assert 'data-best="3"' in told["answer"]["shown"]["answers"]
    return told["took"]


def gone(pid: int) -> bool:
    """Whether the process has ended within some seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@linux
@pytest.mark.slow
def test_a_running_server_answers_from_it_and_goes_on_without_it():
    with RunningApp() as app:
        address = app.url.replace("http", "ws") + live.PATH
        (child,) = children(app.process.pid)
        with connect(address, proxy=None) as socket, connect(address, proxy=None) as other:
            assert ask(socket, 1) > 0
            os.kill(child, signal.SIGKILL)
            ask(socket, 2)
            ask(other, 7)
        with connect(address, proxy=None) as socket:
            ask(socket, 1)
        printed = app.stop()
    assert "The process for the pads has ended; a thread takes over." in printed
    assert app.ended == -signal.SIGTERM  # stopped as it was told to


@linux
@pytest.mark.slow
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_it_never_outlives_the_server(by):
    with RunningApp() as app:
        (child,) = children(app.process.pid)
        with connect(app.url.replace("http", "ws") + live.PATH, proxy=None) as socket:
            ask(socket, 1)
            printed = app.stop(by)
    assert gone(child)
    assert "Traceback" not in printed
