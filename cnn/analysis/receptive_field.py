"""What a unit sees: followed back, layer by layer, to the pixels of the picture."""

from typing import NamedTuple, cast

from torch import nn

from cnn.analysis.complexity import CountedLayer, layer_sizes


class Level(NamedTuple):
    """A layer of square maps, and what each of its units sees along one side."""

    name: str  # "input" for the picture
    side: int
    sees: list[list[tuple[int, int]]]  # [unit][earlier level] = first and last unit that it sees


def levels(model: nn.Module) -> list[Level]:
    """The picture and every layer of maps."""
    found = [Level("input", cast(tuple[int, int, int], model.image)[1], [])]
    for row in layer_sizes(model):
        if len(row.shape) == 3:
            layer = cast(CountedLayer, model.get_submodule(row.name))
            sees = [_seen(layer, unit, found) for unit in range(row.shape[-1])]
            found.append(Level(row.name, row.shape[-1], sees))
    return found


def _seen(layer: CountedLayer, unit: int, before: list[Level]) -> list[tuple[int, int]]:
    """For one unit along a side: what it sees in each level before, the picture first."""
    span = unit * layer.stride, unit * layer.stride + layer.kernel - 1
    spans = [span]
    for level in range(len(before) - 1, 0, -1):
        sees = before[level].sees
        span = sees[span[0]][level - 1][0], sees[span[1]][level - 1][1]
        spans.append(span)
    return spans[::-1]


def field_width(network: str, layer: str) -> int:
    """How many pixels of a side a unit of the layer sees; for the prose."""
    from cnn.models import MODELS

    found = {level.name: level for level in levels(MODELS[network]())}
    first, last = found[layer].sees[0][0]
    return last - first + 1
