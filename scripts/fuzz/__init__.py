"""Hostile input by the hundred thousand: make fuzz, or python -m scripts.fuzz --cases 100000

These doors take what a stranger sends. Some are parts of the app, tried here: a photo's file and
the boxes of one, a drawing or picture of a digit, the pad's messages, the moves of sliders and
choices, the values in an address, a message on Streamlit's websocket. Each must end in an answer or
in one of our own sentences (cnn.errors.Problem), never in another error, and within TIME.

Others are tried at a server of their own on this machine: requests as raw bytes, an upload's life,
connections that break off. There each must end in an answer below 500 or in a closed connection,
and afterwards the server must be well, and its log without what was sent.

Files start from small valid ones of every format, in tests/data/fuzz, whose bytes are then changed,
cut, doubled or swapped; the rest is drawn at random. What fails is printed so that it can be
repeated (the same --seed finds it again) and kept in fuzz/.
"""

import random
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any, NamedTuple

from cnn.errors import Problem
from scripts.fuzz import files, served, stream, values
from scripts.running_app import ROOT, RunningApp

CORPUS = ROOT / "tests" / "data" / "fuzz"
FOUND = ROOT / "fuzz"
TIME = 20.0  # seconds for one case, on a busy machine


class Door(NamedTuple):
    """One door: what makes a case, what tries it, its share of the cases, if it needs a server."""

    make: Callable[..., Any]
    check: Callable[..., Any]
    share: float
    served: bool = False


DOORS = {
    "photo": Door(files.photo, files.check_photo, 0.06),
    "boxes": Door(files.boxes, files.check_photo, 0.04),
    "digit": Door(values.digit, values.check_digit, 0.12),
    "message": Door(values.message, values.check_message, 0.33),
    "choice": Door(values.choice, values.check_choice, 0.08),
    "address": Door(values.address, values.check_address, 0.12),
    "markdown": Door(values.markdown, values.check_markdown, 0.05),
    "stream": Door(stream.message, stream.check_message, 0.17),
    "http": Door(served.request, served.check_request, 0.02, True),
    "upload": Door(served.upload, served.check_upload, 0.006, True),
    "broken": Door(served.broken, served.check_broken, 0.004, True),
}


def run(
    cases: int,
    seed: int,
    doors: Iterable[str] = tuple(DOORS),
    app: RunningApp | None = None,
) -> dict[str, dict[str, Any]]:
    """Sends `cases` through the doors; what came of them, and what should not have.

    app: for doors that need a server; without it one is started for each.
    """
    corpus = [file.read_bytes() for file in sorted(CORPUS.glob("*"))]
    found: dict[str, dict[str, Any]] = {}
    with ExitStack() as there:
        for name in doors:
            door = DOORS[name]
            count = round(cases * door.share)
            if not door.served:
                found[name] = _tried(name, door, count, seed, corpus)
                continue
            server = served.Server(app or there.enter_context(RunningApp()))
            found[name] = _tried(name, door, count, seed, corpus, server)
            found[name]["failures"] += [(-1, each, "") for each in server.unwell()]
            server.close()
    return found


def _tried(
    name: str, door: Door, count: int, seed: int, corpus: list[bytes], *server: Any
) -> dict[str, Any]:
    rng, slowest = random.Random(f"{name} {seed}"), 0.0
    row: dict[str, Any] = {"cases": count, "answers": 0, "sentences": 0, "failures": []}
    for number in range(count):
        case = door.make(rng, corpus)
        began = time.perf_counter()
        try:
            refused = door.check(case, *server) is False
            row["sentences" if refused else "answers"] += 1
        except Problem:
            row["sentences"] += 1
        except Exception as error:
            row["failures"].append((number, f"{type(error).__name__}: {error}"[:200], case))
        took = time.perf_counter() - began
        slowest = max(slowest, took)
        if took > TIME:
            row["failures"].append((number, f"took {took:.0f} s", case))
    return row | {"slowest": round(slowest, 2)}
