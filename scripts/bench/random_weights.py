"""The app's server with random weights where torchvision's would be: the same work, no network.

python -m scripts.bench.random_weights [options of ui.server]

The file is written into $CNN_WEIGHTS_DIR, which must be set, and taken for the published one.
"""

import hashlib
import os
import sys
from dataclasses import replace
from pathlib import Path

import torch

from cnn.inference import downloads, weights
from cnn.inference.downloads import PublishedFile
from cnn.models import AlexNetOWT
from cnn.models.alexnet_owt import PUBLISHED
from ui.server import app


def main() -> None:
    if "CNN_WEIGHTS_DIR" not in os.environ:
        sys.exit("CNN_WEIGHTS_DIR names no folder: the user's own weights are not touched")
    weights.PUBLISHED["alexnet"] = pretend(weights.PUBLISHED["alexnet"])
    app.main()


def pretend(what: PublishedFile) -> PublishedFile:
    """The same file by another hash: random weights under torchvision's names, in its place."""
    file = downloads.file_path(what)
    if not file.exists():
        write(file)
    return replace(what, sha256=hashlib.sha256(file.read_bytes()).hexdigest())


def write(file: Path) -> None:
    """Random weights, as torchvision would have saved them."""
    theirs = {ours: name for name, ours in PUBLISHED.items()}
    state = AlexNetOWT(torch.Generator().manual_seed(0)).state_dict()
    renamed = {}
    for name, values in state.items():
        layer, _, kind = name.rpartition(".")
        renamed[f"{theirs.get(layer, layer)}.{kind}"] = values
    torch.save(renamed, file)


if __name__ == "__main__":
    main()
