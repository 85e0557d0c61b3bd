"""Does a network see of a photo exactly what torchvision's transforms would give it?"""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from torchvision import transforms as T

from cnn.data.photos import augmentation
from cnn.data.photos.crops import OWT_EYE, PhotoTransform, small_transform

SMALL = small_transform((122.0, 114.0, 101.0), 64.0)
PAPER = PhotoTransform(256, 227, OWT_EYE.mean, OWT_EYE.deviation)
TRANSFORMS = [OWT_EYE, PAPER, SMALL]


def photo(width: int, height: int, seed: int = 0) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    return Image.fromarray(noise)


def theirs(transform: PhotoTransform) -> T.Compose:
    steps = [T.Resize(transform.short), T.CenterCrop(transform.side), T.ToTensor()]
    return T.Compose([*steps, T.Normalize(transform.mean, transform.deviation)])


@given(st.sampled_from(TRANSFORMS), st.integers(8, 400), st.integers(8, 400))
def test_one_crop_is_torchvisions(transform, width, height):
    image = photo(width, height)
    ours = transform.to_input([transform.crop(transform.shrink(image))])[0]
    assert torch.equal(ours, theirs(transform)(image))


@given(st.sampled_from(TRANSFORMS), st.integers(60, 400), st.integers(60, 400))
def test_ten_crops_are_torchvisions(transform, width, height):
    image = photo(width, height)
    ours = [np.asarray(each) for each in transform.ten_crops(transform.shrink(image))]
    expected = [
        np.asarray(each) for each in T.TenCrop(transform.side)(T.Resize(transform.short)(image))
    ]
    # theirs mirrors the photo first: its left corners come from the right, its centre half a pixel
    order = [(0, 4), (1, 0), (2, 1), (3, 2), (4, 3), (6, 6), (7, 5), (8, 8), (9, 7)]
    assert all((ours[i] == expected[j]).all() for i, j in order)
    assert (ours[5] == ours[0][:, ::-1]).all()


@pytest.mark.parametrize("transform", TRANSFORMS)
def test_ten_crops_stand_where_those_of_training_do(transform):
    square = photo(transform.short, transform.short)
    theirs = augmentation.ten_crops(torch.tensor(np.asarray(square))[None], transform.side)
    ours = [np.asarray(each) for each in transform.ten_crops(square)]
    assert all((a == b[0].numpy()).all() for a, b in zip(ours, theirs, strict=True))


def test_the_small_edition_sees_what_it_was_trained_on():
    square = photo(64, 64)
    mean = torch.tensor([122.0, 114.0, 101.0])
    colour = augmentation.Colour(mean, torch.zeros(3), torch.zeros(3, 3))
    crop = SMALL.crop(square)
    expected = augmentation.normalised_input(torch.tensor(np.asarray(crop))[None], colour)
    assert torch.allclose(SMALL.to_input([crop]), expected, atol=1e-5)


@given(
    st.sampled_from(TRANSFORMS), *[st.floats(-1, 2) for _ in range(2)], *[st.integers(8, 300)] * 2
)
def test_a_crop_stays_within_the_photo(transform, x, y, width, height):
    shrunk = transform.shrink(photo(width, height))
    left, top = transform.corner(shrunk, (x, y))
    assert 0 <= left <= shrunk.width - transform.side and 0 <= top <= shrunk.height - transform.side
    assert transform.crop(shrunk, (x, y)).size == (transform.side, transform.side)
    if x <= 0 <= 1 <= y:
        assert (left, top) == (0, shrunk.height - transform.side)
