"""`python -m scripts.bench [live] [start] [learning]`: measure, print, write bench/."""

import argparse
import sys
from pathlib import Path

from scripts.bench import learning, live, report, start

ROOT = Path(__file__).resolve().parent.parent.parent
PARTS = ("live", "start", "learning")


def main() -> None:
    """Run the parts asked for (all by default)."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench")
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], help="default: all")
    parser.add_argument("--crowds", type=int, nargs="*", default=[0, 10], help="others who draw")
    parser.add_argument("--seconds", type=float, default=30, help="of drawing, for each crowd")
    parser.add_argument("--out", type=Path, default=ROOT / "bench")
    options = parser.parse_args()
    measures = {
        "live": lambda: live.measure(options.crowds, options.seconds),
        "start": start.measure,
        "learning": learning.measure,
    }
    where, parts = report.machine(), {}
    for part in options.parts or PARTS:
        print(f"measuring: {part} ...", file=sys.stderr, flush=True)
        parts[part] = measures[part]()
        page = report.write(options.out, where, parts)
    print(page)


if __name__ == "__main__":
    main()
