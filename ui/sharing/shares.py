"""So much of something for all visitors, and so much for one address; who waits is served in turn.

Connections, places, room for uploads, turns of scripts: one machine never has them all. Who waits
stands in a line that goes round by address and by session (`ui.sharing.fair_queue`). Of an address
nothing is known but its word (`ui.sharing.addresses`).
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Event, Lock

from ui.sharing.fair_queue import FairQueue


@dataclass(eq=False)
class Waiter:
    """Who waits for a share of this size, and how it is told that it has it."""

    address: str
    size: int
    grant: Callable[[], object]
    waits: bool = True


class Shares:
    """`most` for all, `most_of_one` for one address; of any thread."""

    def __init__(self, most: int, most_of_one: int) -> None:
        self.most, self.most_of_one = most, min(most, most_of_one)
        self.taken, self.of = 0, Counter[str]()
        self._line = FairQueue[Waiter]()
        self._lock = Lock()

    def fits(self, address: str, size: int = 1, most_of_one: int | None = None) -> bool:
        """Whether there is so much left for this address."""
        most_of_one = most_of_one or self.most_of_one
        return self.taken + size <= self.most and self.of[address] + size <= most_of_one

    def take(self, address: str, size: int = 1, most_of_one: int | None = None) -> bool:
        """Takes a share at once, or not at all; for what nobody waits for."""
        with self._lock:
            fits = self.fits(address, size, most_of_one)
            if fits:
                self._add(address, size)
            return fits

    def give(self, address: str, size: int = 1) -> None:
        """Gives a share back; whoever waits for it has it at once."""
        with self._lock:
            self._add(address, -size)
            self._serve()

    def wait(
        self, address: str, session: Hashable, size: int = 1, patience: float | None = None
    ) -> bool:
        """Waits, in a thread, until the share is taken; False if it is not after `patience`."""
        granted = Event()
        waiter = self._stand_in_line(address, session, size, granted.set)
        return granted.wait(patience) or not self._give_up(waiter)

    async def taken_by(self, address: str, session: Hashable, size: int = 1) -> None:
        """Waits, in an event loop that all who share are in, until the share is taken."""
        granted = asyncio.get_running_loop().create_future()

        def grant() -> None:
            if not granted.done():
                granted.set_result(None)

        waiter = self._stand_in_line(address, session, size, grant)
        try:
            await granted
        except asyncio.CancelledError:
            if not self._give_up(waiter):  # it came at the same moment
                self.give(address, size)
            raise

    def _add(self, address: str, size: int) -> None:
        self.taken += size
        self.of[address] += size
        if not self.of[address]:
            del self.of[address]

    def _stand_in_line(
        self, address: str, session: Hashable, size: int, grant: Callable[[], object]
    ) -> Waiter:
        if size > self.most_of_one:
            raise ValueError(f"{size} is more than an address may ever have, {self.most_of_one}")
        waiter = Waiter(address, size, grant)
        with self._lock:
            self._line.add(waiter, address, session)
            self._serve()
        return waiter

    def _give_up(self, waiter: Waiter) -> bool:
        """Whether it still waited; it does no longer."""
        with self._lock:
            waited = waiter.waits
            waiter.waits = False
            self._line.remove(waiter)
            self._serve()  # a large one may have kept others waiting
            return waited

    def _serve(self) -> None:
        while waiter := self._next():
            self._line.take(waiter)
            self._add(waiter.address, waiter.size)
            waiter.waits = False
            waiter.grant()

    def _next(self) -> Waiter | None:
        """Whose turn it is; nobody overtakes who waits for more than is left."""
        for waiter in self._line.heads():
            if self.of[waiter.address] + waiter.size <= self.most_of_one:
                return waiter if self.taken + waiter.size <= self.most else None
        return None
