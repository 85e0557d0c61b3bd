"""Is this MNIST, whole and as its makers describe it?"""

import gzip
import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cnn import assets
from cnn.data.mnist import dataset

# Digits of each class, 0 to 9 (counted independently in a public copy of the data as PNG files).
COUNTS = {
    "train": [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949],
    "test": [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009],
}


@pytest.mark.parametrize("split", ["train", "test"])
def test_digits_of_each_class(split):
    digits = dataset.load_digits(split)
    assert np.bincount(digits.labels).tolist() == COUNTS[split]
    assert digits.images.shape == (sum(COUNTS[split]), 28, 28)
    assert digits.images.dtype == digits.labels.dtype == np.uint8


@pytest.mark.parametrize(("split", "count"), [("test", 1_000), ("train", 500)])
def test_a_sample_has_as_many_of_each_digit_from_the_whole_file(split, count):
    digits, sample = dataset.load_digits(split), dataset.balanced_sample(split, count)
    assert np.bincount(sample.labels).tolist() == [count // 10] * 10
    places = {image.tobytes(): i for i, image in enumerate(digits.images)}
    found = np.array([places[image.tobytes()] for image in sample.images])
    assert len(set(found)) == count and (np.diff(found) > 0).all()
    assert np.array_equal(digits.labels[found], sample.labels)
    half = len(digits.labels) // 2  # of the test digits, the halves are of different writers
    assert abs((found < half).mean() - 0.5) < 0.03
    assert not sample.images.flags.writeable and not sample.labels.flags.writeable


def test_nobody_can_change_what_all_visitors_share():
    assert not dataset.load_digits("test").images.flags.writeable
    assert not dataset.load_digits("test").labels.flags.writeable


def test_the_bytes_inside_are_the_well_known_ones():
    for file, asset in assets.manifest().items():
        if file.startswith("data/mnist/"):
            content = gzip.decompress(assets.path(file).read_bytes())
            assert hashlib.md5(content).hexdigest() == asset.metrics["md5_decompressed"], file


def test_a_digit_fits_the_box_and_sits_on_its_centre_of_mass():
    images = dataset.load_digits("test").images[:500].astype(float)
    rows, columns = (images.sum(axis=axis) > 0 for axis in (2, 1))
    assert rows.sum(axis=1).max() <= 20 and columns.sum(axis=1).max() <= 20
    at = np.arange(28)
    mass = images.sum(axis=(1, 2))
    centres = [(images.sum(axis=axis) @ at) / mass for axis in (2, 1)]
    assert np.abs(np.array(centres) - 13.5).max() < 1.0


@given(arrays.arrays(np.uint8, arrays.array_shapes(max_dims=3, max_side=5)))
def test_an_idx_file_of_any_shape_is_read_back(array):
    header = b"\0\0\x08" + bytes([array.ndim])
    sizes = np.array(array.shape, ">i4").tobytes()
    assert np.array_equal(dataset.parse_idx(header + sizes + array.tobytes()), array)


@given(st.binary(max_size=64))
def test_any_other_bytes_are_refused_or_consistent(content):
    try:
        array = dataset.parse_idx(content)
    except ValueError:
        return
    assert content[:3] == b"\0\0\x08" and array.ndim == content[3]
