"""ReLU against tanh: passes to 25 % training error on CIFAR-10 (as JPEG), as in figure 1.

python -m scripts.measure_relu_race --data FOLDER --out assets/runs/relu_race.json

Krizhevsky et al. (2012) do not describe the four-layer network of their figure 1; here it is the
"19 %" network of cuda-convnet. Learning rates are tuned separately, by one seed; the race is run
by others. No regularisation, no augmentation, the same start for both.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from scripts.cifar_training import Run, all_of, as_json, passes_to, unpack

GOAL = 25.0
RATES = (0.003, 0.01, 0.02, 0.04, 0.08, 0.16)


def main() -> None:
    options = _options()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        unpack(options.data, folder, options.subset)
        result = race(options, folder)
    result |= {"seconds": round(time.perf_counter() - began), "device": options.device}
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print({key: result[key] for key in ("rates", "passes", "ratio", "seconds")})


def race(options: argparse.Namespace, folder: Path) -> dict:
    """Tune, run, compare."""
    kinds, tuning = ("relu", "tanh"), []
    for kind in kinds:
        tuning += [Run(kind, rate, 0, options.epochs, GOAL, True) for rate in options.rates]
    tuned = all_of(tuning, folder, options.device, options.workers)
    needed = {
        (run.activation, run.rate): passes_to(rows, GOAL) for run, rows in _pair(tuning, tuned)
    }
    ends = {(run.activation, run.rate): rows[-1].train for run, rows in _pair(tuning, tuned)}
    for key, passes in needed.items():
        print(key, "passes:", passes, "last training error:", ends[key], flush=True)
    order = lambda key: (needed[key] or float("inf"), ends[key])  # noqa: E731
    best = {kind: min((key for key in needed if key[0] == kind), key=order)[1] for kind in kinds}
    runs = [
        Run(kind, best[kind], seed, options.epochs, GOAL)
        for seed in range(1, options.seeds + 1)
        for kind in reversed(kinds)
    ]
    curves = all_of(runs, folder, options.device, options.workers)
    passes = {
        kind: [passes_to(rows, GOAL) for run, rows in _pair(runs, curves) if run.activation == kind]
        for kind in kinds
    }
    whole = all(None not in each for each in passes.values())
    means = {kind: statistics.mean(each) for kind, each in passes.items()} if whole else {}
    return {
        "goal": GOAL,
        "rates": best,
        "passes": passes,
        "ratio": round(means["tanh"] / means["relu"], 2) if whole else None,
        "tuning": [[*key, value and round(value, 2), ends[key]] for key, value in needed.items()],
        "runs": [as_json(run, rows) for run, rows in _pair(runs, curves)],
    }


def _pair(runs: list[Run], rows: list) -> list[tuple]:
    return list(zip(runs, rows, strict=True))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--device", default="cuda")
    add("--workers", type=int, default=6)
    add("--seeds", type=int, default=3)
    add("--epochs", type=int, default=40, help="a run goes on to twice as many to reach the goal")
    add("--rates", type=float, nargs="+", default=RATES)
    add("--subset", type=int, default=0, help="about so many images, to try the script")
    return parser.parse_args()


if __name__ == "__main__":
    main()
