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
FILES = {"train": "train", "test": "t10k"}


class Digits(NamedTuple):
    """Digits and what they are; both arrays are read-only."""

    images: NDArray[np.uint8]  # (N, 28, 28), 0 paper ... 255 ink
    labels: NDArray[np.uint8]  # (N,), 0 ... 9


def parse_idx(content: bytes) -> NDArray[np.uint8]:
    """The array in an IDX file of unsigned bytes.

    Raises ValueError if the header is not that of such a file or the length does not fit it.
    """
    if len(content) < 4 or content[:3] != b"\0\0\x08":
        raise ValueError("not an IDX file of unsigned bytes")
    shape = np.frombuffer(content, ">i4", count=content[3], offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3]).reshape(tuple(shape))


@cache
def load(split: Split) -> Digits:
    """60,000 training or 10,000 test digits, in the order of the files.

    Raises cnn.assets.AssetProblem if a file is missing or altered.
    """
    images, labels = (
        parse_idx(gzip.decompress(assets.path(f"data/mnist/{FILES[split]}-{kind}.gz").read_bytes()))
        for kind in ("images-idx3-ubyte", "labels-idx1-ubyte")
    )
    return Digits(images, labels)
