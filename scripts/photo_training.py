"""Training on small photographs that all lie on the device: batches, schedule, averages, errors."""

import math
import statistics
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F

from cnn.data.photos.augmentation import (
    Colour,
    normalised_input,
    random_crops,
    random_zooms,
    ten_crops,
)
from cnn.models.alexnet import AlexNet
from cnn.models.alexnet_layers import Dense, Rectified

CLIP = 4.0  # the largest norm of the gradient


@dataclass(frozen=True)
class Photos:
    """uint8 images (N, H, W, 3) and labels (N,), on the device."""

    images: Tensor
    labels: Tensor


@dataclass(frozen=True)
class Augment:
    """What a training image may become."""

    side: int
    colour: float = 0.1  # deviation of PCA colour's α; 0 for none
    zoom: int = 0  # smallest square that is resized to a crop; 0 for the paper's plain crops

    def __call__(self, images: Tensor, colour: Colour, generator: Generator) -> Tensor:
        if self.zoom:
            crops = random_zooms(images, self.side, self.zoom, generator)
        else:
            crops = random_crops(images, self.side, generator)
        return normalised_input(crops, colour, colour.shift(len(images), self.colour, generator))


def start(model: AlexNet, first: float, bias: float, generator: Generator) -> None:
    """Small first kernels, as in the paper; the other layers by He's rule.

    Each response normalisation divides by about 2^0.75; the next layer makes up for it.
    """
    after_norm = {"conv2", "conv3"} if model.edition.normalise else set()
    with torch.no_grad():
        for name, layer in model.named_children():
            if isinstance(layer, Rectified | Dense):
                deviation = math.sqrt(2 / layer.fan_in()) * (1.68 if name in after_norm else 1)
                deviation = {"conv1": first, "fc8": 0.01}.get(name, deviation)
                layer.weight.normal_(0, deviation, generator=generator)
                layer.bias.fill_(bias if name in {"conv2", "conv4", "conv5", "fc6", "fc7"} else 0)


def optimiser(model: nn.Module, rate: float, decay: float) -> torch.optim.SGD:
    """The paper's momentum and weight decay; biases do not decay, as in the original source."""
    weights = [p for p in model.parameters() if p.dim() > 1]
    biases = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": 0.0}]
    return torch.optim.SGD(groups, rate, momentum=0.9)


@torch.no_grad()
def decay_fine(kernels: Tensor, part: float) -> None:
    """Take `part` of what a binomial blur of 3×3 would take from kernels (maps, colours, k, k).

    Pixels that alternate are what it takes whole, half of it at a quarter of a cycle a pixel.
    """
    line = kernels.new_tensor([0.25, 0.5, 0.25])
    flat = kernels.flatten(0, 1)[:, None]
    blurred = F.conv2d(flat, torch.outer(line, line)[None, None], padding=1)
    kernels.lerp_(blurred.view_as(kernels), part)


def rate_at(done: float, kind: str, warm: float) -> float:
    """The learning rate's factor when `done` (0 to 1) of the training is done."""
    if done < warm:
        return (done + 1e-4) / warm
    if kind == "steps":  # the paper's three divisions by ten
        return 0.1 ** sum(done >= at for at in (0.6, 0.8, 0.93))
    return max(0.5 + 0.5 * math.cos(math.pi * (done - warm) / (1 - warm)), 1e-4)


def precision(device: torch.device) -> AbstractContextManager[None]:
    return torch.autocast(device.type, torch.bfloat16)


class Average:
    """Exponentially weighted average of a model's weights; young averages forget faster."""

    def __init__(self, model: nn.Module, decay: float) -> None:
        self.decay, self.steps = decay, 0
        self.weights = [p.detach().clone() for p in model.parameters()]

    def update(self, model: nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, (1 + self.steps) / (10 + self.steps))
        torch._foreach_lerp_(self.weights, [p.detach() for p in model.parameters()], 1 - decay)

    def swap(self, model: nn.Module) -> None:
        """Exchange the model's weights and the average; twice restores."""
        for own, kept in zip(model.parameters(), self.weights, strict=True):
            own.data, kept.data = kept.data, own.data


def batches(data: Photos, size: int, generator: Generator) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in a random order; the last part of a batch is left for another epoch."""
    order = torch.randperm(len(data.labels), device=data.labels.device, generator=generator)
    for chosen in order.split(size):
        if len(chosen) == size or len(order) < size:
            yield data.images[chosen], data.labels[chosen]


@torch.no_grad()
def accuracy(
    model: nn.Module, data: Photos, colour: Colour, side: int, ten: bool = False
) -> tuple[float, float, float]:
    """Top-1 and top-5 in per cent and mean loss; by the centre, or by ten softmaxes averaged."""
    was, model = model.training, model.eval()
    one = five = loss = 0.0
    for images, labels in zip(data.images.split(1000), data.labels.split(1000), strict=True):
        crops = ten_crops(images, side)[: 10 if ten else 1]
        with precision(labels.device):
            logits = [model(normalised_input(crop, colour)).float() for crop in crops]
        chances = torch.stack([each.softmax(1) for each in logits]).mean(0)
        right = chances.topk(5, 1).indices == labels[:, None]
        one, five = one + right[:, 0].sum().item(), five + right.sum().item()
        loss += F.nll_loss(chances.clamp_min(1e-12).log(), labels, reduction="sum").item()
    model.train(was)
    count = len(data.labels)
    return round(100 * one / count, 2), round(100 * five / count, 2), round(loss / count, 4)


class Clock:
    """Seconds since the start, and how many epochs still fit."""

    def __init__(self, before: float = 0.0) -> None:
        self.began, self.epochs = time.perf_counter() - before, list[float]()

    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def total(self, done: int, limit: float, reserve: float) -> int:
        """Epochs in all so that the last ends at the limit, by the recent epochs' time."""
        recent = (self.epochs[1:] or self.epochs)[-5:]  # the first epoch also warms up
        return done + max(
            0, round((limit - reserve - self.seconds()) / statistics.median(recent) - 0.3)
        )
