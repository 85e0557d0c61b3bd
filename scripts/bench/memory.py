"""The server's memory: started, with everything loaded, for each visitor, after much use."""

import asyncio
import random
import time
from contextlib import suppress
from pathlib import Path

from scripts.bench.report import Figure, figure, single
from scripts.bench.visitor import visitor
from scripts.running_app import RunningApp
from ui.page.course import PAGES

AT_ONCE = 10  # visitors who draw
DRAWING = 20  # seconds


def measure(times: int, interactions: int) -> list[Figure]:
    """All figures of this part; each repetition is a server of its own."""
    started, loaded, each, used = [], [], [], []
    for seed in range(times):
        with RunningApp() as app:
            started.append(resident(app))
            asyncio.run(_every_page(app.url))
            loaded.append(resident(app))
            each.append((asyncio.run(_together(app, seed)) - loaded[-1]) / AT_ONCE)
            asyncio.run(_much(app.url, interactions // 10, seed))
            before = resident(app)
            asyncio.run(_much(app.url, interactions, seed))
            used.append(resident(app) - before)
    return [
        figure("memory of a warm server", "MB", started),
        figure("memory after every page was opened", "MB", loaded, "with every network"),
        figure("memory for each visitor who draws", "MB", each, f"of {AT_ONCE} at once"),
        figure(f"growth over {interactions:,} interactions", "MB", used, "one visitor"),
        single("budget: everything loaded", "MB", 1000, "without the ImageNet weights"),
    ]


def resident(app: RunningApp) -> float:
    """The server's memory in MB; not a number where there is no /proc.

    What its process has resident, and what its children have that they do not share with it.
    """
    assert app.process is not None
    if not Path(f"/proc/{app.process.pid}/status").is_file():
        return float("nan")
    kilobytes = _kilobytes(app.process.pid, "status", "VmRSS")
    for child in children(app.process.pid):
        for field in ("Private_Clean", "Private_Dirty"):
            kilobytes += _kilobytes(child, "smaps_rollup", field)
    return kilobytes / 1024


def shared_out(app: RunningApp) -> float:
    """The memory of all the server's processes in MB: what several share counts once (PSS)."""
    assert app.process is not None
    return sum(_kilobytes(pid, "smaps_rollup", "Pss") for pid in family(app.process.pid)) / 1024


def family(pid: int) -> set[int]:
    """A process and all that it and they have started, each once: the system names some twice."""
    found, waiting = set[int](), {pid}
    while waiting:
        found.add(pid := waiting.pop())
        with suppress(OSError):  # it has ended meanwhile
            waiting |= set(children(pid)) - found
    return found


def children(pid: int) -> list[int]:
    """The processes that this one and those that it has started have started, and that live."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    own = [int(child) for task in tasks for child in task.read_text().split()]
    return own + [child for each in own for child in children(each)]


def _kilobytes(pid: int, file: str, field: str) -> int:
    """Of a process that has ended, nothing."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1])
    return 0


async def _every_page(url: str) -> None:
    async with visitor(url) as one:
        for page in PAGES:
            await one.open(page.address)


async def _together(app: RunningApp, seed: int) -> float:
    """The server's memory while so many visitors are there who all have drawn for a while."""
    everyone_has_drawn = asyncio.Barrier(AT_ONCE + 1)

    async def draw(number: int) -> None:
        rng = random.Random(seed + number)
        async with visitor(app.url) as one:
            await one.open("Draw")
            until = time.monotonic() + DRAWING
            while time.monotonic() < until:
                await one.draw(rng.randrange(10), rng)
            await everyone_has_drawn.wait()
            await measured.wait()

    measured = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        for number in range(AT_ONCE):
            group.create_task(draw(number))
        await everyone_has_drawn.wait()
        megabytes = resident(app)
        measured.set()
    return megabytes


async def _much(url: str, interactions: int, seed: int) -> None:
    """One visitor whose drawings are answered so many times."""
    rng = random.Random(seed)
    async with visitor(url) as one:
        await one.open("Draw")
        while len(one.heard) < interactions:
            await one.draw(rng.randrange(10), rng)
