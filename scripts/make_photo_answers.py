"""Makes assets/runs/photo_answers.json: the small edition's five best answers to the sample photos.

Every photo of assets/text/photos.toml whose class is among the 200, by its centre crop, and beside
them the errors that were measured on Tiny ImageNet's validation images.

Run after the weights are made: python -m scripts.make_photo_answers
Or from a training's own output, before it ships: ... --weights FILE.safetensors
"""

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from cnn import assets
from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos.crops import PhotoTransform, small_transform
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.inference import weights
from cnn.models.alexnet import AlexNetSmall

NAME = "alexnet-small"
ONE_CROP = "validation_1_crops"
BEST = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="the training's .safetensors, .json beside it")
    given = parser.parse_args().weights
    torch.set_num_threads(1)
    model, measured = _given(given) if given else _shipped()
    transform = small_transform(measured["mean"], measured["scale"])
    right = measured[ONE_CROP]
    found = {
        "error": {name: round(100 - right[name], 1) for name in ("top1", "top5")},
        "answers": {name: best(model, transform, name) for name in photos()},
    }
    target = assets.ROOT / "runs/photo_answers.json"
    target.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def photos() -> list[str]:
    """The sample photos that the small edition could name, in the order in which they stand."""
    known = {each.wnid for each in tiny_classes()}
    return [name for name, photo in samples().items() if photo.wnid in known]


@torch.no_grad()
def best(model: nn.Module, transform: PhotoTransform, photo: str) -> list[tuple[str, float]]:
    """Its five best classes and how sure it is of each, as shares."""
    chances = model(
        transform.to_input([transform.crop(transform.shrink(sample_image(photo)))])
    ).softmax(1)[0]
    top = chances.topk(BEST)
    classes = tiny_classes()
    return [
        (classes[place].wnid, round(chance, 4))
        for place, chance in zip(top.indices.tolist(), top.values.tolist(), strict=True)
    ]


def _given(file: Path) -> tuple[nn.Module, dict[str, Any]]:
    model = AlexNetSmall()
    model.load_state_dict(load_file(file))
    measured = json.loads(file.with_suffix(".json").read_text("utf-8"))
    measured.setdefault(ONE_CROP, measured["curve"][-1])  # not finished: its latest look
    return model.eval(), measured


def _shipped() -> tuple[nn.Module, dict[str, Any]]:
    return weights.load_network(NAME), assets.row(f"weights/{NAME}.safetensors").metrics


if __name__ == "__main__":
    main()
