"""Is a step here torch's own, and does the compiler stay out of the process?"""

import pytest
import torch

from cnn.training import torch_optimisers
from tests.alone import alone

WAYS = {
    "sgd": lambda weights: torch.optim.SGD(weights, 0.1),
    "momentum": lambda weights: torch.optim.SGD(weights, 0.1, 0.9, fused=True),
    "adamw": lambda weights: torch.optim.AdamW(weights, 0.01, fused=True),
}


@pytest.mark.parametrize("name", WAYS)
def test_a_step_is_that_of_torch(name):
    start = torch.randn(5, 3, generator=torch.Generator().manual_seed(1))
    ours, theirs = (start.clone().requires_grad_() for _ in range(2))
    way, wanted = WAYS[name]([ours]), WAYS[name]([theirs])
    for number in range(3):
        for weights, optimiser in ((ours, way), (theirs, wanted)):
            optimiser.zero_grad()
            (weights**2 * (number + 1)).sum().backward()
        torch_optimisers.step(way)
        wanted.step()
        assert torch.equal(ours, theirs)
    assert ours.requires_grad and not torch.equal(ours, start)


DOES = {
    "a run": "from cnn.training.runs import Options, Run; "
    "list(Run(Options(digits=100, epochs=1)).work())",
    "the race": "from cnn.experiments.relu_vs_tanh import race_points; "
    "next(g := race_points('relu', 0.01, 1)); next(g)",
    "AlexNet": "from cnn.analysis.complexity import planned_sizes; from cnn.models import AlexNet; "
    "assert planned_sizes(AlexNet)",
}


@pytest.mark.slow
@pytest.mark.parametrize("what", DOES)
def test_the_compiler_is_not_loaded(what):
    code = DOES[what] + "; import sys; print({'torch._dynamo', 'sympy'} & {*sys.modules})"
    assert alone(code).stdout.strip() == "set()"
