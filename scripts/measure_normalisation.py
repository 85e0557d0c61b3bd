"""With and without normalisation, with and without overlap: CIFAR-10 (as JPEG), epoch by epoch.

python -m scripts.measure_normalisation --data FOLDER --out assets/runs/normalisation.json

Section 3.3 of the AlexNet paper reports that normalisation across maps took a four-layer network on
CIFAR-10 from 13 % to 11 % error, section 3.4 that overlapping windows gained a little on ImageNet.
Here the network is cuda-convnet's "19 %" one, trained as the "18 %" configuration says (pixels not
scaled, the same start, decay and rate), but for 24 epochs instead of 140. KINDS differ in
one thing each: "normalised" has a LocalResponseNorm after the first two poolings, with the
constants of cuda-convnet's "11 %" network; "plain" has windows of 2 instead of 3, side by side.
FILE is written anew after each seed, and what it holds already is not run again. To read it:
cnn.results.normalisation.
"""

import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from cnn.models.lrn import Constants
from scripts.cifar_training import Run, all_of, as_json, parser, unpack, write

RATE = 0.001
NORM = Constants(size=5, alpha=0.001, beta=0.75, k=1)
KINDS: dict[str, dict[str, Any]] = {
    "as-is": {},
    "normalised": {"norm": NORM},
    "plain": {"window": 2},
}


def main() -> None:
    options = parser(__doc__, 24).parse_args()
    began = time.perf_counter()
    before = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {}
    done: list[dict[str, Any]] = before.get("runs", [])
    with tempfile.TemporaryDirectory() as place:
        unpack(options.data, Path(place), options.subset)
        for seed in range(len(done) // len(KINDS) + 1, options.seeds + 1):
            runs = [
                Run("relu", RATE, seed, options.epochs, original=True, **differs)
                for differs in KINDS.values()
            ]
            curves = all_of(runs, Path(place), options.device, options.workers)
            done += [
                {"kind": kind, **as_json(run, rows)}
                for kind, run, rows in zip(KINDS, runs, curves, strict=True)
            ]
            result = {
                "constants": NORM._asdict(),
                "last": {kind: last(done, kind) for kind in KINDS},
                "runs": done,
                "seconds": before.get("seconds", 0) + round(time.perf_counter() - began),
                "device": options.device,
            }
            write(options.out, result)
            print(result["last"], result["seconds"], "s", flush=True)


def last(runs: list[dict[str, Any]], kind: str) -> dict[str, float]:
    """The mean errors of a kind's runs after their last epoch, and the test error's extremes."""
    chosen = [run for run in runs if run["kind"] == kind]
    test = [run["test"][-1] for run in chosen]
    return {
        "train": round(statistics.mean(run["train"][-1] for run in chosen), 2),
        "test": round(statistics.mean(test), 2),
        "least": round(min(test), 2),
        "most": round(max(test), 2),
    }


if __name__ == "__main__":
    main()
