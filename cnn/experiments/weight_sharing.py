"""What a layer costs if its units share their weights, if they do not, if they see everything."""

from typing import NamedTuple

from cnn.experiments.output_size import output_size


class Cost(NamedTuple):
    """Numbers to learn, and connections: one for each input of each unit, one for its bias."""

    parameters: int
    connections: int


class Costs(NamedTuple):
    """What three layers with the same units cost: fully connected, local, with shared weights."""

    units: int
    full: Cost  # every unit sees every input
    local: Cost  # every unit sees its window, with weights of its own
    shared: Cost  # the units of a map use the same weights: a convolution

    @property
    def saved(self) -> float:
        """The share of the local layer's parameters that sharing does away with, in per cent."""
        return 100 * (1 - self.shared.parameters / self.local.parameters)


def layer_costs(side: int, inputs: int, maps: int, kernel: int) -> Costs:
    """For `inputs` square maps of `side` pixels, a square window, and `maps` maps; stride 1.

    Raises ValueError if the window does not fit.
    """
    if kernel > side:
        raise ValueError(f"a window of {kernel} does not fit into {side}")
    units = maps * output_size(side, kernel) ** 2
    everything, window = side * side * inputs + 1, kernel * kernel * inputs + 1
    full, local = units * everything, units * window
    return Costs(units, Cost(full, full), Cost(local, local), Cost(maps * window, local))


def parameters_saved(side: int, inputs: int, maps: int, kernel: int) -> float:
    """Per cent of the parameters that sharing does away with; for the prose."""
    return layer_costs(side, inputs, maps, kernel).saved


def sharing_parameters(kind: str, side: int, inputs: int, maps: int, kernel: int) -> int:
    """Parameters of the "full", "local" or "shared" layer; for the prose."""
    cost: Cost = getattr(layer_costs(side, inputs, maps, kernel), kind)
    return cost.parameters
