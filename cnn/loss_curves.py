"""The loss of a trained network over one of its numbers, all others held: a curve to roll down.

What is stored of a curve are its nodes, evenly spaced: the loss there and its slope, both exact,
the slope by back-propagation (cnn.training.one_number). Between two nodes the one cubic stands that
has their losses and slopes.
"""

import json
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cnn import assets

Numbers = NDArray[np.float64]


class LossCurve(NamedTuple):
    """A loss over one number of a network, from `first` to `last`."""

    first: float  # the least value of the number
    last: float  # the largest
    trained: float  # what training has made of it
    losses: list[float]  # at n evenly spaced values, the ends among them
    slopes: list[float]  # of the loss there, by the number

    def at(self, value: float) -> tuple[float, float]:
        """Loss and slope at a value from `first` to `last`; beyond, the last cubic goes on."""
        loss, slope = self._at(np.array(value))
        return float(loss), float(slope)

    def lowest(self) -> float:
        """Where the loss is least, to a thousandth of the way between two nodes."""
        node = int(np.argmin(self.losses))
        near = self.first + self._width * (node + np.linspace(-1, 1, 2001))
        near = near[(near >= self.first) & (near <= self.last)]
        return float(near[np.argmin(self._at(near)[0])])

    @property
    def _width(self) -> float:
        """From one node to the next."""
        return (self.last - self.first) / (len(self.losses) - 1)

    def _at(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """Losses and slopes at values, an array of any shape."""
        losses, slopes, width = np.array(self.losses), np.array(self.slopes), self._width
        node = np.clip((values - self.first) // width, 0, len(losses) - 2).astype(int)
        t = (values - self.first) / width - node
        a, b = losses[node], losses[node + 1]
        up, down = width * slopes[node], width * slopes[node + 1]
        square, cube = 3 * (b - a) - 2 * up - down, 2 * (a - b) + up + down
        loss = a + t * (up + t * (square + t * cube))
        return loss, (up + t * (2 * square + 3 * t * cube)) / width


def bowl(curve: LossCurve, reach: float) -> LossCurve:
    """The parabola that fits a curve where it is lowest: same place, same loss, same bend.

    It reaches as far to either side. The bend is the slopes' difference over the nodes beside it.
    """
    lowest = curve.lowest()
    loss, width = curve.at(lowest)[0], (curve.last - curve.first) / (len(curve.losses) - 1)
    bend = (curve.at(lowest + width)[1] - curve.at(lowest - width)[1]) / (2 * width)
    rim = loss + bend / 2 * reach**2
    return LossCurve(
        lowest - reach, lowest + reach, lowest, [rim, rim], [-bend * reach, bend * reach]
    )


@cache
def loss_curves() -> dict[str, LossCurve]:
    """LeNet-5's loss over the "bias" and the "coefficient" of S2's second map.

    scripts.measure_loss_curves makes them. Raises cnn.assets.AssetProblem.
    """
    stored = json.loads(assets.path("runs/loss_curves.json").read_text("utf-8"))
    return {name: LossCurve(**stored[name]) for name in ("bias", "coefficient")}
