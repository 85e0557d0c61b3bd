"""Where a sliding window stands: how many places it has, which pixels it sees, which it misses.

Along one side of a picture; the other side does the same.
"""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Rule = Literal["floor", "ceil"]
RULES: tuple[Rule, ...] = ("floor", "ceil")  # PyTorch and Caffe; cuda-convnet of 2012


def output_size(
    width: int, kernel: int, stride: int = 1, padding: int = 0, rule: Rule = "floor"
) -> int:
    """How many places a window of `kernel` pixels has; 0 if it has none.

    1 + (width + 2 padding - kernel) / stride, rounded down, or up as in cuda-convnet.
    """
    room = width + 2 * padding - kernel
    steps = -(-room // stride) if rule == "ceil" else room // stride
    return max(0, steps + 1)


class Coverage(NamedTuple):
    """What the windows see of a side, in pixels of the picture; its padding counts below 0."""

    starts: NDArray[np.intp]  # (places,), the first pixel of each window
    seen: NDArray[np.intp]  # (width,), how many windows see each pixel
    missed: int  # pixels at the far end, padding included, that no window reaches
    overhang: int  # pixels of the last window beyond the far end

    @property
    def unseen(self) -> NDArray[np.intp]:
        """The pixels of the picture that no window sees."""
        return np.flatnonzero(self.seen == 0)


def coverage(
    width: int, kernel: int, stride: int = 1, padding: int = 0, rule: Rule = "floor"
) -> Coverage:
    """Every window of a side, and what they see and miss."""
    starts = np.arange(output_size(width, kernel, stride, padding, rule)) * stride - padding
    pixels = np.arange(width)
    inside = (starts[:, None] <= pixels) & (pixels < starts[:, None] + kernel)
    beyond = int(starts[-1]) + kernel - (width + padding) if len(starts) else -width - padding
    return Coverage(starts, inside.sum(0), max(0, -beyond), max(0, beyond))
