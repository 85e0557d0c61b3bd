"""A class at work: so many visitors for so many minutes, who draw, change pages, upload and train.

python -m scripts.load --visitors 40 --minutes 10: starts a server of its own on this machine and
speaks to nobody else. Writes load.md, load.json, load.csv and load.svg (the server's memory every
second) into bench/. Ends with status 1 if anything went wrong.

--replicas 2: so many processes behind HAProxy, on the same machine. --class: the visitors are a
class that votes, all within five seconds, and each guess is looked up afterwards; --kill ends one
of the replicas in between.
"""

import argparse
import asyncio
import csv
import json
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from scripts import class_vote
from scripts.bench.memory import resident
from scripts.bench.report import Figure, figure, machine, markdown, single
from scripts.bench.visitor import LIVE, Visitor, affinity, visitor
from scripts.replicas import MOST, Replicas
from scripts.running_app import ROOT, RunningApp
from ui.page.course import PAGES
from ui.words.text import LANGUAGES, label

MOST_VISITORS, MOST_MINUTES = 150, 120
ACTS = {"draw": 6, "page": 3, "upload": 1, "train": 1}  # how often each is chosen
PATIENCE = 60  # seconds that a visitor watches their training
GRACE = 10  # seconds after the end for an act that has begun
PAUSE = 0.3, 1.5  # seconds between two acts
SETTLED = 0.2  # of the time: what the memory is compared with
SHOWN = 20  # errors that the report quotes
FAULTS = {label(f"problem.{key}", lang) for key in ("unexpected", "memory") for lang in LANGUAGES}


@dataclass
class Seen:
    """What all visitors together have seen."""

    delays: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # ms
    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds, MB
    of_class: dict[str, list[Figure]] = field(default_factory=dict)  # that voted, if one did

    @asynccontextmanager
    async def timed(self, what: str) -> AsyncIterator[None]:
        """Adds the time that the block takes, if it ends well."""
        began = time.perf_counter()
        yield
        self.delays[what].append(1000 * (time.perf_counter() - began))


class Member:
    """One visitor, and what they do by chance."""

    def __init__(self, one: Visitor, seen: Seen, seed: int) -> None:
        self.one, self.seen, self.rng = one, seen, random.Random(seed)
        self.lang = LANGUAGES[seed % len(LANGUAGES)]

    async def work(self, until: float) -> None:
        """Act after act until the time is over."""
        await asyncio.sleep(self.rng.uniform(0, 3))
        acts: dict[str, Callable[[], Awaitable[None]]] = {
            "draw": self.draw,
            "page": self.page,
            "upload": self.upload,
            "train": self.train,
        }
        while time.monotonic() < until:
            (name,) = self.rng.choices(list(ACTS), list(ACTS.values()))
            await acts[name]()
            self.seen.counts[name] += 1
            self._look(name)
            await asyncio.sleep(self.rng.uniform(*PAUSE))

    async def open(self, page: str) -> None:
        async with self.seen.timed("page change"):
            await self.one.open(page, f"lang={self.lang}")

    async def page(self) -> None:
        await self.open(self.rng.choice(PAGES).address)

    async def draw(self) -> None:
        """One digit; what Python has after the pen is lifted must be of the last stroke."""
        if self.one.page != "Draw":
            await self.open("Draw")
        sent = len(self.one.heard)
        await self.one.draw(self.rng.randrange(10), self.rng)
        self.seen.delays["pen up to Python"] += [1000 * each for each in self.one.heard[sent:]]
        self.seen.delays["pen up to the whole page"] += [
            1000 * each for each in self.one.settled[sent:]
        ]
        session = self.one.session
        if session.acknowledged != session.seq:
            self.seen.errors.append(f"drawing {session.acknowledged}, not {session.seq}, is known")
        else:
            self.seen.counts["drawings known to the last stroke"] += 1

    async def upload(self) -> None:
        """One of the photos that ship, sent as if it were the visitor's own."""
        await self.open("Photo")
        name = self.rng.choice(photos())
        async with self.seen.timed("upload to answer"):
            read = await self.one.upload(f"{name.stem}.jpg", name.read_bytes(), "photo.files")
        self.seen.counts["photos read" if read else "photos sent, no network to read them"] += 1

    async def train(self) -> None:
        """A run of some hundred digits, watched until it ends or the visitor's patience does."""
        began = time.perf_counter()
        state = await self.one.train(PATIENCE)
        self.seen.counts[f"training: {state}"] += 1
        if state == "done":
            self.seen.delays["training, start to end"].append(1000 * (time.perf_counter() - began))
        elif state not in LIVE and not self.one.session.alerts():
            self.seen.errors.append(f"a training stood at {state!r}, without a sentence")

    def _look(self, act: str) -> None:
        """Faults that the page shows become errors."""
        session = self.one.session
        found = session.failures + [each for each in session.alerts() if each in FAULTS]
        self.seen.errors += [f"{act}: {each}" for each in found]
        session.failures.clear()


@cache
def photos() -> list[Path]:
    """The photos that ship."""
    return sorted((ROOT / "assets/photos").glob("*.jpg"))


async def member(url: str, seen: Seen, seed: int, until: float) -> None:
    """One visitor; one whose connection breaks is an error, and comes back as a browser does."""
    while (left := until - time.monotonic()) > 0:
        over = asyncio.timeout(left + GRACE)
        try:
            cookie = await asyncio.to_thread(affinity, url)
            async with over, visitor(url, cookie=cookie) as one:
                await Member(one, seen, seed).work(until)
        except Exception as error:  # whatever it is, it is what the report is for
            if over.expired():
                seen.counts["acts cut off at the end"] += 1
                return
            seen.errors.append(f"visitor {seed}: {type(error).__name__}: {error}")
            await asyncio.sleep(1)


async def watch(apps: Sequence[RunningApp], seen: Seen, until: float) -> None:
    """The memory of all that run, every second."""
    began = time.monotonic()
    while time.monotonic() < until:
        running = [app for app in apps if app.process and app.process.poll() is None]
        seen.memory.append((time.monotonic() - began, sum(map(resident, running))))
        await asyncio.sleep(1)


async def work(url: str, apps: Sequence[RunningApp], visitors: int, seconds: float) -> Seen:
    """Everybody works until the time is over."""
    seen, until = Seen(), time.monotonic() + seconds
    everyone = (member(url, seen, seed, until) for seed in range(visitors))
    await asyncio.gather(watch(apps, seen, until), *everyone)
    return seen


async def lesson(
    url: str, apps: Sequence[RunningApp], address: str, pupils: int, *, kill: bool
) -> Seen:
    """A class votes, whose guesses lie at `address`; kill: the first replica ends in between."""
    seen = Seen()
    watching = asyncio.create_task(watch(apps, seen, time.monotonic() + 60 * MOST_MINUTES))
    process = apps[0].process
    assert process is not None
    voted = await class_vote.vote(url, address, pupils, process.kill if kill else None)
    watching.cancel()
    seen.of_class, seen.errors = voted.figures(), voted.errors()
    return seen


def figures(seen: Seen) -> dict[str, list[Figure]]:
    """Delays, what was done, memory and its growth."""
    memory = np.array(seen.memory)
    settled = memory[memory[:, 0] >= SETTLED * memory[-1, 0]]
    growth = np.polyfit(settled[:, 0] / 3600, settled[:, 1], 1)[0] if len(settled) > 2 else 0.0
    return {
        "delays": [figure(name, "ms", each) for name, each in sorted(seen.delays.items())],
        "done": [single(name, "times", count) for name, count in sorted(seen.counts.items())],
        "memory of the server": [
            single("at the start", "MB", memory[0, 1]),
            single("at most", "MB", memory[:, 1].max()),
            single("at the end", "MB", memory[-1, 1]),
            single("growth", "MB/h", growth, "a line through all but the first fifth"),
        ],
        "errors": [single("errors", "", len(seen.errors))],
    } | seen.of_class


def curve(memory: list[tuple[float, float]], width: int = 800, height: int = 240) -> str:
    """The server's memory over time, as SVG."""
    most, last = max(mb for _, mb in memory), max(memory[-1][0], 1.0)
    points = " ".join(
        f"{40 + (width - 60) * seconds / last:.1f},{height - 30 - (height - 50) * mb / most:.1f}"
        for seconds, mb in memory
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="12">'
        f'<polyline points="{points}" fill="none" stroke="#0b6b6d" stroke-width="1.5"/>'
        f'<path d="M40 20V{height - 30}H{width - 20}" fill="none" stroke="#888"/>'
        f'<text x="40" y="14">{most:,.0f} MB at most</text>'
        f'<text x="{width - 20}" y="{height - 10}" text-anchor="end">{last:,.0f} s</text></svg>\n'
    )


def write(folder: Path, where: dict[str, object], seen: Seen) -> str:
    """Write load.md, .json, .csv and .svg; returns the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = figures(seen)
    quoted = "".join(f"- {each}\n" for each in seen.errors[:SHOWN])
    page = markdown(where, parts, "Load") + (f"\n{quoted}" if quoted else "")
    (folder / "load.md").write_text(page, "utf-8")
    told: dict[str, object] = {
        name: [asdict(each) for each in part] for name, part in parts.items()
    }
    told |= {"machine": where, "quoted": seen.errors[:SHOWN]}
    (folder / "load.json").write_text(json.dumps(told, indent=1), "utf-8")
    with (folder / "load.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(round(seconds, 1), round(mb, 1)) for seconds, mb in seen.memory]
        csv.writer(file).writerows([("seconds", "MB"), *rows])
    (folder / "load.svg").write_text(curve(seen.memory), "utf-8")
    return page


@contextmanager
def served(replicas: int, address: str) -> Iterator[tuple[str, list[RunningApp]]]:
    """Where visitors go, and the processes that serve them; 0 replicas are one, without HAProxy."""
    environment = {"CNN_CLASSES": address}
    if replicas:
        with Replicas(replicas, environment=environment) as running:
            yield running.url, running.apps
    else:
        with RunningApp(environment=environment) as app:
            yield app.url, [app]


def main() -> None:
    """Let a class work, print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.load")
    parser.add_argument("--visitors", type=int, default=40)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--replicas", type=int, default=0, help="behind HAProxy; 0: one without")
    parser.add_argument("--class", action="store_true", dest="votes", help="that votes, once")
    parser.add_argument("--kill", action="store_true", help="a replica while the class votes")
    parser.add_argument("--classes", default="", help="a database's address; a new SQLite file")
    parser.add_argument("--out", type=Path, default=ROOT / "bench")
    options = parser.parse_args()
    if not 1 <= options.visitors <= MOST_VISITORS or not 0 < options.minutes <= MOST_MINUTES:
        parser.error(f"1 to {MOST_VISITORS} visitors, {MOST_MINUTES} minutes at most")
    if not 0 <= options.replicas <= MOST:
        parser.error(f"{MOST} replicas at most")
    if options.kill and (options.replicas < 2 or not options.votes):
        parser.error("--kill needs --class and two replicas")
    where = machine() | {"visitors": options.visitors, "replicas": options.replicas or 1}
    with tempfile.TemporaryDirectory(prefix="cnns-load-") as folder:
        address = options.classes or f"sqlite:///{Path(folder) / 'classes.sqlite'}"
        with served(options.replicas, address) as (url, apps):
            if options.votes:
                where["killed"] = int(options.kill)
                voting = lesson(url, apps, address, options.visitors, kill=options.kill)
                seen = asyncio.run(voting)
            else:
                where["minutes"] = options.minutes
                seen = asyncio.run(work(url, apps, options.visitors, 60 * options.minutes))
            printed = ""
            for app in apps[int(options.kill) :]:
                if not app.answers():
                    seen.errors.append("a server no longer answers")
                printed += app.stop()
    print(write(options.out, where, seen))
    if seen.errors:
        print("What the server printed:", printed, sep="\n\n")
    sys.exit(1 if seen.errors else 0)


if __name__ == "__main__":
    main()
