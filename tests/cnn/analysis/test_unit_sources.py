"""Is a unit's number the sum of what it is said to be made of, in every layer?"""

import numpy as np
import pytest
import torch

from cnn.analysis.deconvolution import INPUT, Unit
from cnn.analysis.linear_shares import linear_shares
from cnn.analysis.unit_sources import answer, layer_below, unit_source
from cnn.data.photos.sample_photos import sample_image
from cnn.inference.photo import photo_network, read_photo
from cnn.models import AlexNetOWT

LAYERS = (
    *("conv1", "rnorm1", "pool1", "conv2", "rnorm2", "pool2"),
    *("conv3", "conv4", "conv5", "pool5", "fc6", "fc7", "fc8"),
)


@pytest.fixture(scope="module")
def model():
    return photo_network("small").model


@pytest.fixture(scope="module")
def maps(model):
    found = read_photo(photo_network("small"), sample_image("macaw"))
    return {INPUT: found.image[0].numpy(), **found.maps}


def random_units(maps, count, seed=0):
    chance = np.random.default_rng(seed)
    for _ in range(count):
        layer = str(chance.choice(LAYERS))
        yield Unit(layer, *(int(chance.integers(size)) for size in maps[layer].shape))


def test_a_thousand_units_are_the_sums_that_torch_found(model, maps):
    kinds = set()
    for unit in random_units(maps, 1000):
        source = unit_source(model, maps, unit)
        kinds.add(source.kind)
        scale = float(np.abs(source.products).sum()) + abs(source.bias)
        assert source.value == pytest.approx(answer(maps, unit), abs=1e-5 * max(scale, 1e-6))
    assert kinds == {"sum", "largest", "division"}


def test_each_term_is_an_answer_below_and_leads_on_to_it(model, maps):
    for unit in random_units(maps, 60, seed=1):
        source = unit_source(model, maps, unit)
        for term in source.order()[:3]:
            assert answer(maps, source.below(term)) == pytest.approx(source.inputs[term], rel=1e-6)


def test_followed_by_its_strongest_term_any_class_ends_at_a_pixel(model, maps):
    unit = Unit("fc8", int(maps["fc8"].argmax()))
    way = [unit.layer]
    while unit.layer != INPUT:
        source = unit_source(model, maps, unit)
        unit = source.below(source.order()[0])
        way.append(unit.layer)
    assert way == [*LAYERS[::-1], INPUT]
    assert answer(maps, unit) == pytest.approx(float(maps[INPUT][unit[1:]]))


def test_a_corner_unit_has_no_terms_from_the_padding(model, maps):
    source = unit_source(model, maps, Unit("conv3", 0, 0, 0))
    assert len(source.places) == 256 * 2 * 2 and source.places[:, 1:].min() == 0
    assert len(unit_source(model, maps, Unit("conv3", 0, 2, 2)).places) == 256 * 3 * 3


def test_a_tower_sees_its_own_half(model, maps):
    for number, first in ((0, 0), (127, 0), (128, 48), (255, 48)):
        places = unit_source(model, maps, Unit("conv2", number, 5, 5)).places
        assert (places[:, 0].min(), places[:, 0].max()) == (first, first + 47)


def test_of_a_pooling_window_one_unit_goes_on(model, maps):
    source = unit_source(model, maps, Unit("pool1", 3, 2, 2))
    assert len(source.inputs) == 9 and source.weights.sum() == 1
    assert source.value == source.inputs.max()


def test_a_division_is_by_what_the_neighbours_answered(model, maps):
    source = unit_source(model, maps, Unit("rnorm1", 95, 9, 9))
    assert source.neighbours.tolist() == [93, 94, 95]
    assert source.squares == pytest.approx(float((maps["conv1"][93:, 9, 9] ** 2).sum()))
    assert source.divisor == pytest.approx((2 + 1e-4 / 5 * source.squares) ** 0.75)


@pytest.mark.parametrize("unit", [Unit("conv1", 96), Unit("conv1", -1), Unit("fc8", 0, 1)])
def test_there_are_no_other_units(model, maps, unit):
    with pytest.raises(IndexError):
        unit_source(model, maps, unit)


@pytest.mark.parametrize("name", ["conv6", "drop6", INPUT])
def test_there_are_no_other_layers(model, maps, name):
    with pytest.raises(KeyError):
        unit_source(model, maps, Unit(name, 0))


def test_full_layers_follow_each_other_without_the_dropout_between():
    with torch.device("meta"):
        model = AlexNetOWT()
    assert [layer_below(model, name) for name in ("fc7", "fc6", "conv1")] == ["fc6", "pool5", INPUT]


@pytest.mark.parametrize("layer", ["conv1", "conv2", "conv5", "fc8"])
def test_pixels_biases_and_normalisations_share_out_the_whole_sum(model, layer):
    found = read_photo(photo_network("small"), sample_image("macaw"))
    number = int(found.maps[layer].reshape(len(found.maps[layer]), -1).max(1).argmax())
    maps = found.maps[layer]
    place = divmod(int(maps[number].argmax()), maps.shape[-1]) if maps.ndim == 3 else (0, 0)
    unit = Unit(layer, number, *place)
    shares = linear_shares(model, found.image, unit)
    total = float(maps[number][place] if maps.ndim == 3 else maps[number])
    size = abs(shares.pixels) + sum(map(abs, shares.biases.values())) + abs(total)
    assert shares.total == pytest.approx(total, abs=1e-4 * size)
    below = {"conv1": [], "conv2": ["rnorm1"]}.get(layer, ["rnorm2", "rnorm1"])
    assert list(shares.normalisations) == below
    image = found.image.clone().requires_grad_()  # autograd's gradient times input
    if layer == "fc8":
        (slopes,) = torch.autograd.grad(model(image)[0, number], image)
        assert shares.pixels == pytest.approx(float((slopes * image).sum()), rel=1e-3)
