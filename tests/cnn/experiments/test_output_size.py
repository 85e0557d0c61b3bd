"""Do windows stand where torch's stand, and are counts, fields and kernels those of real layers?"""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn
from torch.nn import functional as F

from cnn.analysis import receptive_field
from cnn.analysis.complexity import layer_sizes
from cnn.experiments import kernels, output_size, weight_sharing
from cnn.inference.digit import DEFAULT
from cnn.inference.weights import load_network
from cnn.models import MODELS, LeNet5

sides = st.integers(1, 40)
windows = st.integers(1, 12)
strides = st.integers(1, 6)
paddings = st.integers(0, 5)


def seen_by_torch(width, kernel, stride, padding):
    """How many windows see each pixel of a side: the gradient of a kernel of ones."""
    pixels = torch.zeros(1, 1, width, requires_grad=True)
    F.conv1d(pixels, torch.ones(1, 1, kernel), stride=stride, padding=padding).sum().backward()
    return pixels.grad.flatten().int().numpy()


@given(sides, windows, strides, paddings)
def test_floor_is_torchs_convolution(width, kernel, stride, padding):
    found = output_size.coverage(width, kernel, stride, padding)
    if kernel > width + 2 * padding:
        assert output_size.output_size(width, kernel, stride, padding) == 0
        assert not found.seen.any() and len(found.unseen) == width
        return
    out = F.conv1d(torch.zeros(1, 1, width), torch.zeros(1, 1, kernel), None, stride, padding)
    assert (
        output_size.output_size(width, kernel, stride, padding)
        == out.shape[-1]
        == len(found.starts)
    )
    assert found.seen.tolist() == seen_by_torch(width, kernel, stride, padding).tolist()
    assert found.overhang == 0
    assert found.missed == (width + 2 * padding - kernel) % stride


@given(sides, windows, strides)
def test_ceil_is_torchs_pooling_with_ceil_mode(width, kernel, stride):
    """Without padding, and where torch does not drop a window that would begin outside."""
    if kernel > width:
        return
    found = output_size.coverage(width, kernel, stride, rule="ceil")
    inside = int((found.starts < width).sum())
    out = F.max_pool1d(torch.zeros(1, 1, width), kernel, stride, ceil_mode=True)
    assert inside == out.shape[-1]
    assert len(found.unseen) == 0 or stride > kernel
    assert found.missed == 0 and found.overhang == (kernel - width) % stride


@given(sides, windows, strides, paddings)
def test_ceil_is_floor_on_a_picture_made_just_large_enough(width, kernel, stride, padding):
    found = output_size.coverage(width, kernel, stride, padding, "ceil")
    if not len(found.starts):
        return
    wider = output_size.coverage(width + found.overhang, kernel, stride, padding)
    assert wider.starts.tolist() == found.starts.tolist()
    assert wider.seen[:width].tolist() == found.seen.tolist()


def test_the_sizes_of_2012():
    """facts: cuda-convnet's conv1 has 55 places on 224 pixels, three pixels over the edge."""
    old = output_size.coverage(224, 11, 4, rule="ceil")
    assert (len(old.starts), old.overhang, len(old.unseen)) == (55, 3, 0)
    assert output_size.output_size(224, 11, 4) == 54 and output_size.coverage(
        224, 11, 4
    ).unseen.tolist() == [223]
    assert output_size.output_size(227, 11, 4) == output_size.output_size(224, 11, 4, 2) == 55
    assert [output_size.output_size(n, 3, 2, rule="ceil") for n in (55, 27, 13)] == [27, 13, 6]


@given(st.integers(5, 12), st.integers(1, 3), st.integers(1, 4), st.integers(1, 5))
def test_costs_are_those_of_torchs_layers(side, inputs, maps, kernel):
    found = weight_sharing.layer_costs(side, inputs, maps, kernel)
    convolution = nn.Conv2d(inputs, maps, kernel)
    out = convolution(torch.zeros(1, inputs, side, side))
    full = nn.Linear(inputs * side * side, out.numel())
    assert found.units == out.numel()
    assert found.shared.parameters == sum(p.numel() for p in convolution.parameters())
    assert found.full.parameters == sum(p.numel() for p in full.parameters())
    assert found.local.parameters == found.local.connections == found.shared.connections


def test_c1_is_the_papers():
    found, c1 = weight_sharing.layer_costs(32, 1, 6, 5), layer_sizes(LeNet5())[0]
    assert found.shared == (c1.parameters, c1.connections) == (156, 122_304)
    assert found.full.parameters == 4_821_600 and round(found.saved, 2) == 99.87
    with pytest.raises(ValueError):
        weight_sharing.layer_costs(4, 1, 1, 5)


@pytest.mark.parametrize("name", ["LeNet1", "LeNet4", "LeNet5"])
def test_a_unit_sees_what_its_gradient_reaches(name):
    """A weight of one everywhere leaves no path out, and no path can cancel another."""
    model, found = MODELS[name](), receptive_field.levels(MODELS[name]())
    pixels = torch.zeros(1, 1, found[0].side, found[0].side, requires_grad=True)
    with torch.no_grad():
        for weights in model.parameters():
            weights.fill_(0.001)
    maps = pixels
    for number, level in enumerate(found[1:], 1):
        maps = model.get_submodule(level.name)(maps)
        assert maps.shape[-1] == level.side
        for unit in {0, level.side // 2, level.side - 1}:
            (reached,) = torch.autograd.grad(maps[0, 0, unit, 0], pixels, retain_graph=True)
            rows = reached[0, 0].abs().sum(1).nonzero().flatten().tolist()
            first, last = level.sees[unit][0]
            assert rows == list(range(first, last + 1))
            assert len(level.sees[unit]) == number


def test_receptive_fields_are_those_of_the_table():
    widths = {row.name: row.receptive_field for row in layer_sizes(LeNet5())}
    for level in receptive_field.levels(LeNet5())[1:]:
        first, last = level.sees[0][0]
        assert last - first + 1 == widths[level.name]


@given(
    st.sampled_from([9, 25]).flatmap(lambda n: st.lists(st.integers(-9, 9), min_size=n, max_size=n))
)
def test_a_kernel_survives_its_address(cells):
    for normalised in (False, sum(cells) > 0):
        kernel = kernels.Kernel(tuple(cells), normalised)
        assert kernels.parse_kernel(str(kernel)) == kernel
        assert not normalised or np.isclose(kernel.weights.sum(), 1, atol=1e-5)


@given(st.text(alphabet="0123456789_-n.²", max_size=80))
def test_no_address_breaks_a_kernel(code):
    found = kernels.parse_kernel(code)
    assert found is None or np.isfinite(found.weights).all()


def test_a_kernel_that_sums_to_nothing_is_not_normalised():
    assert kernels.parse_kernel("1_0_-1_1_0_-1_1_0_-1n") is None
    assert kernels.parse_kernel("10_0_0_0_0_0_0_0_0") is None


def test_the_classics_fit_the_painter():
    assert all(kernels.parse_kernel(str(kernel)) == kernel for kernel in kernels.CLASSIC.values())


@pytest.mark.parametrize("layer", ["C1", "C3"])
def test_learned_kernels_are_the_networks(layer):
    module = load_network(DEFAULT).get_submodule(layer)
    dense, found = module.dense(), kernels.learned_kernels(DEFAULT, layer)
    assert len(found) == module.maps
    for place, one in enumerate(found):
        assert (dense[place, list(one.sees)].numpy() == one.weights).all()
        assert dense[place].count_nonzero() == one.weights.size
        assert one.bias == module.bias[place].item()
