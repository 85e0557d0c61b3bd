"""A training thread behind a bounded queue: who may work now, and what became of whom.

A job is an iterator whose every step is short; between two steps it can be paused, cancelled or
sent back to the queue, where others wait. Its owner, a visitor, has one live job at a time and
renews its lease by asking for it, or by being here when it runs out, on whatever page; a closed tab
does neither, and its place is free. Places and turns are shared out by address and by owner
(`ui.sharing.fair_queue`), so that a machine that has many keeps nobody out. What a job makes
is its own business: it writes it where its owner can read.

The thread stands behind `concurrent.futures.Executor`, so another executor can take its place.
Where other machines train there are more threads, each of which asks for the parts of one job.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from enum import StrEnum
from functools import cache, partial

from cnn.errors import Problem, enough_memory
from ui.sharing.fair_queue import FairQueue
from ui.telemetry import metrics
from ui.telemetry.events import tell

log = logging.getLogger("ui.work.training_queue")


class JobState(StrEnum):
    """Where a job is on its way through the queue."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"
    LEFT = "left"  # its lease ran out
    FAILED = "failed"


MOST_WORKERS = 32  # jobs that are worked on at once
LIVE = frozenset({JobState.WAITING, JobState.RUNNING, JobState.PAUSED})
REASONS = {"training-diverged": "diverged", "jobs-lost": "lost"}  # in the events, by problem


class Job:
    """Someone's work; change it through Jobs alone."""

    def __init__(
        self,
        owner: str,
        work: Iterator[object],
        now: float,
        here: Callable[[], bool],
        address: str = "",
    ) -> None:
        self.owner, self.address = owner, address
        self.state = JobState.WAITING
        self.problem: Problem | None = None  # why it failed
        self._work: Iterator[object] = work
        self._here = here
        self._wish: JobState | None = None  # what is to become of it after this step
        self._made = self._seen = self._beat = self._began = now
        self._turn = 0  # so that a thread which was given up cannot speak for a later one

    @property
    def live(self) -> bool:
        """Whether it holds its owner's place."""
        return self.state in LIVE

    @property
    def stopping(self) -> bool:
        """Whether the step that is being worked on is its last for now."""
        return self._wish is not None


def _nobody() -> bool:
    return False


def one_thread() -> Executor:
    """A new thread to train in."""
    return ThreadPoolExecutor(1, thread_name_prefix="training")


def many_threads() -> Executor:
    """New threads, each of which follows a run that another machine works on."""
    return ThreadPoolExecutor(MOST_WORKERS, thread_name_prefix="training")


class Jobs:
    """The queue. Every method may be called from any thread."""

    def __init__(
        self,
        executor: Callable[[], Executor] = one_thread,
        *,
        workers: int = 1,
        room: int = 150,
        of_one_address: int = 75,
        lease: float = 90,
        turn: float = 20,
        stalled: float = 60,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`executor` makes one with that many `workers`; `room` is how many jobs may be live, and
        `of_one_address` how many of them may come from there, which may be a whole school.

        In seconds: a `lease` is how long a job lives unasked for, a `turn` how long it may work
        while others wait, and a worker that is `stalled` as long has been lost.
        """
        self._make, self._executor = executor, executor()
        self._workers = self._threads = workers
        self.share(room, of_one_address)
        self._lease, self._longest, self._stalled = lease, turn, stalled
        self._clock = clock
        self._lock = threading.RLock()
        self._queue = FairQueue[Job]()
        self._running: list[Job] = []
        self._paused: list[Job] = []

    def share(self, room: int, of_one_address: int) -> None:
        """From now on so many jobs may be live, and so many of one address."""
        self._room, self._of_one_address = room, of_one_address

    def employ(self, workers: int) -> None:
        """From now on so many jobs may be worked on at once, MOST_WORKERS at most.

        If there are more, those that are too many go back to the queue after a step.
        """
        with self._lock:
            workers = max(1, min(workers, MOST_WORKERS))
            if workers > self._threads:
                self._threads, self._make = MOST_WORKERS, many_threads
                self._executor.shutdown(wait=False)  # who works there goes on
                self._executor = self._make()
            self._workers = workers
            self._dispatch()

    def start(
        self,
        owner: str,
        work: Iterator[object],
        here: Callable[[], bool] = _nobody,
        address: str = "",
    ) -> Job:
        """Puts work at the end of the queue. Raises Problem if the owner has a live job already,
        or if there is no room. `here` tells, quickly, whether the owner is still connected."""
        with self._lock:
            self._sweep()
            live = [*self._queue.everything(), *self._running, *self._paused]
            try:
                if any(job.owner == owner for job in live):
                    raise Problem("jobs-running", "Your last training is still running.")
                if len(live) >= self._room:
                    raise Problem("jobs-full", "Too many people are training just now.")
                if Counter(job.address for job in live)[address] >= self._of_one_address:
                    raise Problem("jobs-full-there", "Too many people of one address train.")
            except Problem:
                tell("job-refused", live=len(live))
                raise
            job = Job(owner, work, self._clock(), here, address)
            self._queue.add(job, address, owner)
            tell("job-started", before=len(live))
            self._dispatch()
            return job

    def poll(self, job: Job) -> int:
        """Renews the lease. Returns how many work or wait before it; 0 unless it waits."""
        with self._lock:
            job._seen = self._clock()
            self._sweep()
            if job.state != JobState.WAITING or job not in self._queue:
                return 0
            return len(self._running) + list(self._queue).index(job)

    def within(self, place: int) -> float:
        """Seconds after which whoever has so many before it works at the latest."""
        return max(1, place // self._workers) * self._longest if place else 0.0

    def waiting(self) -> int:
        """How many jobs wait."""
        with self._lock:
            self._sweep()
            return len(self._queue)

    def pause(self, job: Job) -> None:
        """Stops it after this step; another may work meanwhile."""
        self._want(job, JobState.PAUSED)

    def go_on(self, job: Job) -> None:
        """Puts a paused job at the end of the queue."""
        with self._lock:
            if job._wish == JobState.PAUSED:
                job._wish = None
            if job.state == JobState.PAUSED:
                self._paused.remove(job)
                job.state = JobState.WAITING
                self._queue.add(job, job.address, job.owner)
                self._dispatch()

    def cancel(self, job: Job) -> None:
        """Ends it after this step."""
        self._want(job, JobState.CANCELLED)

    def close(self) -> None:
        """Ends every job, the one that works after its step: the server stops."""
        with self._lock:
            for job in [*self._queue.everything(), *self._paused, *self._running]:
                self.cancel(job)

    def _want(self, job: Job, state: JobState) -> None:
        with self._lock:
            if job.state == JobState.RUNNING:
                if job._wish != JobState.CANCELLED:
                    job._wish = state
            elif job.live:
                self._move(job, state)
            self._dispatch()

    def _move(self, job: Job, state: JobState, problem: Problem | None = None) -> None:
        """Takes the job from wherever it is. Called under the lock."""
        self._queue.remove(job)
        for place in (self._running, self._paused):
            if job in place:
                place.remove(job)
        job.state, job.problem, job._wish = state, problem, None
        job._turn += 1
        if state == JobState.PAUSED:
            self._paused.append(job)
        elif state == JobState.WAITING:
            self._queue.add(job, job.address, job.owner)
        elif not job.live:
            job._work = iter(())  # model and optimiser can go
            reason = REASONS.get(problem.key, "failed") if problem else str(state)
            tell("job-ended", reason=reason, seconds=self._clock() - job._made)
        self._count()

    def _count(self) -> None:
        for state, place in (
            (JobState.WAITING, self._queue),
            (JobState.RUNNING, self._running),
            (JobState.PAUSED, self._paused),
        ):
            metrics.jobs.labels(state).set(len(place))

    def _gone(self, job: Job, now: float) -> bool:
        """Whether its lease has run out; it has not while its owner is here."""
        if now - job._seen <= self._lease:
            return False
        if not job._here():
            return True
        job._seen = now
        return False

    def _sweep(self) -> None:
        """Ends jobs whose owners have gone and those whose worker has; their places go to the next.
        Called under the lock."""
        now = self._clock()
        for job in [*self._queue.everything(), *self._paused]:
            if self._gone(job, now):
                self._move(job, JobState.LEFT)
        for job in list(self._running):
            if now - job._beat > self._stalled:
                log.error("a training thread gave no sign of life for %.0f s", now - job._beat)
                self._move(job, JobState.FAILED, _lost())
                self._renew()
        self._dispatch()

    def _renew(self) -> None:
        with suppress(Exception):
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._make()

    def _dispatch(self) -> None:
        """Gives free workers to those whose turn it is. Called under the lock."""
        while self._queue and len(self._running) < self._workers:
            job = self._queue.next()
            job.state, job._beat = JobState.RUNNING, self._clock()
            job._began = job._beat
            job._turn += 1
            self._running.append(job)
            try:
                future = self._executor.submit(self._work, job, job._turn)
            except RuntimeError:  # it was shut down, or can start no thread
                log.exception("no training thread")
                self._move(job, JobState.FAILED, _lost())
                self._renew()
            else:
                future.add_done_callback(partial(self._ended, job, job._turn))
        self._count()

    def _work(self, job: Job, turn: int) -> None:
        """A worker's part: steps until the work ends or the job has to leave."""
        state, problem = JobState.DONE, None
        try:
            with enough_memory():
                for _ in job._work:
                    if self._leaves(job, turn):
                        return
        except Problem as known:
            state, problem = JobState.FAILED, known
        except BaseException:
            log.exception("training crashed")
            state, problem = JobState.FAILED, Problem("jobs-crashed", "The training has crashed.")
        with self._lock:
            if job._turn == turn:
                self._move(job, state, problem)
            self._dispatch()

    def _leaves(self, job: Job, turn: int) -> bool:
        """Whether the worker has to leave the job after this step."""
        with self._lock:
            if job._turn != turn:  # it was given up meanwhile
                return True
            now = job._beat = self._clock()
            self._sweep()
            wish = job._wish
            if wish is None and self._gone(job, now):
                wish = JobState.LEFT
            if wish is None and self._queue and now - job._began > self._longest:
                wish = JobState.WAITING
            if wish is None and len(self._running) > self._workers:
                wish = JobState.WAITING
            if wish is None:
                return False
            self._move(job, wish)
            self._dispatch()
            return True

    def _ended(self, job: Job, turn: int, future: Future[None]) -> None:
        """However a worker ended, it holds no place afterwards."""
        with self._lock:
            if job._turn == turn and job.state == JobState.RUNNING:
                self._move(job, JobState.FAILED, _lost())
            self._dispatch()


def _lost() -> Problem:
    return Problem("jobs-lost", "The training thread has ended unexpectedly.")


@cache
def jobs() -> Jobs:
    """The one queue of this server."""
    return Jobs()
