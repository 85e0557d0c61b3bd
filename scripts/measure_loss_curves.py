"""Makes assets/runs/loss_curves.json: LeNet-5's loss over two of its numbers, one at a time.

S2 has one coefficient and one bias for each of its maps; these are the second map's. The loss is
eq. 8 on a hundred training digits, the first ten of each; how to read it: cnn.loss_curves.

Run after all weights are made: python -m scripts.measure_loss_curves
"""

import copy
import json
from typing import cast

import numpy as np
import torch

from cnn import assets
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models import DigitNetwork
from cnn.training.one_number import loss_curve

NETWORK = "lenet5-distorted"
MAP = 1  # of S2, from 0
SPAN, NODES = (-4.0, 4.0), 161
EACH = 10  # training digits of each kind
NUMBERS = {"bias": "S2.bias", "coefficient": "S2.weight"}


def digits() -> list[int]:
    """The places of the digits among MNIST's training digits."""
    labels = dataset.load_digits("train").labels
    places: list[int] = np.concatenate(
        [np.flatnonzero(labels == digit)[:EACH] for digit in range(10)]
    ).tolist()
    return places


def network() -> DigitNetwork:
    """The network of Draw, in double precision, to be changed."""
    model = copy.deepcopy(weights.load_network(NETWORK)).double().requires_grad_()
    return cast(DigitNetwork, model)


def main() -> None:
    torch.set_num_threads(1)
    train, places, model = dataset.load_digits("train"), digits(), network()
    images, labels = [train.images[at] for at in places], [int(train.labels[at]) for at in places]
    found = {}
    for name, parameter in NUMBERS.items():
        curve = loss_curve(model, images, labels, (parameter, MAP), SPAN, NODES)
        found[name] = {
            **curve._asdict(),
            "losses": [round(each, 6) for each in curve.losses],
            "slopes": [round(each, 6) for each in curve.slopes],
        }
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in found.items())
    head = f' "digits": {json.dumps(places)}'
    (assets.ROOT / "runs/loss_curves.json").write_text(f"{{\n{head},\n{rows}\n}}\n")


if __name__ == "__main__":
    main()
