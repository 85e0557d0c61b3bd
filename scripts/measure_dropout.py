"""With and without dropout: training and test error on CIFAR-10 (as JPEG), pass by pass.

python -m scripts.measure_dropout --data FOLDER --out assets/runs/dropout.json

The convolutions of cuda-convnet's "19 %" network and, as in AlexNet, two hidden full layers, here
of 512 rectified units each, on 10,000 training images, few enough to learn by heart. Dropout of one
half in both full layers is the only difference between the two kinds of run: the rate is the same,
not tuned, and so is the start. How to read the file: cnn.stored.dropout.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from scripts.cifar_training import Run, all_of, as_json, unpack


def main() -> None:
    options = _options()
    began = time.perf_counter()
    runs = [
        Run("relu", options.rate, seed, options.epochs, hidden=(512, 512), dropout=drop,
            images=options.images)
        for seed in range(1, options.seeds + 1)
        for drop in (0.0, 0.5)
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as place:
        unpack(options.data, Path(place), options.subset)
        curves = all_of(runs, Path(place), options.device, options.workers)
    summary = {}
    for drop in (0.0, 0.5):
        ends = [rows[-1] for run, rows in zip(runs, curves, strict=True) if run.dropout == drop]
        summary[str(drop)] = {
            "train": round(statistics.mean(end.train for end in ends), 2),
            "test": round(statistics.mean(end.test for end in ends), 2),
        }
    result = {
        "images": options.images,
        "rate": options.rate,
        "last": summary,
        "runs": [as_json(run, rows) for run, rows in zip(runs, curves, strict=True)],
        "seconds": round(time.perf_counter() - began),
        "device": options.device,
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    print(summary, result["seconds"], "s")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add = parser.add_argument
    add("--data", type=Path, required=True)
    add("--out", type=Path, required=True)
    add("--device", default="cpu")
    add("--workers", type=int, default=1)
    add("--seeds", type=int, default=3)
    add("--epochs", type=int, default=40)
    add("--images", type=int, default=10_000)
    add("--rate", type=float, default=0.02)
    add("--subset", type=int, default=0, help="about so many images, to try the script")
    return parser.parse_args()


if __name__ == "__main__":
    main()
