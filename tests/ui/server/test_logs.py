"""Does the log say what a maintainer needs, and nothing that a visitor made?"""

import ast
import io
import logging
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.alone import alone
from ui.server import console, logs
from ui.server.console import A_SECOND, AT_ONCE, LONGEST, Allowance, Bounded, bounded
from ui.server.logs import LEFT_OUT, Ours, Record
from ui.telemetry import events

ROOT = Path(__file__).resolve().parents[3]
SECRET = "visitor's"


def record(msg, *args, error=None):
    """The line of a record made as logging makes it, by this function.

    Of its constants none is a single letter: such a text drawn at random would be the same object.
    """
    return Record("tests.logs", 30, __file__, 7, msg, args, error, "record", None).getMessage()


def raised():
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        return error


class Handler(logging.Handler):
    """Keeps the lines."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


@pytest.fixture
def lines(monkeypatch):
    """What is logged while records are ours."""
    before, handler = logging.getLogRecordFactory(), Handler()
    log = logging.getLogger("tests.logs")
    monkeypatch.setattr(log, "propagate", False)
    monkeypatch.setattr(log, "handlers", [handler])
    logging.setLogRecordFactory(Record)
    yield handler.lines
    logging.setLogRecordFactory(before)


LOG = logging.getLogger("tests.logs")


def test_a_message_that_stands_in_the_code_is_kept_and_what_is_put_in_is_not(lines):
    LOG.warning("closed %s after %d of %.1f s, code %s", SECRET, 3, 2.55, None)
    LOG.warning("asked for %(name)s %(count)d times", {"name": SECRET, "count": 4})
    LOG.warning("the file %s is missing", Ours("assets/x.npz"))
    LOG.warning("%d names", SECRET)
    LOG.warning("100 % of it")
    assert lines == [
        f"closed {LEFT_OUT} after 3 of 2.5 s, code None",
        f"asked for {LEFT_OUT} 4 times",
        "the file assets/x.npz is missing",
        "%d names",
        "100 % of it",
    ]


def test_a_message_that_was_put_together_is_left_out_with_its_place(lines):
    LOG.warning(f"about {SECRET}")
    LOG.warning(ValueError(SECRET))
    LOG.warning("about " + SECRET[:3])
    LOG.log(logging.WARNING, SECRET)
    assert all(line.startswith(f"{LEFT_OUT} (tests/ui/server/test_logs.py:") for line in lines)
    assert len(lines) == 4


def test_of_an_error_its_kind_and_its_way_are_told(lines):
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError:
        LOG.exception("this failed\n")
    LOG.error("and this", exc_info=raised(), stack_info=True)
    assert lines[0].startswith(
        "this failed [KeyError, after ValueError at tests/ui/server/test_logs.py:"
    )
    assert lines[1].startswith("and this [ValueError at tests/ui/server/test_logs.py:")
    assert lines[1].endswith(" raised]") and SECRET not in "".join(lines)


def test_an_error_inside_a_library_is_told_with_our_part_of_the_way():
    import json

    try:
        json.loads("{")
    except ValueError as error:
        said = logs.told(error)
    assert said.startswith("JSONDecodeError at json/decoder.py:")
    assert " < tests/ui/server/test_logs.py:" in said
    assert logs.told(ValueError(SECRET)) == "ValueError at no place"


@given(st.text(), st.one_of(st.text(), st.binary(), st.integers(), st.floats(), st.none()))
def test_no_argument_and_no_message_comes_through(msg, value):
    """Whatever text is given as a message or put in, only digits of numbers are told."""
    line = record(msg, value)
    assert line.startswith(f"{LEFT_OUT} (tests/ui/server/test_logs.py:7)")
    shown = logs.filled("a %s b", (value,))
    if isinstance(value, str | bytes):
        assert shown == f"a {LEFT_OUT} b"
    assert len(shown) < 60 and shown.isprintable()


def test_an_event_s_line_is_whole(lines, monkeypatch):
    handler = Handler()
    monkeypatch.setattr(events.log, "handlers", [handler])
    monkeypatch.setattr(events.log, "propagate", False)
    monkeypatch.setattr(events.log, "level", logging.INFO)
    events.log.manager._clear_cache()
    events.tell("visitor-came", visitors=3)
    assert '"visitor-came", "visitors": 3}' in handler.lines[0]
    events.log.manager._clear_cache()


def test_what_nobody_catches_is_told_in_one_line_and_without_its_text():
    code = f"""
import sys, threading, warnings, asyncio, logging
from ui.server import console, logs
console.bound(); logs.prepare()
secret = {SECRET[::-1]!r}[::-1]  # no constant of the code
from streamlit.logger import get_logger
def fail(): raise ValueError({SECRET!r} + chr(10) + "ERROR forged")
class Bad:
    def __del__(self): fail()
thread = threading.Thread(target=fail); thread.start(); thread.join()
Bad()
warnings.warn({SECRET!r})
async def main():
    asyncio.get_running_loop().call_soon(fail)
    task = asyncio.create_task(asyncio.sleep(0)); await task
    async def failing(): fail()
    lost = asyncio.create_task(failing()); await asyncio.sleep(0.01); del lost
asyncio.run(main())
get_logger("streamlit.late").warning("late %s", {SECRET!r})
class Broken(logging.StreamHandler):
    def format(self, record): fail()
logging.getLogger("broken").addHandler(Broken())
logging.getLogger("broken").warning("this cannot be written")
logging.getLogger("uvicorn.error").warning(secret)
try:
    fail()
except ValueError:
    sys.excepthook(*sys.exc_info())
"""
    said = alone(code).stderr.splitlines()
    assert SECRET not in "".join(said) and not any("forged" in line for line in said)
    assert not any("Logging error" in line for line in said)
    for beginning in (
        "ERROR   ui.server.logs: nobody caught this in a thread [ValueError at <string>",
        "ERROR   ui.server.logs: nobody could catch this [ValueError at ",
        "WARNING ui.server.logs: UserWarning at ",
        "ERROR   asyncio: ",
        "late …",
        "CRITICAL ui.server.logs: nobody caught this [ValueError at ",
    ):
        assert any(beginning in line for line in said), (beginning, said)


# Lines, and how many of them


@given(st.text(max_size=3_000))
def test_a_line_is_short_and_can_be_seen(line):
    shown = bounded(line)
    assert shown.isprintable() and len(shown.encode()) <= LONGEST
    if line.isprintable() and len(line.encode()) <= LONGEST:
        assert shown == line


def test_only_so_many_lines_come_through_and_one_says_how_many_did_not():
    now, out = [0.0], io.StringIO()
    stream = Bounded(out, Allowance(clock=lambda: now[0]))
    for number in range(AT_ONCE + 300):
        stream.write(f"line {number}\n")
    assert out.getvalue().count("\n") == AT_ONCE
    now[0] = 1.0
    stream.write("after\n")
    assert out.getvalue().endswith(f"line {AT_ONCE - 1}\n(300 lines were left out here)\nafter\n")
    for number in range(100):
        now[0] += 0.5
        stream.write(f"line {number}\n")
    assert "left out here" not in out.getvalue().split("after")[1]
    now[0] = -1e6  # a clock that goes back costs nothing
    for _ in range(10 * A_SECOND):
        stream.write("x\n")
    assert out.getvalue().endswith(10 * A_SECOND * "x\n")


def test_a_line_may_come_in_pieces_and_two_streams_share_what_is_allowed():
    allowance = Allowance()
    one, two = (Bounded(io.StringIO(), allowance) for _ in range(2))
    for piece in ("a", "b\nc", "", "\n", "\x1b[31mred\r\n", "x" * 5_000):
        one.write(piece)
    assert one.stream.getvalue() == "ab\nc\n?[31mred?\n"
    assert len(one._begun) <= 2 * LONGEST  # a line without end fills no memory
    one.write("\n")
    assert one.stream.getvalue().splitlines()[-1] == "x" * (LONGEST - 4) + "…"
    for _ in range(2 * AT_ONCE):
        two.write("x\n")
    assert two.stream.getvalue().count("\n") < AT_ONCE and allowance.left_out


def test_a_stream_stays_what_libraries_ask_of_it(monkeypatch, tmp_path):
    with open(tmp_path / "log", "w", encoding="cp949") as file:
        monkeypatch.setattr(sys, "stdout", file)
        monkeypatch.setattr(sys, "stderr", file)
        console.bound()
        assert sys.stdout.encoding == "cp949" and sys.stderr.fileno() == file.fileno()
        assert not sys.stderr.isatty() and sys.stdout.writable()
        print("가")
        assert console.can_show("가") and not console.can_show("é")
    assert (tmp_path / "log").read_bytes() == "가\n".encode("cp949")


def test_threads_write_whole_lines():
    stream = Bounded(io.StringIO(), Allowance())
    threads = [threading.Thread(target=stream.write, args=(f"{n}" * 50 + "\n",)) for n in range(9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(stream.stream.getvalue().split()) == [f"{n}" * 50 for n in range(9)]


class Slow(str):
    """A text that takes its time to be put behind another."""

    def __radd__(self, before):
        time.sleep(0.02)
        return before + str(self)


def test_what_threads_write_in_pieces_is_whole_in_the_end():
    stream = Bounded(io.StringIO(), Allowance())
    threads = [threading.Thread(target=stream.write, args=(Slow(n),)) for n in range(9)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    stream.write("\n")
    assert sorted(stream.stream.getvalue().strip()) == [str(n) for n in range(9)]


PRINT = {"console.py", "settings.py", "weights.py"}  # the log itself, and two that are commands


def test_nothing_else_writes_and_every_message_of_ours_is_a_constant():
    levels = {"debug", "info", "warning", "error", "critical", "exception"}
    for file in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "cnn").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            assert called != "print" or file.name in ("console.py", "settings.py", "weights.py"), (
                file
            )
            assert not called.startswith("traceback.print"), file
            if called.startswith("log.") and called[4:] in levels and file.name != "events.py":
                assert isinstance(node.args[0], ast.Constant), ast.unparse(node)
