"""A bar of light turned before a first layer: how much each filter answers at each angle.

Hubel's own account of the experiment: find the field, sweep a line across it at right angles to the
line, count the answers; then turn the line. Here the line is a bar of light, a dark bar or an edge,
longer than the field is wide, grey around it. A filter's answer at an angle is the strongest over
all places of the sweep, less its answer to plain grey. ui/components/turning_bar does the same in
the browser; a test holds the two against each other.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LINES = ("light", "dark", "edge")
ANGLES = 36  # of half a turn: every 5 degrees
STEP = 0.5  # pixels from one place of the sweep to the next
WIDTH = 2.0  # pixels: how wide a bar is
CONTRAST = 1.0  # of light or dark to grey, in deviations of the photos' colours
QUIET = 0.1  # of the loudest filter's answer: less counts as no answer
NARROW = 30.0  # degrees to either side: up to here a filter is called tuned

Floats = NDArray[np.float64]


class Tuning(NamedTuple):
    """What came of turning a line before n filters; angles in degrees, 0 lies, 90 stands."""

    curves: Floats  # (n, ANGLES), answers above that to plain grey, at least 0
    best: Floats  # (n,): the angle of the strongest answer
    width: Floats  # (n,): half the width at half the height, degrees; 90 if it never falls so far
    selectivity: Floats  # (n,): 0 answers to all angles alike, 1 to a single one
    loud: NDArray[np.bool_]  # (n,): whether it answers to the line at all

    @property
    def tuned(self) -> NDArray[np.bool_]:
        """(n,): those that answer, and to few angles: at most `NARROW` to either side."""
        return self.loud & (self.width <= NARROW)


def angles() -> Floats:
    """(ANGLES,), in degrees from 0, which lies, over 90, which stands, to less than 180."""
    return np.arange(ANGLES, dtype=np.float64) * (180 / ANGLES)


def offsets(side: int) -> Floats:
    """The places of a sweep: how far the line's middle is from that of a field, in pixels."""
    reach = np.ceil(side * np.sqrt(0.5)) + WIDTH / 2
    return np.arange(-reach, reach + STEP / 2, STEP)


def line_picture(line: str, degrees: float, offset: float, side: int) -> Floats:
    """One of `LINES` before a field, (side, side): 1 light, -1 dark, 0 grey; edges are soft.

    A pixel is covered as far as the line reaches over its middle, half a pixel before and behind.
    An edge is light on one side and dark on the other.
    """
    turn = np.deg2rad(degrees)
    at = np.arange(side) - (side - 1) / 2
    away = at[None, :] * np.sin(turn) + at[:, None] * np.cos(turn) - offset  # rows grow downwards
    if line == "edge":
        return np.asarray(np.clip(away, -0.5, 0.5) * 2)
    covered = np.clip(WIDTH / 2 + 0.5 - np.abs(away), 0.0, 1.0)
    return np.asarray(covered if line == "light" else -covered)


def grey_filters(weights: NDArray[np.floating]) -> Floats:
    """(n, k, k): what filters (n, 3, k, k) make of grey: the sums over their colours."""
    return np.asarray(weights.astype(np.float64).sum(1))


def swept(line: str, side: int) -> Floats:
    """Every line of the experiment, (ANGLES, places, side, side); an edge is shown both ways."""
    both = (0.0, 180.0) if line == "edge" else (0.0,)
    return np.stack(
        [
            [
                line_picture(line, degrees + turned, offset, side)
                for turned in both
                for offset in offsets(side)
            ]
            for degrees in angles().tolist()
        ]
    )


def tuning(filters: Floats, biases: NDArray[np.floating], line: str = "light") -> Tuning:
    """Turns a line before grey filters (n, k, k) with their biases (n,)."""
    shown = CONTRAST * swept(line, filters.shape[-1])
    sums = np.einsum("aphw,nhw->nap", shown, filters) + biases[:, None, None]
    rest = np.maximum(biases, 0.0)
    curves = np.maximum(np.maximum(sums, 0.0).max(2) - rest[:, None], 0.0)
    peaks = curves.max(1)
    return Tuning(
        curves,
        angles()[curves.argmax(1)],
        np.array([half_width(curve) for curve in curves]),
        np.array([selectivity(curve) for curve in curves]),
        peaks >= QUIET * peaks.max(initial=1e-12),
    )


def half_width(curve: Floats) -> float:
    """How far from its peak a curve (n,) over half a turn falls to half its height, in degrees.

    The mean of both sides; between two angles by a straight line. 90 where it never falls so far.
    """
    peak = float(curve.max())
    if peak <= 0:
        return 90.0
    around = np.roll(curve, -int(curve.argmax()))
    sides = (_fall(around, peak / 2), _fall(np.roll(around[::-1], 1), peak / 2))
    return min(90.0, float(np.mean(sides)) * 180 / len(curve))


def _fall(curve: Floats, half: float) -> float:
    """After how many steps a curve that begins at its peak is down at `half`."""
    for step in range(1, len(curve)):
        before, now = float(curve[step - 1]), float(curve[step])
        if now <= half:
            return step - 1 + (before - half) / (before - now)
    return float(len(curve))


def selectivity(curve: Floats) -> float:
    """How much a curve (n,) over half a turn prefers an angle, 0 to 1: 1 less circular variance.

    Each answer is an arrow at twice its angle, so that 0 and 180 degrees agree; the length of their
    sum is divided by the sum of their lengths.
    """
    whole = float(curve.sum())
    arrows = np.exp(2j * np.pi * np.arange(len(curve)) / len(curve))
    return float(abs((curve * arrows).sum()) / whole) if whole > 0 else 0.0


def filters_of(name: str = "alexnet-small") -> tuple[Floats, Floats]:
    """conv1's grey filters (n, k, k) and biases (n,) of a shipped network. Raises AssetProblem."""
    from cnn.inference import weights

    model = weights.load_network(name)
    return (
        grey_filters(model.get_parameter("conv1.weight").numpy()),
        model.get_parameter("conv1.bias").numpy().astype(np.float64),
    )


def measured(what: str, line: str = "light") -> float:
    """For the prose: how many filters are "tuned", "quiet" or all ("filters"); the median "width".

    The width is of the tuned ones, in degrees. "shuffled": how many count as tuned once the pixels
    of each filter are shuffled, and "strength": how many percent of the tuned ones' answer those
    reach, medians of five shufflings.
    """
    if what in ("shuffled", "strength"):
        return round(float(np.median([_by_chance(line, seed)[what] for seed in range(5)])), 2)
    found = tuning(*filters_of(), line)
    counts = {
        "tuned": int(found.tuned.sum()),
        "quiet": int((~found.loud).sum()),
        "filters": len(found.best),
    }
    if what == "width":
        return round(float(np.median(found.width[found.tuned])), 1)
    return counts[what]


def tuned_at(what: str) -> float:
    """For the prose: where a filter begins to count as tuned.

    "part": from what part of the loudest's answer on; "degrees": up to how many to either side.
    """
    return {"part": QUIET, "degrees": NARROW}[what]


@cache
def _by_chance(line: str, seed: int) -> dict[str, float]:
    """How many of the filters with their pixels shuffled count as tuned, and how strongly."""
    filters, biases = filters_of()
    flat = np.random.default_rng(seed).permuted(filters.reshape(len(filters), -1), axis=1)
    trained, chance = (
        tuning(filters, biases, line),
        tuning(flat.reshape(filters.shape), biases, line),
    )
    strengths = [np.median(each.curves.max(1)[each.tuned]) for each in (chance, trained)]
    return {
        "shuffled": int(chance.tuned.sum()),
        "strength": float(100 * strengths[0] / strengths[1]),
    }
