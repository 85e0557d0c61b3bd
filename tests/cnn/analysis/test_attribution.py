"""Are the attribution maps what their papers say, and do they leave nothing behind?"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnn.analysis import attribution
from cnn.analysis.attribution import METHODS, randomised


class Small(nn.Module):
    """A network with a conv5, small enough for finite differences, in double precision."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5, padding=2)
        self.conv5 = nn.Sequential(nn.Conv2d(6, 4, 3, padding=1), nn.Softplus())
        self.fc8 = nn.Linear(4 * 5 * 5, 7)

    def forward(self, images):
        maps = F.max_pool2d(torch.tanh(self.conv1(images)), 4)
        return self.fc8(self.conv5(maps).flatten(1))


@pytest.fixture
def model():
    torch.manual_seed(3)
    return Small().double().eval().requires_grad_(False)


@pytest.fixture
def image():
    return torch.randn(1, 3, 20, 20, generator=torch.Generator().manual_seed(5)).double()


def test_saliency_is_the_gradient(model, image):
    found = METHODS["saliency"](model, image, 2)
    step = 1e-5
    for y, x in ((0, 0), (7, 12), (19, 3)):
        slopes = []
        for channel in range(3):
            more, less = image.clone(), image.clone()
            more[0, channel, y, x] += step
            less[0, channel, y, x] -= step
            slopes.append(abs((model(more) - model(less))[0, 2].item()) / (2 * step))
        assert found[y, x] == pytest.approx(max(slopes), rel=1e-4)


def test_integrated_gradients_add_up_to_the_difference_of_the_scores(model, image):
    found = METHODS["integrated-gradients"](model, image, 4)
    difference = (model(image) - model(torch.zeros_like(image)))[0, 4].item()
    assert found.sum() == pytest.approx(difference, rel=0.02, abs=1e-3)


def test_occlusion_is_the_fall_of_the_probability_under_a_grey_square(model, image):
    window, stride, size = 4, 1, 20  # 20 % and 7 % of 20 pixels
    whole = model(image).softmax(1)[0, 1]
    fall, count = np.zeros((size, size)), np.zeros((size, size))
    for y in range(0, size - window + 1, stride):
        for x in range(0, size - window + 1, stride):
            covered = image.clone()
            covered[..., y : y + window, x : x + window] = 0
            less = (whole - model(covered).softmax(1)[0, 1]).item()
            fall[y : y + window, x : x + window] += less
            count[y : y + window, x : x + window] += 1
    found = METHODS["occlusion"](model, image, 1)
    np.testing.assert_allclose(found, fall / count, atol=1e-6)


def test_grad_cam_is_the_weighted_sum_of_the_maps(model, image):
    inner = F.max_pool2d(torch.tanh(model.conv1(image)), 4)
    maps = model.conv5(inner).detach().requires_grad_()
    model.fc8(maps.flatten(1))[0, 3].backward()
    weights = maps.grad.mean((2, 3), keepdim=True)
    coarse = (weights * maps.detach()).sum(1, keepdim=True).relu()
    wanted = F.interpolate(coarse, (20, 20), mode="bilinear", align_corners=False)[0, 0]
    np.testing.assert_allclose(METHODS["grad-cam"](model, image, 3), wanted.numpy(), rtol=1e-5)


@pytest.mark.parametrize("name", METHODS)
def test_nothing_is_left_behind_and_the_image_is_not_touched(name, model, image):
    before = image.clone()
    found = METHODS[name](model, image, 0)
    assert found.shape == (20, 20) and found.dtype == np.float32 and np.isfinite(found).all()
    assert torch.equal(image, before) and image.grad is None and not image.requires_grad
    assert not any(module._forward_hooks or module._backward_hooks for module in model.modules())
    assert all(weights.grad is None for weights in model.parameters())
    if not METHODS[name].signed:
        assert found.min() >= 0


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.slow])
def test_slow_methods_tell_how_far_they_are_and_can_be_stopped(name, model, image):
    done: list[float] = []
    METHODS[name](model, image, 0, done.append)
    assert done == sorted(done) and done[-1] == 1 and len(done) > 2

    class Stop(Exception):
        pass

    def stop(part: float) -> None:
        raise Stop

    with pytest.raises(Stop):
        METHODS[name](model, image, 0, stop)
    assert not any(module._forward_hooks for module in model.modules())


def test_many_threads_get_what_each_alone_gets(model):
    images = torch.randn(24, 1, 3, 20, 20, generator=torch.Generator().manual_seed(6)).double()
    method = METHODS["grad-cam"]
    alone = [method(model, image, 3) for image in images]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda image: method(model, image, 3), images))
    np.testing.assert_array_equal(together, alone)


def test_the_randomised_twin_has_the_same_weights_elsewhere(model, image):
    twin = randomised(model)
    for (name, ours), theirs in zip(model.named_parameters(), twin.parameters(), strict=True):
        assert torch.equal(ours.flatten().sort()[0], theirs.flatten().sort()[0]), name
    assert not torch.allclose(model(image), twin(image))
    assert torch.equal(randomised(model)(image), twin(image))  # the same for a seed
    assert attribution.CAM_LAYER == "conv5"


@pytest.mark.parametrize(
    ("values", "share"),
    [
        ([[0, 0], [0, 0]], 0),
        ([[-3, -1], [0, 0]], 0),
        ([[8, 1], [1, -9]], 1 / 4),
        ([[1, 1], [1, 1]], 1 / 2),
        ([[2, 2], [3, 0]], 1 / 2),
    ],
)
def test_half_of_a_map_lies_on_the_fewest_pixels_that_hold_it(values, share):
    assert attribution.half_of(np.array(values, np.float32)) == share
