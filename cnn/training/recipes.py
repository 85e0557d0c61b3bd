"""How a network is trained: the recipe of 1998, one of today, and plain ones to play with."""

from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Generator, Tensor

from cnn.training.losses import map_criterion, mle

Loss = Callable[[Tensor, Tensor], Tensor]
Distortion = Callable[[Tensor, Tensor, Generator], Tensor]
"""(uint8 images (N, 28, 28), labels (N,), generator) -> uint8 images of the same shape."""


@dataclass(frozen=True)
class Recipe:
    """What every recipe says: epochs, images a step, the criterion, distortions.

    `deslant` says whether digits are set upright before anything else; then those to be read must
    be, too.
    """

    epochs: int = 20
    batch: int = 64
    loss: Loss = map_criterion
    distort: Distortion | None = None
    deslant: bool = False


@dataclass(frozen=True)
class Modern(Recipe):
    """AdamW; the rate rises over the first part of the steps, then falls to 0 by half a cosine."""

    rate: float = 0.002
    rise: float = 0.05
    weight_decay: float = 0.01


@dataclass(frozen=True)
class Constant(Recipe):
    """One rate from the first step to the last.

    `optimiser` is "sgd" (plain steps down the gradient), "momentum" (0.9) or "adamw".
    """

    rate: float = 0.001
    optimiser: str = "adamw"
    weight_decay: float = 0.0


@dataclass(frozen=True)
class Published(Recipe):
    """The paper's own: one digit at a time, a rate for each weight from the diagonal Hessian.

    Section III.B and Appendix C. `rates` are (epochs, rate); the Hessian is estimated anew on
    `estimate_on` digits before each epoch. The criterion is eq. 8, whose curvature is constant:
    that of eq. 9 vanishes where digits are already right, and with it our run diverged in its
    second epoch. The paper does not say which of the two it used.
    """

    batch: int = 1
    loss: Loss = mle
    rates: tuple[tuple[int, float], ...] = field(
        default=((2, 5e-4), (3, 2e-4), (3, 1e-4), (4, 5e-5), (8, 1e-5))
    )
    mu: float = 0.02
    estimate_on: int = 500

    def rate(self, number: int) -> float:
        """The global rate of epoch `number`, from 0; the last one holds on."""
        table = [rate for epochs, rate in self.rates for _ in range(epochs)]
        return table[min(number, len(table) - 1)]
