"""The nearest to one picture: by its pixels, and by what a network's last hidden layer answers."""

import numpy as np
from numpy.typing import NDArray

from cnn.data.mnist import dataset, pixel_neighbours
from cnn.results import mnist_read

Places = NDArray[np.intp]


def digits_by_pixels(number: int, count: int) -> Places:
    """The numbers (count,) of the digits most like digit `number` pixel by pixel, nearest first.

    All 70,000 are numbered together, the training digits first, and all are compared; the digit
    itself is left out.
    """
    train, test = dataset.load_digits("train"), dataset.load_digits("test")
    first = len(train.labels)
    image = train.images[number] if number < first else test.images[number - first]
    apart = np.concatenate(
        [
            pixel_neighbours.pixel_distances(image, "train"),
            pixel_neighbours.pixel_distances(image, "test"),
        ]
    )
    return _nearest(apart, number, count)


def digits_by_f6(number: int, count: int) -> Places:
    """The numbers (count,) of the digits whose F6 of LeNet-5 is nearest to that of digit `number`.

    Nearest first, by Euclidean distance; all 70,000 are compared, the digit itself is left out.
    """
    f6 = mnist_read().f6.astype(np.int16)
    apart = np.square(f6 - f6[number], dtype=np.int32).sum(1)
    return _nearest(apart, number, count)


def pictures(places: Places) -> NDArray[np.uint8]:
    """The images (n, 28, 28) of the digits with these numbers (n,) among all 70,000."""
    train, test = dataset.load_digits("train").images, dataset.load_digits("test").images
    return np.stack([train[i] if i < len(train) else test[i - len(train)] for i in places])


def nearest_rows(rows: NDArray[np.generic], wanted: int, count: int) -> Places:
    """The rows (n, d) with the smallest Euclidean distance to row `wanted`, itself left out."""
    apart = np.square(rows.astype(np.float64) - rows[wanted].astype(np.float64)).sum(1)
    return _nearest(apart, wanted, count)


def _nearest(apart: NDArray[np.generic], itself: int, count: int) -> Places:
    order: Places = np.argsort(apart, kind="stable")[: count + 1]
    found: Places = order[order != itself][:count]
    return found
