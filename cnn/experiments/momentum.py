"""AlexNet's update rule (section 5) on one weight, term by term. No torch.

v ← 0.9 · v − 0.0005 · ε · w − ε · ∂L/∂w        w ← w + v
"""

from collections.abc import Callable
from typing import NamedTuple

MOMENTUM, DECAY = 0.9, 0.0005
FAR = 1e4  # a weight beyond this has left every picture

Gradient = Callable[[float], float]


class MomentumStep(NamedTuple):
    """One step: where the weight was, and the three terms of its new velocity."""

    weight: float
    velocity: float
    gradient: float
    kept: float  # 0.9 · v
    decay: float  # −0.0005 · ε · w
    pull: float  # −ε · ∂L/∂w

    @property
    def step(self) -> float:
        """The new velocity, which is added to the weight."""
        return self.kept + self.decay + self.pull

    @property
    def after(self) -> float:
        """The weight after this step."""
        return self.weight + self.step


def constant_gradient(steepness: float) -> Gradient:
    """A gradient that is `steepness` for every weight."""
    return lambda weight: steepness


def valley_gradient(steepness: float) -> Gradient:
    """The gradient of ½ · steepness · w²: the farther from 0, the steeper."""
    return lambda weight: steepness * weight


def momentum_steps(
    weight: float,
    gradient: Gradient,
    rate: float,
    steps: int,
    *,
    momentum: float = MOMENTUM,
    decay: float = DECAY,
) -> list[MomentumStep]:
    """So many steps from velocity 0; fewer if the weight runs away beyond FAR."""
    found: list[MomentumStep] = []
    velocity = 0.0
    while len(found) < steps and abs(weight) <= FAR:
        pull = gradient(weight)
        now = MomentumStep(
            weight, velocity, pull, momentum * velocity, -decay * rate * weight, -rate * pull
        )
        found.append(now)
        weight, velocity = now.after, now.step
    return found
