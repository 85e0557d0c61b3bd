"""Make assets/runs/training.npz: LeNet-5 learning, to be rewound: python -m scripts.record_training

It is the run that the Training page makes of these options on any computer. Weights are kept in 8
bits, a scale for each parameter and moment. Prints the row of assets/manifest.toml.
"""

import hashlib
from dataclasses import asdict
from typing import Any

import numpy as np
import torch

from cnn import assets
from cnn.training.film import Film
from cnn.training.runs import RECORDED, Options, Run, read_test
from cnn.training.snapshots import Weights, restore
from cnn.training.split_batch import Helper

OPTIONS = Options(digits=60_000, epochs=1)


class Exact(Film):
    """All moments, in memory, as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.moments: list[Weights] = []

    def append(self, weights: Weights) -> None:
        self.moments.append(weights)


def main() -> None:
    torch.set_num_threads(1)
    helper = Helper.start()
    film = Exact()
    run = Run(OPTIONS, helper, film)
    for _ in run.work():
        pass
    if helper:
        helper.close()
    films = film.moments
    arrays: dict[str, Any] = {
        "curve": np.array(run.curve, np.float64),
        "moments": np.array([moment[:4] for moment in run.moments], np.float64),
        "confusion": np.stack([moment.confusion for moment in run.moments]),
    }
    for name in films[0]:
        values, scales = packed([film[name].astype(np.float32) for film in films])
        arrays |= {f"weight/{name}": values, f"scale/{name}": scales}
    path = assets.ROOT / RECORDED
    np.savez_compressed(path, **arrays)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    options = ", ".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}".replace(
            "'", '"'
        )
        for key, value in asdict(OPTIONS).items()
    )
    last = {name: arrays[f"weight/{name}"][-1] * arrays[f"scale/{name}"][-1] for name in films[0]}
    print(f"""
[[asset]]
file = "{RECORDED}"
sha256 = "{digest}"
source = "LeNet-5 learning from MNIST's training digits, recorded by us"
licence = "MIT, the authors"
made_by = "python -m scripts.record_training"
metrics = {{ test_error = {run.moments[-1].error:.2f}, test_error_in_8_bits = {error(last):.2f}, \
options = {{ {options} }} }}""")


def packed(values: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """One parameter at all moments, as int8 and a scale for each moment."""
    stacked = np.stack(values)
    shape = (-1, *[1] * (stacked.ndim - 1))
    scales = np.abs(stacked).reshape(len(stacked), -1).max(1).reshape(shape) / 127
    scales = np.maximum(scales, 1e-12).astype(np.float32)
    return np.rint(stacked / scales).astype(np.int8), scales


def error(weights: Weights) -> float:
    """Per cent of the run's test digits, of the network with these weights."""
    model = OPTIONS.model()
    restore(model, weights)
    confusion = read_test(model)
    return 100 * (1 - float(np.trace(confusion)) / float(confusion.sum()))


if __name__ == "__main__":
    main()
