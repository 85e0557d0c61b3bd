"""Waiting for a condition, never for a time, and never for ever."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(condition: Callable[[], T], seconds: float = 60, every: float = 0.01) -> T:
    """What `condition` returns once it is true. Fails after `seconds` in which it never was."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not so within {seconds:.0f} s"
        time.sleep(every)
    return found
