"""The long run: what came of it, door by door; status 1 if anything failed."""

import argparse
import sys
import time
import warnings

from scripts.fuzz import DOORS, FOUND, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scripts.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--doors", nargs="+", choices=DOORS, default=list(DOORS))
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # Pillow's, about every damaged tag
    failed = False
    for door in options.doors:
        began = time.monotonic()
        row = run(options.cases, options.seed, [door])[door]
        told = ", ".join(f"{row[name]} {name}" for name in ("cases", "answers", "sentences"))
        took = f"slowest {row['slowest']} s, all {time.monotonic() - began:.0f} s"
        print(f"{door}: {told}, {len(row['failures'])} failures, {took}", flush=True)
        for number, error, case in row["failures"][:20]:
            FOUND.mkdir(exist_ok=True)
            file = FOUND / f"{door}-{options.seed}-{number}"
            file.write_bytes(case if isinstance(case, bytes) else repr(case).encode())
            print(f"  {number}: {error} ({file.name})")
        failed |= bool(row["failures"])
    sys.exit(failed)


if __name__ == "__main__":
    main()
