"""Do the layers compute what the paper says? Checked against torch's own, or by hand."""

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnn.models.activations import squash
from cnn.models.lenet_layers import RBF, Convolution, FullyConnected, Subsampling, initialise_layer

GENERATOR = torch.Generator().manual_seed(0)


def ready(layer):
    initialise_layer(layer, GENERATOR)
    return layer


def test_squashing_keeps_plus_and_minus_one():
    assert squash(torch.tensor([-1.0, 0.0, 1.0])) == pytest.approx([-1, 0, 1], abs=1e-5)


def test_squashing_is_the_scaled_tanh():
    a = torch.linspace(-40, 40, 9001)
    assert torch.allclose(squash(a), 1.7159 * torch.tanh(2 * a / 3), atol=1e-6)


def test_full_convolution_is_torchs_followed_by_the_squashing():
    ours, theirs = ready(Convolution(3, 4)), nn.Conv2d(3, 4, 5)
    theirs.weight.data, theirs.bias.data = ours.dense().detach(), ours.bias.detach()
    maps = torch.randn(2, 3, 9, 8, generator=GENERATOR)
    assert torch.allclose(ours(maps), squash(theirs(maps)))


def test_partial_convolution_sees_only_the_maps_of_its_table():
    layer = ready(Convolution(3, 2, [[0, 2], [1]]))
    maps = torch.randn(1, 3, 5, 5, generator=GENERATOR)
    by_hand = [
        (layer.weight[0] * maps[0, 0] + layer.weight[1] * maps[0, 2]).sum() + layer.bias[0],
        (layer.weight[2] * maps[0, 1]).sum() + layer.bias[1],
    ]
    assert torch.allclose(layer(maps).flatten(), squash(torch.stack(by_hand)), atol=1e-6)


def test_every_kernel_of_a_partial_convolution_learns():
    layer = ready(Convolution(3, 2, [[0, 2], [1]]))
    layer(torch.randn(2, 3, 6, 6, generator=GENERATOR)).sum().backward()
    assert layer.weight.grad is not None
    assert (layer.weight.grad.abs().sum((1, 2)) > 0).all()


def test_subsampling_adds_scales_shifts_and_squashes():
    layer = ready(Subsampling(2))
    maps = torch.randn(3, 2, 4, 6, generator=GENERATOR)
    added = 4 * F.avg_pool2d(maps, 2)
    by_hand = torch.stack([added[:, i] * layer.weight[i] + layer.bias[i] for i in range(2)], 1)
    assert torch.allclose(layer(maps), squash(by_hand), atol=1e-6)


def test_fully_connected_is_torchs_linear_followed_by_the_squashing():
    layer = ready(FullyConnected(7, 3))
    inputs = torch.randn(2, 7, generator=GENERATOR)
    assert torch.allclose(layer(inputs), squash(inputs @ layer.weight.T + layer.bias), atol=1e-6)


def test_rbf_is_the_squared_euclidean_distance():
    codes, inputs = torch.randn(4, 9, generator=GENERATOR), torch.randn(3, 9, generator=GENERATOR)
    assert torch.allclose(RBF(codes)(inputs), torch.cdist(inputs, codes) ** 2, atol=1e-4)
    assert not list(RBF(codes).parameters())
