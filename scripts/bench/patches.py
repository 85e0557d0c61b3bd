"""What the patches gain that are for speed (ui/patches, cnn/torch_internals.py), with and without.

One whose gain no longer shows is to go: docs/upgrading.md.
"""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from scripts.bench import visitor
from scripts.bench.report import Figure, figure
from scripts.bench.timing import beside
from scripts.bench.visitor import request
from scripts.running_app import ROOT, RunningApp
from ui.patches import theme_cache

VISITORS, OPENINGS = 12, 4  # who come at once, and how often each opens a page
PAGE = "Draw"
SECTIONS = ["theme", *(f"theme.{each}" for each in ("light", "dark", "sidebar"))]
SECTIONS += ["theme.light.sidebar", "theme.dark.sidebar"]
LOOK = 0.05  # seconds between two questions whether the server is alive
FIRST_STEP = (
    "import time, torch, sys; {ours}; w = torch.ones(1, requires_grad=True); b = time.time(); "
    "o = torch.optim.SGD([w], 0.1); w.sum().backward(); {step}; print(time.time() - b)"
)

COLLECTED = """
import gc, time
from ui.work.warmup import warm
warm()
gc.unfreeze()
for _ in range(10):
    took = []
    for act in (gc.collect, gc.freeze, gc.collect):
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    print(took[0], took[2])
    gc.unfreeze()
"""


def measure(times: int) -> list[Figure]:
    """Milliseconds of each, in turn."""
    return [
        *_theme(times),
        *_collections(),
        *_torch(min(times, 5)),
        *_turns(max(1, times // 3)),
    ]


def _theme(times: int) -> list[Figure]:
    """What a run's first message takes for it."""

    def run(populate: Callable[[Any, str], None]) -> None:
        for section in SECTIONS:
            populate(theme_cache.CustomThemeConfig(), section)

    ways = {"read anew": theme_cache.populate, "kept": theme_cache.populate_from_memory}
    rivals = {name: partial(run, way) for name, way in ways.items()}
    return beside("the theme of one run", rivals, 20 * times)


def _collections() -> list[Figure]:
    """What Streamlit would do after each run, and what it would take with the heap frozen."""
    rows = [list(map(float, line.split())) for line in _told(COLLECTED).splitlines()]
    names = ("of all that is imported", "with that frozen")
    return [
        figure(f"a garbage collection, {name}", "ms", list(took))
        for name, took in zip(names, zip(*rows, strict=True), strict=True)
    ]


def _torch(times: int) -> list[Figure]:
    """The first step of a process's first optimiser."""
    ways = {
        "with its compiler": FIRST_STEP.format(ours="0", step="o.step()"),
        "without": FIRST_STEP.format(
            ours="from cnn import torch_internals", step="torch_internals.step(o)"
        ),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(times):
        for name, code in ways.items():
            took[name].append(1000 * float(_told(code)))
    return [figure(f"torch's first step, {name}", "ms", each) for name, each in took.items()]


def _told(code: str) -> str:
    """What this code prints in a process of its own."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, check=True, text=True, cwd=ROOT).stdout


def _turns(times: int) -> list[Figure]:
    """A class that opens a page at once, again and again; and how soon the server answers then."""
    opened: dict[str, list[float]] = {"": [], "turns": []}
    answered: dict[str, list[float]] = {"": [], "turns": []}
    for _ in range(times):
        for left_out in opened:
            environment = {"WITHOUT": left_out}
            with RunningApp(module="scripts.bench.unpatched", environment=environment) as app:
                asyncio.run(_class(app.url, opened[left_out], answered[left_out]))
    found = []
    for left_out, name in {"": "in turns", "turns": "all at once"}.items():
        what, note = f"{VISITORS} who open {PAGE}", f"{times} servers"
        found.append(figure(f"{what}, {name}", "ms", opened[left_out], note))
        found.append(figure(f"{what}, {name}: /healthz", "ms", answered[left_out], note))
    return found


async def _class(url: str, opened: list[float], answered: list[float]) -> None:
    async with asyncio.TaskGroup() as group:
        looking = group.create_task(_look(url, answered))
        everyone = [group.create_task(_opens(url, opened)) for _ in range(VISITORS)]
        await asyncio.wait(everyone)
        looking.cancel()


async def _opens(url: str, opened: list[float]) -> None:
    async with visitor.visitor(url) as one:
        await one.open(PAGE)
        for _ in range(OPENINGS):
            began = time.perf_counter()
            await one.open(PAGE)
            opened.append(1000 * (time.perf_counter() - began))


async def _look(url: str, answered: list[float]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.to_thread(request, url, "GET", "/healthz")
        answered.append(1000 * (time.perf_counter() - began))
        await asyncio.sleep(LOOK)
