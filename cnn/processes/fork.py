"""A second process that shares the memory of all that this one has imported: Linux only."""

import ctypes
import gc
import logging
import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

PATIENCE = 2.0  # seconds that it may take to end
POSSIBLE = sys.platform == "linux"  # macOS's own libraries do not survive a fork
PR_SET_PDEATHSIG = 1  # of Linux's prctl.h
DISPENSABLE = "500"  # of -1000 to 1000: where memory ends, the system takes it before the server
log = logging.getLogger("cnn.processes.fork")


class Child:
    """A process, as /proc tells of it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._born = self._told()[19:20]  # its start: a later process may have this id

    def is_alive(self) -> bool:
        """Whether it has not ended; if it has, its id is free again."""
        told = self._told()
        if told and told[0] not in "ZX" and told[19:20] == self._born:
            return True
        with suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        return False

    def signs(self) -> tuple[str, ...]:
        """Its signs of life: processor time and switches of context.

        If they are the same twice, it has done nothing meanwhile.
        """
        switches = tuple(line for line in self._file("status").splitlines() if "ctxt" in line)
        return (*self._told()[11:13], *switches)

    def kill(self) -> None:
        """Ends it, whatever it does."""
        with suppress(ProcessLookupError):
            if self.is_alive():
                os.kill(self.pid, signal.SIGKILL)

    def join(self, seconds: float = PATIENCE) -> bool:
        """Waits so long at most until it has ended; whether it has."""
        until = time.monotonic() + seconds
        while self.is_alive():
            if time.monotonic() > until:
                return False
            time.sleep(0.005)
        return True

    def _told(self) -> list[str]:
        """What stands behind its name in proc(5)'s stat: the state first. [] if there is none."""
        return self._file("stat").rpartition(")")[2].split()

    def _file(self, name: str) -> str:
        try:
            return Path(f"/proc/{self.pid}/{name}").read_text()
        except OSError:
            return ""


def fork(work: Callable[..., None], *arguments: Any) -> Child:
    """Starts one that does `work` and ends with this process; called before this one has threads.

    Raises RuntimeError where it is not POSSIBLE.
    """
    if not POSSIBLE:
        raise RuntimeError("a process is forked on Linux alone")
    gc.collect()
    gc.freeze()  # or the next collection would touch, and so copy, all that is shared
    parent = os.getpid()
    if pid := os.fork():
        return Child(pid)
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it has ended already
        os._exit(1)
    live(work, *arguments)


def live(work: Callable[..., None], *arguments: Any) -> NoReturn:
    """What a process does that was just forked: `work`, deaf to Ctrl-C and to a stop, then it ends.

    Both are meant for the server, which then ends it.
    """
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(DISPENSABLE)
    status = 1
    try:
        work(*arguments)
        status = 0
    except BaseException:
        log.exception("a process of its own has failed")
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(status)


def close_sockets(own: int) -> None:
    """All but this one that were its parent's: whoever waits for their end is to see it."""
    for name in os.listdir("/proc/self/fd"):
        handle = int(name)
        with suppress(OSError):
            if handle > 2 and handle != own and stat.S_ISSOCK(os.fstat(handle).st_mode):
                os.close(handle)
