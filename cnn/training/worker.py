"""A process that trains, so that whoever waits for a page or draws does not wait for a run.

In one process, the thread that trains and the scripts of all pages take Python from one another.
Here a run is worked on by a process of its own, which has another make the second halves
(`cnn.training.split_batch`), and what is new of it is sent every twentieth of a second: who asks
for the next part decides when a run goes on, whether another comes first, or that it ends. The runs
are those that `cnn.training.runs` makes, to the last bit. Linux only; elsewhere a run is worked on
where it is.

Either process may be lost: it is watched, and replaced (`cnn.processes.watched`). A run then goes
on after its last whole pass, with the new process or, until there is one, where it is; what had
been known of it is found again, the same.
"""

import logging
import os
import pickle
import socket
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from itertools import count
from time import monotonic
from typing import Any, Final, NamedTuple, Protocol

import torch

from cnn.data.mnist import dataset
from cnn.errors import Problem, enough_memory
from cnn.processes import fork
from cnn.processes.fork import Child
from cnn.processes.fork_server import WAIT, ForkServer
from cnn.processes.watched import Gone, Watched, serve
from cnn.training.film import Film
from cnn.training.runs import Begin, Options, Point, Run, TestedSnapshot
from cnn.training.snapshots import Weights
from cnn.training.split_batch import NICE, Halves, Helper

PART = 0.05  # seconds of work between two answers
MOST_LOST = 3  # times that a run lost who worked on it, after which that place has it no more
SPLITS: Final = ("train", "test")
log = logging.getLogger("cnn.training.worker")


class Asked(NamedTuple):
    """Go on with this run, or with none; those that are over can be forgotten."""

    number: int | None
    begin: Begin | None
    over: tuple[int, ...]


class News(NamedTuple):
    """What a run has come to since the last time."""

    options: Options
    step: int
    seconds: float
    curve: list[Point]
    moments: list[TestedSnapshot]
    film: list[Weights]
    mark: Begin | None  # if a pass has been finished


class Second(NamedTuple):
    """The process that makes the second halves, as the one that trains knows of it."""

    pid: int
    well: bool
    replaced: int  # times; where it is told, since that process began


class Answer(NamedTuple):
    """What is new, whether that was all, and what has stopped it."""

    news: News
    done: bool = False
    problem: Problem | None = None
    crash: str = ""
    second: Second | None = None


class Trainer:
    """The process, as seen from here. Any thread may ask; they wait for each other."""

    def __init__(self) -> None:
        self.fork_server = ForkServer("fork-server", load_digits_to_share)
        self.process = Watched("trainer", self._begin)
        self.second: Second | None = None  # as it was last told, of all trainers
        self._teller: Child | None = None  # who has told it
        self._before = 0  # times that those of trainers before were replaced
        self._numbers = count(1)
        self._over = deque[int]()  # runs that nobody will ask for any more

    @classmethod
    def start(cls) -> "Trainer | None":
        """To be called before any thread is started. None where that is not to be had."""
        if not fork.POSSIBLE:
            return None
        with suppress(Gone):  # which has been logged
            return cls()
        return None

    def run(self, options: Options, film: Film | None = None) -> Run:
        """A run that the process will work on."""
        return Followed(options, [self], film)

    def looks(self) -> tuple[Callable[[], object], ...]:
        """What looks whether its processes are well, and has those replaced that are lost.

        Each to be called every second, in a thread of its own: one that is silent takes seconds.
        """
        return self.fork_server.process.look, lambda: self.process.look(self._look)

    def state(self) -> dict[str, tuple[bool, int]]:
        """Of each process, whether it is well, and how often it was replaced."""
        watched = (self.fork_server.process, self.process)
        found = {each.name: (each.well, each.replaced) for each in watched}
        if self.second:
            found["halves"] = self.second.well and self.process.well, self.second.replaced
        return found

    def ready(self) -> bool:
        """Whether there is a process to ask; a lost one is replaced if that can be done at once."""
        if not self.process.turn.acquire(timeout=WAIT):
            return False
        try:
            return self.process.ready()
        finally:
            self.process.turn.release()

    def close(self) -> None:
        """Ends the processes, and with them a run that is worked on."""
        self.process.close()
        self.fork_server.process.close()

    def answers(self, begin: Begin) -> Generator[Answer, None, None]:
        """Has a run worked on, part after part.

        Raises Gone if the process is lost, Failed if the run cannot begin there, for want of
        memory, say.
        """
        number = next(self._numbers)
        try:
            answer, child = self._ask(number, begin)
            while not answer.done:
                yield answer
                answer, child = self._ask(number, None, child)
            yield answer
        finally:
            self._over.append(number)

    def _begin(self, line: socket.socket) -> Child:
        return self.fork_server.child(_serve, line)

    def _ask(
        self, number: int, begin: Begin | None, known_to: Child | None = None
    ) -> tuple[Answer, Child | None]:
        """What is new of a run, and who has told it: only that process can go on with it."""
        with self.process.turn:
            if begin is None and self.process.child is not known_to:
                raise Gone(self.process.name)  # replaced while another run was worked on
            answer: Answer = self._told(number, begin)
            self._hear(answer.second)
            return answer, self.process.child

    def _look(self) -> None:
        self._hear(self._told(None))

    def _told(self, number: int | None, begin: Begin | None = None) -> Any:
        """The answer. Who asks has the turn."""
        over = tuple(self._over.popleft() for _ in range(len(self._over)))
        asked = pickle.dumps(Asked(number, begin, over))  # torch would share its memory
        return pickle.loads(self.process.ask(asked))

    def _hear(self, second: Second | None) -> None:
        """Who makes the second halves: a process that another trainer had counts as replaced.

        Who hears it has the turn.
        """
        if self.second and self._teller is not self.process.child:
            self._before = self.second.replaced + 1
        self._teller = self.process.child
        self.second = second and second._replace(replaced=self._before + second.replaced)


class Workplace(Protocol):
    """Where a run can be worked on: a process, or other machines."""

    def ready(self) -> bool:
        """Whether a run can be worked on there just now."""

    def answers(self, begin: Begin) -> Generator[Answer | None, None, None]:
        """Has a run worked on, part after part; None while a part takes long.

        Raises Gone if whoever works on it is lost.
        """


class Followed(Run):
    """A run that others work on, and what is known of it here."""

    def __init__(
        self, options: Options, places: Sequence[Workplace], film: Film | None = None
    ) -> None:
        """`places`: the best comes first; where none is ready, the run is worked on here."""
        super().__init__(options, film=film)
        self._places = places

    def go(self, begin: Begin) -> Iterator[None]:
        """Has others work from there on, as `work` does, or this process where there is none.

        Raises what stopped the run there: a Problem, or a RuntimeError if it broke.
        """
        self.options, self.mark, places = begin.options, begin, list(self._places)
        lost = Counter[Workplace]()
        while True:
            place, mark = next((each for each in places if each.ready()), None), self.mark
            better = places[: places.index(place)] if place else places
            if self.moments:
                begin = begin._replace(known=self.moments[-1].step)
            answers = place.answers(begin) if place else _answers(begin)
            try:
                with closing(answers):
                    for answer in answers:
                        if answer and self._learn(answer):
                            return
                        yield
                        if self.mark is not mark and any(each.ready() for each in better):
                            break  # a pass has ended, and a better place is there again
            except Gone:
                if place:
                    lost[place] += 1
                    if lost[place] == MOST_LOST:
                        places.remove(place)
            if self._places and not places:
                raise Problem("jobs-lost", "The process that trained was lost again and again.")
            begin = self.mark or begin

    def _learn(self, answer: Answer) -> bool:
        """Whether the run has come to its end. Raises what has stopped it.

        Others may read meanwhile: what a moment is rewound to is there before it is.
        """
        news = answer.news
        last = self.moments[-1].step if self.moments else -1
        for moment, weights in zip(news.moments, news.film, strict=True):
            if moment.step > last:
                self.film.append(weights)
                self.moments.append(moment)
        seen = self.curve[-1].seen if self.curve else -1
        self.curve += [point for point in news.curve if point.seen > seen]
        self.step, self.seconds = max(self.step, news.step), max(self.seconds, news.seconds)
        self.mark = news.mark or self.mark
        if answer.problem:
            raise answer.problem
        if answer.crash:
            raise RuntimeError(answer.crash)
        return answer.done


class _Untold(Film):
    """Moments on their way to whoever keeps them."""

    def __init__(self) -> None:
        super().__init__()
        self._moments = list[Weights]()

    def append(self, weights: Weights) -> None:
        self._moments.append(weights)

    def take(self) -> list[Weights]:
        """Those since the last time."""
        taken, self._moments = self._moments, []
        return taken


class Working:
    """A run where it is worked on."""

    def __init__(self, begin: Begin, halves: Halves | None) -> None:
        self._film = _Untold()
        self.run = Run(begin.options, halves, self._film)
        self._steps = self.run.go(begin)
        self._mark: Begin | None = begin  # that has been told
        self._points = self._moments = 0  # that have been told

    def go_on(self, seconds: float = PART) -> Answer:
        """Works for a moment, some seconds long."""
        done, problem, crash = False, None, ""
        try:
            with enough_memory():
                done = self._advance(seconds)
        except Problem as known:
            problem = known
        except Exception:
            crash = traceback.format_exc()
        return Answer(self._news(), done, problem, crash)

    def _advance(self, seconds: float) -> bool:
        """Whether the run has come to its end."""
        until = monotonic() + seconds
        for _ in self._steps:
            if monotonic() > until:
                return False
        return True

    def _news(self) -> News:
        run, points, moments = self.run, self._points, self._moments
        self._points, self._moments = len(run.curve), len(run.moments)
        film = self._film.take()
        mark = None if run.mark is self._mark else run.mark
        self._mark = run.mark
        curve = run.curve[points:]
        return News(run.options, run.step, run.seconds, curve, run.moments[moments:], film, mark)


def _answers(begin: Begin) -> Generator[Answer, None, None]:
    """The run worked on here."""
    work, done = Working(begin, None), False
    while not done:
        answer = work.go_on()
        done = answer.done
        yield answer


def load_digits_to_share() -> None:
    """What all processes share."""
    with suppress(Problem):  # whoever looks at MNIST will say so
        for split in SPLITS:
            dataset.load_digits(split)


def _serve(line: socket.socket) -> None:
    """What the process does until the server ends or breaks the connection."""
    torch.set_num_threads(1)
    os.nice(max(0, NICE - os.nice(0)))
    helper, works = Helper.start(), dict[int, Working]()

    def reply(message: bytes) -> bytes:
        asked: Asked = pickle.loads(message)
        for number in asked.over:
            works.pop(number, None)
        if asked.number is None:
            if helper:
                helper.process.look()
            return pickle.dumps(_second(helper))
        if asked.begin:
            works[asked.number] = Working(asked.begin, helper)
        answer = works[asked.number].go_on()
        return pickle.dumps(answer._replace(second=_second(helper)))

    serve(line, reply)


def _second(helper: Helper | None) -> Second | None:
    if not helper:
        return None
    process = helper.process
    return Second(process.child.pid if process.child else 0, process.well, process.replaced)
