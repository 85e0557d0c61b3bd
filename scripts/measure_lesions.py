"""Makes assets/runs/lesions.json: what LeNet-5 misreads with one map of C1 or C3 taken out.

"digits": how many of MNIST's test digits each digit, 0 to 9, has; "whole": how many of each the
whole network misreads; "C1" and "C3": the same without each of their maps.

Run after all weights are made: python -m scripts.measure_lesions
"""

import json
from typing import cast

import numpy as np
import torch

from cnn import assets
from cnn.analysis.lesions import answers, without
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models import DigitNetwork

NETWORK = "lenet5-distorted"
LAYERS = {"C1": 6, "C3": 16}  # and how many maps each has


def misread(maps: dict[str, list[int]]) -> list[int]:
    """How many test digits of each kind the network misreads without these maps: ten counts."""
    test = dataset.load_digits("test")
    hurt = without(cast(DigitNetwork, weights.load_network(NETWORK)), maps=maps)
    wrong = test.labels[answers(hurt, test.images) != test.labels]
    found: list[int] = np.bincount(wrong, minlength=10).tolist()
    return found


def main() -> None:
    torch.set_num_threads(1)
    digits = np.bincount(dataset.load_digits("test").labels, minlength=10).tolist()
    found = {"digits": digits, "whole": misread({})}
    for layer, count in LAYERS.items():
        found[layer] = [misread({layer: [map_]}) for map_ in range(count)]
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in found.items())
    (assets.ROOT / "runs/lesions.json").write_text(f"{{\n{rows}\n}}\n")


if __name__ == "__main__":
    main()
