"""The stroke test set: 1,000 digits that went through the pad, none of them used in training.

`scripts.make_stroke_set` says where they come from. Run: python -m scripts.stroke_set
"""

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ui.components.digit_pad.message import Strokes, unpack_strokes

FILE = Path(__file__).resolve().parent.parent / "tests/data/pad_strokes.json.gz"


class PadDigit(NamedTuple):
    """What the pad sent for one digit: strokes on its grid of 0 to 1023."""

    label: int
    source: str  # "mouse", "mnist-test" or "hershey"
    form: str  # which form, image or face
    strokes: Strokes


class Score(NamedTuple):
    """How many of the digits the network's best guess gets right."""

    right: int
    of: int

    @property
    def percent(self) -> float:
        return 100 * self.right / self.of


def load() -> list[PadDigit]:
    """All digits of the set. Raises ValueError for a digit that the pad could not have sent."""
    digits = []
    for row in json.loads(gzip.decompress(FILE.read_bytes())):
        strokes = unpack_strokes(row["n"], row["d"])
        if not strokes:
            raise ValueError(f"not a drawing of the pad: {row}")
        digits.append(PadDigit(row["label"], row["source"], row["form"], strokes))
    return digits


def guesses(digits: list[PadDigit], network: str = "lenet5-distorted") -> list[int]:
    """The network's best guess for each digit, by the way a visitor's drawing takes."""
    import torch

    from cnn.data.digits.preprocess import to_32, to_mnist
    from cnn.inference import weights

    images = np.stack([to_mnist(digit.strokes) for digit in digits])
    with torch.inference_mode():
        distances = weights.load_network(network)(to_32(images))
    found: list[int] = distances.argmin(1).tolist()
    return found


def score(network: str = "lenet5-distorted") -> dict[str, Score]:
    """The score of a network on each source, and on "all"."""
    digits = load()
    right, of = Counter[str](), Counter[str]()
    for digit, guess in zip(digits, guesses(digits, network), strict=True):
        for name in (digit.source, "all"):
            right[name] += guess == digit.label
            of[name] += 1
    return {name: Score(right[name], of[name]) for name in of}


def main() -> None:
    """Print the default network's score, and every form that it misses."""
    digits = load()
    found = guesses(digits)
    for name, result in score().items():
        print(f"{name:12} {result.right:4} of {result.of:4}  {result.percent:.1f} %")
    wrong = [(d.label, d.source, d.form, g) for d, g in zip(digits, found, strict=True)]
    for (label, source, form, guess), count in Counter(wrong).most_common():
        if label != guess:
            print(f"  {label} read as {guess}: {count} × {source}, {form}")


if __name__ == "__main__":
    main()
