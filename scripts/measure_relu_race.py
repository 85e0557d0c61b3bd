"""ReLU against tanh: epochs to 25 % training error on CIFAR-10 (as JPEG), as in figure 1.

python -m scripts.measure_relu_race --data FOLDER --out assets/runs/relu_race.json

Krizhevsky et al. (2012) do not describe the four-layer network of their figure 1; here it is the
"19 %" network of cuda-convnet. Learning rates are tuned separately, as there: each of RATES for
three epochs by one seed, and the one with the least training error then is raced, by three other
seeds, until the goal or for 60 epochs. No regularisation, no augmentation, the same start for
both. FILE is written anew after each seed, and what it holds already is not run again. How to read
it: cnn.results.relu_race.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from scripts.cifar_training import Run, all_of, as_json, epochs_to, parser, unpack, write

GOAL = 25.0
KINDS = ("tanh", "relu")
RATES = (0.003, 0.01, 0.02, 0.04, 0.08, 0.16)


def main() -> None:
    options = _options()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        unpack(options.data, folder, options.subset)
        before = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {}
        tuning = before.get("tuning") or tried(options, folder)
        best = {kind: _best(tuning, kind) for kind in KINDS}
        done: list[dict[str, Any]] = before.get("runs", [])
        for seed in range(len(done) // len(KINDS) + 1, options.seeds + 1):
            runs = [
                Run(kind, best[kind], seed, options.most, GOAL, stop=True) for kind in KINDS
            ]  # fmt: skip
            curves = all_of(runs, folder, options.device, options.workers)
            done += [
                {**as_json(run, rows), "epochs": _rounded(epochs_to(rows, GOAL))}
                for run, rows in zip(runs, curves, strict=True)
            ]
            result = {"goal": GOAL, "rates": best, **summary(done), "tuning": tuning, "runs": done}
            result["seconds"] = before.get("seconds", 0) + round(time.perf_counter() - began)
            result["device"] = options.device
            write(options.out, result)
            print({key: result[key] for key in ("rates", "epochs", "ratio", "seconds")}, flush=True)


def tried(options: argparse.Namespace, folder: Path) -> list[dict[str, Any]]:
    """The training error after each rate's few epochs; null where the weights grew beyond all."""
    runs = [Run(kind, rate, 0, options.tune) for kind in KINDS for rate in options.rates]
    curves = all_of(runs, folder, options.device, options.workers)
    return [
        {
            "activation": run.activation,
            "rate": run.rate,
            "train": rows[-1].train if len(rows) > options.tune else None,
        }
        for run, rows in zip(runs, curves, strict=True)
    ]


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """Passes by activation, a number a seed, and how many times as many tanh takes on average."""
    epochs = {kind: [run["epochs"] for run in runs if run["activation"] == kind] for kind in KINDS}
    whole = all(None not in each for each in epochs.values())
    means = {kind: statistics.mean(each) for kind, each in epochs.items()} if whole else {}
    return {"epochs": epochs, "ratio": round(means["tanh"] / means["relu"], 2) if whole else None}


def _best(tuning: list[dict[str, Any]], kind: str) -> float:
    finite = [row for row in tuning if row["activation"] == kind and row["train"] is not None]
    return float(min(finite, key=lambda row: row["train"])["rate"])


def _rounded(epochs: float | None) -> float | None:
    return None if epochs is None else round(epochs, 2)


def _options() -> argparse.Namespace:
    found = parser(__doc__)
    add = found.add_argument
    add("--tune", type=int, default=3, help="epochs of each rate")
    add("--most", type=int, default=60, help="epochs of a run that does not reach the goal")
    add("--rates", type=float, nargs="+", default=RATES)
    return found.parse_args()


if __name__ == "__main__":
    main()
