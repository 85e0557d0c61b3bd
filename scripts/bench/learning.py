"""Training speed beside a plain DataLoader, the measured errors of what ships, the stroke test set."""

from cnn import assets
from scripts import make_stroke_set, measure_training
from scripts.bench.report import Figure, figure, single


def measure() -> list[Figure]:
    """All figures of this part."""
    return [*_speed(), *_shipped(), *_strokes()]


def _speed() -> list[Figure]:
    figures = []
    for kind, speeds in measure_training.measure().items():
        figures += [
            single(f"training, {kind}, ours", "images/s", speeds["ours"], "one thread"),
            single(f"training, {kind}, DataLoader", "images/s", speeds["loader"], "same net, batch"),
            single(f"training, {kind}, ours by loader", "times", speeds["ratio"]),
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
    right, count = make_stroke_set.score()
    return [single("stroke test set, best guess right", "%", 100 * right / count, f"{count} digits")]
