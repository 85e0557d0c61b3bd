"""What machines made of so many digits, prepared so: the measured grid, and readings from it.

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
MACHINES = ("linear", "hidden300", "lenet1", "lenet5")
PREPARATIONS = ("plain", "deslanted", "distorted")


class CurvePoint(NamedTuple):
    """One machine after learning from so many digits, a run for each seed."""

    digits: int
    errors: tuple[float, ...]

    @property
    def mean(self) -> float:
        return sum(self.errors) / len(self.errors)


Line = tuple[CurvePoint, ...]  # one machine and preparation, the fewest digits first


def rate(machine: str) -> float:
    """The learning rate of all runs of a machine."""
    return float(_stored()["rule"]["rates"][machine])


def digits_shown() -> int:
    """How many digits every run showed its machine, the same ones again if there were fewer."""
    return int(_stored()["rule"]["shown"])


def least_epochs() -> int:
    """How often a run showed each digit at least, even if `digits_shown` was passed by then."""
    return int(_stored()["rule"]["epochs"][0])


@cache
def error_curves() -> dict[tuple[str, str], Line]:
    """The lines by machine and preparation. Raises AssetProblem."""
    found: dict[tuple[str, str], dict[int, list[float]]] = {}
    for run in _stored()["runs"]:
        cells = found.setdefault((run["machine"], run["preparation"]), {})
        cells.setdefault(run["digits"], []).append(run["test_error"])
    return {
        key: tuple(CurvePoint(digits, tuple(cells[digits])) for digits in sorted(cells))
        for key, cells in found.items()
    }


def runs() -> int:
    """How many runs the grid holds."""
    return len(_stored()["runs"])


def fewest() -> int:
    """The least number of digits learned from."""
    return training_sizes()[0]


@cache
def preparations_of(machine: str) -> tuple[str, ...]:
    """Those of PREPARATIONS for which the machine's line is whole."""
    lines = {p: error_curves().get((machine, p), ()) for p in PREPARATIONS}
    return tuple(p for p, line in lines.items() if len(line) == len(training_sizes()))


@cache
def preparations() -> tuple[str, ...]:
    """Those of PREPARATIONS for which some machine's line is whole."""
    return tuple(
        p for p in PREPARATIONS if any(p in preparations_of(machine) for machine in MACHINES)
    )


@cache
def training_sizes() -> tuple[int, ...]:
    """How many digits were learned from, the fewest first."""
    return tuple(cell.digits for cell in error_curves()["linear", "plain"])


@cache
def seeds() -> int:
    """How many seeds every point of a whole line has at least."""
    lines = [error_curves()[machine, p] for machine in MACHINES for p in preparations_of(machine)]
    return min(len(cell.errors) for line in lines for cell in line)


def error(machine: str, digits: int, preparation: str = "plain") -> float:
    """The mean test error over seeds. Raises KeyError if it was not measured."""
    return {cell.digits: cell.mean for cell in error_curves()[machine, preparation]}[digits]


def divided(machine: str, preparation: str) -> float:
    """By how much this preparation of all digits divides the machine's error; for the prose."""
    return error(machine, training_sizes()[-1]) / error(machine, training_sizes()[-1], preparation)


def digits_for(level: float, machine: str, preparation: str = "plain") -> float:
    """The fewest digits from which the machine comes down to this error."""
    line = error_curves()[machine, preparation]
    return first_below([cell.digits for cell in line], [cell.mean for cell in line], level)


def digits_worth(machine: str, digits: int, better: str) -> int:
    """About how many plain digits `better` needs to equal `machine` with so many; for the prose."""
    return int(float(f"{digits_for(error(machine, digits), better):.2g}"))


def digits_ratio(machine: str, digits: int, better: str) -> int:
    """How many times as few that is; for the prose."""
    return round(digits / digits_worth(machine, digits, better))


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
