"""Training speed beside a plain DataLoader, the errors of what ships, the stroke test set."""

import json
import subprocess
import sys
from collections.abc import Mapping

from cnn import assets
from scripts import measure_training, stroke_set
from scripts.bench.report import Figure, figure, single


def measure() -> list[Figure]:
    """All figures of this part."""
    speeds = measure_training.measure()
    return [*_speed(speeds), *_runs(speeds["plain"]), *_shipped(), *_strokes()]


def _speed(measured: Mapping[str, Mapping[str, float]]) -> list[Figure]:
    figures = []
    for kind, speeds in measured.items():
        figures += [
            single(f"training, {kind}, ours", "images/s", speeds["ours"], "one thread"),
            single(
                f"training, {kind}, DataLoader", "images/s", speeds["loader"], "same net, batch"
            ),
            single(f"training, {kind}, ours by loader", "times", speeds["ratio"]),
            single(f"training, {kind}, DataLoader with a worker", "images/s", speeds["worker"]),
        ]
    return figures


def _runs(rival: Mapping[str, float]) -> list[Figure]:
    """In a process of its own, since only one without threads can have a helper."""
    figures = []
    seconds: dict[str, float] = {}
    for batch in (64, measure_training.BATCH):
        command = [sys.executable, "-m", "scripts.measure_training", "--run", "--batch", str(batch)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        seconds = json.loads(printed)
        figures += [
            single(f"three epochs over 60,000 digits, batches of {batch}, {way}", "s", took)
            for way, took in seconds.items()
        ]
    figures.append(single("budget: three epochs over 60,000 digits", "s", 15))
    if "processes" in seconds:
        speed = 3 * 60_000 / seconds["processes"]  # with the moments that a run keeps
        figures += [
            single("training on the page, two processes", "images/s", speed),
            single("training on the page by loader", "times", speed / rival["loader"]),
            single(
                "training on the page by loader with a worker", "times", speed / rival["worker"]
            ),
        ]
    return figures


def _shipped() -> list[Figure]:
    """Every number that the manifest keeps of the weights."""
    figures = []
    for file, asset in assets.manifest().items():
        if file.startswith("weights/"):
            for name, value in asset.metrics.items():
                if isinstance(value, list):
                    figures.append(figure(f"{file}: {name}", "", value, "from the manifest"))
                elif isinstance(value, int | float):
                    figures.append(single(f"{file}: {name}", "", value, "from the manifest"))
    return figures


def _strokes() -> list[Figure]:
    """The score of the default network on each source of the stroke test set."""
    return [
        Figure(f"stroke test set, {source}, best guess right", "%", score.of, score.percent)
        for source, score in stroke_set.score().items()
    ]
