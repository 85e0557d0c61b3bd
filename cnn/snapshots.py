"""A network's weights at one moment, in half precision: what a training run is rewound by."""

import math
import tempfile
from threading import Lock

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

Weights = dict[str, NDArray[np.float16]]
LARGEST = float(np.finfo(np.float16).max)


def snapshot(model: nn.Module) -> Weights:
    """All trainable parameters by name, 2 bytes each."""
    return {
        name: parameter.detach().clamp(-LARGEST, LARGEST).half().numpy()
        for name, parameter in model.named_parameters()
    }


@torch.no_grad()
def restore(model: nn.Module, weights: Weights) -> None:
    """Gives the model the weights of a snapshot."""
    for name, parameter in model.named_parameters():
        parameter.copy_(torch.from_numpy(weights[name].astype(np.float32)))


def places(steps: int, count: int) -> set[int]:
    """The numbers of `count` steps, spread evenly over a run of `steps` and ending with the last;
    all steps if there are fewer."""
    return {round(steps * i / count) for i in range(1, count + 1)} - {0}


def early_places(steps: int, count: int) -> set[int]:
    """As `places`, but crowded at the beginning, where most is learned: the squares of i/count,
    one step apart where these are nearer."""
    found, last = set[int](), 0
    for i in range(1, min(steps, count) + 1):
        last = max(last + 1, round(steps * (i / min(steps, count)) ** 2))
        found.add(last)
    return found


class Film:
    """The snapshots of one run, in order, kept in a file without a name that ends with the film.

    On disk, since forty moments of a large network would weigh more than a visitor may: 120 kB a
    moment of LeNet-5. One thread may add while others read what has been added.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()
        self._lock = Lock()
        self._shapes: dict[str, tuple[int, ...]] = {}
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def append(self, weights: Weights) -> None:
        """Adds a snapshot; all of a film are of the same network."""
        self._shapes = {name: value.shape for name, value in weights.items()}
        with self._lock:
            self._file.seek(self._count * self._size())
            self._file.write(b"".join(value.tobytes() for value in weights.values()))
        self._count += 1

    def __getitem__(self, place: int) -> Weights:
        if not 0 <= place < self._count:
            raise IndexError(place)
        size = self._size()
        with self._lock:
            self._file.seek(place * size)
            flat = np.frombuffer(self._file.read(size), np.float16)
        ends = np.cumsum([math.prod(shape) for shape in self._shapes.values()])
        parts = np.split(flat, ends[:-1])
        shapes = self._shapes.items()
        return {name: p.reshape(shape) for (name, shape), p in zip(shapes, parts, strict=True)}

    def _size(self) -> int:
        return 2 * sum(math.prod(shape) for shape in self._shapes.values())
