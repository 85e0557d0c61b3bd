"""Makes assets/runs/adversarial.json: how often a step along the gradient's sign misleads LeNet-5.

Of each shipped LeNet-5, "signs": the error in per cent on 1,000 MNIST test digits, by the size of
the step, a part of the way from paper to ink; "noise": that of steps as large in random directions.

Run after all weights are made: python -m scripts.measure_adversarial
"""

import json
from typing import cast

import numpy as np
import torch

from cnn import assets
from cnn.analysis.adversarial import pixel_slopes, stepped
from cnn.analysis.lesions import answers
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models import DigitNetwork

DIGITS, SEED = 1_000, 2014
STEPS = [round(0.025 * i, 3) for i in range(13)]  # 0 to 0.3
NETWORKS = ("lenet5", "lenet5-distorted")


def measured(name: str) -> dict[str, list[float]]:
    """The errors of one network, for each of STEPS."""
    rng = np.random.default_rng(SEED)
    test = dataset.load_digits("test")
    chosen = rng.choice(len(test.labels), DIGITS, replace=False)
    images, labels = test.images[chosen], test.labels[chosen]
    model = cast(DigitNetwork, weights.load_network(name))
    directions = {
        "signs": pixel_slopes(name, images, labels),
        "noise": rng.choice([-1.0, 1.0], images.shape),
    }
    return {
        kind: [_error(model, stepped(images, slopes, step), labels) for step in STEPS]
        for kind, slopes in directions.items()
    }


def _error(model: DigitNetwork, images: np.ndarray, labels: np.ndarray) -> float:
    return round(100 * float((answers(model, images) != labels).mean()), 1)


def main() -> None:
    torch.set_num_threads(1)
    found = {"steps": STEPS, "digits": DIGITS, **{name: measured(name) for name in NETWORKS}}
    (assets.ROOT / "runs/adversarial.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
