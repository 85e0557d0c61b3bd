"""Repeated timing of things side by side, in turn, so that a busy moment hits all of them alike."""

import time
from collections.abc import Callable, Mapping

from scripts.bench.report import Figure, figure


def in_turn(rivals: Mapping[str, Callable[[], object]], times: int) -> dict[str, list[float]]:
    """Milliseconds of each, `times` times, after one round that is not counted."""
    took: dict[str, list[float]] = {name: [] for name in rivals}
    for turn in range(times + 1):
        for name, function in rivals.items():
            began = time.perf_counter()
            function()
            if turn:
                took[name].append(1000 * (time.perf_counter() - began))
    return took


def beside(
    what: str, rivals: Mapping[str, Callable[[], object]], times: int, note: str = ""
) -> list[Figure]:
    """A figure for each of the rivals."""
    took = in_turn(rivals, times)
    return [figure(f"{what}, {name}", "ms", each, note) for name, each in took.items()]
