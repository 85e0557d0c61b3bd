"""What if a thread is killed, memory ends, a clock jumps? Each is really made to happen."""

import ctypes
import sys
import threading
import time
from pathlib import Path

import pytest
import torch
from streamlit.testing.v1 import AppTest

from cnn.errors import Problem
from cnn.inference import digit, photo
from cnn.training.runs import Options, Run
from tests.alone import alone_with_torch
from tests.photo_network import random_network
from tests.waiting import until
from ui.page import depth, error_notice, progress
from ui.server.limits import BURST, Pace
from ui.server.settings import Settings
from ui.server.upload_limits import Accounts
from ui.words.text import label
from ui.work import tasks
from ui.work.inference_threads import call_beside
from ui.work.tasks import Task
from ui.work.training_queue import Jobs, JobState
from ui.work.warmup import warm

ROOT = Path(__file__).resolve().parents[3]
ABSURD = 1 << 50  # bytes that no machine has
LONG = Options("LeNet1", digits=3_000, epochs=20)
SHORT = Options("LeNet1", digits=100, epochs=1)


# The training thread


def test_a_training_thread_killed_in_mid_step_is_a_sentence_and_the_next_in_line_trains():
    threads = set(threading.enumerate())
    queue, run = Jobs(), Run(LONG)
    job = queue.start("a", run.work())
    other = queue.start("b", Run(SHORT).work())
    until(lambda: run.step > 3)
    (thread,) = set(threading.enumerate()) - threads
    kill = ctypes.pythonapi.PyThreadState_SetAsyncExc
    assert kill(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit)) == 1
    until(lambda: job.state == JobState.FAILED)
    assert job.problem.key in ("jobs-crashed", "jobs-lost")
    until(lambda: other.state == JobState.DONE)
    kept = run.step
    assert run.curve and run.look(0) and kept < LONG.steps()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="threads of Unix")
def test_a_thread_that_is_gone_without_a_word_is_noticed_and_replaced():
    """It ends inside a step, as by a fault in native code: no exception, nothing runs after it."""
    code = """
import ctypes, os, time
from cnn.training.runs import Options, Run
from ui.work.training_queue import Jobs
queue, run = Jobs(stalled=12), Run(Options("LeNet1", digits=3_000))
def dying():
    for step in run.work():
        if run.step == 5:
            ctypes.CDLL(None).pthread_exit(None)
        yield
lost, other = queue.start("a", dying()), queue.start("b", Run(Options(digits=100, epochs=1)).work())
until = time.monotonic() + 100
while other.live and time.monotonic() < until:
    queue.poll(other)
    time.sleep(0.05)
print(lost.state, lost.problem.key, run.step, other.state, flush=True)
os._exit(0)
"""
    assert alone_with_torch(code).stdout.split() == ["failed", "jobs-lost", "5", "done"]


def test_the_server_s_end_ends_what_trains_what_waits_and_what_is_computed():
    queue = Jobs()
    runs = [Run(LONG) for _ in range(3)]
    live = [queue.start(str(i), run.work()) for i, run in enumerate(runs)]
    endless = Task(lambda tick: [tick(0.5) or time.sleep(0.001) for _ in range(60_000)])
    until(lambda: runs[0].step > 0 and endless.part == 0.5)
    queue.close()
    tasks.close()
    until(lambda: all(job.state == JobState.CANCELLED for job in live))
    until(endless.poll)
    assert endless.result() is None and runs[1].step == runs[2].step == 0


# Memory


class Hungry:
    """A function that finds no memory, until it `is_cured`."""

    def __init__(self, function):
        self.function, self.is_cured = function, False

    def __call__(self, *args):
        if not self.is_cured:
            torch.empty(ABSURD, dtype=torch.uint8)
        return self.function(*args)


def test_torch_s_own_words_of_memory_are_known():
    with pytest.raises(Problem) as problem:
        call_beside(torch.empty, ABSURD, dtype=torch.uint8)
    assert problem.value.key == "memory"
    with pytest.raises(RuntimeError, match="size"):
        call_beside(lambda: torch.zeros(2) @ torch.zeros(3))
    assert call_beside(torch.zeros, 3).tolist() == [0, 0, 0]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
def test_a_forward_pass_that_finds_no_memory_is_a_sentence_and_the_next_one_answers():
    code = """
import resource
from pathlib import Path
import torch
from cnn.errors import Problem
from cnn.models import AlexNetSmall
from ui.work.inference_threads import call_beside
model = AlexNetSmall(generator=torch.Generator().manual_seed(0)).eval()
image = torch.ones(1, 3, 56, 56)
with torch.inference_mode():
    before = call_beside(model, image)
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 500_000_000,) * 2)
    try:
        call_beside(model, image.expand(20_000, -1, -1, -1))
    except Problem as problem:
        print(problem.key)
    print(call_beside(model, image).equal(before))
"""
    assert alone_with_torch(code).stdout.split() == ["memory", "True"]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_no_memory_for_a_photo_is_a_sentence_on_the_page(monkeypatch, lang):
    network = random_network()
    monkeypatch.setattr(photo, "photo_network", lambda name: network)
    monkeypatch.setattr(photo, "feature_maps", Hungry(photo.feature_maps))
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
    app.session_state[depth.EVERYTHING] = True
    app.query_params["lang"] = lang
    app.run()
    app.switch_page("pages/8_Photo.py").run()
    assert not app.exception
    assert {warning.value for warning in app.warning} == {label("problem.memory", lang)}


@pytest.mark.slow
def test_no_memory_for_a_digit_is_a_sentence_on_the_page_and_the_drawing_is_read_later(monkeypatch):
    warm()  # what is read before the first visitor had its memory
    monkeypatch.setattr(digit, "feature_maps", hungry := Hungry(digit.feature_maps))
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=120)
    app.session_state[depth.EVERYTHING] = True
    app.query_params["lang"] = "en"
    app.run()
    app.switch_page("pages/1_Draw.py").run()
    assert not app.exception
    sentence = label("problem.memory", "en")
    assert sentence in [warning.value for warning in app.warning]
    hungry.is_cured = True
    app.run()
    assert sentence not in [warning.value for warning in app.warning]


def test_no_memory_in_a_task_and_in_a_training_is_a_sentence():
    task = Task(lambda tick: torch.empty(ABSURD, dtype=torch.uint8))
    until(task.poll)
    with pytest.raises(Problem) as problem:
        task.result()
    assert problem.value.key == "memory"

    def training():
        yield
        torch.empty(ABSURD, dtype=torch.uint8)

    queue = Jobs()
    job = queue.start("a", training())
    until(lambda: not job.live)
    assert job.state == JobState.FAILED and job.problem.key == "memory"


# Whatever else


def failing(kind):
    """A page of one line."""
    import streamlit as st

    from cnn.errors import Problem
    from ui.page import error_notice

    st.session_state["language"] = "ko"
    error_notice.show_error(
        Problem("memory", "No memory.") if kind == "known" else ZeroDivisionError("secret")
    )


@pytest.mark.parametrize(("kind", "key"), [("known", "memory"), ("unknown", "unexpected")])
def test_what_no_exhibit_catches_is_a_sentence_in_the_page_s_language(kind, key):
    app = AppTest.from_function(failing, args=(kind,)).run()
    assert [warning.value for warning in app.warning] == [label(f"problem.{key}", "ko")]


def test_the_server_asks_for_these_sentences():
    from ui.server.app import create_app

    assert create_app()._on_script_error is error_notice.show_error


# Clocks


@pytest.mark.parametrize("jump", [-86_400, 86_400 * 365])
def test_a_clock_that_jumps_costs_nobody_a_place_a_turn_or_an_upload(monkeypatch, jump):
    """The wall clock is set, as by a time server; leases, limits and turns do not notice."""
    queue, run = Jobs(turn=1e6), Run(LONG)
    waits, works = Run(SHORT), queue.start("a", run.work())
    other = queue.start("b", waits.work())
    pace, uploads = Pace(10), Accounts(Settings(uploads=2))
    task = Task(lambda tick: [tick(0.5) or time.sleep(0.001) for _ in range(60_000)])
    assert uploads.open("a") and not any(pace.wait() for _ in range(10 * BURST))
    until(lambda: run.step > 2 and task.part == 0.5)
    now, now_ns = time.time, time.time_ns
    monkeypatch.setattr(time, "time", lambda: now() + jump)
    monkeypatch.setattr(time, "time_ns", lambda: now_ns() + jump * 10**9)
    step = run.step
    until(lambda: run.step > step + 2)
    assert queue.poll(other) == 1 and works.state == JobState.RUNNING
    assert not task.poll() and other.state == JobState.WAITING
    assert pace.wait() < 1  # nobody has to wait for a day
    assert uploads.open("a") and not uploads.open("a")
    queue.close()
    tasks.close()
    until(lambda: not works.live and task.poll())


def cleared(state, monkeypatch, now):
    monkeypatch.setattr(time, "time_ns", lambda: now * 10**6)
    progress.clear()
    return state[progress.KEY]


def test_clearing_twice_while_the_clock_goes_back_stays_cleared(monkeypatch):
    state = {}
    monkeypatch.setattr(progress.st, "session_state", state)
    first = cleared(state, monkeypatch, 2_000_000)
    second = cleared(state, monkeypatch, 1_000_000)
    old = first._replace(done=frozenset({"home.walk"}))
    assert progress.merged(second, old) == second and progress.merged(old, second) == second


def test_only_a_log_line_and_a_clearing_ask_what_time_it_is():
    """Everything that lasts is measured by a clock that cannot be set, a class by its database."""
    asking = [
        file.relative_to(ROOT).as_posix()
        for folder in ("ui", "cnn")
        for file in (ROOT / folder).rglob("*.py")
        if any(word in file.read_text("utf-8") for word in ("time.time", "datetime"))
    ]
    others = ["ui/page/progress.py", "ui/telemetry/events.py"]
    assert sorted(asking) == ["ui/classes/store.py", *others]
