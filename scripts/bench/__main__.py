"""`python -m scripts.bench [part ...]`: measure, print, write bench/."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from scripts.bench import report
from scripts.bench.report import Figure

ROOT = Path(__file__).resolve().parent.parent.parent


def measures(options: argparse.Namespace) -> dict[str, Callable[[], list[Figure]]]:
    """Every part, by its name; what it imports is imported when it is measured."""
    from scripts.bench import (
        alexnet,
        changes,
        cls,
        door,
        exhibits,
        learning,
        live,
        lrn,
        memory,
        patches,
        photo,
        schedule,
        start,
        upload,
        weight,
    )

    times: int = options.times
    return {
        "live": lambda: live.measure(options.crowds, options.seconds),
        "start": lambda: start.measure(times),
        "weight": lambda: weight.measure(times),
        "changes": lambda: changes.measure(times),
        "cls": cls.measure,
        "exhibits": lambda: exhibits.measure(times),
        "memory": lambda: memory.measure(min(times, 3), options.interactions),
        "learning": learning.measure,
        "schedule": lambda: schedule.measure(min(times, 5), options.presentations),
        "lrn": lambda: lrn.measure(times),
        "alexnet": lambda: alexnet.measure(5 * times),
        "photo": lambda: photo.measure(times),
        "upload": lambda: upload.measure(times),
        "door": lambda: door.measure(times),
        "patches": lambda: patches.measure(times),
    }


PARTS = (
    *("live", "start", "weight", "changes", "cls", "exhibits", "memory"),
    *("learning", "schedule", "lrn", "alexnet", "photo", "upload", "door", "patches"),
)


def main() -> None:
    """Run the parts asked for (all by default)."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="default: all")
    parser.add_argument(
        "--crowds", type=int, nargs="*", default=[0, 19, 39], help="others who draw"
    )
    parser.add_argument("--seconds", type=float, default=30, help="of drawing, for each crowd")
    parser.add_argument("--times", type=int, default=9, help="that each thing is measured")
    parser.add_argument("--interactions", type=int, default=1_000, help="of the memory part")
    parser.add_argument("--presentations", type=int, default=7_291, help="of the schedule part")
    parser.add_argument("--out", type=Path, default=ROOT / "bench")
    options = parser.parse_args()
    where, parts = report.machine(), {}
    every = measures(options)
    for part in options.parts or PARTS:
        print(f"measuring: {part} ...", file=sys.stderr, flush=True)
        parts[part] = every[part]()
        page = report.write(options.out, where, parts)
    print(page)


if __name__ == "__main__":
    main()
