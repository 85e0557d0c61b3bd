"""Makes assets/runs/nearest.npz: how far from their nearest code digits and other drawings lie.

Run after the weights are made: python -m scripts.make_nearest
"""

from typing import Any

import numpy as np
import torch

from cnn import assets
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.inference.digit import DEFAULT
from scripts.measure_lenet5 import distances_of, not_digits

WIDTH, LAST = 4.0, 112.0  # of a bin, and where the last one ends; farther ones are counted in it


def main() -> None:
    torch.set_num_threads(1)
    images = {"digits": dataset.load_digits("test").images} | not_digits()
    edges = np.arange(0, LAST + WIDTH, WIDTH)
    stored: dict[str, Any] = {"edges": edges}
    for kind in ("digits", "letters", "scribbles", "lines"):
        nearest = distances_of(weights.load_network(DEFAULT), images[kind]).min(1).clip(max=LAST)
        stored[kind] = np.histogram(nearest, edges)[0]
    np.savez_compressed(assets.ROOT / "runs/nearest.npz", **stored)


if __name__ == "__main__":
    main()
