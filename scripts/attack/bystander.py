"""A visitor from another address who opens pages, draws and uploads, and times what comes of it.

A process of its own, so that it waits for no attacker: it prints a line of JSON for each act, until
its standard input ends.
"""

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Awaitable, Callable

from scripts.bench.visitor import Visitor, request, visitor
from scripts.load import photos

ACTS = ("page", "pen", "upload")
PATIENCE = 30.0  # seconds until an act counts as failed
PAUSE = 0.3  # seconds between two acts of one kind
UPLOADS = 15  # of one visitor; then another comes


async def page(url: str, source: str) -> list[float]:
    """Someone opens Draw for the first time, as far as its scripts' part of it goes."""
    began = time.monotonic()
    await asyncio.to_thread(request, url, "GET", "/Draw", source=source)
    async with visitor(url, source) as one:
        await one.open("Draw")
        return [time.monotonic() - began]


async def pen(one: Visitor, rng: random.Random) -> list[float]:
    """A digit; from the lifted pen to the page that has followed."""
    await one.draw(rng.randrange(10), rng)
    return [one.settled[-1]]


async def upload(one: Visitor, rng: random.Random) -> list[float]:
    """A photo; from its first byte to the page that shows what it is."""
    file = rng.choice(photos())
    began = time.monotonic()
    await one.upload(f"{file.stem}.jpg", file.read_bytes(), "photo.files")
    return [time.monotonic() - began]


async def opened(one: Visitor, name: str) -> None:
    """The page on which an act is done."""
    await one.open("Draw" if name == "pen" else "Photo")


def tell(name: str, began: float, seconds: float | None = None, error: object = None) -> None:
    """One act; without `seconds` it lasted until now."""
    seconds = time.monotonic() - began if seconds is None else seconds
    failed = f"{type(error).__name__}: {error}"[:200] if error else ""
    told = {"act": name, "began": began, "seconds": seconds, "failed": failed}
    print(json.dumps(told), flush=True)


async def timed(name: str, act: Callable[[], Awaitable[list[float]]]) -> bool:
    """Does it and tells how long it took; False if it failed."""
    began = time.monotonic()
    try:
        async with asyncio.timeout(PATIENCE):
            for seconds in await act():
                tell(name, began, seconds)
        return True
    except Exception as error:  # whatever it is, this visitor was kept out
        tell(name, began, error=error)
        return False


async def pages(url: str, source: str) -> None:
    """Visitor after visitor."""
    while True:
        await timed("page", lambda: page(url, source))
        await asyncio.sleep(PAUSE)


async def stay(url: str, source: str, name: str) -> None:
    """One visitor who stays on a page and acts again and again; who is lost, comes again."""
    rng = random.Random(1)
    act = {"pen": pen, "upload": upload}[name]
    while True:
        began = time.monotonic()
        try:
            async with visitor(url, source) as one:
                async with asyncio.timeout(PATIENCE):
                    await opened(one, name)
                for _ in range(UPLOADS):
                    if not await timed(name, lambda: act(one, rng)):
                        break
                    await asyncio.sleep(PAUSE)
        except Exception as error:
            tell(name, began, error=error)
            await asyncio.sleep(1)


async def work(url: str, source: str) -> None:
    """All three at once, until nobody listens."""
    acts = [pages(url, source), stay(url, source, "pen"), stay(url, source, "upload")]
    tasks = [asyncio.create_task(each) for each in acts]
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.read))
    await asyncio.wait([ended, *tasks], return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--source", default="127.0.0.2")
    options = parser.parse_args()
    asyncio.run(work(options.url, options.source))


if __name__ == "__main__":
    main()
