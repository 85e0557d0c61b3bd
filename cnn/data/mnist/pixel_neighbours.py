"""Which digits of MNIST look like this one, pixel by pixel."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn.data.digits.preprocess import Picture
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Split

PARTS = 300  # small enough that a part, as floats, stays in the cache: 18 ms instead of 460
AXES, SAMPLE = 64, 5_000  # of a digit's 784 directions; digits by which they are chosen
BATCH, LIKELY, MANY, ROUNDING = 32, 50, 1_500, 1e-3

Floats = NDArray[np.float32]


def nearest_with_distances(
    image: Picture, count: int, split: Split = "train"
) -> tuple[NDArray[np.intp], Floats]:
    """The places (count,) of the digits most like `image` (28, 28), and how far each of them is."""
    places = nearest_digits(image[None], count, split)[0]
    return places, np.sqrt(_apart(image.astype(np.float32).ravel(), places, split))


def pixel_distances(image: Picture, split: Split) -> Floats:
    """The Euclidean distance of `image` (28, 28) to every digit of the split, (N,)."""
    wanted = image.astype(np.float32).ravel()
    products = np.concatenate([part.astype(np.float32) @ wanted for part in _parts(split)])
    distance: Floats = np.sqrt(np.maximum(_squares(split) - 2 * products + wanted @ wanted, 0))
    return distance


def _parts(split: Split) -> list[Picture]:
    images = dataset.load_digits(split).images
    return np.array_split(images.reshape(len(images), -1), PARTS)


@cache
def _squares(split: Split) -> Floats:
    """The squared length of each digit, (N,)."""
    return np.concatenate([np.square(part, dtype=np.float32).sum(1) for part in _parts(split)])


class _Index(NamedTuple):
    """All digits of a split in few numbers, from which no distance can be overestimated."""

    axes: Floats  # (784, AXES), orthonormal
    points: Floats  # (N, AXES), the digits along them
    squares: Floats  # (N,), of the points
    rest: Floats  # (N,), how far each digit lies from its point


def nearest_digit(images: Picture, split: Split = "train") -> NDArray[np.intp]:
    """The place in the split of the digit most like each of images (N, 28, 28)."""
    return nearest_digits(images, 1, split)[:, 0]


def nearest_digits(images: Picture, count: int, split: Split = "train") -> NDArray[np.intp]:
    """The places (N, count) of the digits most like each of images (N, 28, 28), nearest first.

    Exact, and for anything like a digit some ten times as fast as comparing all pixels: along a
    few axes every digit has a least possible distance, and only those are compared that could
    still be among the nearest. Where too many could, all are compared. `count` is at most LIKELY.
    """
    wanted = images.reshape(len(images), -1).astype(np.float32)
    parts = np.array_split(wanted, max(1, -(-len(wanted) // BATCH)))
    found = np.concatenate([_by_least_distance(part, count, split) for part in parts])
    open_ = np.flatnonzero(found[:, 0] < 0)
    if len(open_):
        found[open_] = _by_all_pixels(wanted[open_], count, split)
    return found


def _by_all_pixels(wanted: Floats, count: int, split: Split) -> NDArray[np.intp]:
    best = np.full((len(wanted), count), np.inf, np.float32)
    where = np.zeros((len(wanted), count), np.intp)
    start = 0
    for part, squares in zip(_parts(split), np.array_split(_squares(split), PARTS), strict=True):
        found = squares - 2 * (wanted @ part.astype(np.float32).T)
        places = np.broadcast_to(start + np.arange(len(part)), found.shape)
        all_, all_places = np.hstack([best, found]), np.hstack([where, places])
        order = all_.argsort(1, kind="stable")[:, :count]
        best = np.take_along_axis(all_, order, 1)
        where = np.take_along_axis(all_places, order, 1)
        start += len(part)
    return where


def _by_least_distance(wanted: Floats, count: int, split: Split) -> NDArray[np.intp]:
    """As `nearest_digits`, but -1 where more than MANY digits could be among the nearest."""
    index = build_index(split)
    along = wanted @ index.axes
    squares = np.square(along).sum(1)
    rest = np.sqrt(np.maximum(np.square(wanted).sum(1) - squares, 0))
    products = along @ index.points.T
    found = np.full((len(wanted), count), -1, np.intp)
    for i, image in enumerate(wanted):
        least = index.squares - 2 * products[i] + squares[i] + np.square(index.rest - rest[i])
        likely = least.argpartition(LIKELY)[:LIKELY]
        limit = np.partition(_apart(image, likely, split), count - 1)[count - 1] * (1 + ROUNDING)
        possible = np.flatnonzero(least <= limit)
        if len(possible) <= MANY:
            order = _apart(image, possible, split).argsort(kind="stable")
            found[i] = possible[order[:count]]
    return found


def _apart(image: Floats, places: NDArray[np.intp], split: Split) -> Floats:
    """The squared distances of an image (784,) to some digits."""
    images = dataset.load_digits(split).images
    chosen = images.reshape(len(images), -1)[places].astype(np.float32)
    found: Floats = np.square(chosen - image).sum(1)
    return found


@cache
def build_index(split: Split) -> _Index:
    """What `nearest_digits` needs, made on first use in half a second."""
    images = dataset.load_digits(split).images
    some = images.reshape(len(images), -1)[:SAMPLE].astype(np.float32)
    some -= some.mean(0)
    axes = np.ascontiguousarray(np.linalg.eigh(some.T @ some)[1][:, -AXES:], np.float32)
    points = np.concatenate([part.astype(np.float32) @ axes for part in _parts(split)])
    squares = np.square(points).sum(1)
    return _Index(axes, points, squares, np.sqrt(np.maximum(_squares(split) - squares, 0)))
