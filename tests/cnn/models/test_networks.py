"""Do the networks beside LeNet-5 compute what their papers say, and answer as they are read?"""

from collections import Counter

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from cnn.data.digits import network_inputs
from cnn.data.mnist import dataset, pixel_neighbours
from cnn.inference.feature_maps import feature_maps
from cnn.models import DIGITS, LeCun1989, LeNet1, LeNet5, NearestNeighbours
from cnn.models.activations import ACTIVATIONS, CHOICES, squash
from cnn.models.lecun1989 import H2_TABLE
from cnn.models.lenet1 import H3_TABLE
from cnn.models.lenet4 import C3_TABLE
from cnn.models.lenet_layers import StridedConvolution, initialise_layer

IMAGES = dataset.load_digits("test").images


def new(name, **options):
    return DIGITS[name](torch.Generator().manual_seed(0), **options)


@pytest.mark.parametrize("name", DIGITS)
def test_it_answers_images_as_mnist_stores_them(name):
    model = new(name)
    seen = model.to_input(IMAGES[:3])
    assert seen.shape == (3, *model.image) and seen.dtype == torch.float32
    answers = model.answer(model(seen))
    assert answers.shape == (3,) and answers.dtype == torch.int64
    assert torch.equal(model.answer(model(model.to_input(IMAGES[1]))), answers[1:2])


@pytest.mark.parametrize("name", DIGITS)
def test_the_answer_is_the_nearest_code(name):
    outputs = torch.randn(50, 10, generator=torch.Generator().manual_seed(1))
    model = new(name)
    assert torch.equal(model.answer(outputs), model.distances(outputs).argmin(1))


def test_distances_are_those_to_the_place_codes():
    outputs = torch.randn(5, 10, generator=torch.Generator().manual_seed(1))
    places = 2 * torch.eye(10) - 1
    found = new("LeNet1").distances(outputs)
    assert torch.allclose(found, torch.cdist(outputs, places) ** 2, atol=1e-4)


@pytest.mark.parametrize("name", DIGITS)
def test_feature_maps_end_in_the_networks_answer(name):
    model = new(name).eval()
    image = model.to_input(IMAGES[0])
    maps = feature_maps(model, image)
    assert list(maps) == [layer for layer, _ in model.named_children()]
    assert torch.allclose(maps["output"], model(image)[0], atol=1e-6)


def test_tables_are_lawful():
    assert [len(row) for row in H3_TABLE] == [1, 2, 2, 1, 2, 2] * 2  # 20 kernels
    assert sum(len(row) for row in C3_TABLE) == 47
    assert all(len(set(row)) == 8 for row in H2_TABLE)
    assert Counter(seen for row in H2_TABLE for seen in row) == {seen: 8 for seen in range(12)}
    for table in (H3_TABLE, C3_TABLE, H2_TABLE):
        assert len({tuple(row) for row in table}) >= len(table) // 2


def test_the_strided_convolution_goes_over_the_edge_where_all_is_paper():
    layer = StridedConvolution(1, 2, 3)
    initialise_layer(layer, torch.Generator().manual_seed(0))
    image = torch.randn(1, 1, 6, 6, generator=torch.Generator().manual_seed(1))
    wide = torch.full((1, 1, 9, 9), -1.0)
    wide[..., 2:8, 2:8] = image
    by_hand = F.conv2d(wide, layer.weight[:, None], stride=2) + layer.bias
    assert torch.allclose(layer(image), squash(by_hand), atol=1e-6)
    assert layer(image).shape == (1, 2, 3, 3) and layer.bias.shape == (2, 3, 3)


def test_lenet4_feeds_two_subsampled_maps_from_each_first_map():
    model = new("LeNet4")
    with torch.no_grad():
        model.S2.weight.fill_(0.5), model.S2.bias.zero_()
    maps = model.S2(torch.randn(1, 4, 28, 28, generator=torch.Generator().manual_seed(1)))
    assert torch.equal(maps[:, ::2], maps[:, 1::2]) and not torch.equal(maps[:, 0], maps[:, 2])


@pytest.mark.parametrize("activation", CHOICES)
@pytest.mark.parametrize("name", [name for name in DIGITS if name != "Linear"])
def test_another_activation_changes_all_layers_but_the_last(name, activation):
    model = new(name, activation=activation)
    squashes = [layer.squash for layer in model.layers()]
    assert squashes[:-1] == [ACTIVATIONS[activation]] * (len(squashes) - 1)
    assert squashes[-1] is squash
    assert model.activation == activation


def test_the_digit_fills_sixteen_pixels_in_the_middle():
    small = network_inputs.to_16(IMAGES[:200])[:, 0]
    inked = small > -0.9
    for seen in inked:
        rows, columns = seen.any(1).nonzero(), seen.any(0).nonzero()
        spans = [int(found.max() - found.min()) + 1 for found in (rows, columns)]
        assert max(spans) >= 15
    framed = network_inputs.to_16_in_28(IMAGES[:200])
    assert torch.equal(framed[..., 6:22, 6:22], small.unsqueeze(1))
    assert (framed[..., :6] == -1).all() and (framed[..., 22:, :] == -1).all()


def test_the_small_image_is_the_mean_of_what_it_covers():
    image = np.zeros((28, 28), np.uint8)
    image[2:26, 6:18] = 200  # 24 high: each new pixel covers 1.5 × 1.5
    small = (network_inputs.to_16(image)[0, 0] + 1) / 2 * 255
    assert torch.allclose(small[:, 4:12], torch.tensor(200.0)) and not small[:, :4].any()


def test_where_it_stands_in_the_frame_does_not_matter():
    moved = np.roll(IMAGES[:20], (2, -1), (1, 2))
    same = (IMAGES[:20, -2:].any((1, 2)) | IMAGES[:20, :, :1].any((1, 2))) == 0
    assert torch.allclose(
        network_inputs.to_16(moved[same]), network_inputs.to_16(IMAGES[:20][same]), atol=1e-5
    )


def test_a_blank_image_is_paper():
    assert (network_inputs.to_16(np.zeros((28, 28), np.uint8)) == -1).all()
    assert LeCun1989()(network_inputs.to_16(np.zeros((2, 28, 28), np.uint8))).isfinite().all()


def test_neighbours_are_those_of_all_distances():
    noise = np.random.default_rng(0).integers(0, 256, (1, 28, 28), dtype=np.uint8)
    for image in (*IMAGES[:6], noise[0]):
        apart = pixel_neighbours.pixel_distances(image, "train")
        found = pixel_neighbours.nearest_digits(image[None], 3)[0]
        np.testing.assert_allclose(apart[found], np.sort(apart)[:3], rtol=1e-5)
        places, distances = pixel_neighbours.nearest_with_distances(image, 3)
        assert places.tolist() == found.tolist()
        np.testing.assert_allclose(distances, apart[found], rtol=1e-4)


def test_most_neighbours_decide_and_the_nearest_where_they_tie(monkeypatch):
    labels = dataset.load_digits("train").labels
    a, b, c = (np.flatnonzero(labels == digit)[:3] for digit in (1, 2, 3))
    rows = np.array([[a[0], b[0], b[1]], [c[0], a[0], b[0]]])
    monkeypatch.setattr(pixel_neighbours, "nearest_digits", lambda images, k: rows)
    assert NearestNeighbours(3).answer(IMAGES[:2]).tolist() == [2, 3]


def test_three_neighbours_read_most_digits():
    test = dataset.load_digits("test")
    wrong = NearestNeighbours().answer(test.images[::50]) != test.labels[::50]
    assert wrong.mean() < 0.06


def test_lenet1_and_lenet5_start_the_same_for_a_seed():
    for name in ("LeNet1", "LeNet5"):
        pairs = zip(new(name).parameters(), new(name).parameters(), strict=True)
        assert all(torch.equal(a, b) for a, b in pairs)
    assert isinstance(new("LeNet1"), LeNet1) and isinstance(new("LeNet5"), LeNet5)
