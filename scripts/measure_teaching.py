"""Makes assets/runs/teaching.json: what AlexNet's layers learn from few photos of CIFAR-10.

For each seed three of CIFAR-10's ten classes and the photos of each are drawn by chance. From 1,
2, 5, 10, 20 and 50 training photos a class (the smaller numbers are the first of the larger) a
softmax regression learns on what each of cnn.experiments.teaching.LAYERS gives, and is asked about
100 test photos of each class. Photos are CIFAR-10 as JPEG, 32×32, enlarged to the small edition's
64 as any photo is reduced to it. Stored: per cent right, by layer and number, for each seed.

Run after the weights are made: python -m scripts.measure_teaching --data FOLDER --out FILE
"""

import argparse
import json
from pathlib import Path

import numpy as np
from PIL import Image

from cnn import assets
from cnn.data.imagenet import cifar10
from cnn.experiments.teaching import LAYERS, STRENGTH, layer_features, softmax_regression

CLASSES, TESTED = 3, 100
COUNTS = (1, 2, 5, 10, 20, 50)
SEEDS = 20


def measured(data: Path, seeds: int) -> dict[str, list[list[float]]]:
    """By layer, for each of COUNTS, the per cent right of every seed."""
    train, test = (cifar10.load_cifar10(data, split) for split in ("train", "test"))
    found: dict[str, list[list[float]]] = {layer: [[] for _ in COUNTS] for layer in LAYERS}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        classes = rng.choice(10, CLASSES, replace=False)
        parts = [(train, COUNTS[-1]), (test, TESTED)]
        taught, asked = (
            layer_features(
                [
                    Image.fromarray(images[i])
                    for each in classes
                    for i in rng.choice(np.flatnonzero(labels == each), count, replace=False)
                ]
            )
            for (images, labels), count in parts
        )
        right = np.repeat(np.arange(CLASSES), TESTED)
        for layer in LAYERS:
            shelves = taught[layer].astype(float).reshape(CLASSES, COUNTS[-1], -1)
            for place, count in enumerate(COUNTS):
                some = shelves[:, :count].reshape(CLASSES * count, -1)
                model = softmax_regression(some, np.repeat(np.arange(CLASSES), count), CLASSES)
                answers = model.probabilities(asked[layer].astype(float)).argmax(1)
                found[layer][place].append(round(100 * float((answers == right).mean()), 2))
        print(seed, {layer: found[layer][3][-1] for layer in LAYERS}, flush=True)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=assets.ROOT / "runs/teaching.json")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    given = parser.parse_args()
    result = {
        "classes": CLASSES,
        "tested": TESTED,
        "strength": STRENGTH,
        "counts": COUNTS,
        "right": measured(given.data, given.seeds),
    }
    given.out.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
