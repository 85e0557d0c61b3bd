"""What the server says where it was started: in a terminal, a file, a service's log, or nowhere.

No encoding and no closed or broken stream may end a server that a class is waiting for, and nobody
may fill its disk: no line has more than LONGEST bytes or anything that cannot be seen, and only so
many lines come through. A line says how many were left out.
"""

import io
import os
import sys
import time
from collections.abc import Callable
from threading import Lock
from typing import TextIO

LONGEST = 1_000  # bytes of a line
AT_ONCE, A_SECOND = 500, 5  # lines that may come together, and that come again in each second


class Allowance:
    """How many more lines may be written, here and wherever else this is asked."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock, self.left, self.seen = clock, float(AT_ONCE), clock()
        self.left_out = 0

    def take(self) -> bool:
        """Whether one more line may be written."""
        now = self.clock()
        self.left = min(AT_ONCE, self.left + A_SECOND * max(0.0, now - self.seen))
        self.seen = now
        if self.left < 1:
            self.left_out += 1
            return False
        self.left -= 1
        return True


class Bounded(io.TextIOBase):
    """A stream that is written to line by line, each and all of them bounded."""

    def __init__(self, stream: TextIO, allowance: Allowance) -> None:
        self.stream, self.allowance = stream, allowance
        self._begun, self._lock = "", Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin_anew)

    def _begin_anew(self) -> None:
        self._lock = Lock()  # another thread of the parent may have had it

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the stream itself."""
        return self.stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """What the stream does with letters that it does not have."""
        return self.stream.errors

    def writable(self) -> bool:
        """As every stream says."""
        return True

    def fileno(self) -> int:
        """The file that the stream writes to."""
        return self.stream.fileno()

    def isatty(self) -> bool:
        """Never: nobody is to colour lines."""
        return False

    def flush(self) -> None:
        """What is written goes out; a line that is not complete stays."""
        self.stream.flush()

    def write(self, text: str) -> int:
        """Lines go out; what follows the last of them waits for its end."""
        with self._lock:
            *lines, self._begun = (self._begun + text).split("\n")
            self._begun = self._begun[: 2 * LONGEST]
            for line in lines:
                self._line(line)
            if lines:
                self.stream.flush()
        return len(text)

    def _line(self, line: str) -> None:
        if not self.allowance.take():
            return
        if self.allowance.left_out:
            self.stream.write(f"({self.allowance.left_out} lines were left out here)\n")
            self.allowance.left_out = 0
        self.stream.write(bounded(line) + "\n")


def bounded(line: str) -> str:
    """The line with at most LONGEST bytes, and a question mark for whatever cannot be seen."""
    seen = "".join(each if each.isprintable() else "?" for each in line[:LONGEST])
    cut = seen.encode("utf-8", "replace")
    if len(cut) <= LONGEST and len(line) <= LONGEST:
        return seen
    return cut[: LONGEST - 4].decode("utf-8", "ignore") + "…"


def prepare() -> None:
    """A letter that the console does not have is written as its number, instead of an error.

    A stream that is closed leads nowhere from now on: uvicorn, too, asks what kind of one it is.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None or stream.closed:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def bound() -> None:
    """From now on, when strangers may come, what is written is bounded."""
    allowance = Allowance()
    sys.stdout, sys.stderr = Bounded(sys.stdout, allowance), Bounded(sys.stderr, allowance)


def can_show(text: str) -> bool:
    """Whether standard output has every letter of `text`."""
    try:
        text.encode(sys.stdout.encoding)
    except (LookupError, UnicodeEncodeError):
        return False
    return True


def say(text: str) -> None:
    """Prints a line at once, if anybody can read it."""
    try:
        print(text, flush=True)
    except OSError:  # who read it has gone: what is still unwritten would fail again at the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
