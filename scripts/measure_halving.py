"""Does shrinking units at test answer as many thinned networks do? On Tiny ImageNet's photos.

python -m scripts.measure_halving --data FOLDER

FOLDER holds your copy of Tiny ImageNet. Writes assets/runs/halving.json, read by
cnn.results.halving_measured: for each way of cnn.experiments.halving the error in per cent by the
first answer, and among five, on validation photos (their middle, 56×56), and in per cent how often
its first answer is that of the shrunk units. On one busy core it takes some minutes.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from torch import Generator, Tensor

from cnn import assets
from cnn.data.imagenet.tiny_imagenet import load_tiny_imagenet
from cnn.experiments import halving
from cnn.inference import small_edition
from cnn.models.alexnet import AlexNet

WAYS = ("scaled", "shrunk", "untouched", "mean", "geometric")
BATCH = 250


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--photos", type=int, default=2000)
    parser.add_argument("--networks", type=int, default=halving.NETWORKS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    images, labels = load_tiny_imagenet(options.data, "val")
    step = len(images) // options.photos
    images, labels = images[::step][: options.photos], labels[::step][: options.photos]
    model = small_edition.small_edition_network()
    fc6 = first_full(model, images)
    found = measured(model, fc6, torch.from_numpy(labels), options.networks, options.seed)
    target = assets.ROOT / "runs/halving.json"
    target.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(json.dumps(found))


@torch.inference_mode()
def first_full(model: AlexNet, images: Any) -> Tensor:
    """fc6 of the middle of each image (N, 64, 64, 3): (N, units)."""
    side = model.edition.image
    edge = (images.shape[1] - side) // 2
    crops = images[:, edge : edge + side, edge : edge + side]
    metrics = assets.row(f"weights/{small_edition.NAME}.safetensors").metrics
    rows = []
    for start in range(0, len(crops), BATCH):
        photos = torch.from_numpy(crops[start : start + BATCH]).float()
        photos = ((photos - torch.tensor(metrics["mean"])) / metrics["scale"]).permute(0, 3, 1, 2)
        maps = model.pool1(model.rnorm1(model.conv1(photos.contiguous())))
        maps = model.pool2(model.rnorm2(model.conv2(maps)))
        maps = model.pool5(model.conv5(model.conv4(model.conv3(maps))))
        rows.append(model.fc6(maps))
        print(f"{start + len(photos)} photos", flush=True)
    return torch.cat(rows)


def measured(
    model: AlexNet, fc6: Tensor, labels: Tensor, networks: int, seed: int
) -> dict[str, Any]:
    """Errors of each way, how often it agrees with the shrunk units, and of one thinned network."""
    chance = Generator().manual_seed(seed)
    layers = halving.last_two(model)
    parts = [halving.dropout_answers(layers, part, networks, chance) for part in fc6.split(BATCH)]
    found = halving.DropoutAnswers(
        **{name: torch.cat([getattr(part, name) for part in parts]) for name in WAYS},
        firsts=torch.cat([part.firsts for part in parts], 1),
    )
    shrunk = found.shrunk.argmax(1)
    ways = {}
    for name in WAYS:
        five = getattr(found, name).topk(5).indices
        ways[name] = {
            "top1": _percent(five[:, 0] != labels),
            "top5": _percent((five != labels[:, None]).all(1)),
            "agrees": _percent(five[:, 0] == shrunk),
            "sure": round(100 * float(getattr(found, name).amax(1).mean()), 2),
        }
    return {
        "photos": len(labels),
        "networks": networks,
        "apart": float((found.scaled - found.shrunk).abs().max()),
        "thinned": {
            "top1": _percent(found.firsts != labels),
            "agrees": _percent(found.firsts == shrunk),
        },
        "ways": ways,
    }


def _percent(those: Tensor) -> float:
    return round(100 * float(those.float().mean()), 2)


if __name__ == "__main__":
    main()
