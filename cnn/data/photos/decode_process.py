"""A process that decodes one photo, and may use so much memory and time: the system ends it else.

A server has threads, and torch in its memory: to fork it is risky, and to start Python anew takes
half a second. So on Linux one small process, which has imported the decoders and nothing else,
waits here, and for each photo a copy of it is forked, with limits that it cannot lift. It answers
in JSON and pixels, never in pickles, which could make whoever reads them do anything. On other
systems Python is started anew, for large photos only, and has a limit of time but none of memory.

`python -m cnn.data.photos.decode_process MEMORY CLEAR` is that other Python.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from functools import cache, partial
from pathlib import Path

from PIL import Image

from cnn.data.photos.bounded_decode import (
    LONGEST,
    PhotoProblem,
    TooLarge,
    damaged,
    decode,
    know_every_format,
)
from cnn.errors import Problem
from cnn.processes.fork import POSSIBLE as POSSIBLE
from cnn.processes.fork import Child
from cnn.processes.fork_server import ForkServer, Work
from cnn.processes.watched import GLANCE, Busy, Failed, Gone, Process, Silent, serve

ROOT = Path(__file__).resolve().parents[3]
SPARE = 16 << 20  # bytes beyond what a photo may take, for Python itself
SECONDS = 10  # of processor, for one photo
WAITED = 45  # seconds, however busy the machine is
TRIES = 10  # to have a copy forked, a GLANCE apart; while the fork server begins none counts
HEADER = 4096  # bytes, at most, in front of the pixels
LEAN = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": "1000000"}  # given back at once


@cache
def _fork_server() -> ForkServer:
    """The process that forks. Raises OSError if there is none."""
    return ForkServer("photos", _prepare_to_decode, apart=LEAN)


if POSSIBLE:
    os.register_at_fork(after_in_child=_fork_server.cache_clear)  # who is forked has one of its own


def prepare() -> None:
    """So that the first photo need not wait. Raises OSError."""
    if POSSIBLE:
        _fork_server().process.look()


def decoded(data: bytes, memory: int, clear: bool = False) -> Image.Image:
    """What `decode` makes of a file, done by another process.

    memory: bytes that it may take; clear: transparency is kept. Raises TooLarge or another
    PhotoProblem.
    """
    began = time.monotonic()
    try:
        return _understood((_by_a_copy if POSSIBLE else _by_another_python)(data, memory, clear))
    except (Gone, Failed, ValueError, TypeError, KeyError) as error:
        late = isinstance(error, Silent) or time.monotonic() - began > SECONDS
        raise (_slow() if late else damaged()) from None  # an error may tell what is in the file


def _understood(answer: bytes) -> Image.Image:
    """The photo in an answer. Raises the PhotoProblem in it; ValueError and its like if the answer
    is none."""
    header, _, pixels = answer.partition(b"\n")
    said = json.loads(header[:HEADER])
    if "problem" not in said:
        width, height = said["size"]
        if not (0 < width <= LONGEST and 0 < height <= LONGEST):
            raise ValueError("no size of a photo")
        return Image.frombytes("RGBA" if said.get("clear") else "RGB", (width, height), pixels)
    key, sentence, fields = said["problem"]
    raise TooLarge if key == "photo-memory" else PhotoProblem(key, sentence, **fields)


def _slow() -> PhotoProblem:
    return PhotoProblem(
        "photo-slow",
        "Opening this picture takes too long. Choose another one, or save it as a JPEG.",
    )


def _by_a_copy(data: bytes, memory: int, clear: bool) -> bytes:
    """What a copy of the process that forks answers. Raises Gone if it was ended, Failed."""
    try:
        work = partial(_serve, memory, clear)
        copy = Process(partial(_copy, work), WAITED, HEADER + 4 * LONGEST**2)
    except Busy:
        raise _slow() from None
    except Gone as error:  # no process or file more is allowed
        raise Problem(
            "memory", "The server has no memory left for this. Try again in a minute."
        ) from error
    with closing(copy):
        return copy.ask(data)


def _copy(work: Work, line: socket.socket) -> Child:
    """Forked by that process; if it is lost, by the next, as soon as it has begun.

    Raises Busy if that takes WAITED seconds, OSError if there is none.
    """
    fork_server, until, tries = _fork_server(), time.monotonic() + WAITED, TRIES
    while tries:
        try:
            return fork_server.child(work, line)
        except Busy:
            if time.monotonic() > until:
                raise
            continue
        except Gone:
            tries -= 1
        if not fork_server.process.look():  # another thread replaces it, or it is too soon
            time.sleep(GLANCE)
    raise Gone


def _by_another_python(data: bytes, memory: int, clear: bool) -> bytes:
    """What a Python that is started for it answers; nothing if it ended otherwise, or has to be."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with suppress(subprocess.TimeoutExpired):
        return subprocess.run(
            [sys.executable, "-m", __name__, str(memory), str(int(clear))],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # decoders tell what is in the file
            env=os.environ | {"PYTHONPATH": path} | LEAN,
            timeout=WAITED,
        ).stdout
    return b""


def _prepare_to_decode() -> None:
    """Whatever would otherwise be imported for each photo anew; one thread for each decoder."""
    import numpy.random  # noqa: F401
    import pillow_heif
    from PIL import AvifImagePlugin

    know_every_format()
    pillow_heif.options.DECODE_THREADS = AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.AUX_IMAGES = pillow_heif.options.DEPTH_IMAGES = False


def _serve(memory: int, clear: bool, line: socket.socket) -> None:
    """One photo, in a process that is ended then."""

    def reply(data: bytes) -> bytes:
        _limit(memory + SPARE)
        return _answer(data, memory, clear)

    signal.alarm(WAITED)
    serve(line, reply)


def _limit(memory: int) -> None:
    """So much memory more than now, and SECONDS; if the system needs memory, take this one's."""
    import resource

    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    status = Path("/proc/self/status").read_text("ascii")
    used = int(status.partition("VmData:")[2].split()[0]) * 1024
    for what, most in [
        (resource.RLIMIT_DATA, used + memory),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ]:
        resource.setrlimit(what, (most, most))


def _answer(data: bytes, memory: int, clear: bool = False) -> bytes:
    """A line of JSON, and the pixels if it has a size."""
    try:
        try:
            photo = decode(data, memory, clear)
        except MemoryError as error:
            raise TooLarge from error
    except Problem as problem:
        return json.dumps({"problem": [problem.key, str(problem), problem.fields]}).encode() + b"\n"
    header = {"size": photo.size} | ({"clear": True} if photo.mode == "RGBA" else {})
    return json.dumps(header).encode() + b"\n" + photo.tobytes()


if __name__ == "__main__":
    _prepare_to_decode()
    allowed, kept = map(int, sys.argv[1:])
    sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), allowed, bool(kept)))
