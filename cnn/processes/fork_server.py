"""Where helpers are forked at any time: a process without threads, which does nothing else.

A process with threads cannot be forked safely, and the server soon has many. So it forks this one
before; whenever a helper is to begin, or to begin again, this one forks it, and it shares all that
was imported then. If this process is lost itself, another is started from the program's file; it
shares nothing with the server, but serves as well.
"""

import importlib
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.watched import ALIVE, Gone, Watched, take, tell

ROOT = Path(__file__).resolve().parents[2]
LINE = 3  # the number of its socket, if it is started from the file
WAIT = 1.0  # seconds that another may hold it up

Work = Callable[[socket.socket], None]


class Nursery:
    """The process, as seen from the server; any thread may ask."""

    def __init__(self, module: str) -> None:
        """To be called before any thread is started. `module`: where the functions are."""
        self._module, self._first = module, True
        self.process = Watched("nursery", self._begin)

    def child(self, work: Work, line: socket.socket) -> Child:
        """Has a process forked that does `work`, a function of a module, with this socket.

        Raises Gone if the nursery is not there, or busy, as it is while it begins.
        """
        if not self.process.turn.acquire(timeout=WAIT):
            raise Gone(self.process.name)
        try:
            return Child(int(self.process.ask(pickle.dumps(work), [line.fileno()])))
        finally:
            self.process.turn.release()

    def _begin(self, line: socket.socket) -> Child:
        if self._first:
            self._first = False
            return fork.fork(_nurse, line)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", __name__, self._module]
        place = [(os.POSIX_SPAWN_DUP2, line.fileno(), LINE)]
        environment = os.environ | {"PYTHONPATH": path}
        return Child(os.posix_spawn(sys.executable, command, environment, file_actions=place))


def _nurse(line: socket.socket) -> None:
    """What the process does until the server ends or breaks the connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is not to be asked for
    fork.close_sockets(line.fileno())
    with suppress(OSError, EOFError):
        while True:
            number, message, handles = take(line)
            answer = b"" if message == ALIVE else _fork(line, message, handles[0])
            tell(line, number, answer)


def _fork(line: socket.socket, message: bytes, handle: int) -> bytes:
    """The new process's id."""
    work: Work = pickle.loads(message)
    pid = os.fork()
    if not pid:
        line.close()
        fork.live(work, socket.socket(fileno=handle))
    os.close(handle)
    return str(pid).encode()


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    importlib.import_module(sys.argv[1])
    _nurse(socket.socket(fileno=LINE))
