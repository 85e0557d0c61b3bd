"""Where helpers are forked at any time: a process without threads, which does nothing else.

A process with threads cannot be forked safely, and the server soon has many. So it forks this one
before; whenever a helper is to begin, or to begin again, this one forks it, and it shares all that
was imported then. If this process is lost itself, another is started from the program's file; it
shares nothing with the server, but serves as well. One that is to share nothing is started so from
the first. `multiprocessing`'s own fork server never shares, and is waited for when it is silent.
"""

import gc
import importlib
import os
import pickle
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.watched import Busy, Failed, Gone, Watched, serve

ROOT = Path(__file__).resolve().parents[2]
LINE = 3  # the number of its socket, if it is started from the file
WAIT = 1.0  # seconds that another may hold it up

Work = Callable[[socket.socket], None]


class ForkServer:
    """The process, as seen from the server; any thread may ask."""

    def __init__(
        self, name: str, prepare: Callable[[], object], apart: Mapping[str, str] | None = None
    ) -> None:
        """`prepare`, a function of a module, is called before anything is forked: its module and
        whatever it loads is shared.

        To be called before any thread is started; but if it is to be `apart`, which is what its
        environment has more: then it shares nothing with this process, and prints nothing.
        Raises Gone if there cannot be one.
        """
        self._prepare, self._apart, self._first = prepare, apart, apart is None
        self.process = Watched(name, self._begin)

    def child(self, work: Work, line: socket.socket) -> Child:
        """Has a process forked that does `work`, a function of a module, with this socket.

        Raises Gone if it is not there or fails; Busy if another asks it, as while it begins.
        """
        if not self.process.turn.acquire(timeout=WAIT):
            raise Busy
        try:
            return Child(int(self.process.ask(pickle.dumps(work), line.fileno())))
        except Failed as error:
            raise Gone from error
        finally:
            self.process.turn.release()

    def _begin(self, line: socket.socket) -> Child:
        if self._first:
            self._first = False
            self._prepare()
            return fork.fork(_serve_forks, line)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        prepare = self._prepare.__module__, self._prepare.__name__
        actions: list[tuple[int, int, int] | tuple[int, int, str, int, int]]
        actions = [(os.POSIX_SPAWN_DUP2, line.fileno(), LINE)]
        if self._apart is not None:
            actions += [(os.POSIX_SPAWN_OPEN, each, os.devnull, os.O_RDWR, 0) for each in range(3)]
        return Child(
            os.posix_spawn(
                sys.executable,
                [sys.executable, "-m", __name__, *prepare],
                {**os.environ, "PYTHONPATH": path, **(self._apart or {})},
                file_actions=actions,
            )
        )


def _serve_forks(line: socket.socket) -> None:
    """What the process does until the server ends or breaks the connection."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is not to be asked for
    fork.close_sockets(line.fileno())

    def fork_one(message: bytes) -> bytes:
        """The new process's id."""
        (handle,) = socket.recv_fds(line, 1, 1)[1]
        try:
            work: Work = pickle.loads(message)
            pid = os.fork()
            if not pid:
                line.close()
                fork.live(work, socket.socket(fileno=handle))
        finally:
            os.close(handle)
        return str(pid).encode()

    serve(line, fork_one)


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, signal.SIG_IGN)
    module, prepare = sys.argv[1:]
    getattr(importlib.import_module(module), prepare)()
    gc.collect()
    gc.freeze()  # as before every fork
    _serve_forks(socket.socket(fileno=LINE))
