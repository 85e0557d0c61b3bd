"""One photo, seen: what an AlexNet answered, and what each of its layers did.

`NETWORKS` that can be there: "small", our edition of 200 classes, which ships; "imagenet",
torchvision's AlexNetOWT with 1,000 classes, once cnn.inference.weights.download has fetched its
weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor, nn

from cnn.data.imagenet import classes as imagenet
from cnn.data.imagenet.classes import Synset
from cnn.data.photos.crops import CENTRE, OWT_EYE, PhotoTransform
from cnn.inference import small_edition, weights
from cnn.inference.feature_maps import feature_maps
from cnn.inference.softmax import softmax

NETWORKS = ("small", "imagenet")
PUBLISHED = "alexnet"  # the second one's name in cnn.inference.weights
WALLS = ("conv1", "pool1", "conv2", "pool2", "conv3", "conv4", "conv5", "pool5")  # maps to look at

FULL = ("fc6", "fc7", "fc8")  # layers of single units

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PhotoNetwork:
    """A network, how it wants its photos, and what its answers mean."""

    name: str
    model: nn.Module
    transform: PhotoTransform
    classes: tuple[Synset, ...]

    def place(self, wnid: str) -> int | None:
        """The number of a class among the answers; None if it is not one of them."""
        wnids = [each.wnid for each in self.classes]
        return wnids.index(wnid) if wnid in wnids else None


class Guess(NamedTuple):
    """One of the answers, by its place in Network.classes."""

    place: int
    synset: Synset
    probability: float


class BranchProbability(NamedTuple):
    """A branch of WordNet's tree, and the probability of all classes on it together."""

    synset: Synset
    classes: int
    probability: float


@dataclass(frozen=True, eq=False)
class PhotoReading:
    """What one network made of one photo: its input, its layers' outputs, its probabilities."""

    network: PhotoNetwork
    shrunk: Image.Image  # the whole photo, its shorter side reduced
    corner: tuple[int, int]  # left and top of the crop within it
    crop: Image.Image  # what the network saw
    image: Tensor  # (1, 3, side, side), the same with its colours centred
    probabilities: Floats  # (classes,): of the crop, or the mean of ten crops
    maps: dict[str, Floats]  # every layer's output for the crop, by name

    @property
    def best(self) -> int:
        """The place of the most probable class."""
        return int(self.probabilities.argmax())

    def top(self, count: int = 5) -> list[Guess]:
        """The most probable classes, the best first."""
        order = np.argsort(-self.probabilities, kind="stable")[:count]
        classes = self.network.classes
        return [Guess(int(i), classes[i], float(self.probabilities[i])) for i in order]

    def branches(self) -> list[BranchProbability]:
        """From the whole tree down to the best class: how sure the network is on each branch.

        A branch with the same classes as the one above it is left out.
        """
        known = {each.wnid: i for i, each in enumerate(self.network.classes)}
        branches: list[BranchProbability] = []
        for synset in reversed(imagenet.path_to_root(self.network.classes[self.best].wnid)):
            leaves = (leaf.wnid for leaf in imagenet.classes_below(synset.wnid))
            places = [known[wnid] for wnid in leaves if wnid in known]
            branch = BranchProbability(synset, len(places), float(self.probabilities[places].sum()))
            if branches and branches[-1].classes == branch.classes:
                branches.pop()
            branches.append(branch)
        return branches


def network_names() -> tuple[str, ...]:
    """The names of the networks whose weights are here."""
    return tuple(n for n in NETWORKS if n == "small" or weights.is_here(PUBLISHED))


@cache
def photo_network(name: str) -> PhotoNetwork:
    """One of `NETWORKS`, ready. Raises AssetProblem or DownloadProblem if its file is not right."""
    if name == "imagenet":
        return PhotoNetwork(name, weights.load_published(PUBLISHED), OWT_EYE, imagenet.classes())
    return PhotoNetwork(
        name,
        small_edition.small_edition_network(),
        small_edition.small_edition_transform(),
        imagenet.tiny_classes(),
    )


def read_photo(
    network: PhotoNetwork,
    photo: Image.Image,
    place: tuple[float, float] = CENTRE,
    ten: bool = False,
) -> PhotoReading:
    """What this network makes of the crop at `place`; its answer is to that, or to ten crops."""
    transform = network.transform
    shrunk = transform.shrink(photo)
    crop = transform.crop(shrunk, place)
    image = transform.to_input([crop])
    maps = {name: found.numpy() for name, found in feature_maps(network.model, image).items()}
    if ten:
        probabilities = _mean(network, transform.ten_crops(shrunk))
    else:
        probabilities = softmax(maps["fc8"])
    return PhotoReading(
        network, shrunk, transform.corner(shrunk, place), crop, image, probabilities, maps
    )


def photo_input(network: PhotoNetwork, photo: Image.Image) -> Tensor:
    """What this network takes for the middle of a photo, (1, 3, side, side)."""
    transform = network.transform
    return transform.to_input([transform.crop(transform.shrink(photo))])


def class_probabilities(
    network: PhotoNetwork, photos: Sequence[Image.Image], ten: bool = False
) -> Floats:
    """The probabilities alone, (photos, classes), from the centre of each photo or ten crops."""
    transform = network.transform
    rows = []
    for photo in photos:
        shrunk = transform.shrink(photo)
        rows.append(
            _mean(network, transform.ten_crops(shrunk) if ten else [transform.crop(shrunk)])
        )
    return np.stack(rows) if rows else np.zeros((0, len(network.classes)), np.float32)


def _mean(network: PhotoNetwork, crops: Sequence[Image.Image]) -> Floats:
    with torch.inference_mode():
        found: Floats = network.model(network.transform.to_input(crops)).softmax(1).mean(0).numpy()
    return found
