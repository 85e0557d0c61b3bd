"""Attackers, many at once, who come back whatever is done to them."""

import asyncio
import http.client
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from websockets.exceptions import WebSocketException

from scripts.attack.target import Target
from scripts.bench.visitor import Visitor, visitor

AGAIN = 0.2  # seconds until who was thrown out comes back
REBUFFS = (OSError, http.client.HTTPException, WebSocketException, TimeoutError, LookupError)


@dataclass
class Attack:
    """One attack while it goes on: against whom, until when, and what it has come to."""

    target: Target
    seconds: float
    began: float = field(default_factory=time.monotonic)
    counts: Counter[str] = field(default_factory=Counter)

    def begin(self) -> None:
        """Whoever had to get ready is: the time counts from now on."""
        self.began = time.monotonic()

    @property
    def url(self) -> str:
        """Of the server."""
        return self.target.url

    @property
    def place(self) -> tuple[str, int]:
        """Its host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 80

    @property
    def left(self) -> float:
        """Seconds."""
        return max(0.0, self.began + self.seconds - time.monotonic())

    def count(self, what: str, times: int = 1) -> None:
        """Something has come of it."""
        self.counts[what] += times

    async def swarm(self, size: int, act: Callable[[int], Awaitable[None]]) -> None:
        """So many attackers do this again and again until the time is over."""

        async def one(number: int) -> None:
            while self.left:
                try:
                    await act(number)
                except REBUFFS as error:
                    self.count(type(error).__name__)
                    await asyncio.sleep(AGAIN)

        try:
            async with asyncio.timeout(self.left):
                await asyncio.gather(*map(one, range(size)))
        except TimeoutError:
            pass

    def told(self) -> str:
        """What it has come to, in words."""
        return ", ".join(f"{count:,} {what}" for what, count in sorted(self.counts.items()))


@asynccontextmanager
async def arrived(
    attack: Attack, size: int, ready: Callable[[Visitor], Awaitable[None]]
) -> AsyncIterator[list[Visitor]]:
    """So many visitors, each ready for what they are up to; gone with the block."""
    async with AsyncExitStack() as there:

        async def one() -> Visitor:
            attacker = await there.enter_async_context(visitor(attack.url))
            await ready(attacker)
            return attacker

        came = await asyncio.gather(*(one() for _ in range(size)), return_exceptions=True)
        attackers = [each for each in came if isinstance(each, Visitor)]
        if size > len(attackers):
            attack.count("attackers kept out", size - len(attackers))
        attack.begin()
        yield attackers


Kind = Callable[[Attack], Awaitable[None]]
