"""Do the parts of a unit add up to what the network says, and does it see what we say it sees?"""

import numpy as np
import pytest
import torch
from scipy.signal import correlate2d

from cnn.data.mnist import dataset
from cnn.inference import classifiers, unit_trace
from cnn.models import DIGITS
from cnn.models.activations import LINEAR, SLOPE
from cnn.models.lenet_layers import RBF, Convolution, Subsampling

NETWORKS = {
    "lecun1989": "LeCun1989",
    "lenet1": "LeNet1",
    "lenet4": "LeNet4",
    "lenet5": "LeNet5",
}
AMPLITUDE = 1.7159


@pytest.fixture(params=NETWORKS)
def walked(request, monkeypatch):
    """A digit gone through each network, with weights of chance: the sums must hold for any."""
    model = DIGITS[NETWORKS[request.param]](torch.Generator().manual_seed(3))
    model.eval().requires_grad_(False)
    monkeypatch.setattr(unit_trace, "trained_network", lambda name: model)
    return unit_trace.trace_digit(request.param, dataset.load_digits("test").images[4])


def squashed(total, module):
    return total if isinstance(module, RBF) else AMPLITUDE * np.tanh(SLOPE * total)


def test_every_layer_has_maps_of_its_size(walked):
    model = unit_trace.trained_network(walked.network)
    assert list(walked.maps) == ["input", *(name for name, _ in model.named_children())]
    assert all(maps.ndim == 3 for maps in walked.maps.values())
    assert walked.maps["output"].shape == (10, 1, 1)
    assert walked.before("output") == list(walked.maps)[-2]


def test_terms_and_bias_are_what_the_unit_says(walked):
    model = unit_trace.trained_network(walked.network)
    chance = np.random.default_rng(0)
    for layer, maps in list(walked.maps.items())[1:]:
        for _ in range(12):
            place = tuple(int(chance.integers(n)) for n in maps.shape)
            found = unit_trace.unit_sum(walked, layer, *place)
            by_hand = sum(term.products.sum(dtype=float) for term in found.terms) + found.bias
            assert found.total == pytest.approx(by_hand, abs=1e-6)
            value = squashed(found.total, model.get_submodule(layer))
            assert found.value == pytest.approx(value, abs=2e-5, rel=2e-5)
            for term in found.terms:
                if not isinstance(model.get_submodule(layer), RBF):
                    np.testing.assert_allclose(term.products, term.inputs * term.weights)


def test_a_map_is_the_sum_of_its_parts_by_scipy(walked):
    model = unit_trace.trained_network(walked.network)
    for layer, module in model.named_children():
        if not isinstance(module, Convolution):
            continue
        before = walked.maps[walked.before(layer)]
        for map_ in (0, module.maps - 1):
            found = unit_trace.map_sum(walked, layer, map_)
            assert found.inputs == module.table[map_]
            for seen, kernel, part in zip(found.inputs, found.kernels, found.parts, strict=True):
                wide = before[seen]
                if module.stride == 2:
                    wide = np.pad(wide, ((2, 1), (2, 1)), constant_values=-1)
                mine = correlate2d(wide, kernel, "valid")[:: module.stride, :: module.stride]
                np.testing.assert_allclose(part, mine, atol=1e-5)
            total = found.parts.sum(0) + found.bias
            np.testing.assert_allclose(found.value, squashed(total, module), atol=2e-5)


def test_a_unit_sees_the_pixels_that_its_gradient_reaches(walked):
    """Independent of our reckoning: torch's gradient is zero outside the field, and not inside."""
    model = unit_trace.trained_network(walked.network)
    seen = unit_trace.receptive_windows(NETWORKS[walked.network])
    pixels = torch.randn(1, *model.image, requires_grad=True)
    maps, outputs = pixels, {}
    for name, module in model.named_children():
        flat = name in ("F6", "H3", "output") and not isinstance(module, Convolution)
        maps = outputs[name] = module(maps.flatten(1) if flat else maps)
    for name, maps in outputs.items():
        size = maps.shape[-1] if maps.dim() == 4 else 1
        for at in {0, size // 2, size - 1}:
            unit = maps[0, :, at, at].sum() if maps.dim() == 4 else maps.sum()
            (slope,) = torch.autograd.grad(unit, pixels, retain_graph=True)
            reached = np.flatnonzero(slope[0, 0].abs().sum(1).numpy())
            window = seen[name]["input"]
            first = window.step * at - window.offset
            expected = [
                row for row in range(first, first + window.field) if 0 <= row < model.image[1]
            ]
            assert reached.tolist() == expected, (name, at)


def test_trained_networks_walk_and_say_what_they_say():
    image = dataset.load_digits("test").images[0]
    for name in ("lenet5", "lenet5-distorted"):
        assert (
            unit_trace.trace_digit(name, image).answer
            == classifiers.classify(name, image[None])[0]
            == 7
        )


def test_sheets_hold_every_unit_in_order():
    for count in (10, 30, 84, 120):
        assert unit_trace.in_rows(np.arange(count)).ravel().tolist() == list(range(count))
    assert unit_trace.in_rows(np.arange(84)).shape == (12, 7)


def test_activations_are_the_papers():
    for name in NETWORKS.values():
        assert DIGITS[name]().activation != LINEAR
    assert isinstance(DIGITS["LeNet5"]().S2, Subsampling)
