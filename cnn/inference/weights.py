"""Trained networks, ready to answer: those that ship, and published ones that can be fetched.

`python -m cnn.inference.weights alexnet` fetches the ImageNet weights of torchvision's AlexNet into
the user's cache folder, or the one that $CNN_WEIGHTS_DIR names; `--file PATH` takes a copy you
have.
"""

import argparse
import os
import pickle
import sys
from collections.abc import Generator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cnn import assets
from cnn.errors import Problem
from cnn.inference import downloads
from cnn.inference.downloads import DownloadProblem, DownloadProgress, PublishedFile

if TYPE_CHECKING:
    from torch import nn

PUBLISHED = {
    "alexnet": PublishedFile(
        "alexnet-owt-7be5be79.pth",
        "https://download.pytorch.org/models/alexnet-owt-7be5be79.pth",
        "7be5be79",
        260_000_000,
    )
}


@cache
def load_network(name: str) -> "nn.Module":
    """The trained network `name`, such as "lenet5-distorted", in eval mode, without gradients.

    Its row in assets/manifest.toml names its class and tells how it was trained and what it
    scored. Raises cnn.assets.AssetProblem if the file is missing, altered or unlisted.
    """
    import torch
    from safetensors.torch import load_file

    from cnn.models import MODELS

    file = f"weights/{name}.safetensors"
    path = assets.path(file)
    with torch.inference_mode(False):  # it is for whoever asks later, too, for gradients perhaps
        model = MODELS[assets.metric(file, "model")]()
        model.load_state_dict(load_file(path))
    return model.eval().requires_grad_(False)


def is_here(name: str) -> bool:
    """Whether the published network `name` has been fetched; its hash is checked when loaded."""
    return os.path.isfile(downloads.file_path(PUBLISHED[name]))  # Path.is_file may raise


def download(name: str) -> Generator[DownloadProgress, None, None]:
    """Fetches the published network `name`, telling how far it is. Raises DownloadProblem."""
    return downloads.fetch(PUBLISHED[name])


@cache
def load_published(name: str) -> "nn.Module":
    """The published network `name`, in eval mode, without gradients.

    Raises DownloadProblem if its file is not here, or is not the published one.
    """
    import torch

    from cnn.models import AlexNetOWT

    what = PUBLISHED[name]
    file = downloads.file_path(what)
    wrong = DownloadProblem(
        "weights-wrong",
        f"The file {what.file} is missing, or is not the published one.",
        file=what.file,
    )
    if not downloads.is_whole(file, what):
        raise wrong
    with torch.inference_mode(False):  # as above
        with torch.device("meta"):
            model = AlexNetOWT()
        try:
            model.load_published(torch.load(file, map_location="cpu", weights_only=True))
        except (pickle.UnpicklingError, RuntimeError) as error:
            raise wrong from error
    return model.eval().requires_grad_(False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fetch a published network, or take a copy of one."""
    parser = argparse.ArgumentParser(prog="python -m cnn.inference.weights", description=__doc__)
    parser.add_argument("name", choices=PUBLISHED)
    parser.add_argument("--file", type=Path, help="a copy that is on this computer already")
    options = parser.parse_args(arguments)
    what = PUBLISHED[options.name]
    try:
        if options.file:
            downloads.install_copy(what, options.file)
        else:
            for done, total in download(options.name):
                of = f" of {total / 1e6:.0f}" if total else ""
                print(f"\r{done / 1e6:.0f}{of} MB ", end="", file=sys.stderr)
            print(file=sys.stderr)
    except Problem as problem:
        sys.exit(f"\n{problem}")
    print(downloads.file_path(what))


if __name__ == "__main__":
    main()
