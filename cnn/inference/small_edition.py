"""AlexNet's small edition as it ships, looking at a photo."""

from functools import cache, lru_cache
from typing import cast

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from cnn import assets
from cnn.data.photos import sample_photos
from cnn.data.photos.crops import PhotoTransform, small_transform
from cnn.inference import weights
from cnn.inference.feature_maps import feature_maps
from cnn.models import AlexNetSmall

NAME = "alexnet-small"
FILE = f"weights/{NAME}.safetensors"
Crop = NDArray[np.uint8]


def small_edition_network() -> AlexNetSmall:
    """The trained network. Raises cnn.assets.AssetProblem."""
    return cast(AlexNetSmall, weights.load_network(NAME))


@cache
def small_edition_transform() -> PhotoTransform:
    """How it wants its photos. Raises cnn.assets.AssetProblem."""
    return small_transform(assets.metric(FILE, "mean"), assets.metric(FILE, "scale"))


def epochs() -> int:
    """How many epochs it was trained for."""
    return int(assets.metric(FILE, "epochs"))


def share_right(top: int, crops: int) -> float:
    """Validation photos, in %, whose class is among `top` (1 or 5) answers, by 1 or 10 crops."""
    return float(assets.metric(FILE, f"validation_{crops}_crops")[f"top{top}"])


@lru_cache(maxsize=64)
def sample(name: str) -> Crop:
    """The middle of the shipped photo `name`, as the network sees it: (56, 56, 3)."""
    return np.asarray(
        small_edition_transform().crop(
            small_edition_transform().shrink(sample_photos.sample_image(name))
        )
    )


def small_edition_input(crop: Crop) -> Tensor:
    """(56, 56, 3) -> what the network takes, (1, 3, 56, 56)."""
    from PIL import Image

    return small_edition_transform().to_input([Image.fromarray(crop)])


@lru_cache(maxsize=8)
def sample_maps(name: str) -> dict[str, Tensor]:
    """Every layer's output for the shipped photo `name`, by name, as of `feature_maps`."""
    return feature_maps(small_edition_network(), small_edition_input(sample(name)))


def divisor(which: str) -> float:
    """By what its first normalisation divides, over the sample photos: the "least" or the "most".

    To two digits, for the prose.
    """
    return round(dict(zip(("least", "most"), _divisors(), strict=True))[which], 2)


@cache
def _divisors() -> tuple[float, float]:
    found: list[float] = []
    for photo in sample_photos.samples():
        maps = sample_maps(photo)
        answered = maps["conv1"] > 0
        by = (maps["conv1"] / maps["rnorm1"])[answered]
        found += [float(by.min()), float(by.max())]
    return min(found), max(found)
