"""Are the nearest the nearest, by brute force?"""

import numpy as np

from cnn.analysis import nearest
from cnn.data.mnist import dataset
from cnn.results import mnist_read

ASKED = (0, 59_999, 60_000, 64_521)


def brute(rows, wanted):
    apart = np.square(rows.astype(np.int64) - rows[wanted].astype(np.int64)).sum(1)
    apart[wanted] = apart.max() + 1
    return apart, np.sort(apart)[:6]


def test_pixels_are_compared_with_all_others():
    images = np.concatenate([dataset.load_digits(split).images for split in ("train", "test")])
    rows = images.reshape(len(images), -1)
    for number in ASKED[1:3]:
        apart, least = brute(rows, number)
        found = nearest.digits_by_pixels(number, 6)
        assert number not in found and (apart[found] == least).all()


def test_f6_is_compared_with_all_others():
    for number in ASKED:
        apart, least = brute(mnist_read().f6, number)
        found = nearest.digits_by_f6(number, 6)
        assert number not in found and (apart[found] == least).all()


def test_rows_are_compared_and_duplicates_kept():
    rows = np.array([[0.0, 0.0], [3.0, 4.0], [0.0, 0.0], [1.0, 0.0]])
    assert nearest.nearest_rows(rows, 0, 3).tolist() == [2, 3, 1]
    assert nearest.nearest_rows(rows[:2], 1, 6).tolist() == [0]


def test_labels_and_pictures_stand_in_one_order():
    places = np.array([5, 60_000])
    assert dataset.all_labels()[places].tolist() == [
        dataset.load_digits("train").labels[5],
        dataset.load_digits("test").labels[0],
    ]
    assert (nearest.pictures(places)[1] == dataset.load_digits("test").images[0]).all()
