"""How long the schedule of 1989 takes here: 23 passes over 7,291 digits, one digit at a time.

LeCun et al. (1989), section 5; it took three days on a SUN-4/260 then. A number of presentations is
timed, several times, and multiplied. The Hessian's estimate before each pass is part of it.
"""

import time

import torch

from cnn.models import LeCun1989
from cnn.recipes import Published
from cnn.runs import first_digits
from cnn.training import train
from scripts.bench.report import Figure, figure

PASSES, DIGITS = 23, 7_291
THREE_DAYS = 3 * 24 * 3600  # seconds


def measure(times: int, presentations: int) -> list[Figure]:
    """Seconds of the whole schedule, and how often faster than then."""
    torch.set_num_threads(1)
    whole = [
        _seconds(presentations, seed) * PASSES * DIGITS / presentations for seed in range(times)
    ]
    note = f"from {presentations:,} of {PASSES * DIGITS:,} presentations"
    return [
        figure("the schedule of 1989", "s", whole, note),
        figure(
            "faster than in 1989",
            "times",
            [THREE_DAYS / each for each in whole],
            "three days on a SUN-4/260",
        ),
    ]


def _seconds(presentations: int, seed: int) -> float:
    generator = torch.Generator().manual_seed(seed)
    began = time.perf_counter()
    recipe = Published(passes=1)
    for _ in train(LeCun1989(generator), first_digits(presentations), recipe, generator=generator):
        pass
    return time.perf_counter() - began
