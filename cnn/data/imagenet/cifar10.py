"""CIFAR-10 as packed JPEGs (a re-encoding, which figures measured on it must say)."""

from pathlib import Path

from cnn.data.imagenet.packed_jpegs import Labelled, read_packed

SIDE = 32


def load_cifar10(folder: Path, split: str) -> Labelled:
    """The 50,000 images of "train" or the 10,000 of "test", (N, 32, 32, 3), and labels."""
    return read_packed(folder, f"cifar10_{split}", SIDE)
