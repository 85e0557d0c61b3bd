"""AlexNet's layers learn a visitor's own things: a softmax regression on what a layer gives.

The network stays as it is. Each photo goes through the small edition once; what one of LAYERS gives
for it is its features, and only a last layer of weights, one for each feature and name, is learned
from them. ui/components/teach does the same in the browser, and tests hold both together.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cnn.inference.small_edition import small_edition_network, small_edition_transform

LAYERS = ("pixels", "pool5", "fc6", "fc7")
"""Whose answers are features, from the photo's own pixels to AlexNet's last hidden layer."""
STRENGTH = 10.0
"""How much the errors count beside the size of the weights: scikit-learn's C."""
STEPS = 20_000
BATCH = 200
Floats = NDArray[np.float64]


class TaughtModel(NamedTuple):
    """What was learned: a photo's scores are `(features - mean) / scale @ weights + biases`."""

    mean: Floats  # (features,)
    scale: float
    weights: Floats  # (features, names)
    biases: Floats  # (names,)

    def probabilities(self, features: Floats) -> Floats:
        """(N, features) -> (N, names), from 0 to 1, a row's sum is 1."""
        return _softmax((features - self.mean) / self.scale @ self.weights + self.biases)


def layer_features(photos: Sequence[Image.Image]) -> dict[str, NDArray[np.float32]]:
    """What each of LAYERS gives for the middle square of each photo: (photos, features).

    Photos are RGB of any size; `pixels` are the square's own, centred as the network takes them.
    Raises cnn.assets.AssetProblem.
    """
    import torch

    way, network = small_edition_transform(), small_edition_network()
    found: dict[str, list[NDArray[np.float32]]] = {layer: [] for layer in LAYERS}
    for first in range(0, len(photos), BATCH):
        crops = [way.crop(way.shrink(photo)) for photo in photos[first : first + BATCH]]
        image = way.to_input(crops)
        found["pixels"].append(image.flatten(1).numpy())
        with torch.inference_mode():
            for name, layer in network.named_children():
                image = layer(image)
                if name in LAYERS:
                    found[name].append(image.flatten(1).numpy())
    return {layer: np.concatenate(some) for layer, some in found.items()}


def softmax_regression(
    features: Floats, labels: NDArray[np.integer], names: int, strength: float = STRENGTH
) -> TaughtModel:
    """Learns to tell `names` things apart from features (N, features) and labels (N,), 0 onwards.

    Found is the least of strength * (sum of cross-entropies) + (sum of squared weights) / 2: all
    photos in every step, no chance, weights that begin at 0. Features are taken from their mean
    and divided by the photos' root mean square distance from it. Each step is one of gradient
    descent with Nesterov's momentum; weights are kept as a sum of photos, each with a part for each
    name, so that a step costs the same whatever the layer. Raises ValueError without a photo, or
    for a label that is no name.
    """
    count = len(features)
    if not count or labels.min() < 0 or labels.max() >= names:
        raise ValueError("no photos, or a label without a name")
    mean = features.mean(0)
    scale = float(np.sqrt(np.square(features - mean).sum() / count)) or 1.0
    seen = (features - mean) / scale
    alike = seen @ seen.T  # (N, N)
    right = np.eye(names)[labels]
    rate = 1 / (strength * count / 2 + 1)  # no slope changes faster
    parts, biases = np.zeros((count, names)), np.zeros(names)
    at, at_biases, pace = parts, biases, 1.0
    for _ in range(STEPS):
        wrong = strength * (_softmax(alike @ at + at_biases) - right)
        slope, slope_biases = wrong + at, wrong.sum(0)
        new, new_biases = at - rate * slope, at_biases - rate * slope_biases
        moved, moved_biases = new - parts, new_biases - biases
        uphill = np.sum(slope * (alike @ moved)) + np.sum(slope_biases * moved_biases)
        faster = 1.0 if uphill > 0 else (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        push = 0.0 if uphill > 0 else (pace - 1) / faster
        at, at_biases = new + push * moved, new_biases + push * moved_biases
        parts, biases, pace = new, new_biases, faster
        if max(np.abs(slope).max(), np.abs(slope_biases).max()) < 1e-9 * strength:
            break
    return TaughtModel(mean, scale, seen.T @ parts, biases)


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    found: Floats = powers / powers.sum(1, keepdims=True)
    return found
