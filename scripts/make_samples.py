"""Makes assets/data/sample_strokes.json: drawings for those who cannot draw.

The digits are centre lines of MNIST training digits, smoothed and laid out on the pad's grid; the
three that are no digits are our own. Run: python -m scripts.make_samples
"""

import json

import numpy as np

from cnn import assets
from cnn.data.digits.strokes import Floats
from cnn.data.mnist import dataset
from cnn.data.pens import skeletons

CHOSEN = {0: 68, 1: 8, 2: 76, 3: 840, 4: 89, 5: 244, 6: 18, 7: 84, 8: 333, 9: 22}  # index of each
GRID, HEIGHT = 1023, 620
NOT_DIGITS = {
    "letter": [[[300, 800], [512, 220], [724, 800]], [[380, 590], [644, 590]]],
    "scribble": [
        [
            [512 + (120 + 9 * t) * np.cos(0.9 * t + 0.4 * np.sin(2.1 * t)),
             512 + (90 + 7 * t) * np.sin(1.3 * t)]
            for t in np.linspace(0, 26, 160)
        ]
    ],
    "line": [[[180, 640], [840, 400]]],
}  # fmt: skip


def main() -> None:
    train = dataset.load_digits("train")
    samples = {}
    for digit, index in CHOSEN.items():
        assert train.labels[index] == digit, (index, train.labels[index])
        samples[str(digit)] = _on_grid(skeletons.trace_strokes(train.images[index]))
    samples |= {name: [np.array(line) for line in lines] for name, lines in NOT_DIGITS.items()}
    lines = {name: [line.round().astype(int).tolist() for line in s] for name, s in samples.items()}
    out = assets.ROOT / "data/sample_strokes.json"
    out.write_text(json.dumps(lines, separators=(",", ":")), "utf-8")


def _on_grid(strokes: list[Floats]) -> list[Floats]:
    points = np.concatenate(strokes)
    low, high = points.min(0), points.max(0)
    scale = HEIGHT / (high - low).max()
    return [(line - (low + high) / 2) * scale + GRID / 2 for line in strokes]


if __name__ == "__main__":
    main()
