"""Makes assets/runs/photo_features.npz: what the small edition answers to every sample photo.

Of each photo of assets/text/photos.toml, in that order, by its centre crop: the crop itself, the
last hidden layer (fc7) and the logits.

Run after the weights are made: python -m scripts.make_photo_features
Or from a training's own output, before it ships: ... --weights FILE.safetensors
"""

import argparse
import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn

from cnn import assets
from cnn.data.photos.crops import small_transform
from cnn.data.photos.decode import open_photo
from cnn.inference import weights
from cnn.inference.feature_maps import feature_maps
from cnn.models.alexnet import AlexNetSmall

NAME = "alexnet-small"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, help="the training's .safetensors, .json beside it")
    given = parser.parse_args().weights
    torch.set_num_threads(1)
    model, measured = _given(given) if given else _shipped()
    transform = small_transform(measured["mean"], measured["scale"])
    names = list(tomllib.loads((assets.ROOT / "text/photos.toml").read_text("utf-8")))
    crops, fc7, logits = [], [], []
    for name in names:
        photo = open_photo(assets.path(f"photos/{name}.jpg").read_bytes())
        crop = transform.crop(transform.shrink(photo))
        maps = feature_maps(model, transform.to_input([crop]))
        crops.append(np.asarray(crop))
        fc7.append(maps["fc7"].flatten().numpy())
        logits.append(maps["fc8"].flatten().numpy())
    np.savez_compressed(
        assets.ROOT / "runs/photo_features.npz",
        names=np.array(names),
        crops=np.stack(crops),
        fc7=np.stack(fc7).astype(np.float16),
        logits=np.stack(logits).astype(np.float32),
    )


def _given(file: Path) -> tuple[nn.Module, dict[str, Any]]:
    model = AlexNetSmall()
    model.load_state_dict(load_file(file))
    return model.eval(), json.loads(file.with_suffix(".json").read_text("utf-8"))


def _shipped() -> tuple[nn.Module, dict[str, Any]]:
    return weights.load_network(NAME), assets.row(f"weights/{NAME}.safetensors").metrics


if __name__ == "__main__":
    main()
