"""Is the diagonal Hessian that of Appendix C? Checked against squared Jacobians by autograd."""

import pytest
import torch
from torch.autograd.functional import hessian, jacobian
from torch.func import functional_call

from cnn.data.digits.preprocess import to_32
from cnn.data.mnist import dataset
from cnn.models import LeNet5
from cnn.training.diagonal_hessian import DiagonalHessianDescent, diagonal
from cnn.training.losses import map_criterion, mle
from cnn.training.recipes import Published

LAYERS = ["C1", "S2", "C3", "S4", "C5", "F6"]


@pytest.fixture(scope="module")
def model():
    model = LeNet5(torch.Generator().manual_seed(0))
    with torch.no_grad():  # weights large enough for every layer to matter
        for layer, factor in zip(model.layers(), (4, 0.5, 6, 0.6, 12, 6), strict=True):
            layer.weight.mul_(factor)
    return model


def examples(count):
    images, labels = dataset.load_digits("train")
    return to_32(images[:count]), torch.tensor(labels[:count].astype(int))


def by_jacobians(model, image, label, loss):
    """h of every parameter for one image: squared Jacobians, passed back layer by layer."""
    inputs, outputs = {}, image
    for name in LAYERS:
        inputs[name] = outputs.flatten(1) if name == "F6" else outputs
        outputs = getattr(model, name)(inputs[name]).detach()
    after = hessian(lambda units: loss(model.output(units), label), outputs)
    after, found = after.view(84, 84).diagonal().abs(), {}
    for name in reversed(LAYERS):
        layer = getattr(model, name)
        for which in ("weight", "bias"):
            of = jacobian(
                lambda value, which=which, layer=layer, name=name: functional_call(
                    layer, {which: value}, (inputs[name],)
                ).flatten(),
                getattr(layer, which).detach(),
            )
            found[f"{name}.{which}"] = (of**2 * after.view(-1, *[1] * (of.dim() - 1))).sum(0)
        if name != "C1":
            back = jacobian(lambda x, layer=layer: layer(x).flatten(), inputs[name])
            after = (back.flatten(1) ** 2 * after[:, None]).sum(0)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("loss", [mle, map_criterion])
def test_it_equals_squared_jacobians_passed_back(model, loss):
    images, labels = examples(1)
    ours, oracle = diagonal(model, images, labels, loss), by_jacobians(model, images, labels, loss)
    assert ours.keys() == oracle.keys() == dict(model.named_parameters()).keys()
    for name, value in oracle.items():
        assert value.max() > 0
        assert torch.allclose(ours[name], value, rtol=1e-3, atol=value.max().item() * 1e-4), name


def test_it_is_the_mean_over_the_digits(model):
    images, labels = examples(4)
    whole = diagonal(model, images, labels, mle)
    each = [diagonal(model, images[i : i + 1], labels[i : i + 1], mle) for i in range(4)]
    for name, value in whole.items():
        mean = torch.stack([one[name] for one in each]).mean(0)
        assert torch.allclose(value, mean, rtol=1e-3, atol=value.max().item() * 1e-5)


def test_at_f6_the_curvature_of_the_squared_error_is_2(model):
    images, labels = examples(2)
    with torch.no_grad():
        units = model.F6(model.C5(model.S4(model.C3(model.S2(model.C1(images))))).flatten(1))
    slope = 2 / 3 * (1.7159 - units**2 / 1.7159)
    assert torch.allclose(
        diagonal(model, images, labels, mle)["F6.bias"], (2 * slope**2).mean(0), rtol=1e-4
    )


def test_each_weight_moves_at_eta_over_mu_plus_h():
    model = LeNet5(torch.Generator().manual_seed(0))
    digits, labels = dataset.load_digits("train")
    digits, labels = digits[:50], torch.tensor(labels[:50].astype(int))
    recipe = Published(loss=mle, estimate_on=50)
    update = DiagonalHessianDescent(model, digits, labels, recipe)
    update.begin_epoch(2)
    h = diagonal(model, to_32(digits), labels, mle)["C5.bias"]
    before = model.C5.bias.detach().clone()
    model.C5.bias.grad = torch.ones(120)
    update.step(0.1)
    assert torch.allclose(before - model.C5.bias, 2e-4 / (0.02 + h), rtol=1e-3)
