"""Makes assets/runs/home_digits.npz: ten MNIST test digits gone through LeNet-5, for Home.

Run: python -m scripts.make_home_digits
"""

import numpy as np
import torch

from cnn import assets
from cnn.data.digits.preprocess import to_32
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.inference.digit import DEFAULT
from cnn.inference.feature_maps import feature_maps

CHOSEN = (3, 2, 1, 30, 4, 15, 11, 0, 61, 7)  # the index of each digit among the test digits


def main() -> None:
    torch.set_num_threads(1)
    test, network = dataset.load_digits("test"), weights.load_network(DEFAULT)
    stored = {}
    for digit, index in enumerate(CHOSEN):
        assert test.labels[index] == digit, (index, test.labels[index])
        maps = feature_maps(network, to_32(test.images[index]))
        stored[f"{digit}/image"] = test.images[index]
        stored[f"{digit}/distances"] = maps.pop("output").numpy().astype(np.float16)
        stored |= {f"{digit}/{k}": m.squeeze().numpy().astype(np.float16) for k, m in maps.items()}
    np.savez_compressed(assets.ROOT / "runs/home_digits.npz", **stored)


if __name__ == "__main__":
    main()
