"""AlexNet's small edition as it is, without normalisation, and with windows side by side.

python -m scripts.measure_small_edition --data FOLDER --reports DIR --out FILE

FOLDER holds your copy of Tiny ImageNet; FILE ships as assets/runs/small_edition.json and is read by
cnn.results.small_runs. Each of RUNS trains the three KINDS at once by scripts.train_alexnet, with
the recipe of the shipped network but fewer epochs, and leaves their reports in DIR; a report that
lies there already is not made again. On a GPU the whole takes some twelve minutes.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

RUNS = {5: 75, 6: 50}  # epochs, by seed
KINDS: dict[str, list[str]] = {
    "as-is": [],
    "unnormalised": ["--lrn", "off"],
    "plain": ["--pooling", "plain"],
}
RECIPE = (
    "--batch 256 --rate 0.02 --zoom 28 --decay 0.0008 --fine-decay 0.015 --dropout 0.4 --warm 1 "
    "--hold-out 10"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--reports", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.reports.mkdir(parents=True, exist_ok=True)
    for seed, epochs in RUNS.items():
        started = [
            subprocess.Popen(_command(options, kind, seed, epochs))
            for kind in KINDS
            if not _report(options.reports, kind, seed).exists()
        ]
        if any([run.wait() for run in started]):
            sys.exit(f"a run with seed {seed} failed")
    runs = [
        told(kind, json.loads(_report(options.reports, kind, seed).read_text("utf-8")))
        for seed in RUNS
        for kind in KINDS
    ]
    options.out.write_text(json.dumps({"runs": runs}, indent=1) + "\n", "utf-8")


def told(kind: str, report: dict[str, Any]) -> dict[str, Any]:
    """What the page needs of a report of scripts.train_alexnet."""
    crops = {number: report[f"validation_{number}_crops"] for number in (1, 10)}
    return {
        "kind": kind,
        "seed": int(report["options"]["seed"]),
        "epochs": len(report["curve"]),
        "parameters": report["parameters"],
        "right": {str(n): [found["top1"], found["top5"]] for n, found in crops.items()},
        "noisy": round(report["noisy"], 3),
    }


def _command(options: argparse.Namespace, kind: str, seed: int, epochs: int) -> list[str]:
    out = _report(options.reports, kind, seed).with_suffix(".safetensors")
    said = f"{RECIPE} --seed {seed} --epochs {epochs}".split()
    where = ["--data", str(options.data), "--out", str(out)]
    return [sys.executable, "-m", "scripts.train_alexnet", "small", *where, *said, *KINDS[kind]]


def _report(folder: Path, kind: str, seed: int) -> Path:
    return folder / f"{kind}-{seed}.json"


if __name__ == "__main__":
    main()
