"""Tiny ImageNet (Stanford CS231n): 200 of ImageNet's classes, 64×64, for research and education.

The data set is not part of this project. `load_tiny_imagenet` reads a copy of yours: the
folder as downloaded (train/, val/, wnids.txt) or packed (tiny_imagenet_train.bin and .npz; .bin.xz
too). A label is the place of the class among the 200 WordNet names in alphabetical order.
"""

from pathlib import Path

import numpy as np

from cnn.data.imagenet.packed_jpegs import Labelled, decode_jpegs, read_packed

SIDE = 64


def load_tiny_imagenet(folder: Path, split: str) -> Labelled:
    """The "train" or "val" part: images (N, 64, 64, 3) and labels.

    Raises FileNotFoundError if the folder holds the data set in neither form.
    """
    if (folder / f"tiny_imagenet_{split}.npz").exists():
        return read_packed(folder, f"tiny_imagenet_{split}", SIDE)
    wnids = sorted((folder / "wnids.txt").read_text("ascii").split())
    files = _train(folder, wnids) if split == "train" else _val(folder)
    paths = [path for path, _ in files]
    images = decode_jpegs(lambda i: paths[i].read_bytes(), len(paths), SIDE)
    return Labelled(images, np.array([wnids.index(wnid) for _, wnid in files], np.int64))


def _train(folder: Path, wnids: list[str]) -> list[tuple[Path, str]]:
    places = [(folder / "train" / wnid / "images", wnid) for wnid in wnids]
    return [(file, wnid) for place, wnid in places for file in sorted(place.glob("*.JPEG"))]


def _val(folder: Path) -> list[tuple[Path, str]]:
    lines = (folder / "val" / "val_annotations.txt").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines]
    return [(folder / "val" / "images" / row[0], row[1]) for row in rows]
