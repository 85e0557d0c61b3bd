"""What each layer of a network answers to an image, by the paper's layer names."""

from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn

_extractors: WeakKeyDictionary[nn.Module, nn.Module] = WeakKeyDictionary()


def feature_maps(model: nn.Module, image: Tensor) -> dict[str, Tensor]:
    """The output of every layer for one image, from one forward pass.

    image: (1, C, H, W). Returns, for LeNet-5, C1 (6, 28, 28), S2 (6, 14, 14), C3 (16, 10, 10),
    S4 (16, 5, 5), C5 (120, 1, 1), F6 (84,) and output (10,), the distances. The model itself is
    left alone: no hooks, which visitors who share it could see each other's images through.
    """
    with torch.inference_mode():
        return {name: maps[0] for name, maps in _extractor(model)(image).items()}


def _extractor(model: nn.Module) -> nn.Module:
    """The model's twin that returns every layer's output; it shares the weights."""
    from torchvision.models.feature_extraction import create_feature_extractor

    if model not in _extractors:
        layers = dict(model.named_children())
        whole = {"leaf_modules": list({type(layer) for layer in layers.values()})}
        twin = create_feature_extractor(model, list(layers), tracer_kwargs=whole)
        _extractors[model] = twin.train(model.training)
    return _extractors[model]
