"""Makes assets/data/disagreements.json: drawings that the Draw page's classifiers disagree about.

Of the digits that went through the pad (scripts.stroke_set), for each label at most one: the one
with the most different answers, the default network's being right.

Run after all weights are made: python -m scripts.make_disagreements
"""

import json
from typing import Any

import numpy as np
import torch

from cnn import assets
from cnn.data.digits.preprocess import to_mnist
from cnn.inference import classifiers
from cnn.inference.digit import DEFAULT
from scripts import stroke_set

MOST = 6


def main() -> None:
    torch.set_num_threads(1)
    digits = [digit for digit in stroke_set.load() if digit.source != "hershey"]
    images = np.stack([to_mnist(digit.strokes) for digit in digits])
    answers = {name: classifiers.classify(name, images) for name in classifiers.classifier_names()}
    every = np.stack(list(answers.values()))
    right = answers[DEFAULT] == [digit.label for digit in digits]
    others = (every != answers[DEFAULT]).sum(0) * right
    found: dict[str, Any] = {}
    for place in np.argsort(-others, kind="stable"):
        label = str(digits[place].label)
        if others[place] and label not in found and len(found) < MOST:
            found[label] = [stroke.round().astype(int).tolist() for stroke in digits[place].strokes]
            print(label, every[:, place])
    text = json.dumps(dict(sorted(found.items())), separators=(",", ":"))
    (assets.ROOT / "data/disagreements.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
