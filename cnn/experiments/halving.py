"""What stands in for dropout once a network has learned, tried on AlexNet's small edition.

Section 4.2 of Krizhevsky et al. (2012): while learning, each unit of fc6 and fc7 is multiplied by 0
or 1; at test all answer, multiplied by 0.5, "a reasonable approximation" to the geometric mean of
what all the thinned networks predict. Today's programs, ours too, divide the units that stay by the
part that is kept while learning, and leave the test alone. The small edition left out 0.4 of its
units, not half of them, so 0.6 stands here where the paper has 0.5.
"""

from typing import NamedTuple

import torch
from torch import Generator, Tensor
from torch.nn import functional as F

from cnn.models.alexnet import AlexNet

LEFT_OUT = 0.4  # with which weights/alexnet-small.safetensors was trained, see its row's command
KEPT = 1 - LEFT_OUT
NETWORKS = 100


class LastTwo(NamedTuple):
    """What follows fc6: the weights (outputs, inputs) and biases (outputs,) of fc7 and fc8."""

    fc7: Tensor
    bias7: Tensor
    fc8: Tensor
    bias8: Tensor


class DropoutAnswers(NamedTuple):
    """The probabilities of every class, (N, classes), for the same N photos in five ways."""

    scaled: Tensor  # divided by `kept` while learning, nothing at test: today's way
    shrunk: Tensor  # 0 or 1 while learning, times `kept` at test: the way of 2012
    untouched: Tensor  # 0 or 1 while learning, and nothing at test
    mean: Tensor  # the average of the thinned networks' probabilities
    geometric: Tensor  # their geometric mean, made to add up to 1
    firsts: Tensor  # (networks, N), the class that each thinned network puts first


def last_two(model: AlexNet) -> LastTwo:
    """The last two layers of a network as it is."""
    return LastTwo(model.fc7.weight, model.fc7.bias, model.fc8.weight, model.fc8.bias)


def learned_unscaled(layers: LastTwo, kept: float) -> LastTwo:
    """The same layers as a program of 2012 would have learned them, whose units were not divided.

    Its units come to these layers `kept` times as large, so its weights are larger to match.
    """
    return layers._replace(fc7=layers.fc7 / kept, fc8=layers.fc8 / kept)


def last_logits(
    layers: LastTwo, fc6: Tensor, six: Tensor | float = 1.0, seven: Tensor | float = 1.0
) -> Tensor:
    """What fc6 answered, (N, units) -> logits (N, classes); units multiplied by `six`, `seven`."""
    fc7 = F.linear(fc6 * six, layers.fc7, layers.bias7).relu() * seven
    return F.linear(fc7, layers.fc8, layers.bias8)


@torch.inference_mode()
def dropout_answers(
    layers: LastTwo, fc6: Tensor, networks: int, generator: Generator, kept: float = KEPT
) -> DropoutAnswers:
    """Five ways to answer for photos whose fc6 is (N, units), by so many thinned networks.

    Each thinned network keeps its own units of fc6 and fc7, drawn anew for each photo.
    """
    old = learned_unscaled(layers, kept)
    total = torch.zeros(len(fc6), len(layers.bias8))
    logs = torch.zeros_like(total)
    firsts: list[Tensor] = []
    for _ in range(networks):
        six = _kept(fc6.shape, kept, generator)
        seven = _kept((len(fc6), len(layers.bias7)), kept, generator)
        log = last_logits(old, fc6, six, seven).log_softmax(1)
        total, logs = total + log.exp(), logs + log
        firsts.append(log.argmax(1))
    return DropoutAnswers(
        scaled=last_logits(layers, fc6).softmax(1),
        shrunk=last_logits(old, fc6, kept, kept).softmax(1),
        untouched=last_logits(old, fc6).softmax(1),
        mean=total / networks,
        geometric=(logs / networks).softmax(1),
        firsts=torch.stack(firsts),
    )


def _kept(shape: tuple[int, ...], kept: float, generator: Generator) -> Tensor:
    return (torch.rand(shape, generator=generator) < kept).float()
