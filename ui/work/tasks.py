"""Work too long for an interaction: one at a time for the whole server, the others wait in line.

What many start at the same time is done once: the first starts it, the rest join. A visitor's part
in it is a task, polled by the fragment that shows it. Each poll renews its lease: when a tab is
closed, the polls end and so does the task; the work ends with the last of its tasks. The line goes
round by address and by visitor (`ui.sharing.fair_queue`), and tells how long it is by what such
work took before.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from typing import Any, Generic, Protocol, TypeVar

from cnn.errors import enough_memory
from ui.patches import sessions
from ui.sharing import addresses
from ui.sharing.fair_queue import FairQueue
from ui.work.script_turns import aside

Result = TypeVar("Result")

LEASE = 30.0  # seconds without a poll
KEPT_FOR, KEPT = 60.0, 16  # seconds, and how many, that finished work can still be joined
WEIGHT = 0.5  # of the last time that such work took, against all earlier ones

_thread = ThreadPoolExecutor(1, thread_name_prefix="background")


class Tick(Protocol):
    """What a function at work calls now and then, with the part that is done, and what it found."""

    def __call__(self, part: float, found: object = None) -> None:
        """Raises CancelledError if nobody waits any more."""


class Work(Generic[Result]):
    """A function that is worked on once, whoever waits for it."""

    def __init__(self, name: str, key: Hashable, function: Callable[[Tick], Result]) -> None:
        self.name, self.key = name, key
        self.part = 0.0
        self.found: list[Any] = []
        self.tasks: list[Task[Result]] = []
        self.future: Future[Result] = Future()
        self.began = self.ended = 0.0
        self._function = function

    def run(self) -> None:
        """On the one thread."""
        try:
            self.tick(0.0)
            with enough_memory():
                self.future.set_result(self._function(self.tick))
            _took[self.name] = self._last()
        except BaseException as error:  # its tasks' owners hear it
            self.future.set_exception(error)
        self.ended = time.monotonic()

    def tick(self, part: float, found: object = None) -> None:
        self.part = part
        if found is not None:
            self.found.append(found)
        with _lock:
            if not any(task.waits for task in self.tasks):
                _forget(self)
                raise CancelledError

    def left(self) -> float | None:
        """Seconds that it will take from now on; None if nothing like it was done before."""
        took = _took.get(self.name)
        spent = time.monotonic() - self.began if self.began else 0.0
        if self.part > 0.1 and spent:
            return spent / self.part * (1 - self.part)
        return None if took is None else max(0.0, took - spent)

    def _last(self) -> float:
        took = time.monotonic() - self.began
        return WEIGHT * took + (1 - WEIGHT) * _took.get(self.name, took)


class Task(Generic[Result]):
    """A visitor's part in some work: from when it is started or joined until it has ended here."""

    def __init__(
        self, function: Callable[[Tick], Result], name: str = "", key: Hashable = None
    ) -> None:
        """`key` says all on which the outcome depends; None: nobody else's.

        `name`: of work that takes about as long.
        """
        self.seen = False  # whether the page that shows it knows that it has ended
        self._left = False
        self._polled = time.monotonic()
        whole = None if key is None else (name, key)
        with _lock:
            _forget_old()
            self._work: Work[Result] = _works.get(whole) or Work(name, whole, function)
            self.joined = bool(self._work.tasks)  # another has started it
            self._work.tasks.append(self)
            if self.joined:
                return
            if whole is not None:
                _works[whole] = self._work
            _line.add(self._work, addresses.here(), sessions.current())
        _thread.submit(_next)

    @property
    def part(self) -> float:
        """How much of the work is done."""
        return self._work.part

    @property
    def found(self) -> list[Any]:
        """What it has found so far."""
        return list(self._work.found)

    @property
    def waits(self) -> bool:
        """Whether somebody still looks at it."""
        return not self._left and time.monotonic() - self._polled <= LEASE

    def before(self) -> int:
        """How many others work or wait before it; 0 once it works."""
        return len(self._others())

    def seconds(self) -> float | None:
        """How long it will wait for its turn; None if that is not known yet."""
        spans = [work.left() for work in self._others()]
        known = [span for span in spans if span is not None]
        return sum(known) if len(known) == len(spans) else None

    def _others(self) -> list[Work[Any]]:
        with _lock:
            if self._work.began or self.poll():
                return []
            line = list(_line)
            first = line[: line.index(self._work)] if self._work in line else []
            waiting = [work for work in first if any(task.waits for task in work.tasks)]
            return [*_working, *waiting]

    def cancel(self) -> None:
        """Ends it here; the work ends too if nobody else waits for it."""
        self._left = True
        with _lock:
            if self._work.future.done() or any(task.waits for task in self._work.tasks):
                return
            _forget(self._work)
            if not self._work.began:
                _line.remove(self._work)
                self._work.future.cancel()

    def poll(self) -> bool:
        """Whether it has ended. To be asked again and again while the visitor waits."""
        self._polled = time.monotonic()
        return self._left or self._work.future.done()

    def wait(self, seconds: float) -> bool:
        """Waits so long at most; whether it has ended."""
        with aside():
            return self._left or bool(wait_for([self._work.future], seconds).done)

    def result(self) -> Result | None:
        """What it returned; None if it was cancelled. Raises what it raised."""
        if self._left and not self._work.future.done():
            return None
        try:
            return self._work.future.result()
        except CancelledError:
            return None


_line = FairQueue[Work[Any]]()
_working: list[Work[Any]] = []  # one at most
_works = OrderedDict[Hashable, Work[Any]]()  # those that can be joined, by key
_took: dict[str, float] = {}  # seconds, by name
_lock = threading.RLock()


def _next() -> None:
    """Works on what has its turn; nothing if its visitor has left."""
    with _lock:
        try:
            work = _line.next()
        except LookupError:
            return
        _working.append(work)
        work.began = time.monotonic()
    try:
        work.run()
    finally:
        with _lock:
            _working.remove(work)
            if work.future.exception():
                _forget(work)


def _forget(work: Work[Any]) -> None:
    """From now on nobody can join it."""
    if _works.get(work.key) is work:
        del _works[work.key]


def _forget_old() -> None:
    """Finished work cannot be joined for ever."""
    now = time.monotonic()
    ended = [key for key, work in _works.items() if work.ended]
    old = [key for key in ended if now - _works[key].ended > KEPT_FOR]
    for key in {*old, *ended[: max(0, len(ended) - KEPT)]}:
        del _works[key]


def close() -> None:
    """Ends every task at its next tick: the server stops."""
    with _lock:
        for work in [*_line, *_working]:
            for task in list(work.tasks):
                task.cancel()
