"""So many tries in so many minutes, for each of those who try; more are refused."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

KNOWN = 10_000  # of those who try; the one that began longest ago is forgotten first


class Attempts:
    """`most` tries in `seconds` for each who tries; of any thread."""

    def __init__(
        self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.seconds, self._clock = most, seconds, clock
        self._tried = OrderedDict[Hashable, tuple[float, int]]()  # since when, and how often
        self._lock = Lock()

    def left(self, who: Hashable) -> int:
        """How many tries they have until their time begins anew."""
        with self._lock:
            return self.most - self._account(who)[1]

    def count(self, who: Hashable) -> bool:
        """Counts a try; False if there was none left."""
        with self._lock:
            began, tried = self._account(who)
            self._tried[who] = began, min(tried + 1, self.most)
            while len(self._tried) > KNOWN:
                self._tried.popitem(last=False)
            return tried < self.most

    def _account(self, who: Hashable) -> tuple[float, int]:
        now = self._clock()
        began, tried = self._tried.get(who, (now, 0))
        if now - began < self.seconds:
            return began, tried
        self._tried.pop(who, None)
        return now, 0
