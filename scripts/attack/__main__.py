"""Attackers of each kind against a server on this machine, and what a bystander feels meanwhile.

make attack, or python -m scripts.attack --only bombs doors --seconds 10. It starts a server of its
own within the limits of deploy/compose.yaml, or takes one that runs (--url); it speaks to no other
machine. Attackers come from 127.0.0.1, the bystander from 127.0.0.2. Prints a table, and writes it
to bench/attack.md. Ends with status 1 if a server ended or was not well five seconds later.
"""

import argparse
import asyncio
import json
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from scripts.attack import doors, helpers, messages, photos, sockets, uploads, work
from scripts.attack.bystander import ACTS, PATIENCE
from scripts.attack.swarm import Attack, Kind
from scripts.attack.target import MEMORY, Stood, Target, loopback
from scripts.bench.report import machine
from scripts.running_app import ROOT

KINDS: dict[str, Kind] = {
    "bombs": photos.bombs,
    "lying": photos.lying,
    "git": messages.git,
    "names": messages.names,
    "lines": messages.lines,
    "half-open": sockets.half_open,
    "silent": sockets.silent,
    "pads": sockets.pads,
    "reloads": sockets.reloads,
    "unclaimed": uploads.unclaimed,
    "refused": uploads.refused,
    "slow": uploads.slow,
    "aborted": uploads.aborted,
    "files": work.files,
    "runs": work.runs,
    "experiments": work.experiments,
    "killed": helpers.killed,
    "stopped": helpers.stopped,
    "doors": doors.doors,
}
OURS = {"killed", "stopped"}  # which need the server's processes
LONGEST = 120.0  # seconds of one attack at most
READY = 60.0  # seconds for attackers to come and to go
GRACE = 15.0  # seconds for the bystander to go


@dataclass(frozen=True)
class Act:
    """One act of the bystander: which, when it began (time.monotonic) and how long it took."""

    act: str
    began: float
    seconds: float
    failed: str = ""


@dataclass
class Row:
    """One attack and what came of it."""

    name: str
    began: float
    ended: float
    stood: Stood
    came: str
    acts: list[Act] = field(default_factory=list)


class Bystander:
    """The visitor from another address, in a process of its own."""

    def __init__(self, url: str, source: str) -> None:
        self.acts: list[Act] = []
        command = [sys.executable, "-m", "scripts.attack.bystander", url, "--source", source]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._reading = threading.Thread(target=self._read, daemon=True)

    def _read(self) -> None:
        for line in self._process.stdout or ():
            self.acts.append(Act(**json.loads(line)))

    def __enter__(self) -> Self:
        self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reading.join()

    def until_all(self, seconds: float) -> None:
        """Returns when each act has ended well once more, or the time is over."""
        began, until = time.monotonic(), time.monotonic() + seconds
        while time.monotonic() < until and self._process.poll() is None:
            well = {each.act for each in self.acts if each.began >= began and not each.failed}
            if well == set(ACTS):
                return
            time.sleep(0.1)


async def attacked(target: Target, kind: Kind, seconds: float) -> Attack:
    """One attack, from its first attacker to its last."""
    attack = Attack(target, seconds)
    try:
        async with asyncio.timeout(seconds + READY):
            await kind(attack)
    except Exception as error:  # nothing that an attacker meets may end the others
        attack.count(type(error).__name__)
    return attack


def work_through(target: Target, names: Iterable[str], seconds: float, source: str) -> list[Row]:
    """Attack after attack; the first row is of the time before."""
    rows = []
    with Bystander(target.url, source) as bystander:
        for name in ("", *names):
            bystander.until_all(2 * PATIENCE)
            target.begin()
            began = time.monotonic()
            came = ""
            if name:
                attack = asyncio.run(attacked(target, KINDS[name], seconds))
                began, came = attack.began, attack.told()
            else:
                time.sleep(seconds)
            ended = time.monotonic()
            target.settle()
            bystander.until_all(2 * PATIENCE)
            rows.append(Row(name or "nobody", began, ended, target.end(), came))
            fill(rows, bystander.acts)
            print(line(rows[-1]), file=sys.stderr, flush=True)
    fill(rows, bystander.acts)
    return rows


def fill(rows: Sequence[Row], acts: Sequence[Act]) -> None:
    """Each act belongs to the attack during which most of it was."""
    for row in rows:
        row.acts = []
    for act in acts:
        shared = [
            min(act.began + act.seconds, row.ended) - max(act.began, row.began) for row in rows
        ]
        if rows and max(shared) > 0:
            rows[shared.index(max(shared))].acts.append(act)


def felt(acts: Sequence[Act], name: str) -> str:
    """How long an act took: the median and the longest in seconds, and how many failed."""
    took = [each.seconds for each in acts if each.act == name and not each.failed]
    failed = sum(each.act == name and bool(each.failed) for each in acts)
    told = f"{statistics.median(took):.2f} / {max(took):.2f}" if took else "none"
    return told + (f", {failed} failed" if failed else "")


def line(row: Row) -> str:
    """A row of the table."""
    stood = row.stood
    known: list[Any] = [
        "" if stood.memory is None else f"{stood.memory:,.0f}",
        "" if stood.folder is None else f"{stood.folder:,.0f}",
        "" if stood.tasks is None else stood.tasks,
        "" if stood.log is None else f"{stood.log:,} / {stood.longest:,}",
    ]
    well = stood.ended or stood.ready or "yes"
    cells = [row.name, *(felt(row.acts, act) for act in ACTS), *known, well, row.came]
    return "| " + " | ".join(map(str, cells)) + " |"


def table(where: dict[str, object], rows: Sequence[Row]) -> str:
    """The report as Markdown."""
    head = [
        *("attack", "page s", "pen up to page s", "upload s"),
        *("memory MB", "temporary files MB", "tasks", "log bytes / longest line"),
        *("well 5 s later", "what came of it"),
    ]
    lines = ["# Attacks", "", ", ".join(f"{name} {value}" for name, value in where.items()), ""]
    lines += ["| " + " | ".join(head) + " |", "|---" * len(head) + "|", *map(line, rows)]
    failed = {(row.name, act.act, act.failed) for row in rows for act in row.acts if act.failed}
    lines += ["", *(f"- {': '.join(each)}" for each in sorted(failed))]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Attack, print what came of it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.attack", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seconds", type=float, default=8, help="of each attack")
    parser.add_argument("--url", default="", help="of a server that runs on this machine")
    parser.add_argument("--memory", type=float, default=MEMORY, help="MB that the server may take")
    parser.add_argument("--source", default="127.0.0.2", help="where the bystander comes from")
    parser.add_argument("--out", type=Path, default=ROOT / "bench")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # and what has been started ends
    if not 0 < options.seconds <= LONGEST:
        parser.error(f"{LONGEST:.0f} seconds at most")
    if options.url:
        try:
            loopback(options.url)
        except ValueError as error:
            parser.error(str(error))
    names = [name for name in options.only if not (options.url and name in OURS)]
    where = machine() | {"seconds of each attack": options.seconds}
    with Target(options.url, options.memory) as target:
        rows = work_through(target, names, options.seconds, options.source)
    page = table(where, rows)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "attack.md").write_text(page, "utf-8")
    print(page)
    sys.exit(any(row.stood.ended or row.stood.ready for row in rows))


if __name__ == "__main__":
    main()
