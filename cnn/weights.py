"""Trained networks that ship: hash-checked safetensors, ready to answer."""

from functools import cache

from torch import nn

from cnn import assets


@cache
def load(name: str) -> nn.Module:
    """The trained network `name`, such as "lenet5-distorted", in eval mode, without gradients.

    Its row in assets/manifest.toml names its class and tells how it was trained and what it
    scored. Raises cnn.assets.AssetProblem if the file is missing, altered or unlisted.
    """
    from safetensors.torch import load_file

    from cnn.models import MODELS

    file = f"weights/{name}.safetensors"
    path = assets.path(file)
    model = MODELS[assets.metric(file, "model")]()
    model.load_state_dict(load_file(path))
    return model.eval().requires_grad_(False)
