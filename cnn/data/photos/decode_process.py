"""A process that decodes one photo, and may use so much memory and time: the system ends it else.

A server has threads, and torch in its memory: to fork it is risky, and to start Python anew takes
half a second. So on Linux one small process, which has imported the decoders and nothing else,
waits here, and for each photo a copy of it is forked, with limits that it cannot lift. It speaks in
JSON and pixels, never in pickles, which could make whoever reads them do anything. On other systems
Python is started anew, for large photos only, and has a limit of time but none of memory.

`python -m cnn.data.photos.decode_process once MEMORY` is that other Python.
"""

import atexit
import gc
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
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

POSSIBLE = sys.platform == "linux"
ROOT = Path(__file__).resolve().parents[3]
SPARE = 16 << 20  # bytes beyond what a photo may take, for Python itself
SECONDS = 10  # of processor, for one photo
WAITED = 45  # seconds, however busy the machine is
STARTING = 60.0  # seconds until the process has imported the decoders
SILENT = 5.0  # seconds after which a process that forks is given up
FIRST, REQUEST = b"!", struct.Struct("<QQ")  # a copy's first word; memory, and bytes of the file
HEADER = 4096  # bytes, at most, in front of the pixels


class _Gone(ConnectionError):
    """The process that forks has ended, or does not answer."""


class _Forks:
    """The process that forks, as seen from here; started when it is first needed, and anew after
    it has ended. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of = 0  # the process that started it
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def copy(self) -> socket.socket:
        """A line to a new copy, which waits for its photo. Raises OSError if there is none."""
        asked = self._line
        try:
            return self._forked()
        except OSError:
            self.end(asked)
            return self._forked()

    def start(self) -> None:
        """So that the first photo need not wait for it."""
        with self._lock:
            self._started()

    def end(self, line: socket.socket | None = None) -> None:
        """Ends the process; with a line, only if that is still its own, and not the next one's."""
        with self._lock:
            if line and line is not self._line:
                return
            if self._process and self._line and self._of == os.getpid():
                self._line.close()
                self._process.kill()
                self._process.wait()
            self._process = self._line = None

    def _forked(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs, self._lock:
            socket.send_fds(self._started(), [FIRST], [theirs.fileno()])
        return _heard(ours, SILENT)

    def _started(self) -> socket.socket:
        if self._line and self._of == os.getpid():
            return self._line
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = _python("fork", str(theirs.fileno()), pass_fds=(theirs.fileno(),))
        self._of, self._line = os.getpid(), ours
        return _heard(ours, STARTING)


def _heard(line: socket.socket, patience: float) -> socket.socket:
    """The line, once its other end has said its first word. Raises OSError if it does not."""
    line.settimeout(patience)
    try:
        if line.recv(1) == FIRST:
            return line
    except OSError:
        line.close()
        raise
    line.close()
    raise _Gone


_forks = _Forks()
atexit.register(_forks.end)


def prepare() -> None:
    """So that the first photo need not wait."""
    if POSSIBLE:
        _forks.start()


def decoded(data: bytes, memory: int) -> Image.Image:
    """What `decode` makes of a file, done by another process.

    memory: bytes that it may take. Raises TooLarge or another PhotoProblem.
    """
    began = time.monotonic()
    answer = _by_a_copy(data, memory) if POSSIBLE else _by_another_python(data, memory)
    try:
        return _understood(answer)
    except (ValueError, TypeError, KeyError) as error:  # it was ended before it had answered
        late = time.monotonic() - began > SECONDS
        raise _slow() if late else damaged() from error


def _understood(answer: bytes) -> Image.Image:
    """The photo in an answer. Raises the PhotoProblem in it; ValueError and its like if the answer
    is none."""
    header, _, pixels = answer.partition(b"\n")
    said = json.loads(header[:HEADER])
    if "problem" not in said:
        width, height = said["size"]
        if not (0 < width <= LONGEST and 0 < height <= LONGEST):
            raise ValueError("no size of a photo")
        return Image.frombytes("RGB", (width, height), pixels)
    key, sentence, fields = said["problem"]
    raise TooLarge if key == "photo-memory" else PhotoProblem(key, sentence, **fields)


def _slow() -> PhotoProblem:
    return PhotoProblem(
        "photo-slow",
        "Opening this picture takes too long. Choose another one, or save it as a JPEG.",
    )


def _by_a_copy(data: bytes, memory: int) -> bytes:
    """What a copy of the process that forks answers; nothing, or a part, if it was ended."""
    try:
        line = _forks.copy()
    except OSError as error:  # no process or file more is allowed
        raise Problem(
            "memory", "The server has no memory left for this. Try again in a minute."
        ) from error
    answer = bytearray()
    with line, suppress(OSError):
        line.settimeout(WAITED)
        line.sendall(REQUEST.pack(memory, len(data)))
        line.sendall(data)
        while len(answer) < HEADER + 3 * LONGEST**2 and (part := line.recv(1 << 20)):
            answer += part
    return bytes(answer)


def _by_another_python(data: bytes, memory: int) -> bytes:
    """What a Python that is started for it answers; nothing if it ended otherwise, or has to be."""
    with suppress(subprocess.TimeoutExpired), _python("once", str(memory)) as process:
        try:
            return process.communicate(data, timeout=WAITED)[0]
        finally:
            process.kill()
    return b""


def _python(*arguments: str, pass_fds: tuple[int, ...] = ()) -> "subprocess.Popen[bytes]":
    """This module, in a Python that imports what it needs from where this one does."""
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    lean = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": "1000000"}  # given back at once
    return subprocess.Popen(
        [sys.executable, "-m", "cnn.data.photos.decode_process", *arguments],
        stdin=subprocess.DEVNULL if pass_fds else subprocess.PIPE,
        stdout=subprocess.DEVNULL if pass_fds else subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # decoders tell what is in the file
        env=os.environ | {"PYTHONPATH": path} | lean,
        pass_fds=pass_fds,
    )


def _prepare_to_decode() -> None:
    """Whatever would otherwise be imported for each photo anew; one thread for each decoder."""
    import numpy.random  # noqa: F401
    import pillow_heif
    from PIL import AvifImagePlugin

    know_every_format()
    pillow_heif.options.DECODE_THREADS = AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    pillow_heif.options.AUX_IMAGES = pillow_heif.options.DEPTH_IMAGES = False


def _fork_for_each(line: socket.socket) -> None:
    """Until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the server, which then ends
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the copies
    _prepare_to_decode()
    gc.freeze()
    line.sendall(FIRST)
    while True:
        files = socket.recv_fds(line, 1, 1)[1]
        if not files:
            return
        with socket.socket(fileno=files[0]) as asked, suppress(OSError):  # no process more
            if not os.fork():
                try:
                    line.close()
                    _serve(asked)
                finally:
                    os._exit(0)


def _serve(line: socket.socket) -> None:
    """One photo, in a process that then ends."""
    signal.alarm(WAITED)
    line.sendall(FIRST)
    with line.makefile("rb") as asked:
        memory, length = REQUEST.unpack(asked.read(REQUEST.size))
        data = asked.read(length)
    _limit(memory + SPARE)
    line.sendall(_answer(data, memory))


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


def _answer(data: bytes, memory: int) -> bytes:
    """A line of JSON, and the pixels if it has a size."""
    try:
        try:
            photo = decode(data, memory)
        except MemoryError as error:
            raise TooLarge from error
    except Problem as problem:
        return json.dumps({"problem": [problem.key, str(problem), problem.fields]}).encode() + b"\n"
    return json.dumps({"size": photo.size}).encode() + b"\n" + photo.tobytes()


def main() -> None:
    """As the process that forks ("fork" and the number of its socket), or for one photo."""
    how, number = sys.argv[1:]
    if how == "fork":
        with socket.socket(fileno=int(number)) as line:
            _fork_for_each(line)
    else:
        _prepare_to_decode()
        sys.stdout.buffer.write(_answer(sys.stdin.buffer.read(), int(number)))


if __name__ == "__main__":
    main()
