"""MNIST: 70,000 handwritten digits, read from the four IDX files that ship with the app.

The files are LeCun, Cortes and Burges's own, in the IDX format of the MNIST page: big-endian, two
zero bytes, a type (8: unsigned byte), the number of dimensions, each dimension as a 32-bit integer,
then the data with the last index fastest.
"""

import gzip
from functools import cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn import assets

Split = Literal["train", "test"]
Kind = Literal["images", "labels"]
FILES = {"train": "train", "test": "t10k"}
DIMENSIONS = {"images": 3, "labels": 1}


class Digits(NamedTuple):
    """Digits and what they are; both arrays are read-only."""

    images: NDArray[np.uint8]  # (N, 28, 28), 0 paper ... 255 ink
    labels: NDArray[np.uint8]  # (N,), 0 ... 9


def parse_idx(content: bytes) -> NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes, of any shape.

    Raises ValueError if the header is not that of such a file or the length does not fit it.
    """
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise ValueError("not an IDX file of unsigned bytes")
    shape = np.frombuffer(content, ">i4", count=content[3], offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3]).reshape(tuple(shape))


def file_name(split: Split, kind: Kind) -> str:
    """The name that MNIST's makers gave this file, without ".gz"."""
    return f"{FILES[split]}-{kind}-idx{DIMENSIONS[kind]}-ubyte"


@cache
def raw(split: Split, kind: Kind) -> bytes:
    """Every byte of one of the four files, as it was before compression.

    Raises cnn.assets.AssetProblem if the file is missing or altered.
    """
    return gzip.decompress(assets.path(f"data/mnist/{file_name(split, kind)}.gz").read_bytes())


@cache
def load_digits(split: Split) -> Digits:
    """60,000 training or 10,000 test digits, in the order of the files.

    Raises cnn.assets.AssetProblem if a file is missing or altered.
    """
    return Digits(parse_idx(raw(split, "images")), parse_idx(raw(split, "labels")))


@cache
def all_labels() -> NDArray[np.uint8]:
    """The labels (70000,) of all digits, the 60,000 training digits first. Raises AssetProblem."""
    labels = np.concatenate([load_digits("train").labels, load_digits("test").labels])
    labels.flags.writeable = False
    return labels


@cache
def balanced_sample(split: Split, count: int) -> Digits:
    """`count` // 10 digits of each of the ten, evenly spread over the file, in its order.

    Spread, since the two halves of the test file are of different writers. Raises AssetProblem.
    """
    digits = load_digits(split)
    places = [np.flatnonzero(digits.labels == digit) for digit in range(10)]
    spread = [np.linspace(0, len(own), count // 10, endpoint=False, dtype=int) for own in places]
    chosen = np.sort(np.concatenate([p[s] for p, s in zip(places, spread, strict=True)]))
    images, labels = digits.images[chosen], digits.labels[chosen]
    images.flags.writeable = labels.flags.writeable = False
    return Digits(images, labels)
