"""What a LeNet-5 file can do: python -m scripts.measure_lenet5 assets/weights/lenet5.safetensors

Prints the metrics of its row in assets/manifest.toml. Temperature and rubbish constant are fitted
on the 5,000 held-out training digits; the test set is only measured. Shares are in per cent.
Letters, scribbles and lines are of sources that no network was trained on.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from safetensors.torch import load_file
from torch import nn

from cnn.data.digits.preprocess import Picture, to_32, to_mnist
from cnn.data.mnist import dataset
from cnn.data.pens import training_sets
from cnn.data.pens.redrawn import Rng, handwriting
from cnn.data.pens.rubbish import LETTERS, LOOK_ALIKES, alphabet
from cnn.inference.confidence import Confidence, calibration_error, fit_confidence
from cnn.models import LeNet5

REFUSED = 0.01  # of the held-out digits
FONTS = ("timesr", "timesi", "scriptc")  # Hershey's; futural and scripts were trained on
EACH = 8  # hands that write each letter


def measure(file: Path) -> dict[str, float]:
    """Errors, fitted confidence, calibration error, refused digits and flagged rubbish."""
    torch.set_num_threads(1)
    model = LeNet5().eval()
    model.load_state_dict(load_file(file))
    _, held_out = training_sets.split_training_digits()
    test, distances = dataset.load_digits("test"), distances_of(model, held_out.images)
    fitted = fit_confidence(distances, held_out.labels, REFUSED)
    on_test = distances_of(model, test.images)
    likely = fitted.probabilities(on_test)
    return {
        "test_error": _percent(on_test.argmin(1) != test.labels),
        "held_out_error": _percent(distances.argmin(1) != held_out.labels),
        "temperature": round(fitted.temperature, 3),
        "rubbish": round(fitted.rubbish, 2),
        "calibration_error": round(100 * calibration_error(likely, test.labels), 2),
        "refused_digits": _percent(~fitted.is_digit(on_test)),
        **_flagged(model, fitted),
    }


def not_digits() -> dict[str, Picture]:
    """Images (N, 28, 28) of no digit, by kind; the same at every call."""
    rng = np.random.default_rng(2)
    kinds = {
        "letters": list(_letters(rng, LOOK_ALIKES)),
        "all_letters": list(_letters(rng, frozenset())),
        "scribbles": [to_mnist(_scribble(rng)) for _ in range(500)],
        "lines": [to_mnist(_line(rng)) for _ in range(500)],
    }
    return {kind: np.stack(images) for kind, images in kinds.items()}


def _flagged(model: LeNet5, fitted: Confidence) -> dict[str, float]:
    return {
        f"flagged_{kind}": _percent(~fitted.is_digit(distances_of(model, images)))
        for kind, images in not_digits().items()
    }


def _letters(rng: Rng, without: frozenset[str]) -> Iterator[Picture]:
    """Letters by many hands, and as printed in the typeface that comes with Pillow."""
    for letter in alphabet(FONTS, without):
        for _ in range(EACH):
            yield to_mnist(handwriting(letter, rng))
    font = ImageFont.load_default(60)
    for text in sorted(set(LETTERS) - without):
        page = Image.new("L", (120, 120), "white")
        ImageDraw.Draw(page).text((30, 20), text, font=font, fill="black")
        yield to_mnist(page)


def _scribble(rng: Rng) -> list[NDArray[np.float64]]:
    """A pen that swings to and fro, many times and never the same way."""
    t = np.linspace(0, 2 * np.pi, 300)[:, None, None]
    speed, phase = rng.uniform(3, 12, (2, 3)), rng.uniform(0, 2 * np.pi, (2, 3))
    stroke: NDArray[np.float64] = (np.sin(speed * t + phase) * rng.uniform(0.2, 1, (2, 3))).sum(2)
    return [stroke]


def _line(rng: Rng) -> list[NDArray[np.float64]]:
    """A line across the pad, drawn by an unsteady hand, within 30° of level."""
    x = np.linspace(0, 1, 12)
    slope, bow = rng.uniform(-0.55, 0.55), rng.normal(0, 0.04)
    return [np.stack([x, slope * x + bow * x * (1 - x) + rng.normal(0, 0.006, 12)], 1)]


@torch.no_grad()
def distances_of(model: nn.Module, images: Picture) -> NDArray[np.float32]:
    """The ten distances (N, 10) of images (N, 28, 28)."""
    parts = np.array_split(images, len(images) // 1000 + 1)
    found: NDArray[np.float32] = torch.cat([model(to_32(part)) for part in parts]).numpy()
    return found


def _percent(which: NDArray[np.bool_]) -> float:
    return round(100 * float(which.mean()), 2)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(name, json.dumps(measure(Path(name)), indent=2))
