"""What classifiers made of so many digits, prepared so: the measured grid, and readings from it.

assets/runs/data_or_model.json holds the test errors of {linear, hidden300, lenet1, lenet5} after
learning from 100 to 60,000 digits of MNIST, "plain", "deslanted" (set upright, those of the test
too) or "distorted" (bent anew in every epoch), by up to three seeds; scripts.measure_data_or_model
makes it. Errors are in per cent of the 10,000 test digits. No torch.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from cnn import assets

FILE = "runs/data_or_model.json"
CLASSIFIERS = ("linear", "hidden300", "lenet1", "lenet5")
PREPARATIONS = ("plain", "deslanted", "distorted")


class CurvePoint(NamedTuple):
    """One classifier after learning from so many digits, a run for each seed."""

    digits: int
    errors: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The mean error over the seeds, in per cent."""
        return sum(self.errors) / len(self.errors)


Line = tuple[CurvePoint, ...]  # one classifier and preparation, the fewest digits first


def rate(classifier: str) -> float:
    """The learning rate of all runs of a classifier."""
    return float(_stored()["rule"]["rates"][classifier])


def digits_shown() -> int:
    """How many digits every run showed its classifier, the same ones again if there were fewer."""
    return int(_stored()["rule"]["shown"])


def least_epochs() -> int:
    """How often a run showed each digit at least, even if `digits_shown` was passed by then."""
    return int(_stored()["rule"]["epochs"][0])


@cache
def error_curves() -> dict[tuple[str, str], Line]:
    """The lines by classifier and preparation. Raises AssetProblem."""
    found: dict[tuple[str, str], dict[int, list[float]]] = {}
    for run in _stored()["runs"]:
        cells = found.setdefault((run["classifier"], run["preparation"]), {})
        cells.setdefault(run["digits"], []).append(run["test_error"])
    return {
        key: tuple(CurvePoint(digits, tuple(cells[digits])) for digits in sorted(cells))
        for key, cells in found.items()
    }


def runs() -> int:
    """How many runs were measured."""
    return len(_stored()["runs"])


def fewest() -> int:
    """The least number of digits learned from."""
    return training_sizes()[0]


@cache
def preparations_of(classifier: str) -> tuple[str, ...]:
    """Those of PREPARATIONS for which the classifier's line is whole."""
    lines = {p: error_curves().get((classifier, p), ()) for p in PREPARATIONS}
    return tuple(p for p, line in lines.items() if len(line) == len(training_sizes()))


@cache
def preparations() -> tuple[str, ...]:
    """Those of PREPARATIONS for which some classifier's line is whole."""
    return tuple(
        p
        for p in PREPARATIONS
        if any(p in preparations_of(classifier) for classifier in CLASSIFIERS)
    )


@cache
def training_sizes() -> tuple[int, ...]:
    """How many digits were learned from, the fewest first."""
    return tuple(cell.digits for cell in error_curves()["linear", "plain"])


@cache
def seeds() -> int:
    """How many seeds every point of a whole line has at least."""
    lines = [
        error_curves()[classifier, p]
        for classifier in CLASSIFIERS
        for p in preparations_of(classifier)
    ]
    return min(len(cell.errors) for line in lines for cell in line)


def error(classifier: str, digits: int, preparation: str = "plain") -> float:
    """The mean test error over seeds. Raises KeyError if it was not measured."""
    return {cell.digits: cell.mean for cell in error_curves()[classifier, preparation]}[digits]


def divided(classifier: str, preparation: str) -> float:
    """By how much this preparation of all digits divides the classifier's error; for the prose."""
    return error(classifier, training_sizes()[-1]) / error(
        classifier, training_sizes()[-1], preparation
    )


def error_divided(classifier: str) -> float:
    """By how much all plain digits divide the classifier's error, compared with the fewest."""
    return error(classifier, training_sizes()[0]) / error(classifier, training_sizes()[-1])


def digits_for(level: float, classifier: str, preparation: str = "plain") -> float:
    """The fewest digits from which the classifier comes down to this error."""
    line = error_curves()[classifier, preparation]
    return first_below([cell.digits for cell in line], [cell.mean for cell in line], level)


def digits_worth(classifier: str, digits: int, better: str) -> int:
    """How many plain digits `better` needs to err as `classifier` with so many; for the prose.

    To two digits. Raises KeyError if that was not measured.
    """
    return int(float(f"{digits_for(error(classifier, digits), better):.2g}"))


def digits_ratio(classifier: str, digits: int, better: str) -> int:
    """How many times as many digits as `classifier` had `better` would need; for the prose."""
    return round(digits / digits_worth(classifier, digits, better))


def first_below(digits: Sequence[float], errors: Sequence[float], level: float) -> float:
    """Where the line through these points first falls to `level`, both axes logarithmic.

    0 if its first point lies there already, infinite if it never does.
    """
    if errors[0] <= level:
        return 0.0
    points = zip(digits, errors, strict=True)
    for (few, high), (many, low) in pairwise(points):
        if low <= level:
            part = math.log(high / level) / math.log(high / low)
            return float(few * (many / few) ** part)
    return math.inf


@cache
def _stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assets.path(FILE).read_text("utf-8"))
    return found
