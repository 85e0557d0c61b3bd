"""Work too long for an interaction: one at a time for the whole server, the others wait in line.

A task is polled by the fragment that shows it. Each poll renews its lease: when a tab is closed,
the polls end and so does the task.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import Any, Generic, TypeVar

from cnn.problem import enough_memory
from ui.turns import aside

Result = TypeVar("Result")
Tick = Callable[[float], None]

LEASE = 30.0  # seconds without a poll
_thread = ThreadPoolExecutor(1, thread_name_prefix="background")


class Task(Generic[Result]):
    """A function at work. It calls the `tick` it is given with the part done, and ends there."""

    def __init__(self, function: Callable[[Tick], Result]) -> None:
        self.part = 0.0
        self.seen = False  # whether the page that shows it knows that it has ended
        self._began = False
        self._stopped = threading.Event()
        self._polled = time.monotonic()
        with _lock:
            self._future: Future[Result] = _thread.submit(self._run, function)
            _line.append(self)
            _line[:] = [task for task in _line if not task._future.done()]

    def _run(self, function: Callable[[Tick], Result]) -> Result:
        self._began = True
        self._tick(0.0)
        with enough_memory():
            return function(self._tick)

    def _tick(self, part: float) -> None:
        self.part = part
        if self._stopped.is_set() or time.monotonic() - self._polled > LEASE:
            raise CancelledError

    def before(self) -> int:
        """How many others work or wait before it; 0 once it works."""
        with _lock:
            others = _line[: _line.index(self)] if self in _line and not self._began else []
        return sum(not task._future.done() for task in others)

    def cancel(self) -> None:
        """Ends it at its next tick, or before it begins."""
        self._stopped.set()
        self._future.cancel()

    def poll(self) -> bool:
        """Whether it has ended. To be asked again and again while the visitor waits."""
        self._polled = time.monotonic()
        return self._future.done()

    def wait(self, seconds: float) -> bool:
        """Waits so long at most; whether it has ended."""
        with aside():
            return bool(wait_for([self._future], seconds).done)

    def result(self) -> Result | None:
        """What it returned; None if it was cancelled. Raises what it raised."""
        try:
            return self._future.result()
        except CancelledError:
            return None


_line: list[Task[Any]] = []  # those that have not ended, in the order of their coming
_lock = threading.Lock()


def close() -> None:
    """Ends every task at its next tick: the server stops."""
    for task in list(_line):
        task.cancel()
