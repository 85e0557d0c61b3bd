"""A learning rate for each weight, from the Hessian's diagonal: LeCun et al. (1998), Appendix C.

Stochastic diagonal Levenberg-Marquardt: weight k moves at η / (μ + h_k), where h_k is the second
derivative of the criterion, averaged over some digits. As in the paper, it is propagated backwards
layer by layer with the off-diagonal terms dropped and, in Gauss-Newton's manner, without the second
derivative of the squashing function. At F6 we take the criterion's exact second derivative (by
torch) and its absolute value; a subsampling coefficient has the sum of its four inputs as its
input.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import grad

from cnn.data.digits.preprocess import Picture, to_32
from cnn.models.activations import AMPLITUDE, SCALED_TANH, SLOPE
from cnn.models.lenet5 import LeNet5
from cnn.models.lenet_layers import FullyConnected, Layer, Subsampling
from cnn.training.recipes import Loss, Published

# Weights of ±2.4 / fan-in start so small that the curvature grows a thousandfold within the first
# epoch, most of it within a few digits: with rates from before it the network diverges. So in that
# epoch, unlike the paper, they are estimated anew after 1, 2, 3 ... 20, 23, 27 ... 54,000 digits.
EARLY = frozenset(round(1.15**i) for i in range(79))


def diagonal(model: LeNet5, images: Tensor, labels: Tensor, loss: Loss) -> dict[str, Tensor]:
    """h of every parameter by name, averaged over inputs (N, 1, 32, 32) with labels (N,)."""
    with torch.no_grad():
        inputs, outputs = {}, images
        for name, layer in _named_layers(model):
            inputs[name] = outputs.flatten(1) if isinstance(layer, FullyConnected) else outputs
            outputs = layer(inputs[name])
        after = _at_f6(model, outputs, labels, loss)
        found: dict[str, Tensor] = {}
        for name, layer in reversed(_named_layers(model)):
            slopes = SLOPE / AMPLITUDE * (AMPLITUDE**2 - layer(inputs[name]) ** 2)
            of_sums = slopes**2 * after.view(slopes.shape)
            weight, after = _through(layer, inputs[name], of_sums)
            bias = of_sums.flatten(2).sum(2) if of_sums.dim() > 2 else of_sums
            found[f"{name}.weight"] = weight / len(labels)
            found[f"{name}.bias"] = bias.mean(0)
    return found


def _named_layers(model: LeNet5) -> list[tuple[str, Layer]]:
    return [(name, layer) for name, layer in model.named_children() if layer in model.layers()]


def _at_f6(model: LeNet5, units: Tensor, labels: Tensor, loss: Loss) -> Tensor:
    """The second derivative of the criterion by each unit of F6, for each image."""
    units = units.detach().requires_grad_()
    with torch.enable_grad():
        whole = loss(model.output(units), labels) * len(labels)
        (slopes,) = torch.autograd.grad(whole, units, create_graph=True)
        of_each = (slopes[:, k].sum() for k in range(units.shape[1]))
        rows = [torch.autograd.grad(slope, units, retain_graph=True)[0] for slope in of_each]
    return torch.stack([row[:, k] for k, row in enumerate(rows)], 1).abs()


def _through(layer: Layer, inputs: Tensor, of_sums: Tensor) -> tuple[Tensor, Tensor]:
    """From second derivatives by a layer's weighted sums: by its weights, and by its inputs."""
    if isinstance(layer, FullyConnected):
        return of_sums.T @ inputs**2, of_sums @ layer.weight**2
    if isinstance(layer, Subsampling):
        added = inputs.unfold(2, 2, 2).unfold(3, 2, 2).sum((4, 5))
        back = of_sums * layer.weight.view(-1, 1, 1) ** 2
        spread = back.repeat_interleave(2, 2).repeat_interleave(2, 3)
        return (of_sums * added**2).sum((0, 2, 3)), spread
    kernels = layer.dense()
    full = grad.conv2d_weight(inputs**2, kernels.shape, of_sums)
    back = grad.conv2d_input(inputs.shape, kernels**2, of_sums)
    return full.flatten(0, 1)[layer.place], back


class DiagonalHessianDescent:
    """Plain stochastic gradient, each weight at its own rate."""

    def __init__(
        self, model: nn.Module, images: Picture, labels: Tensor, recipe: Published
    ) -> None:
        if not isinstance(model, LeNet5) or model.activation != SCALED_TANH:
            raise TypeError("the diagonal Hessian is written for LeNet5 and its scaled tanh")
        self.model, self.images, self.labels, self.recipe = model, images, labels, recipe
        self.rates: list[tuple[nn.Parameter, Tensor]] = []
        self.number = self.steps = 0

    def begin_epoch(self, number: int) -> None:
        """Estimate the rates anew, on digits spread evenly over the training set."""
        self.number, self.steps = number, 0
        self._estimate(number)

    def _estimate(self, number: int) -> None:
        every = max(1, len(self.labels) // self.recipe.estimate_on)
        some = slice(number % every, None, every)
        inputs = to_32(self.images[some][: self.recipe.estimate_on])
        labels = self.labels[some][: self.recipe.estimate_on]
        curvature = diagonal(self.model, inputs, labels, self.recipe.loss)
        rate, mu = self.recipe.rate(number), self.recipe.mu
        self.rates = [
            (parameter, rate / (mu + curvature[name]))
            for name, parameter in self.model.named_parameters()
        ]

    @torch.no_grad()
    def step(self, done: float) -> None:
        """One step down each gradient; the rates hold for the epoch, so `done` does not matter."""
        self.steps += 1
        if self.number == 0 and self.steps in EARLY:
            self._estimate(self.steps)
        for parameter, rate in self.rates:
            if parameter.grad is not None:
                parameter.addcmul_(parameter.grad, rate, value=-1)

    def state_dict(self) -> dict[str, Any]:
        """Nothing: the rates are estimated from the weights when an epoch begins."""
        return {}  # the rates are made from the weights at the beginning of each epoch

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Takes nothing over, as there is nothing in `state`."""
