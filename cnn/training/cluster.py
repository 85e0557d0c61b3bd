"""Runs worked on by other machines: the workers of a Dask scheduler, which may come and go.

A run lives on one worker, as an actor of Dask's, and is asked for its next part as the process of
`cnn.training.worker` is: who does not ask has paused it, who forgets it has ended it, and one
answer at a time is under way. If the worker is lost, the run goes on from its last whole pass on
another; if all are, or the scheduler, wherever else its owner has a place for it.

Only workers that have this server's code, torch and NumPy are asked, or a run would not be the same
wherever it is worked on. What Dask sends are pickles: scheduler and workers belong to a private
network. `distributed` is imported once there is an address, and not before.
"""

import hashlib
import logging
from asyncio import CancelledError
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import count
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import torch

from cnn.processes.watched import Gone
from cnn.training.runs import Begin
from cnn.training.worker import Answer, Working, load_digits_to_share

if TYPE_CHECKING:
    from collections.abc import Iterator

    from distributed import Client, Future

CODE = Path(__file__).resolve().parents[1]  # all of `cnn`
PART = 0.2  # seconds of work between two answers
GLANCE = 0.2  # seconds until whoever waits for an answer may leave
PATIENCE = 30.0  # seconds for an answer, after which a worker counts as lost
SHUNNED = 60.0  # seconds for which it then gets no run
CONNECTING = 10.0  # seconds for the scheduler to answer a new connection
DOUBT = 15.0  # seconds without a word of the scheduler after which it counts as away
RUNS = 2  # worked on at once for each thread of a worker: one waits for news, the other works
PRIORITY = 10  # before measurements, which have none
log = logging.getLogger("cnn.training.cluster")


class _Pending(Protocol):
    """What Dask gives for an answer that is to come."""

    def done(self) -> bool: ...
    def result(self, timeout: float) -> Any: ...


class ThereWorking(Working):
    """A run where it is worked on, on Dask's worker."""

    def __init__(self, begin: Begin) -> None:
        torch.set_num_threads(1)
        super().__init__(begin, None)

    def go_on(self, seconds: float = PART) -> Answer:
        """Works for a moment."""
        torch.set_num_threads(1)  # Dask has a thread of its own for this
        return super().go_on(seconds)


class Cluster:
    """The workers, as seen from here. Any thread may ask."""

    def __init__(self, address: str) -> None:
        """`address`: the scheduler's, as tcp://host:8786. Connects to nothing yet."""
        self.address = address
        self.connected = 0  # times
        self._client: Client | None = None
        self._closed = False
        self._heard = -DOUBT  # when the scheduler last answered
        self._threads: dict[str, int] = {}  # of each worker there is
        self._fits: dict[str, bool] = {}  # of those that have been asked for their code
        self._shunned: dict[str, float] = {}  # until when
        self._runs: dict[int, str] = {}  # the worker of each run
        self._numbers = count(1)
        self._lock = Lock()
        self._own: tuple[str, ...] = ()
        self._said = ""

    def looks(self) -> tuple[Callable[[], object], ...]:
        """What looks after the connection and new workers.

        Each to be called every second, in a thread of its own: a silent one is waited for.
        """
        return self._look, self._ask_new

    def ready(self) -> bool:
        """Whether a run can be worked on there just now."""
        return bool(self._good())

    def room(self) -> int:
        """How many runs can be worked on at once; 0 where there is nobody."""
        return RUNS * sum(self._good().values())

    def workers(self) -> int:
        """How many workers there are for runs just now."""
        return len(self._good())

    def close(self) -> None:
        """Ends the connection, and with it what is worked on."""
        self._closed = True
        self._leave()

    def answers(self, begin: Begin) -> Generator[Answer | None, None, None]:
        """Has a run worked on, part after part; None while a part takes long.

        Raises Gone if the worker, or the scheduler, is lost.
        """
        with self._place() as (client, worker):
            future = self._submit(client, worker, begin)
            try:
                there = yield from self._waited(future, client, worker)
                done = False
                while not done:
                    answer: Answer = yield from self._waited(self._ask(there), client, worker)
                    done = answer.done
                    yield answer
            finally:
                with suppress(Exception):
                    client.cancel([future], force=True)  # whoever else still knows of it

    @staticmethod
    def _submit(client: "Client", worker: str, begin: Begin) -> "Future[Any]":
        """Has a run begin on this worker. Raises Gone."""
        try:
            future: Future[Any] = client.submit(
                ThereWorking,
                begin,
                actor=True,
                pure=False,
                workers=[worker],
                allow_other_workers=False,
                priority=PRIORITY,
            )
        except Exception as error:  # the connection has just been closed
            raise Gone("cluster") from error
        return future

    def _good(self) -> dict[str, int]:
        """The threads of each worker that may be asked."""
        with self._lock:
            now = monotonic()
            client = self._client
            if client is None or client.status != "running" or now - self._heard > DOUBT:
                return {}
            return {
                worker: threads
                for worker, threads in self._threads.items()
                if self._fits.get(worker) and self._shunned.get(worker, 0.0) < now
            }

    @contextmanager
    def _place(self) -> "Iterator[tuple[Client, str]]":
        """A worker that has fewest of our runs. Raises Gone."""
        good, number = self._good(), next(self._numbers)
        with self._lock:
            client, runs = self._client, Counter(self._runs.values())
            if not good or client is None:
                raise Gone("cluster")
            worker = min(good, key=lambda each: runs[each] / good[each])
            self._runs[number] = worker
        try:
            yield client, worker
        except Gone:
            with self._lock:
                self._shunned[worker] = monotonic() + SHUNNED  # Dask may not know yet
            raise
        finally:
            with self._lock:
                del self._runs[number]

    @staticmethod
    def _ask(there: Any) -> _Pending:
        """Asks for the next part. Raises Gone."""
        try:
            asked: _Pending = there.go_on(PART)
        except Exception as error:  # Dask knows by now that its worker is lost
            raise Gone("worker") from error
        return asked

    def _waited(self, asked: _Pending, client: "Client", worker: str) -> Generator[None, None, Any]:
        """The answer, or None now and then until it is there. Raises Gone."""
        began = monotonic()
        while True:
            ended = asked.done()
            try:
                return asked.result(timeout=PATIENCE if ended else GLANCE)
            except (Exception, CancelledError) as error:
                if ended or not isinstance(error, TimeoutError):
                    log.info("a worker has not answered", exc_info=True)
                    raise Gone("worker") from error
            with self._lock:
                there = worker in self._threads and self._client is client
            if not there or monotonic() - began > PATIENCE:
                raise Gone("worker")
            yield None

    def _look(self) -> None:
        """Hears from the scheduler who is there; connects if there is no connection."""
        try:
            client = self._client or self._connect()
            threads = dict(client.nthreads())
        except Exception as error:  # whatever Dask raises: it is not to be had
            if not self._client or self._client.status != "running" or not self.ready():
                self._leave()
                self._say(type(error).__name__)
            return
        with self._lock:
            self._threads, self._heard = threads, monotonic()
            for known in (self._fits, self._shunned):
                for gone in known.keys() - threads.keys():
                    del known[gone]
            asked = all(worker in self._fits for worker in threads)
        if self.ready():
            self._say("")
        elif asked:
            self._say("no worker")

    def _connect(self) -> "Client":
        if self._closed:
            raise Gone("cluster")
        dask = import_module("distributed")
        for name in list(logging.root.manager.loggerDict):
            if name.split(".")[0] == "distributed":  # we say ourselves what has become of it
                logging.getLogger(name).setLevel(logging.CRITICAL)
        client: Client = dask.Client(self.address, timeout=CONNECTING, name="cnns")
        with self._lock:
            self._client = client
            self._fits, self._shunned = {}, {}
            self.connected += 1
        return client

    def _leave(self) -> None:
        with self._lock:
            client, self._client = self._client, None
            self._threads, self._heard = {}, -DOUBT
        if client:
            with suppress(Exception):
                client.close(timeout=1)

    def _ask_new(self) -> None:
        """Asks workers for their code that have not been asked; has them load what they need."""
        with self._lock:
            client, new = self._client, [each for each in self._threads if each not in self._fits]
        self._own = self._own or worker_identity()
        for worker in new if client else ():
            assert client
            try:
                told = client.run(worker_identity, workers=[worker], on_error="return")[worker]
            except Exception as error:
                told = error
            if isinstance(told, OSError | LookupError):  # it has gone, or is not to be reached
                continue
            with self._lock:
                self._fits[worker] = told == self._own
            if told != self._own:
                log.error("A worker of Dask has other code, torch or NumPy; it gets no runs.")

    def _say(self, why: str) -> None:
        """What has become of it, once."""
        if why and not self._said:
            log.warning("Dask has nobody to train (%s): runs are worked on here until it has.", why)
        elif self._said and not why:
            log.warning("Dask's workers train again.")
        self._said = why


def worker_identity() -> tuple[str, ...]:
    """What a worker and this server must have alike; what a run needs has been loaded then."""
    load_digits_to_share()
    code = hashlib.sha256()
    for file in sorted(CODE.rglob("*.py")):
        code.update(file.read_bytes())
    return torch.__version__, np.__version__, code.hexdigest()
