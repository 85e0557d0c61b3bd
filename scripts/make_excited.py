"""Makes assets/excited/: pictures made for units of the small edition, and what they reach.

python -m scripts.make_excited --data FOLDER --kept DIR [--layers conv1 conv2 ...]

FOLDER holds your copy of Tiny ImageNet: the strongest answer to 3,000 of its validation photos
stands beside each made picture. What is finished is kept in DIR, so that a run that was ended goes
on where it was. All of a layer's pictures are one WebP sheet, `ACROSS` a row; excited.json says
which units they are. Four minutes of one processor.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image

from cnn import assets
from cnn.analysis.activation_maximisation import (
    LAYERS,
    Climb,
    Made,
    loudest_answers,
    maximise,
)
from cnn.data.imagenet.tiny_imagenet import load_tiny_imagenet
from cnn.inference.photo import PhotoNetwork, photo_network
from cnn.models.alexnet import AlexNet

PHOTOS = 3_000
STEPS = 32
COUNTS = {"conv1": 96, "conv2": 64, "conv3": 16, "conv4": 16, "conv5": 16, "fc8": 200}
NAIVE_COUNT = 10  # units of each layer for which a picture is made without remedies, too
PART = 16  # pictures made together, and kept
ACROSS = 16
QUALITY = 82


def spread(count: int, every: int) -> list[int]:
    """`count` of the numbers below `every`, evenly spread."""
    return [place * every // count for place in range(count)]


def climb_for(layer: str) -> Climb:
    """How a layer's pictures are made: conv1's are its filters, and need no remedy."""
    return Climb(False, False, False, False, STEPS) if layer == "conv1" else Climb(steps=STEPS)


def strongest_of_photos(network: PhotoNetwork, folder: Path, kept: Path) -> dict[str, Any]:
    """By layer: the strongest sum of each map or unit over the photos' centre crops."""
    file = kept / "best.npz"
    if not file.exists():
        images, _ = load_tiny_imagenet(folder, "val")
        chosen = np.sort(np.random.default_rng(0).permutation(len(images))[:PHOTOS])
        crops = [
            network.transform.crop(Image.fromarray(np.asarray(images[place]))) for place in chosen
        ]
        inputs = network.transform.to_input(crops)
        assert isinstance(network.model, AlexNet)
        found = loudest_answers(network.model, LAYERS, inputs)
        np.savez(file, allow_pickle=False, **{layer: sums.max(0) for layer, sums in found.items()})
    with np.load(file) as stored:
        return {layer: stored[layer] for layer in LAYERS}


def made_for(network: PhotoNetwork, layer: str, units: list[int], climb: Climb, file: Path) -> Made:
    """Pictures for these units; kept in the file once they are made."""
    if not file.exists():
        assert isinstance(network.model, AlexNet)
        made = maximise(network.model, network.transform, layer, units, climb)
        np.savez(file, allow_pickle=False, **made._asdict())
        print(file.name, flush=True)
    with np.load(file) as stored:
        return Made(*(stored[name] for name in Made._fields))


def sheet(pictures: np.ndarray) -> Image.Image:
    """Pictures (n, side, side, 3) side by side, `ACROSS` a row."""
    side = pictures.shape[1]
    rows = -(-len(pictures) // ACROSS)
    whole = np.full((rows * side, ACROSS * side, 3), 128, np.uint8)
    for place, picture in enumerate(pictures):
        top, left = side * (place // ACROSS), side * (place % ACROSS)
        whole[top : top + side, left : left + side] = picture
    return Image.fromarray(whole)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--layers", nargs="+", choices=list(COUNTS), default=list(COUNTS))
    options = parser.parse_args()
    options.kept.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    network = photo_network("small")
    best = strongest_of_photos(network, options.data, options.kept)
    target = assets.ROOT / "excited"
    target.mkdir(exist_ok=True)
    layers: dict[str, Any] = {}
    for layer, count in ((layer, COUNTS[layer]) for layer in options.layers):
        units = spread(count, len(best[layer]))
        parts = [
            made_for(
                network,
                layer,
                units[first : first + PART],
                climb_for(layer),
                options.kept / f"{layer}-{first}.npz",
            )
            for first in range(0, count, PART)
        ]
        few = units[:: max(1, count // NAIVE_COUNT)][:NAIVE_COUNT]
        plain = Climb(False, False, False, False, STEPS)
        naive = made_for(network, layer, few, plain, options.kept / f"{layer}-naive.npz")
        pictures = np.concatenate([part.pictures for part in parts])
        lossless = layer == "conv1"
        sheet(pictures).save(
            target / f"{layer}.webp", "WebP", lossless=lossless, quality=QUALITY, method=6
        )
        layers[layer] = {
            "units": units,
            "side": pictures.shape[1],
            "began": _rounded(np.concatenate([part.began for part in parts])),
            "reached": _rounded(np.concatenate([part.reached for part in parts])),
            "naive_units": few,
            "naive": _rounded(naive.reached),
        }
    stored = {
        "photos": PHOTOS,
        "steps": STEPS,
        "across": ACROSS,
        "best": {layer: _rounded(values) for layer, values in best.items()},
        "layers": layers,
    }
    (target / "excited.json").write_text(json.dumps(stored) + "\n", "utf-8")


def _rounded(values: np.ndarray) -> list[float]:
    return [round(float(value), 2) for value in values]


if __name__ == "__main__":
    main()
