"""Makes assets/runs/draw_measured.json: what the questions of the Draw page are answered with.

"steps": the default network's error in per cent on the digits of scripts.stroke_set, with all
steps and with each left out. "shift": every classifier's error on 500 test digits, shifted by 0 to
10 pixels in each of the four directions. Takes minutes.

Run after all weights are made: python -m scripts.measure_draw
"""

import json

import numpy as np
import torch

from cnn import assets
from cnn.data.digits.preprocess import SWITCHES, to_mnist
from cnn.data.mnist import dataset, perturbations
from cnn.inference import classifiers
from cnn.inference.digit import DEFAULT
from scripts import stroke_set

DIGITS, SEED = 500, 1998


def steps() -> dict[str, float]:
    """Error by what is left out: "nothing", each of SWITCHES, "everything"."""
    digits = stroke_set.load()
    labels = np.array([digit.label for digit in digits])
    errors = {}
    choices = {"nothing": (), **{name: (name,) for name in SWITCHES}, "everything": SWITCHES}
    for name, without in choices.items():
        images = np.stack([to_mnist(digit.strokes, without) for digit in digits])
        wrong = classifiers.classify(DEFAULT, images) != labels
        errors[name] = round(100 * float(wrong.mean()), 1)
    return errors


def shifts(name: str) -> list[float]:
    """Error after a shift by 0 to 10 pixels, the mean of right, left, down and up."""
    test = dataset.load_digits("test")
    chosen = np.random.default_rng(SEED).choice(len(test.labels), DIGITS, replace=False)
    images = np.stack([perturbations.shifted(image) for image in test.images[chosen]])
    still = perturbations.REACH
    errors = []
    for far in range(perturbations.REACH + 1):
        ends = (still + far, still - far)
        places = {(still, end) for end in ends} | {(end, still) for end in ends}
        wrong = [
            classifiers.classify(name, images[:, y, x]) != test.labels[chosen] for y, x in places
        ]
        errors.append(round(100 * float(np.mean(wrong)), 1))
    return errors


def main() -> None:
    torch.set_num_threads(1)
    found = {
        "steps": steps(),
        "shift": {name: shifts(name) for name in classifiers.classifier_names()},
    }
    (assets.ROOT / "runs/draw_measured.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
