"""The two towers of AlexNet, section 3.2: what crosses from one to the other, tried out.

Each of two graphics cards held half of the maps. conv2, conv4 and conv5 see the maps of their own
card only, conv3 and the full layers see both.
"""

from typing import Literal, get_args

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from cnn.models.alexnet import PAPER, UNGROUPED, AlexNet
from cnn.models.alexnet_layers import Rectified
from cnn.models.lrn import LocalResponseNorm

Wiring = Literal["paper", "all", "none"]
WIRINGS: tuple[Wiring, ...] = get_args(Wiring)
Maps = NDArray[np.float32]
SILENCED = "pool1"  # the last maps before conv2


def responses(
    model: AlexNet, image: Tensor, wiring: Wiring = "paper", silent: int | None = None
) -> dict[str, Tensor]:
    """Every layer's output for one image (1, 3, H, W); of one tower, 0 or 1, nothing if `silent`.

    "all" lets every convolution see both towers: connections that the trained network lacks get the
    weights of their own layer in a random order. "none" also cuts what crosses at conv3. A silent
    tower is silent from pool1 on. Normalisation stays within a tower, as on two cards.
    """
    maps, found = image, {}
    with torch.inference_mode():
        for name, layer in model.named_children():
            maps = _through(layer, maps, wiring)
            if name == SILENCED and silent is not None:
                maps = maps.clone()
                maps.chunk(2, 1)[silent].zero_()
            found[name] = maps[0]
    return found


def changed_maps(before: Maps, after: Maps) -> NDArray[np.bool_]:
    """(maps,): whether any unit of a map (maps, h, w) answers differently."""
    far = 1e-4 * max(float(np.abs(before).max()), 1e-12)
    differ: NDArray[np.bool_] = np.abs(before - after).reshape(len(before), -1).max(1) > far
    return differ


def _through(layer: nn.Module, maps: Tensor, wiring: Wiring) -> Tensor:
    if isinstance(layer, LocalResponseNorm):
        own = LocalResponseNorm(maps.shape[1] // 2, *layer.constants)
        return torch.cat([own(half) for half in maps.chunk(2, 1)], 1)
    if not isinstance(layer, Rectified) or maps.shape[1] == 3:
        result: Tensor = layer(maps)
        return result
    weight: Tensor = layer.weight
    groups = layer.groups
    if wiring == "all" and groups == 2:
        weight, groups = joined_kernels(weight), 1
    if wiring == "none" and groups == 1:
        weight, groups = cut_kernels(weight), 2
    return F.conv2d(maps, weight, layer.bias, layer.stride, layer.pad, groups=groups).relu_()


def planned_network(wiring: Wiring) -> AlexNet:
    """The paper's network so wired, to be counted (see complexity.planned_sizes)."""
    net = AlexNet(UNGROUPED if wiring == "all" else PAPER)
    if wiring == "none":
        net.conv3 = Rectified(net.conv3.inputs, net.conv3.maps, 3, 1, 1, 2)
    return net


def joined_kernels(weight: Tensor) -> Tensor:
    """Kernels of two towers (maps, inputs / 2, k, k) -> kernels that see all, (maps, inputs, k, k).

    What comes from the other tower is weighted by the same kernels, their weights shuffled.
    """
    flat = weight.flatten(1)
    order = torch.randperm(flat.shape[1], generator=torch.Generator().manual_seed(0))
    other = flat[:, order].view_as(weight)
    first, second = weight.chunk(2)
    other_first, other_second = other.chunk(2)
    return torch.cat([torch.cat([first, other_first], 1), torch.cat([other_second, second], 1)])


def cut_kernels(weight: Tensor) -> Tensor:
    """Kernels that see all (maps, inputs, k, k) -> kernels of two towers, (maps, inputs / 2, k, k).

    What came from the other tower is left out.
    """
    first, second = weight.chunk(2)
    return torch.cat([first.chunk(2, 1)[0], second.chunk(2, 1)[1]])
