"""Makes assets/runs/unit_peaks.npz: which sample photos excite each map of the small edition most.

Of every map of every layer of maps, and of every unit of a full layer, the nine samples in whose
centre crop its strongest unit answers most, where that unit is, and how much it answers.
Run after the weights are made: python -m scripts.measure_unit_peaks
"""

import math

import numpy as np
import torch

from cnn import assets
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.inference.photo import FULL, WALLS, PhotoNetwork, photo_network, read_photo
from cnn.results import UnitPeaks

BEST = 9  # as many as Zeiler and Fergus show of each map


def measure(network: PhotoNetwork, names: list[str]) -> dict[str, UnitPeaks]:
    """The peaks of each layer over these sample photos; their numbers are places in `names`."""
    strongest: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {
        layer: [] for layer in (*WALLS, *FULL)
    }
    for name in names:
        found = read_photo(network, sample_image(name))
        for layer in (*WALLS, *FULL):
            flat = found.maps[layer].reshape(len(found.maps[layer]), -1)
            strongest[layer].append((flat.argmax(1), flat.max(1)))
    peaks = {}
    for layer in (*WALLS, *FULL):
        side = math.isqrt(found.maps[layer][0].size)
        units = np.stack([unit for unit, _ in strongest[layer]], 1)
        values = np.stack([value for _, value in strongest[layer]], 1)
        order = np.argsort(-values, axis=1, kind="stable")[:, :BEST]
        best = np.take_along_axis(units, order, 1)
        peaks[layer] = UnitPeaks(
            order.astype(np.uint8),
            np.stack([best // side, best % side], 2).astype(np.uint8),
            np.take_along_axis(values, order, 1).astype(np.float16),
        )
    return peaks


def main() -> None:
    torch.set_num_threads(1)
    peaks = measure(photo_network("small"), list(samples()))
    stored = {
        f"{layer}/{name}": values
        for layer, found in peaks.items()
        for name, values in found._asdict().items()
    }
    np.savez_compressed(assets.ROOT / "runs/unit_peaks.npz", allow_pickle=False, **stored)


if __name__ == "__main__":
    main()
