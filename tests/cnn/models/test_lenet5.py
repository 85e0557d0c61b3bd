"""Is it the paper's network?"""

import numpy as np
import pytest
import torch
from torch import nn

from cnn.models import MODELS, LeNet5
from cnn.models.lenet5 import C3_TABLE
from cnn.rbf_codes import codes

#  layer     maps @ size    parameters  connections     LeCun et al. (1998), section II.B
PAPER = {
    "C1": ((6, 28, 28), 156, 122_304),
    "S2": ((6, 14, 14), 12, 5_880),
    "C3": ((16, 10, 10), 1_516, 151_600),
    "S4": ((16, 5, 5), 32, 2_000),
    "C5": ((120, 1, 1), 48_120, 48_120),
    "F6": ((84,), 10_164, 10_164),
    "output": ((10,), 0, 840),
}


@pytest.fixture(scope="module")
def shapes() -> dict[str, tuple[int, ...]]:
    """What each layer puts out for one image."""
    model, seen = LeNet5(), {}
    for name, layer in model.named_children():
        layer.register_forward_hook(
            lambda _, __, out, name=name: seen.update({name: out.shape[1:]})
        )
    model(torch.zeros(1, 1, 32, 32))
    return {name: tuple(shape) for name, shape in seen.items()}


def test_layers_come_in_the_papers_order(shapes):
    assert list(shapes) == list(PAPER)


@pytest.mark.parametrize("name", PAPER)
def test_layer_has_the_papers_shape_parameters_and_connections(name, shapes):
    layer = getattr(LeNet5(), name)
    shape, parameters, connections = PAPER[name]
    assert shapes[name] == shape
    assert sum(p.numel() for p in layer.parameters()) == parameters
    assert layer.connections(*(*shape[1:], 1, 1)[:2]) == connections


def test_totals_are_sixty_thousand_parameters_and_340908_connections():
    assert sum(p.numel() for p in LeNet5().parameters()) == 60_000
    assert sum(connections for _, _, connections in PAPER.values()) == 340_908


# Table I as it is printed: a row for each map of S2, a column for each map of C3.
TABLE_I = """
X...XXX..XXXX.XX
XX...XXX..XXXX.X
XXX...XXX..X.XXX
.XXX..XXXX..X.XX
..XXX..XXXX.XX.X
...XXX..XXXX.XXX
"""


def test_c3_sees_what_the_papers_table_says():
    rows = TABLE_I.split()
    assert C3_TABLE == [[i for i in range(6) if rows[i][column] == "X"] for column in range(16)]


def test_codes_are_the_ones_of_figure_3():
    distances = (codes()[:, None] != codes()[None]).sum(-1)
    apart = distances[~np.eye(10, dtype=bool)]
    assert codes().shape == (10, 84) and set(np.unique(codes())) == {-1, 1}
    assert (apart.min(), apart.max()) == (12, 50)
    assert (distances[6, 8], distances[4, 7]) == (12, 50)


def test_a_code_in_f6_is_at_distance_zero_of_its_digit_only():
    distances = LeNet5().output(torch.tensor(codes()))
    assert torch.equal(distances.diagonal(), torch.zeros(10))
    assert distances[6, 8] == 4 * 12  # each differing place is 2 apart


def test_weights_start_uniform_within_2_4_over_fan_in():
    model = LeNet5(torch.Generator().manual_seed(0))
    bounds = {"C1": 2.4 / 25, "S2": 2.4 / 4, "S4": 2.4 / 4, "C5": 2.4 / 400, "F6": 2.4 / 120}
    for name, bound in bounds.items():
        weight = getattr(model, name).weight
        assert weight.abs().max() <= bound
        assert weight.abs().max() > 0.6 * bound
    of_map_15 = model.C3.weight[-6:]  # the one map that sees all six
    assert of_map_15.abs().max() <= 2.4 / 150 < model.C3.weight[:18].abs().max() <= 2.4 / 75


def test_same_seed_same_network_and_the_global_generator_is_left_alone():
    before = torch.get_rng_state()
    a, b = (LeNet5(torch.Generator().manual_seed(7)) for _ in range(2))
    assert all(torch.equal(p, q) for p, q in zip(a.parameters(), b.parameters(), strict=True))
    assert torch.equal(torch.get_rng_state(), before)


def test_models_are_found_by_name():
    assert MODELS["LeNet5"] is LeNet5
    assert all(issubclass(model, nn.Module) for model in MODELS.values())
