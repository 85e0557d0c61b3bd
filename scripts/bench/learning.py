"""Training speed beside a plain DataLoader, the errors of what ships, the stroke test set."""

from cnn import assets
from scripts import measure_training, stroke_set
from scripts.bench.report import Figure, figure, single


def measure() -> list[Figure]:
    """All figures of this part."""
    return [*_speed(), *_shipped(), *_strokes()]


def _speed() -> list[Figure]:
    figures = []
    for kind, speeds in measure_training.measure().items():
        figures += [
            single(f"training, {kind}, ours", "images/s", speeds["ours"], "one thread"),
            single(
                f"training, {kind}, DataLoader", "images/s", speeds["loader"], "same net, batch"
            ),
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
    """The score of the default network on each source of the stroke test set."""
    return [
        Figure(f"stroke test set, {source}, best guess right", "%", score.of, score.percent)
        for source, score in stroke_set.score().items()
    ]
