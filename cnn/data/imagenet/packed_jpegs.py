"""Data sets of many small JPEGs in one file, and their decoding on all processors."""

import io
import lzma
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class Labelled(NamedTuple):
    """uint8 images (N, side, side, 3) and their labels (N,), int64."""

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]


def read_packed(folder: Path, name: str, side: int) -> Labelled:
    """`name`.bin or `name`.bin.xz, JPEGs one after another, with `offsets` and `labels` in .npz."""
    index = np.load(folder / f"{name}.npz", allow_pickle=False)
    plain = folder / f"{name}.bin"
    blob = plain.read_bytes() if plain.exists() else _unpack(folder / f"{name}.bin.xz")
    a = index["offsets"].astype(np.int64)
    images = decode_jpegs(lambda i: blob[a[i] : a[i + 1]], len(a) - 1, side)
    return Labelled(images, index["labels"].astype(np.int64))


def decode_jpegs(jpeg: Callable[[int], bytes], count: int, side: int) -> NDArray[np.uint8]:
    """jpeg(0) ... jpeg(count - 1) as RGB, (count, side, side, 3)."""
    images = np.empty((count, side, side, 3), np.uint8)

    def part(numbers: Sequence[int]) -> None:
        from PIL import Image

        for i in numbers:
            images[i] = np.asarray(Image.open(io.BytesIO(jpeg(i))).convert("RGB"))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(part, [range(i, min(i + 500, count)) for i in range(0, count, 500)]))
    return images


def held_out(labels: NDArray[np.int64], each: int, seed: int = 0) -> NDArray[np.bool_]:
    """A mask (N,), True for `each` images of every class of labels (N,), drawn by the seed."""
    chance, mask = np.random.default_rng(seed), np.zeros(len(labels), bool)
    for label in np.unique(labels):
        mask[chance.permutation(np.flatnonzero(labels == label))[:each]] = True
    return mask


def _unpack(file: Path) -> bytes:
    with lzma.open(file) as stream:
        return stream.read()
