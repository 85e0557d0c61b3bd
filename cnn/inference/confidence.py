"""From distances to probabilities, and to "this is not a digit".

The paper's own reading of its outputs (LeCun et al., 1998, eq. 9) is that of eleven classes: ten
digits at their distances, and rubbish at a constant distance. The codes lie so far apart that it
would almost always be certain. So all distances are divided by a temperature, and temperature and
constant are fitted on 5,000 training digits that the network has not seen.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cnn import assets
from cnn.inference.softmax import softmax

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Confidence:
    """A temperature, and the distance beyond which nothing is a digit; both above 0."""

    temperature: float
    rubbish: float

    def probabilities(self, distances: NDArray[np.floating]) -> Floats:
        """Distances (..., 10) -> probabilities (..., 10); what lacks to 1 is "not a digit"."""
        rubbish = np.full((*np.shape(distances)[:-1], 1), self.rubbish)
        near = -np.concatenate([distances, rubbish], -1, dtype=np.float64)
        return softmax(near, self.temperature)[..., :-1]

    def is_digit(self, distances: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Whether the nearest code is nearer than rubbish; distances (..., 10) -> bool (...)."""
        near: NDArray[np.bool_] = np.asarray(distances).min(-1) < self.rubbish
        return near


def fit_confidence(
    distances: NDArray[np.floating], labels: NDArray[np.integer], refused: float
) -> Confidence:
    """Fitted to digits with distances (N, 10): `refused` is the part of them to call no digit.

    The temperature is the one under which the right labels are likeliest.
    """
    rubbish = float(np.quantile(np.asarray(distances).min(-1), 1 - refused))
    rows = np.arange(len(labels))

    def surprise(temperature: float) -> float:
        right = Confidence(temperature, rubbish).probabilities(distances)[rows, labels]
        return float(-np.log(np.maximum(right, 1e-12)).mean())

    return Confidence(float(min(np.geomspace(0.3, 30, 200), key=surprise)), rubbish)


def calibration_error(probabilities: Floats, labels: NDArray[np.integer], bins: int = 15) -> float:
    """Expected calibration error, 0 ... 1, of probabilities (N, 10 or 11) of digits labelled (N,).

    How far the best guess's probability is from the part of such guesses that are right, on average
    over bins of equal width.
    """
    best, right = probabilities.max(-1), probabilities.argmax(-1) == labels
    bin_of = np.minimum((best * bins).astype(int), bins - 1)
    gaps = [abs(best[bin_of == i].sum() - right[bin_of == i].sum()) for i in range(bins)]
    return float(sum(gaps) / len(labels))


def fitted(name: str) -> Confidence:
    """The confidence of the shipped network `name`, from its row in the manifest.

    Raises cnn.assets.AssetProblem if there is no such network.
    """
    metrics = assets.row(f"weights/{name}.safetensors").metrics
    return Confidence(metrics["temperature"], metrics["rubbish"])
