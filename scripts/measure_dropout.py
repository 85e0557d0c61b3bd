"""With and without dropout: training and test error on CIFAR-10 (as JPEG), epoch by epoch.

python -m scripts.measure_dropout --data FOLDER --out assets/runs/dropout.json

The convolutions of cuda-convnet's "19 %" network and, as in AlexNet, two hidden full layers, here
of 512 rectified units each, on 5,000 training images, few enough to learn by heart. Dropout of one
half in both full layers is the only difference between the two kinds of run: the rate is the same,
not tuned, and so is the start. The file is written anew after each seed; to read it:
cnn.results.dropout_runs.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from scripts.cifar_training import Row, Run, all_of, as_json, parser, unpack, write

DROPPED = (0.0, 0.5)


def main() -> None:
    options = _options()
    began = time.perf_counter()
    runs: list[Run] = []
    curves: list[list[Row]] = []
    with tempfile.TemporaryDirectory() as place:
        unpack(options.data, Path(place), options.subset)
        for seed in range(1, options.seeds + 1):
            pair = [_run(options, seed, drop) for drop in DROPPED]
            curves += all_of(pair, Path(place), options.device, options.workers)
            runs += pair
            result = {
                "images": options.images,
                "rate": options.rate,
                "last": {str(drop): _last(runs, curves, drop) for drop in DROPPED},
                "runs": [as_json(run, rows) for run, rows in zip(runs, curves, strict=True)],
                "seconds": round(time.perf_counter() - began),
                "device": options.device,
            }
            write(options.out, result)
    print(result["last"], result["seconds"], "s")


def _run(options: argparse.Namespace, seed: int, drop: float) -> Run:
    size = {"hidden": (512, 512), "dropout": drop, "images": options.images}
    return Run("relu", options.rate, seed, options.epochs, **size)


def _last(runs: list[Run], curves: list[list[Row]], drop: float) -> dict[str, float]:
    """The mean errors after the last epoch."""
    ends = [rows[-1] for run, rows in zip(runs, curves, strict=True) if run.dropout == drop]
    return {
        "train": round(statistics.mean(end.train for end in ends), 2),
        "test": round(statistics.mean(end.test for end in ends), 2),
    }


def _options() -> argparse.Namespace:
    found = parser(__doc__, 30)
    add = found.add_argument
    add("--images", type=int, default=5_000)
    add("--rate", type=float, default=0.02)
    return found.parse_args()


if __name__ == "__main__":
    main()
