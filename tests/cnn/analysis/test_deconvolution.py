"""Do three ways back to the pixels do what they say, and stay in the receptive field?"""

import numpy as np
import pytest
import torch
from captum.attr import NeuronDeconvolution, NeuronGradient, NeuronGuidedBackprop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from cnn.analysis.deconvolution import (
    INPUT,
    RULES,
    Unit,
    all_maps,
    back_to_pixels,
    passed_down,
    shuffled,
    unpool,
    weighted_layers,
)
from cnn.analysis.receptive_field import receptive_field
from cnn.data.photos.sample_photos import sample_image
from cnn.inference.photo import photo_network, read_photo
from cnn.models.alexnet_layers import Dense, Pooling, Rectified

CONVOLUTIONS = ("conv1", "conv2", "conv3", "conv4", "conv5")
CAPTUM = {
    "deconvolution": NeuronDeconvolution,
    "guided": NeuronGuidedBackprop,
    "gradient": NeuronGradient,
}


@pytest.fixture(scope="module")
def found():
    return read_photo(photo_network("small"), sample_image("red-panda"))


class Divided(nn.Module):
    """Response normalisation whose divisor is a number: nothing goes down its way."""

    def forward(self, x):
        square = F.pad(x.detach() ** 2, (0, 0, 0, 0, 2, 2))
        near = sum(square[:, i : i + x.shape[1]] for i in range(5))
        return x / (2 + 1e-4 / 5 * near) ** 0.75


def of_torchs_own_layers(model: nn.Module, divided: bool) -> nn.Sequential:
    """The same network of torch's own layers, which captum knows, with the same weights."""
    made = nn.Sequential()
    for name, layer in model.named_children():
        if isinstance(layer, Rectified):
            outputs, inputs, kernel, _ = layer.weight.shape
            one: nn.Module = nn.Conv2d(
                inputs * layer.groups, outputs, kernel, layer.stride, layer.pad, groups=layer.groups
            )
        elif isinstance(layer, Dense):
            if name == "fc6":
                made.append(nn.Flatten())
            one = nn.Linear(layer.inputs, layer.units)
        elif isinstance(layer, Pooling):
            one = nn.MaxPool2d(layer.kernel, layer.stride)
        elif name.startswith("rnorm"):
            one = Divided() if divided else nn.LocalResponseNorm(5, 1e-4, 0.75, 2.0)
        else:
            continue
        if isinstance(layer, Rectified | Dense):
            one.load_state_dict(layer.state_dict())
        made.add_module(name, one)
        if isinstance(layer, Rectified) or (isinstance(layer, Dense) and layer.rectified):
            made.append(nn.ReLU())
    return made.eval()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("layer", ["conv1", "conv2", "conv4", "fc6", "fc8"])
def test_captum_finds_the_same(found, rule, layer):
    """By hooks on torch's own layers; deconvolution passes a normalisation as a division."""
    model = of_torchs_own_layers(found.network.model, rule == "deconvolution")
    maps = found.maps[layer]
    number = int(maps.reshape(len(maps), -1).max(1).argmax())
    place = divmod(int(maps[number].argmax()), maps.shape[1]) if maps.ndim == 3 else (0, 0)
    ours = back_to_pixels(found.network.model, found.image, Unit(layer, number, *place), rule)
    selector = (number, *place) if maps.ndim == 3 else (number,)
    image = found.image.clone().requires_grad_()
    theirs = CAPTUM[rule](model, getattr(model, layer)).attribute(image, selector)[0].detach()
    assert theirs.abs().max() > 0
    assert torch.allclose(ours, theirs, atol=float(theirs.abs().max()) * 1e-5)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_nothing_comes_down_outside_the_receptive_field(found, data):
    layer = data.draw(st.sampled_from(CONVOLUTIONS))
    maps = found.maps[layer]
    unit = Unit(layer, *(data.draw(st.integers(0, size - 1)) for size in maps.shape))
    rule = data.draw(st.sampled_from(RULES))
    side = found.network.transform.side
    box = receptive_field(found.network.model, layer).box(unit.row, unit.column, side)
    picture = back_to_pixels(found.network.model, found.image, unit, rule).numpy().copy()
    picture[:, box.top : box.bottom, box.left : box.right] = 0
    assert not picture.any()


def test_the_gradient_is_the_slope(found):
    """By a change of the brightest pixels, in double precision."""
    model = photo_network("small").model
    unit = Unit("conv2", 7, 3, 4)
    picture = back_to_pixels(model, found.image, unit, "gradient")
    places = picture.abs().flatten().argsort(descending=True)[:5].tolist()
    double = of_torchs_own_layers(model, False).double()
    before_relu = nn.Sequential(
        *list(double)[: list(dict(double.named_children())).index("conv2") + 1]
    )
    for place in places:
        step = torch.zeros(found.image.numel(), dtype=torch.double)
        step[place] = 1e-6
        step = step.view_as(found.image)
        with torch.no_grad():
            up, down = (before_relu(found.image.double() + s)[0, 7, 3, 4] for s in (step, -step))
        assert float(up - down) / 2e-6 == pytest.approx(float(picture.flatten()[place]), rel=1e-3)


def test_unpooling_adds_up_what_overlapping_windows_hand_to_their_common_maximum():
    below = torch.zeros(1, 5, 5)
    below[0, 2, 2] = 1.0  # in all four windows
    back = unpool(torch.tensor([[[1.0, 2.0], [3.0, 4.0]]]), below, Pooling(3))
    assert back[0, 2, 2] == 10 and back.sum() == 10


def test_only_what_is_above_zero_comes_down_by_deconvolution_and_guided(found):
    maps = all_maps(found.network.model, found.image)
    for rule in ("deconvolution", "guided"):
        for passed in passed_down(found.network.model, maps, Unit("fc7", 3), rule):
            if passed.layer[:4] == "conv" or passed.layer == "fc6":
                assert (passed.inside >= 0).all()
    with pytest.raises(KeyError):
        list(passed_down(found.network.model, maps, Unit("conv9", 0), "guided"))
    with pytest.raises(KeyError):
        list(passed_down(found.network.model, maps, Unit(INPUT, 0), "guided"))
    with pytest.raises(KeyError):
        list(passed_down(found.network.model, maps, Unit("conv1", 0), "other"))
    with pytest.raises(IndexError):
        list(passed_down(found.network.model, maps, Unit("conv1", 96), "guided"))


def test_shuffling_reorders_these_layers_and_leaves_all_others(found):
    model = found.network.model
    before = {name: values.clone() for name, values in model.named_parameters()}
    layers = weighted_layers(model, "conv4")
    assert layers == ["conv4", "conv3", "conv2", "conv1"]
    other = shuffled(model, layers[:2])
    for name, values in other.named_parameters():
        same = torch.equal(values, before[name])
        assert same == (name.split(".")[0] not in layers[:2])
        assert torch.equal(values.flatten().sort()[0], before[name].flatten().sort()[0])
    assert all(torch.equal(values, before[name]) for name, values in model.named_parameters())
    unit = Unit("conv4", 5, 3, 3)
    pictures = [back_to_pixels(each, found.image, unit, "gradient") for each in (model, other)]
    assert not np.allclose(*pictures)
