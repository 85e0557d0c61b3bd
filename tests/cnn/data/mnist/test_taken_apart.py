"""MNIST's bytes, classes, scans and hard digits: is what the MNIST page shows true of the files?"""

import gzip
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from cnn.data.digits.preprocess import from_ink, steps_from_ink, to_32
from cnn.data.mnist import class_means, dataset, hard_digits, idx, pixel_neighbours, scans
from cnn.inference import weights
from cnn.inference.digit import DEFAULT
from cnn.results import mnist_read

TRAIN = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]  # counted by others
TEST = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


def test_the_classes_have_the_counts_that_others_found():
    assert class_means.class_counts("train").tolist() == TRAIN
    assert class_means.class_counts("test").tolist() == TEST


@pytest.mark.parametrize(("split", "count"), [("train", 60_000), ("test", 10_000)])
def test_the_header_says_what_the_page_of_mnist_says(split, count):
    images, labels = dataset.raw(split, "images"), dataset.raw(split, "labels")
    assert struct.unpack(">4I", images[:16]) == (2051, count, 28, 28)
    assert struct.unpack(">2I", labels[:8]) == (2049, count)
    assert idx.file_size(split, "images") == 16 + 784 * count
    assert idx.file_size(split, "labels") == 8 + count


def test_a_whole_number_of_the_header_is_put_together_from_its_four_bytes():
    found = [idx.describe_byte("train", "images", offset) for offset in range(16)]
    assert [byte.role for byte in found[:4]] == ["zero", "zero", "type", "dimensions"]
    assert {byte.whole for byte in found[4:8]} == {60_000}
    assert {byte.whole for byte in found[8:]} == {28}


@given(digit=st.integers(0, 9_999), row=st.integers(0, 27), column=st.integers(0, 27))
def test_a_byte_knows_its_pixel(digit, row, column):
    offset = idx.digit_offset("images", digit) + 28 * row + column
    byte = idx.describe_byte("test", "images", offset)
    assert (byte.digit, byte.row, byte.column) == (digit, row, column)
    assert byte.value == dataset.load_digits("test").images[digit, row, column]
    label = idx.describe_byte("test", "labels", idx.digit_offset("labels", digit))
    assert (label.digit, label.value) == (digit, dataset.load_digits("test").labels[digit])


def test_a_byte_beyond_the_file_is_an_error():
    with pytest.raises(IndexError):
        idx.describe_byte("test", "labels", 10_008)


def test_the_portrait_is_mean_and_standard_deviation():
    digits = dataset.load_digits("test")
    chosen = digits.images[digits.labels == 7].astype(float)
    found = class_means.class_mean("test", 7)
    np.testing.assert_allclose(found.mean, chosen.mean(0), atol=1e-3)
    np.testing.assert_allclose(found.spread, chosen.std(0), atol=0.05)


def test_likeness_is_the_euclidean_distance():
    images = dataset.load_digits("test").images
    oracle = cdist(images[5].reshape(1, -1).astype(float), images.reshape(10_000, -1))[0]
    np.testing.assert_allclose(
        pixel_neighbours.pixel_distances(images[5], "test"), oracle, atol=0.5
    )


@settings(max_examples=20)
@given(st.integers(0, 59_999))
def test_a_scan_is_black_and_white_and_leads_back_to_something_like_the_digit(index):
    image = dataset.load_digits("train").images[index]
    scan = scans.bilevel_scan(image)
    assert set(np.unique(scan)) == {0, 255}
    steps = dict(steps_from_ink(scan))
    assert max(steps["fit"].shape) == 20 and steps["centre"].shape == (28, 28)
    np.testing.assert_array_equal(steps["centre"], from_ink(scan))


def test_most_scans_lead_back_to_the_digit_itself():
    images = dataset.load_digits("train").images[:200]
    back = np.stack([from_ink(scans.bilevel_scan(image)) for image in images])
    apart = np.abs(back.astype(int) - images).mean((1, 2))
    assert np.median(apart) < 6


def test_the_stored_answers_are_the_networks():
    import torch

    places = np.array([0, 18, 59_999, 60_184, 69_999])
    images = np.concatenate(
        [dataset.load_digits("train").images, dataset.load_digits("test").images]
    )[places]
    with torch.inference_mode():
        distances = weights.load_network(DEFAULT)(to_32(images)).numpy()
    read = mnist_read()
    assert (read.answers[places] == distances.argmin(1)).all()
    np.testing.assert_allclose(read.nearest[places], distances.min(1), rtol=2e-3)
    own = distances[np.arange(5), dataset.all_labels()[places]]
    np.testing.assert_allclose(read.right[places], own, rtol=2e-3)


def test_a_digits_own_f6_is_its_nearest_neighbour():
    import torch

    image = dataset.load_digits("test").images[3]
    layers = list(weights.load_network(DEFAULT).children())
    with torch.inference_mode():
        maps = to_32(image)
        for layer in layers[:-2]:
            maps = layer(maps)
        f6 = layers[-2](maps.flatten(1))[0].numpy()
    near = mnist_read().neighbours(f6, 12)
    assert 60_003 in near[:3] and (dataset.all_labels()[near] == 0).all()


def test_neighbours_by_pixels_are_the_nearest():
    for index in (0, 4_999, 9_999):
        apart = pixel_neighbours.pixel_distances(dataset.load_digits("test").images[index], "train")
        assert apart[mnist_read().alike[index]] == pytest.approx(apart.min(), rel=1e-4)


def test_a_round_is_half_misread_and_the_same_for_everybody():
    for number in range(1, 13):
        digits = hard_digits.game_round(number)
        wrong = np.isin(digits, hard_digits.missed())
        assert len(set(digits.tolist())) == 10 and wrong.sum() == 5
        assert (
            mnist_read().answers[digits] != dataset.all_labels()[digits]
        ).tolist() == wrong.tolist()
        np.testing.assert_array_equal(digits, hard_digits.game_round(number))


def test_the_file_on_disk_is_what_is_taken_apart():
    packed = gzip.compress(dataset.raw("test", "labels"))
    np.testing.assert_array_equal(
        dataset.parse_idx(gzip.decompress(packed)), dataset.all_labels()[60_000:]
    )
