"""From one unit back to the pixels: deconvolution, guided back-propagation, the plain gradient.

All three go down the layers that the image went up. Convolutions and full layers are transposed;
pooling hands a value to the unit that was the largest, by its *switches*. They differ in what a
rectified layer lets through:

    deconvolution   what comes down above zero                              RULES[0]
    guided          what comes down above zero, where the unit answered
    gradient        what comes down, where the unit answered

Deconvolution is that of Zeiler and Fergus (2013), section 2.1: unpool, rectify, filter. Ours
departs from it where AlexNet is another network than theirs. Its pooling overlaps, so a unit that
is the largest of several windows gets the sum of what they hand down. Response normalisation is
passed as one division by the number that it had divided by when the image went up, as if that were
a switch too; guided back-propagation and the gradient take its exact derivative.
"""

from collections.abc import Iterator
from typing import NamedTuple

import torch
from torch import Generator, Tensor, nn
from torch.nn import functional as F
from torch.nn.grad import conv2d_input

from cnn.inference.feature_maps import feature_maps
from cnn.models.alexnet_layers import Dense, Pooling, Rectified
from cnn.models.lrn import LocalResponseNorm
from cnn.torch_internals import give_parameters, twin

RULES = ("deconvolution", "guided", "gradient")
INPUT = "input"


class Unit(NamedTuple):
    """A unit of an AlexNet by its layer, its map, and its place in the map."""

    layer: str
    map: int
    row: int = 0  # 0 in a full layer, as is the column
    column: int = 0


class Passed(NamedTuple):
    """What a layer was handed from above, and what it hands down, in the shapes of its maps."""

    layer: str
    above: Tensor  # at its output
    inside: Tensor  # at its weighted sums, before they are rectified
    below: Tensor  # at its input


def back_to_pixels(model: nn.Module, image: Tensor, unit: Unit, rule: str) -> Tensor:
    """What comes down at the pixels (3, H, W) from one unit's weighted sum, by one of `RULES`.

    image: (1, 3, H, W). The unit starts with 1, whether or not it answered, so that the same can
    be asked of a network with other weights. Outside the unit's receptive field all is 0.
    """
    return _at_pixels(model, all_maps(model, image), unit, rule)


def all_ways_back(model: nn.Module, image: Tensor, unit: Unit) -> dict[str, Tensor]:
    """`back_to_pixels` by each of `RULES`, from one forward pass."""
    maps = all_maps(model, image)
    return {rule: _at_pixels(model, maps, unit, rule) for rule in RULES}


def _at_pixels(model: nn.Module, maps: dict[str, Tensor], unit: Unit, rule: str) -> Tensor:
    found = maps[INPUT]
    for passed in passed_down(model, maps, unit, rule):
        found = passed.below
    return found


def all_maps(model: nn.Module, image: Tensor) -> dict[str, Tensor]:
    """The image (1, 3, H, W) as "input", and what each layer makes of it, in their order."""
    return {INPUT: image[0], **feature_maps(model, image)}


def passed_down(
    model: nn.Module, maps: dict[str, Tensor], unit: Unit, rule: str
) -> Iterator[Passed]:
    """Each layer from the unit's down to the first, with what goes down through it.

    maps: of `all_maps`. Raises KeyError if there is no such layer, IndexError if no such unit.
    """
    if rule not in RULES:
        raise KeyError(rule)
    names = list(maps)
    at = names.index(unit.layer) if unit.layer in maps else 0
    if at == 0:
        raise KeyError(unit.layer)
    with torch.inference_mode():
        signal = torch.zeros_like(maps[unit.layer])
        place = (unit.map, unit.row, unit.column) if signal.dim() == 3 else (unit.map,)
        signal[place] = 1.0
        for i in range(at, 0, -1):
            layer, here, below = model.get_submodule(names[i]), maps[names[i]], maps[names[i - 1]]
            inside = signal if i == at else _rectified(layer, signal, here, rule)
            handed = _transposed(layer, inside, below, rule)
            yield Passed(names[i], signal, inside, handed)
            signal = handed


def _rectified(layer: nn.Module, signal: Tensor, answered: Tensor, rule: str) -> Tensor:
    """What a layer's rectification lets down; that of one without is all."""
    if not (isinstance(layer, Rectified) or (isinstance(layer, Dense) and layer.rectified)):
        return signal
    if rule != "gradient":
        signal = signal.clamp(min=0)
    return signal if rule == "deconvolution" else signal * (answered > 0)


def _transposed(layer: nn.Module, signal: Tensor, below: Tensor, rule: str) -> Tensor:
    """What goes down through a layer's linear part, in the shape of its input."""
    if isinstance(layer, Rectified):
        shape = torch.Size((1, *below.shape))
        weights, stride, pad = layer.weight, layer.stride, layer.pad
        found: Tensor = conv2d_input(shape, weights, signal[None], stride, pad, 1, layer.groups)
        return found[0]
    if isinstance(layer, Dense):
        return (signal @ layer.weight).view_as(below)
    if isinstance(layer, Pooling):
        return unpool(signal, below, layer)
    if isinstance(layer, LocalResponseNorm):
        return _denormalised(layer, signal, below, rule)
    return signal.view_as(below)  # dropout, which only a training network has


def unpool(signal: Tensor, below: Tensor, layer: Pooling) -> Tensor:
    """A pooled signal (maps, h, w) back in the places of the largest units of `below`.

    The switches are the places of the maxima; a unit that was the largest of several windows gets
    the sum of what they hand down.
    """
    _, switches = F.max_pool2d(below, layer.kernel, layer.stride, return_indices=True)
    found = torch.zeros_like(below).flatten(1)
    return found.scatter_add_(1, switches.flatten(1), signal.flatten(1)).view_as(below)


def _denormalised(layer: LocalResponseNorm, signal: Tensor, x: Tensor, rule: str) -> Tensor:
    inner = normaliser(layer, x)
    direct = signal * inner.pow(-layer.constants.beta)
    if rule == "deconvolution":
        return direct
    band = layer.band.to(x.dtype)
    around = F.conv2d((direct * x / inner)[None], band.transpose(0, 1))[0]
    return direct - 2 * layer.constants.beta * x * around


def normaliser(layer: LocalResponseNorm, x: Tensor) -> Tensor:
    """k + α/n Σ a² over the neighbouring maps, (maps, h, w); to the power β it is the divisor."""
    band = layer.band.to(x.dtype)
    return F.conv2d((x * x)[None], band, band.new_full((len(band),), layer.constants.k))[0]


def weighted_layers(model: nn.Module, top: str) -> list[str]:
    """The layers with weights from `top` down to the first, in this order."""
    names = [n for n, each in model.named_children() if isinstance(each, Rectified | Dense)]
    return names[: names.index(top) + 1][::-1]


def shuffled(model: nn.Module, layers: list[str], seed: int = 0) -> nn.Module:
    """The same network with the weights of these layers, and their biases, in another order.

    It shares all other weights with `model`, which is left alone. The sanity check of Adebayo et
    al. (2018): a picture that hardly changes shows no more than the layers that were left.
    """
    other = twin(model)
    generator = Generator().manual_seed(seed)
    with torch.no_grad():
        for name in layers:
            part = other.get_submodule(name)
            other_weights = {
                kind: nn.Parameter(_reordered(values, generator), requires_grad=False)
                for kind, values in part.named_parameters()
            }
            give_parameters(part, other_weights)
    return other


def _reordered(values: Tensor, generator: Generator) -> Tensor:
    order = torch.randperm(values.numel(), generator=generator)
    return values.detach().flatten()[order].view_as(values)
