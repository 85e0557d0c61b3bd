"""Is a photo's decoder kept from harming whoever asked, whatever it does?"""

import io
import json
import os
import signal
import subprocess
import sys

import pytest
from PIL import Image

from cnn.data.photos import decode, decode_process
from cnn.data.photos.bounded_decode import PhotoProblem, TooLarge
from cnn.data.photos.decode import open_photo
from cnn.data.photos.memory_estimate import LARGE, ORDINARY
from cnn.errors import Problem
from cnn.processes import fork_server, watched
from tests.alone import alone
from tests.photo_files import apart, key, picture, saved
from tests.waiting import until

PHOTO = saved(picture(), "PNG")
linux = pytest.mark.skipif(sys.platform != "linux", reason="no process is forked there")


def helper() -> int:
    """The process that forks, by its number."""
    child = decode_process._fork_server().process.child
    assert child
    return child.pid


@linux
@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV])
def test_after_the_helper_has_ended_or_fallen_silent_the_next_photo_is_read(by, monkeypatch):
    monkeypatch.setattr(watched, "SILENT", 1.0)
    open_photo(PHOTO)
    before = helper()
    os.kill(before, by)
    assert apart(open_photo(PHOTO), picture()) == 0
    assert helper() != before


@linux
def test_a_photo_waits_for_a_fork_server_that_begins(monkeypatch):
    monkeypatch.setattr(fork_server, "WAIT", 0.01)
    monkeypatch.setattr(decode_process, "GLANCE", 0.01)
    decode_process.prepare()
    asked: list[bool] = []

    class Turn:
        """Another has it, for more times than a copy is tried for."""

        def acquire(self, blocking=True, timeout=-1):
            asked.append(blocking)
            return asked.count(True) > 5 * decode_process.TRIES and real.acquire(blocking, timeout)

        def release(self):
            real.release()

    process = decode_process._fork_server().process
    real = process.turn
    monkeypatch.setattr(process, "turn", Turn())
    assert apart(open_photo(PHOTO), picture()) == 0
    asked.clear()
    monkeypatch.setattr(decode_process, "WAITED", -1)
    assert key(PHOTO) == "photo-slow"


@linux
def test_where_no_process_can_be_had_it_is_a_sentence(monkeypatch):
    def none():
        raise BlockingIOError

    monkeypatch.setattr(decode_process, "_fork_server", none)
    with pytest.raises(Problem) as caught:
        open_photo(PHOTO)
    assert caught.value.key == "memory"


ENDS = """
import os, signal, time
from cnn.data.photos import decode_process as photo_process
from cnn.processes.fork import Child, close_sockets

def decode(data, memory, clear):
    {work}

def copy(work, line):
    copies.append(os.fork())
    if not copies[0]:
        close_sockets(line.fileno())
        work(line)
        os._exit(0)
    return Child(copies[0])

copies = []
photo_process.decode, photo_process.SECONDS, photo_process.WAITED = decode, {seconds}, {waited}
photo_process._copy = copy
end = Child.kill
Child.kill = lambda child: child._told()[:1] == ["T"] and end(child)  # others end by themselves
try:
    photo_process.decoded(b"any file", 50_000_000)
except photo_process.PhotoProblem as problem:
    print(problem.key, os.waitpid(copies[0], 0)[1])
"""
WORK = {
    "crashes": ("os.kill(os.getpid(), signal.SIGSEGV)", "photo-damaged", signal.SIGSEGV),
    "computes for ever": ("while True: pass", "photo-slow", signal.SIGKILL),
    "waits for ever": ("time.sleep(60)", "photo-slow", signal.SIGALRM),
    "fills the memory": ("bytearray(80_000_000)", "photo-memory", 0),
    "fills it in small pieces": ("x = [bytes(5000) for _ in range(50_000)]", "photo-memory", 0),
    "writes a file": (
        "os.write(os.open('/tmp', os.O_TMPFILE | os.O_WRONLY), b'x')",
        "photo-damaged",
        0,  # Python has said which error
    ),
    "is stopped": ("os.kill(os.getpid(), signal.SIGSTOP)", "photo-slow", signal.SIGKILL),
    "ends": ("os._exit(0)", "photo-damaged", 0),
}


@linux
@pytest.mark.parametrize("name", WORK)
def test_a_decoder_that(name):
    work, expected, status = WORK[name]
    waited = 2 if name.startswith("waits") else 60
    seconds = 60 if name == "is stopped" else 1
    told = alone(ENDS.format(work=work, seconds=seconds, waited=waited)).stdout.split()
    assert told == [expected, str(int(status))]


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"\n", b"{}\n", b"no\n", b"[]\n", b"7\n", b"\xff\n", b'{"size": [2, 2]}\n123'),
        *(b'{"size": "x"}\n', b'{"size": [-1, 5]}\n', b'{"problem": 3}\n', b"{" * 5000),
        b'{"size": [100000, 100000]}\n' + bytes(100),
    ],
)
def test_an_answer_that_is_none_is_a_damaged_photo(answer, monkeypatch):
    monkeypatch.setattr(decode_process, "_by_a_copy", lambda data, memory, clear: answer)
    assert key(PHOTO) == "photo-damaged"


ORPHAN = """
import os
from cnn.data.photos import decode_process as photo_process
photo_process.prepare()
print(photo_process._fork_server().process.child.pid, flush=True)
os.kill(os.getpid(), 9)
"""


@linux
def test_the_helper_ends_with_whoever_started_it():
    run = subprocess.run(
        [sys.executable, "-c", ORPHAN], capture_output=True, text=True, timeout=120
    )
    until(lambda: not os.path.exists(f"/proc/{run.stdout.strip()}"))


def test_who_waits_too_long_is_told_so(monkeypatch):
    monkeypatch.setattr(decode, "PATIENCE", 0.01)
    with decode._turn(decode._turns), decode._turn(decode._turns):
        assert key(PHOTO) == "photo-busy"
    assert apart(open_photo(PHOTO), picture()) == 0


def test_what_ordinary_memory_does_not_hold_gets_more(monkeypatch):
    given = []

    def decoded(data, memory, clear):
        given.append(memory)
        if memory < LARGE:
            raise TooLarge
        return picture()

    monkeypatch.setattr(decode_process, "decoded", decoded)
    open_photo(PHOTO)
    assert given == [ORDINARY, LARGE]


@pytest.fixture
def elsewhere(monkeypatch):
    """As where processes cannot be forked."""
    monkeypatch.setattr(decode_process, "POSSIBLE", False)


def test_where_nothing_is_forked_ordinary_photos_are_read_at_once(elsewhere, monkeypatch):
    monkeypatch.setattr(subprocess, "run", None)
    assert apart(open_photo(PHOTO), picture()) == 0
    assert key(b"no photo") == "photo-format"


def test_where_nothing_is_forked_large_photos_are_read_by_another_python(elsewhere):
    data = saved(Image.new("RGB", (7000, 5000), "teal"), "PNG")
    assert open_photo(data).getpixel((500, 500)) == (0, 128, 128)
    with pytest.raises(PhotoProblem) as caught:
        decode_process.decoded(data, ORDINARY)
    assert caught.value.key == "photo-memory"


def test_another_python_that_takes_too_long_is_ended(elsewhere, monkeypatch):
    monkeypatch.setattr(decode_process, "WAITED", 0.01)
    monkeypatch.setattr(decode_process, "SECONDS", 0)
    with pytest.raises(PhotoProblem) as caught:
        decode_process.decoded(PHOTO, LARGE)
    assert caught.value.key == "photo-slow"


def test_nothing_is_told_but_the_answer():
    told = alone(
        "import sys\nfrom cnn.data.photos import decode_process as photo_process\n"
        "photo_process.decode = lambda *_: print('secret') or sys.exit('secret')\n"
        "photo_process.prepare()\n"
    )
    assert told.stdout == told.stderr == ""
    assert json.loads(decode_process._answer(b"x", LARGE))["problem"][0] == "photo-format"
    assert io.BytesIO(decode_process._answer(PHOTO, LARGE)).readline() == b'{"size": [120, 80]}\n'
