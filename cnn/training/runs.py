"""A training run to be watched: its options, its curve, and the moments it can be rewound to.

The curve is of the digits learned from, the moments of 1,000 test digits, every tenth, which no
step sees. Moments crowd at the beginning, where most is learned.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from cnn import assets
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens.distortions import Distortion
from cnn.models import DIGITS, DigitNetwork, Linear
from cnn.models.activations import SCALED_TANH
from cnn.training import film
from cnn.training.film import ROOM, Film
from cnn.training.loop import Resume, Step, train
from cnn.training.losses import cross_entropy, map_criterion, mle
from cnn.training.recipes import Constant, Loss
from cnn.training.snapshots import Weights, early_places, places, snapshot
from cnn.training.split_batch import Halves

LOSSES: dict[str, Loss] = {"map": map_criterion, "mle": mle, "cross-entropy": cross_entropy}
OPTIMISERS = ("adamw", "momentum", "sgd")
NETWORKS = ("LeNet5", "LeNet4", "LeNet1", "LeCun1989", "Hidden300", "Linear")
MOMENTS = 40  # beside the one before the first step; each costs as much as 300 digits learned
AN_EPOCH = 4  # moments of each epoch that is added later
POINTS = 300  # of the curve, at most, beside that of the first step
EVERY = 10  # of the test digits


@dataclass(frozen=True)
class Options:
    """All that makes a run what it is: the same options make the same run."""

    network: str = "LeNet5"
    activation: str = SCALED_TANH
    loss: str = "map"
    optimiser: str = "adamw"
    rate: float = 0.005
    batch: int = 128
    digits: int = 10_000
    distort: bool = False
    epochs: int = 5
    seed: int = 1

    def recipe(self) -> Constant:
        """How these options have a network trained."""
        return Constant(
            epochs=self.epochs,
            batch=self.batch,
            loss=LOSSES[self.loss],
            distort=Distortion() if self.distort else None,
            rate=self.rate,
            optimiser=self.optimiser,
        )

    def model(self, generator: torch.Generator | None = None) -> DigitNetwork:
        """The network before its first step."""
        network = DIGITS[self.network]
        if network is Linear:
            return Linear(generator)
        return network(generator, self.activation)

    def steps_of_an_epoch(self) -> int:
        """Updates of the weights in one epoch."""
        return math.ceil(self.digits / self.batch)

    def steps(self) -> int:
        """Updates of the weights in the whole run."""
        return self.steps_of_an_epoch() * self.epochs

    def differing(self, others: Sequence["Options"]) -> dict[str, Any]:
        """Those of its options in which it and the others are not all alike."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if any(getattr(other, field.name) != getattr(self, field.name) for other in others)
        }


class Point(NamedTuple):
    """A point of the curve: the mean loss and error of a few steps."""

    seen: int  # digits shown so far, repeated ones counted again
    loss: float
    error: float  # per cent of the digits of these steps, before each step


class TestedSnapshot(NamedTuple):
    """What the network of one snapshot makes of the test digits."""

    step: int
    seen: int
    seconds: float  # of computing since the start
    error: float  # per cent
    confusion: NDArray[np.uint8]  # (10, 10), digits by answers


class Bin(NamedTuple):
    """Steps of which the next point of the curve is made."""

    steps: int = 0
    loss: float = 0.0  # their sum
    error: float = 0.0  # their sum, of parts

    def add(self, step: Step) -> "Bin":
        """The same steps and one more."""
        return Bin(self.steps + 1, self.loss + step.loss, self.error + step.error)


class Begin(NamedTuple):
    """All that is needed to begin a run, or to go on with it where an epoch has ended."""

    options: Options
    since: int = 0  # the steps before the epochs that were added last
    step: int = 0
    seconds: float = 0.0
    resume: Resume | None = None  # None: at the beginning
    bin: Bin = Bin()
    known: int = -1  # the step of the last moment that is known
    room: int = ROOM.of_one  # bytes for the moments from `since` on

    def kept(self, size: int) -> set[int]:
        """The steps whose moments are still to be kept, of so many bytes each."""
        steps, fit = self.options.steps(), self.room // size
        if self.since:
            epochs = self.options.epochs - self.since // self.options.steps_of_an_epoch()
            new = places(steps - self.since, max(1, min(AN_EPOCH * epochs, fit)))
            kept = {self.since + place for place in new}
        else:
            kept = early_places(steps, max(1, min(MOMENTS, fit - 1)))
        return {step for step in kept if step > self.known}


class Run:
    """A run and what is known of it so far. `work` makes it go on; others may read meanwhile.

    `halves`: who makes the gradients; it changes how long a run takes, not what comes out. `film`:
    where its moments are kept, all for which there is room.
    """

    def __init__(
        self, options: Options, halves: Halves | None = None, film: Film | None = None
    ) -> None:
        self.options, self._halves = options, halves or Halves()
        self.curve: list[Point] = []
        self.moments: list[TestedSnapshot] = []
        self.film = Film() if film is None else film
        self.seconds = 0.0
        self.step = 0
        self.mark: Begin | None = Begin(options)  # where its last whole epoch ended

    @property
    def resume(self) -> Resume | None:
        """The weights and all else after its last whole epoch, to go on from.

        None if there is none, or if it was forgotten.
        """
        return self.mark.resume if self.mark else None

    def forget(self) -> None:
        """It is not to go on: what that would take is given up."""
        self.mark = None

    def work(self) -> Iterator[None]:
        """Trains, in parts of one step. Raises loop.Diverged, cnn.assets.AssetProblem."""
        yield from self.go(Begin(self.options, room=self.film.room.of_one))

    def more(self, epochs: int) -> Iterator[None]:
        """Goes on for so many epochs, as `work` does; the whole then equals one longer run.

        Options, curve and film are lengthened. Raises ValueError if no epoch has been finished.
        """
        yield from self.go(self.lengthened(epochs))

    def lengthened(self, epochs: int) -> Begin:
        """Where a finished run goes on for so many epochs. Raises ValueError if it is not."""
        if self.resume is None or self.step != self.options.steps():
            raise ValueError("only a finished run can go on")
        options = replace(self.options, epochs=self.options.epochs + epochs)
        step = self.step
        room = self.film.left
        return Begin(options, step, step, self.seconds, self.resume, known=step, room=room)

    def go(self, begin: Begin) -> Iterator[None]:
        """Trains from `begin` on, in parts of one step, as `work` does."""
        options = self.options = begin.options
        self.mark, self.step, self.seconds = begin, begin.step, begin.seconds
        generator = torch.Generator().manual_seed(options.seed)
        model = options.model(generator)
        if begin.resume is None and begin.known < 0:
            self._keep(model)
            yield
        kept, every = begin.kept(film.snapshot_bytes(model)), math.ceil(options.steps() / POINTS)
        bin_ = begin.bin
        steps = train(
            model,
            first_digits(options.digits),
            options.recipe(),
            generator=generator,
            resume=begin.resume,
            halves=self._halves,
        )
        for step in steps:
            self.step, self.seconds = step.number, begin.seconds + step.seconds
            bin_ = bin_.add(step)
            if bin_.steps == every or step.number in (1, options.steps()):
                self.curve.append(self._point(bin_))
                # the first step has a point at once
                bin_ = Bin() if bin_.steps == every else bin_
            if step.resume:
                self.mark = begin._replace(
                    step=step.number, seconds=self.seconds, resume=step.resume, bin=bin_
                )
            if step.number in kept:
                self._keep(model)
            yield

    def kept(self) -> list[int]:
        """The numbers of the moments that can be looked at, the last among them."""
        return [number for number in self.film.kept() if number < len(self.moments)]

    def look(self, number: int) -> Weights:
        """A moment's weights by name.

        Raises LookupError if it is not kept, or not any more.
        """
        return self.film[number]

    def seen(self, step: int) -> int:
        """How many digits have been shown after this many steps; the last of an epoch has fewer."""
        epochs, rest = divmod(step, self.options.steps_of_an_epoch())
        return epochs * self.options.digits + rest * self.options.batch

    def _keep(self, model: DigitNetwork) -> None:
        confusion = read_test(model, self._halves)
        error = 100 * (1 - float(np.trace(confusion)) / float(confusion.sum()))
        self.film.append(snapshot(model))
        moment = TestedSnapshot(self.step, self.seen(self.step), self.seconds, error, confusion)
        self.moments.append(moment)

    def _point(self, bin_: Bin) -> Point:
        return Point(self.seen(self.step), bin_.loss / bin_.steps, 100 * bin_.error / bin_.steps)


class Recorded(Run):
    """A run that ships: runs/training.npz, its weights in 8 bits a parameter."""

    def __init__(self) -> None:
        """Raises cnn.assets.AssetProblem."""
        super().__init__(Options(**assets.metric(RECORDED, "options")))
        with np.load(assets.path(RECORDED), allow_pickle=False) as stored:
            self.curve = [Point(int(seen), loss, error) for seen, loss, error in stored["curve"]]
            for (step, seen, seconds, error), confusion in zip(
                stored["moments"], stored["confusion"], strict=True
            ):
                self.moments.append(TestedSnapshot(int(step), int(seen), seconds, error, confusion))
            self._weights = {
                name.removeprefix("weight/"): (stored[name], stored["scale/" + name[7:]])
                for name in stored.files
                if name.startswith("weight/")
            }
        self.step, self.seconds = self.moments[-1].step, self.moments[-1].seconds

    def kept(self) -> list[int]:
        """The numbers of all its moments."""
        return list(range(len(self.moments)))

    def look(self, number: int) -> Weights:
        """A moment's weights by name."""
        return {
            name: (values[number] * scales[number]).astype(np.float16)
            for name, (values, scales) in self._weights.items()
        }


RECORDED = "runs/training.npz"


@cache
def recorded() -> Recorded:
    """The run that ships. Raises cnn.assets.AssetProblem."""
    return Recorded()


def digits_until(error: float) -> int:
    """How many digits the recorded run had seen when it erred on so few of the test digits, %."""
    return next(moment.seen for moment in recorded().moments if moment.error <= error)


def recorded_option(name: str) -> Any:
    """An option of the recorded run; for the prose."""
    return getattr(recorded().options, name)


def first_digits(count: int) -> Digits:
    """The first `count` training digits; every run of that size learns from the same."""
    images, labels = dataset.load_digits("train")
    return Digits(images[:count], labels[:count])


def read_test(model: DigitNetwork, halves: Halves | None = None) -> NDArray[np.uint8]:
    """How often each of 1,000 test digits (rows) got each answer (columns), (10, 10)."""
    images, labels = dataset.load_digits("test")
    images, labels = images[::EVERY], labels[::EVERY]
    answers = (halves or Halves()).answers(model, images)
    confusion = np.zeros((10, 10), np.uint8)
    np.add.at(confusion, (labels, answers), 1)
    return confusion
