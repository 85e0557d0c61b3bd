"""torch's optimisers without torch's compiler.

torch loads its compiler at the first step of an optimiser, only to tell it what it must not
compile: 1.2 seconds for whoever trains first and 120 MB for good, in an app that compiles nothing.
Here the same code of torch runs without that word. To be imported before an optimiser is made; a
test says whether the pinned version of torch still is as this module expects.
"""

import inspect

import torch
from torch.optim import Optimizer

for _method in vars(Optimizer).values():
    if _plain := getattr(_method, "__wrapped__", None):
        _plain.__dynamo_disable = _plain  # what torch looks for before it loads the compiler


def step(optimiser: Optimizer) -> None:
    """`optimiser.step()`: new weights from their gradients."""
    with torch.no_grad():
        inspect.unwrap(type(optimiser).step)(optimiser)
