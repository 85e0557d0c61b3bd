"""What each layer of a network answers to an image, by the paper's layer names."""

from weakref import WeakKeyDictionary

import torch
from torch import Tensor, fx, nn

_extractors: WeakKeyDictionary[nn.Module, nn.Module] = WeakKeyDictionary()


class _Layers(fx.Tracer):
    """Follows an image through a model's own layers, without looking into them."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return True


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
    if model not in _extractors:
        graph = _Layers().trace(model)
        layers = {str(node.target): node for node in graph.nodes if node.op == "call_module"}
        next(reversed(graph.nodes)).args = (layers,)  # what it returns, instead of the last alone
        _extractors[model] = fx.GraphModule(model, graph).train(model.training)
    return _extractors[model]
