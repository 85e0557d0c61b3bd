"""A process that trains, so that whoever waits for a page or draws does not wait for a run.

In one process, the thread that trains and the scripts of all pages take Python from one another.
Here a run is worked on by a process of its own, with a third that makes the second halves
(`cnn.halves`), and what is new of it is sent every twentieth of a second: who asks for the next
part decides when a run goes on, whether another comes first, or that it ends. The runs are those
that `cnn.runs` makes, to the last bit. Linux only; elsewhere, or when the process has ended, a run
is worked on where it is.
"""

import logging
import os
import pickle
import traceback
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from time import monotonic
from typing import Final, NamedTuple

import torch

from cnn import forked
from cnn.data import mnist
from cnn.halves import NICE, Halves, Helper
from cnn.problem import Problem, enough_memory
from cnn.runs import Moment, Options, Point, Run
from cnn.snapshots import Weights
from cnn.training import Resume

PART = 0.05  # seconds of work between two answers
PATIENCE = 30.0  # seconds after which the process is given up
SPLITS: Final = ("train", "test")
log = logging.getLogger("cnn.trainer")


class Gone(ConnectionError):
    """The process has ended, or does not answer."""


class Begin(NamedTuple):
    """All that a run needs to be begun; or, with `passes`, to go on for so many."""

    options: Options
    passes: int = 0
    step: int = 0
    seconds: float = 0.0
    resume: Resume | None = None


class Asked(NamedTuple):
    """Go on with this run; those that are over can be forgotten."""

    number: int
    begin: Begin | None
    over: tuple[int, ...]


class News(NamedTuple):
    """What a run has come to since the last time."""

    options: Options
    step: int
    seconds: float
    curve: list[Point]
    moments: list[Moment]
    film: list[Weights]
    resume: Resume | None  # if a pass has been finished


class Answer(NamedTuple):
    """What is new, whether that was all, and what has stopped it."""

    news: News | None  # None if there is no run
    done: bool = False
    problem: Problem | None = None
    crash: str = ""


class Trainer:
    """The process, as seen from here. Any thread may ask; they wait for each other."""

    def __init__(self, process: BaseProcess, line: Connection, helper: Helper | None) -> None:
        self.process, self._line, self._helper = process, line, helper
        self._turn = Lock()
        self._numbers = count(1)
        self._over = deque[int]()  # runs that nobody will ask for any more

    @classmethod
    def start(cls) -> "Trainer | None":
        """To be called before any thread is started. None where that is not to be had."""
        if not forked.POSSIBLE:
            return None
        with suppress(Problem):  # whoever looks at MNIST will say so
            for split in SPLITS:
                mnist.load(split)  # now, so that both processes share it
        helper, (ours, theirs) = Helper.start(), Pipe()
        process = forked.fork("trainer", _serve, theirs, ours, helper)
        theirs.close()
        if helper:
            helper.leave()
        return cls(process, ours, helper)

    def run(self, options: Options) -> Run:
        """A run that the process will work on."""
        return Followed(options, self)

    def close(self) -> None:
        """Ends the process, and with it a run that it works on."""
        if self._turn.acquire(timeout=forked.PATIENCE):  # after what is being done
            self._line.close()
            self._turn.release()
        else:
            self.process.kill()
        forked.end(self.process)
        if self._helper:
            forked.end(self._helper.process)

    def follow(self, run: "Followed", begin: Begin) -> Iterator[None]:
        """Has a run worked on and tells it what is new, part after part.

        Raises Gone if the process ends, and whatever stops the run.
        """
        number, first = next(self._numbers), True
        try:
            while True:
                answer = self._ask(number, begin if first else None)
                first = False
                if answer.news:
                    run.learn(answer.news)
                if answer.problem:
                    raise answer.problem
                if answer.crash:
                    raise RuntimeError(answer.crash)
                if answer.done:
                    return
                yield
        finally:
            self._over.append(number)

    def _ask(self, number: int, begin: Begin | None) -> Answer:
        with self._turn:
            over = tuple(self._over.popleft() for _ in range(len(self._over)))
            asked = pickle.dumps(Asked(number, begin, over))  # torch would share its memory
            try:
                self._line.send_bytes(asked)
                if self._line.poll(PATIENCE):
                    answer: Answer = pickle.loads(self._line.recv_bytes())
                    return answer
                log.error("The process that trains gave no sign of life for %.0f s.", PATIENCE)
                self.process.kill()
            except (OSError, EOFError):
                pass
            self._line.close()  # from now on nobody is asked
            raise Gone


class Followed(Run):
    """A run that another process works on, and what is known of it here."""

    def __init__(self, options: Options, trainer: Trainer) -> None:
        super().__init__(options)
        self._trainer = trainer

    def work(self) -> Iterator[None]:
        try:
            yield from self._trainer.follow(self, Begin(self.options))
        except Gone as gone:
            if self.moments:
                raise _lost() from gone
            yield from super().work()

    def more(self, passes: int) -> Iterator[None]:
        before, options = self.step, self.options
        begin = Begin(options, passes, before, self.seconds, self.resume)
        try:
            yield from self._trainer.follow(self, begin)
        except Gone as gone:
            if self.step > before:
                raise _lost() from gone
            self.options = options
            yield from super().more(passes)

    def learn(self, news: News) -> None:
        """Others may read meanwhile: what a moment is rewound to is there before it is."""
        self.options = news.options
        for weights in news.film:
            self.film.append(weights)
        self.moments += news.moments
        self.curve += news.curve
        self.step, self.seconds = news.step, news.seconds
        self.resume = news.resume or self.resume


def _lost() -> Problem:
    return Problem("jobs-lost", "The process that trained has ended unexpectedly.")


class _Work:
    """A run in the process that works on it."""

    def __init__(self, begin: Begin, halves: Halves | None) -> None:
        self.run = Run(begin.options, halves)
        self.run.step, self.run.seconds, self.run.resume = begin[2:]
        self._steps = self.run.more(begin.passes) if begin.passes else self.run.work()
        self._resume = begin.resume
        self._points = self._moments = 0  # that have been told

    def go_on(self) -> Answer:
        """Works for a moment."""
        done, problem, crash = False, None, ""
        try:
            with enough_memory():
                done = self._advance()
        except Problem as known:
            problem = known
        except Exception:
            crash = traceback.format_exc()
        return Answer(self._news(), done, problem, crash)

    def _advance(self) -> bool:
        """Whether the run has come to its end."""
        until = monotonic() + PART
        for _ in self._steps:
            if monotonic() > until:
                return False
        return True

    def _news(self) -> News:
        run, points, moments = self.run, self._points, self._moments
        self._points, self._moments = len(run.curve), len(run.moments)
        film = [run.look(place) for place in range(moments, self._moments)]
        resume = None if run.resume is self._resume else run.resume
        self._resume = run.resume
        curve = run.curve[points:]
        return News(run.options, run.step, run.seconds, curve, run.moments[moments:], film, resume)


def _serve(line: Connection, of_the_server: Connection, helper: Helper | None) -> None:
    """What the process does until the server ends or breaks the connection."""
    of_the_server.close()  # or it would never see that end
    torch.set_num_threads(1)
    os.nice(NICE)
    works: dict[int, _Work] = {}
    with suppress(OSError, EOFError):
        while True:
            asked: Asked = pickle.loads(line.recv_bytes())
            for number in asked.over:
                works.pop(number, None)
            try:
                if asked.begin:
                    works[asked.number] = _Work(asked.begin, helper)
                answer = works[asked.number].go_on()
            except Exception:  # no file can be opened for its film, say
                answer = Answer(None, crash=traceback.format_exc())
            line.send_bytes(pickle.dumps(answer))
