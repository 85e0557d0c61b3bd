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
from cnn.data import mnist
from cnn.data.distortions import Distortion
from cnn.data.mnist import Digits
from cnn.halves import Halves
from cnn.losses import cross_entropy, map_criterion, mle
from cnn.models import DIGITS, DigitNetwork, Linear
from cnn.models.activations import SCALED_TANH
from cnn.recipes import Constant, Loss
from cnn.snapshots import Film, Weights, early_places, places, snapshot
from cnn.training import Resume, Step, train

LOSSES: dict[str, Loss] = {"map": map_criterion, "mle": mle, "cross-entropy": cross_entropy}
OPTIMISERS = ("adamw", "momentum", "sgd")
NETWORKS = ("LeNet5", "LeNet4", "LeNet1", "LeCun1989", "Hidden300", "Linear")
MOMENTS = 40  # beside the one before the first step; each costs as much as 300 digits learned
A_PASS = 4  # moments of each pass that is added later
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
    passes: int = 5
    seed: int = 1

    def recipe(self) -> Constant:
        return Constant(
            passes=self.passes,
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

    def steps(self) -> int:
        """Of the whole run."""
        return math.ceil(self.digits / self.batch) * self.passes

    def differing(self, others: Sequence["Options"]) -> dict[str, Any]:
        """Those of its options in which it and the others are not all alike."""
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if any(getattr(other, field.name) != getattr(self, field.name) for other in others)
        }


class Point(NamedTuple):
    """A few steps of the curve, averaged."""

    seen: int  # digits shown so far, repeated ones counted again
    loss: float
    error: float  # per cent of the digits of these steps, before each step


class Moment(NamedTuple):
    """What the network of one snapshot makes of the test digits."""

    step: int
    seen: int
    seconds: float  # of computing since the start
    error: float  # per cent
    confusion: NDArray[np.uint8]  # (10, 10), digits by answers


class Run:
    """A run and what is known of it so far. `work` makes it go on; others may read meanwhile.

    `halves`: who makes the gradients; it changes how long a run takes, not what comes out.
    """

    def __init__(self, options: Options, halves: Halves | None = None) -> None:
        self.options, self._halves = options, halves or Halves()
        self.curve: list[Point] = []
        self.moments: list[Moment] = []
        self.film = Film()
        self.seconds = 0.0
        self.step = 0
        self.resume: Resume | None = None  # where its last whole pass ended

    def work(self) -> Iterator[None]:
        """Trains, in parts of one step. Raises cnn.training.Diverged, cnn.assets.AssetProblem."""
        options = self.options
        generator = torch.Generator().manual_seed(options.seed)
        model = options.model(generator)
        self._keep(model)
        yield
        yield from self._steps(model, generator, early_places(options.steps(), MOMENTS))

    def more(self, passes: int) -> Iterator[None]:
        """Goes on for so many passes, as `work` does; the whole then equals one longer run.

        Options, curve and film are lengthened. Raises ValueError if no pass has been finished.
        """
        resume, before = self.resume, self.step
        if resume is None or before != self.options.steps():
            raise ValueError("only a finished run can go on")
        self.options = replace(self.options, passes=self.options.passes + passes)
        generator = torch.Generator()
        new = places(self.options.steps() - before, A_PASS * passes)
        kept = {before + place for place in new}
        yield from self._steps(self.options.model(generator), generator, kept, resume)

    def _steps(
        self,
        model: DigitNetwork,
        generator: torch.Generator,
        kept: set[int],
        resume: Resume | None = None,
    ) -> Iterator[None]:
        options, before = self.options, self.seconds
        data = first_digits(options.digits)
        bin_, every = list[Step](), math.ceil(options.steps() / POINTS)
        steps = train(
            model,
            data,
            options.recipe(),
            generator=generator,
            resume=resume,
            halves=self._halves,
        )
        for step in steps:
            self.step, self.seconds = step.number, before + step.seconds
            self.resume = step.resume or self.resume
            bin_.append(step)
            if len(bin_) == every or step.number in (1, options.steps()):
                self.curve.append(self._point(bin_))
                bin_ = [] if len(bin_) == every else bin_  # the first step has a point at once
            if step.number in kept:
                self._keep(model)
            yield

    def look(self, place: int) -> Weights:
        """The weights of moment `place`."""
        return self.film[place]

    def seen(self, step: int) -> int:
        """How many digits have been shown after this many steps; the last of a pass has fewer."""
        a_pass = math.ceil(self.options.digits / self.options.batch)
        passes, rest = divmod(step, a_pass)
        return passes * self.options.digits + rest * self.options.batch

    def _keep(self, model: DigitNetwork) -> None:
        confusion = read_test(model, self._halves)
        error = 100 * (1 - float(np.trace(confusion)) / float(confusion.sum()))
        self.film.append(snapshot(model))
        moment = Moment(self.step, self.seen(self.step), self.seconds, error, confusion)
        self.moments.append(moment)

    def _point(self, steps: Sequence[Step]) -> Point:
        loss = sum(step.loss for step in steps) / len(steps)
        error = 100 * sum(step.error for step in steps) / len(steps)
        return Point(self.seen(steps[-1].number), loss, error)


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
                self.moments.append(Moment(int(step), int(seen), seconds, error, confusion))
            self._weights = {
                name.removeprefix("weight/"): (stored[name], stored["scale/" + name[7:]])
                for name in stored.files
                if name.startswith("weight/")
            }
        self.step, self.seconds = self.moments[-1].step, self.moments[-1].seconds

    def look(self, place: int) -> Weights:
        return {
            name: (values[place] * scales[place]).astype(np.float16)
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
    images, labels = mnist.load("train")
    return Digits(images[:count], labels[:count])


def read_test(model: DigitNetwork, halves: Halves | None = None) -> NDArray[np.uint8]:
    """How often each of 1,000 test digits (rows) got each answer (columns), (10, 10)."""
    images, labels = mnist.load("test")
    images, labels = images[::EVERY], labels[::EVERY]
    answers = (halves or Halves()).answers(model, images)
    confusion = np.zeros((10, 10), np.uint8)
    np.add.at(confusion, (labels, answers), 1)
    return confusion
