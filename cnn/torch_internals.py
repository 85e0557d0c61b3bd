"""The one place that reaches into torch past what it documents.

torch loads its compiler when the first optimiser is made, only to tell it what it must not compile:
seconds for whoever trains first (1.2 s on an idle machine, 5 beside other work) and 120 MB for
good, in an app that compiles nothing. Once this module is imported, the same code of torch runs
without that word.

What stands here is as the pinned version of torch has it; a test says whether another one does.
"""

import inspect
from collections import OrderedDict
from copy import copy

import torch
from torch import nn
from torch.optim import Optimizer

for _method in vars(Optimizer).values():
    if _plain := getattr(_method, "__wrapped__", None):
        _plain.__dynamo_disable = _plain  # what torch looks for before it loads the compiler


def step(optimiser: Optimizer) -> None:
    """`optimiser.step()`: new weights from their gradients."""
    with torch.no_grad():
        inspect.unwrap(type(optimiser).step)(optimiser)


def give_parameters(layer: nn.Module, parameters: dict[str, nn.Parameter]) -> None:
    """Gives a layer of a `twin` parameters of its own, by name; the model keeps those it has."""
    layer._parameters = dict(parameters)


def twin(model: nn.Module) -> nn.Module:
    """A copy of the model and its layers that shares all weights, and none of the hooks.

    torch.fx could follow the layers too, but while it does, other threads' networks stumble;
    `deepcopy` with the weights in its memo takes 1.5 ms for LeNet-5, this 0.04. Made anew each
    time: a kept one would not notice `eval()`, or a layer that is exchanged.
    """
    made = copy(model)
    made._modules = {}
    for name, layer in model.named_children():
        part = copy(layer)
        part._forward_hooks = OrderedDict()
        made._modules[name] = part
    return made
