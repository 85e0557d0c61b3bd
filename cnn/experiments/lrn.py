"""Local response normalisation taken apart: what each unit is divided by (numpy, no torch)."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Maps = NDArray[np.float32]


class Normalised(NamedTuple):
    """Maps (n, h, w) before the division, what each unit is divided by, and the result."""

    before: Maps
    divisor: Maps
    after: Maps


def normalise(maps: Maps, size: int, alpha: float, beta: float, k: float) -> Normalised:
    """Maps (n, h, w) as cnn.models.lrn divides them, with any constants.

    Where the divisor is 0, the result is 0. The neighbours of map i are i - size//2 to i + (size -
    1)//2, as far as there are such maps.
    """
    place = np.arange(len(maps))
    apart = place[None] - place[:, None]
    near = (apart >= -(size // 2)) & (apart <= (size - 1) // 2)
    around = np.tensordot(near.astype(np.float32), np.square(maps), 1)
    divisor = np.power(k + alpha / size * around, beta, dtype=np.float32)
    after = np.divide(maps, divisor, out=np.zeros_like(maps), where=divisor > 0)
    return Normalised(maps, divisor, after)
