"""A digit's image turned back into pen strokes: its skeleton, traced.

With it the digits of MNIST can be drawn anew with a pen of one width, as visitors draw.
"""

import numpy as np
from numpy.typing import NDArray

from cnn.data.digits.strokes import Floats, Strokes

ENLARGED = 3  # the skeleton is found on an image this many times larger
SPUR = 5  # shorter side branches (in enlarged pixels) are artefacts of the thinning

Pixel = tuple[int, int]


def trace_strokes(image: NDArray[np.uint8]) -> Strokes:
    """The centre lines of an image (H, W), ink 255 on 0, in its pixels: one stroke a branch."""
    from scipy.ndimage import gaussian_filter1d, zoom
    from skimage.morphology import skeletonize

    ink = zoom(image.astype(np.float32), ENLARGED, order=1) > 110
    thin = skeletonize(ink)  # type: ignore[no-untyped-call]
    branches = _without_spurs(_branches({(int(y), int(x)) for y, x in np.argwhere(thin)}))
    lines = []
    for branch in branches:
        line = np.array(branch, np.float64)[:, ::-1] / ENLARGED
        smooth = gaussian_filter1d(line, 2.0, axis=0, mode="nearest") if len(line) > 4 else line
        smooth[[0, -1]] = line[[0, -1]]
        lines.append(smooth)
    return lines


def _branches(pixels: set[Pixel]) -> list[list[Pixel]]:
    """Paths between ends and crossings, and closed loops."""
    near = {pixel: _neighbours(pixel, pixels) for pixel in pixels}
    nodes = {pixel for pixel, others in near.items() if len(others) != 2}
    free, paths = set(pixels - nodes), []
    for node in sorted(nodes):
        for first in near[node]:
            if first in free:
                paths.append(_walk([node, first], near, nodes, free))
            elif first in nodes and node < first:
                paths.append([node, first])
    while free:  # what is left has no end: loops
        start = min(free)
        paths.append([*_walk([start], near, nodes, free), start])
    return paths


def _walk(
    path: list[Pixel], near: dict[Pixel, list[Pixel]], nodes: set[Pixel], free: set[Pixel]
) -> list[Pixel]:
    free.discard(path[-1])
    while True:
        onward = [p for p in near[path[-1]] if p in free]
        if len(path) > 2:
            ends = [p for p in near[path[-1]] if p in nodes and p != path[-2]]
            if ends:
                return [*path, ends[0]]
        if not onward:
            ends = [p for p in near[path[-1]] if p in nodes and p not in path]
            return [*path, *ends[:1]]
        path.append(onward[0])
        free.discard(onward[0])


def _neighbours(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """Touching pixels; a diagonal one does not count if a straight one leads there."""
    y, x = pixel
    straight = [p for p in ((y - 1, x), (y, x - 1), (y, x + 1), (y + 1, x)) if p in pixels]
    diagonal = [
        (y + dy, x + dx)
        for dy in (-1, 1)
        for dx in (-1, 1)
        if (y + dy, x + dx) in pixels and not {(y + dy, x), (y, x + dx)} & pixels
    ]
    return straight + diagonal


def _without_spurs(branches: list[list[Pixel]]) -> list[list[Pixel]]:
    """Branches but the short ones that end in nothing, as long as something longer is there."""
    ends = [end for branch in branches for end in (branch[0], branch[-1])]
    kept = [
        branch
        for branch in branches
        if len(branch) > SPUR or min(ends.count(branch[0]), ends.count(branch[-1])) > 1
    ]
    return kept or branches


def polyline_length(stroke: Floats) -> float:
    """The length of a polyline (n, 2), in its own units."""
    return float(np.hypot(*np.diff(stroke, axis=0).T).sum())
