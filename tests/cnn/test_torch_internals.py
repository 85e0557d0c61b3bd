"""Is a step torch's own, does the compiler stay out, does a twin share the weights alone?"""

import pytest
import torch

from cnn import torch_internals
from cnn.models import LeNet5
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
        torch_internals.step(way)
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


MAKES = "import torch; torch.optim.SGD([torch.ones(1, requires_grad=True)], 0.1)"


@pytest.mark.slow
def test_torch_alone_loads_its_compiler():
    """Otherwise `step`, and what stands before it, can go."""
    asks = "; import sys; print('torch._dynamo' in sys.modules)"
    assert alone(MAKES + asks).stdout.strip() == "True"
    assert alone(f"import cnn.torch_internals; {MAKES}{asks}").stdout.strip() == "False"


def test_a_twin_has_the_weights_and_none_of_the_hooks():
    model = LeNet5(torch.Generator().manual_seed(0)).eval()
    told = []
    model.C1.register_forward_hook(lambda *_: told.append("hook"))
    copied = torch_internals.twin(model)
    image = torch.zeros(1, 1, 32, 32)
    assert torch.equal(copied(image), model(image)) and told == ["hook"]
    mine, theirs = dict(model.named_parameters()), dict(copied.named_parameters())
    assert mine.keys() == theirs.keys() and all(mine[name] is theirs[name] for name in mine)
    copied.eval().S2 = torch.nn.Identity()
    assert not isinstance(model.S2, torch.nn.Identity)


def test_a_layer_of_a_twin_takes_other_weights_and_the_model_keeps_its_own():
    model = LeNet5()
    before = {name: values.clone() for name, values in model.named_parameters()}
    other = torch_internals.twin(model)
    name, layer = next((n, part) for n, part in other.named_children() if list(part.parameters()))
    ones = {
        kind: torch.nn.Parameter(torch.ones_like(values))
        for kind, values in layer.named_parameters(recurse=False)
    }
    torch_internals.give_parameters(layer, ones)
    assert all(bool((values == 1).all()) for values in layer.parameters(recurse=False))
    kept = dict(model.named_parameters())
    assert all(torch.equal(kept[key], values) for key, values in before.items()) and name
