"""How long the schedule of 1989 takes here: 23 epochs over 7,291 digits, one digit at a time.

LeCun et al. (1989), section 5; it took three days on a SUN-4/260 then. A number of presentations is
timed, several times, and multiplied. The steps are plain ones: the second derivatives, which the
paper also estimated now and then, are not counted. Beside it: the same presentations 64 at a time.
"""

import time

import torch

from cnn.models import LeCun1989
from cnn.training.loop import train
from cnn.training.losses import mle
from cnn.training.recipes import Constant
from cnn.training.runs import first_digits
from scripts.bench.report import Figure, figure

EPOCHS, DIGITS = 23, 7_291
THREE_DAYS = 3 * 24 * 3600  # seconds
AT_ONCE = 64


def measure(times: int, presentations: int) -> list[Figure]:
    """Seconds of the whole schedule, and how often faster than then."""
    torch.set_num_threads(1)
    _seconds(AT_ONCE, AT_ONCE, 0)  # what is prepared once does not count
    part = EPOCHS * DIGITS / presentations
    whole = [part * _seconds(presentations, 1, seed) for seed in range(times)]
    many = [part * _seconds(presentations, AT_ONCE, seed) for seed in range(times)]
    note = f"from {presentations:,} of {EPOCHS * DIGITS:,} presentations"
    faster = [THREE_DAYS / each for each in whole]
    return [
        figure("the schedule of 1989", "s", whole, note),
        figure(f"the same presentations, {AT_ONCE} at a time", "s", many, note),
        figure("faster than in 1989", "times", faster, "three days on a SUN-4/260"),
    ]


def _seconds(presentations: int, batch: int, seed: int) -> float:
    generator = torch.Generator().manual_seed(seed)
    model, digits = LeCun1989(generator), first_digits(presentations)
    recipe = Constant(epochs=1, batch=batch, loss=mle, optimiser="sgd")
    began = time.perf_counter()
    for _ in train(model, digits, recipe, generator=generator):
        pass
    return time.perf_counter() - began
