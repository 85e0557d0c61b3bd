"""Is the race run on cuda-convnet's network, and are epochs counted rightly?"""

import numpy as np
import pytest
import torch
from torch import nn

from cnn.models.lrn import LocalResponseNorm
from scripts.cifar_training import Row, Run, epochs_to, network, original_optimiser, slowing, train
from scripts.measure_normalisation import KINDS, NORM, last


def test_the_network_has_the_parameters_of_the_original():
    net = network(Run("tanh", 0.01, 0, 1))
    assert sum(p.numel() for p in net.parameters()) == 89_578


def test_passes_are_read_between_two_measurements():
    rows = [Row(0, 90, 90), Row(1, 45, 50), Row(2, 20, 40), Row(3, 30, 40), Row(4, 10, 40)]
    assert epochs_to(rows, 25) == pytest.approx(1.8)
    assert epochs_to(rows, 5) is None


def test_kinds_differ_in_one_thing_each_and_their_maps_keep_their_sizes():
    nets = {
        kind: network(Run("relu", 0.001, 1, 1, original=True, **differs))
        for kind, differs in KINDS.items()
    }
    shapes = {tuple(tuple(p.shape) for p in net.parameters()) for net in nets.values()}
    assert len(shapes) == 1
    norms = {
        kind: [layer.constants for layer in net if isinstance(layer, LocalResponseNorm)]
        for kind, net in nets.items()
    }
    assert norms == {"as-is": [], "normalised": [NORM, NORM], "plain": []}
    windows = {
        kind: {layer.kernel_size for layer in net if isinstance(layer, nn.MaxPool2d | nn.AvgPool2d)}
        for kind, net in nets.items()
    }
    assert windows == {"as-is": {3}, "normalised": {3}, "plain": {2}}
    for net in nets.values():
        maps, sides = torch.rand(1, 3, 32, 32), set()
        for layer in net[:-2]:
            maps = layer(maps)
            sides.add(maps.shape[-1])
        assert sides == {32, 16, 8, 4}


def test_an_original_run_starts_decays_and_slows_as_the_configuration_says():
    net = network(Run("relu", 0.001, 1, 1, original=True))
    weights = [p for p in net.parameters() if p.ndim > 1]
    assert [round(float(w.detach().std()), 4) for w in weights] == pytest.approx(
        [0.0001, 0.01, 0.01, 0.01], rel=0.1
    )
    optimiser = original_optimiser(net, Run("relu", 0.001, 1, 1, original=True))
    groups = optimiser.param_groups
    assert [g["weight_decay"] for g in groups] == [0.004, 0.004, 0.004, 1.0, 0]
    assert [g["lr"] for g in groups] == [0.001] * 4 + [0.002]
    assert sum(len(g["params"]) for g in groups) == len(list(net.parameters()))


def test_the_rates_of_an_original_run_fall_twice_and_of_others_never():
    for original, falls in ((True, [18, 21]), (False, [])):
        run = Run("relu", 0.001, 1, 24, original=original)
        optimiser = original_optimiser(network(run), run)
        schedule = slowing(optimiser, run)
        rates = []
        for _ in range(24):
            rates.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        fell = [i for i in range(1, 24) if rates[i] < rates[i - 1]]
        assert fell == falls
        assert rates[-1] == pytest.approx(0.001 * 0.1 ** len(falls))


def test_the_ends_of_runs_are_summed_up_kind_by_kind():
    runs = [
        {"kind": kind, "train": [90.0, train], "test": [90.0, test]}
        for kind, train, test in (("as-is", 20.0, 30.0), ("as-is", 22.0, 33.0), ("plain", 1.0, 2.0))
    ]
    assert last(runs, "as-is") == {"train": 21.0, "test": 31.5, "least": 30.0, "most": 33.0}


@pytest.mark.parametrize("activation", ["relu", "tanh"])
def test_a_run_learns_and_stops_at_its_goal(tmp_path, activation):
    chance = np.random.default_rng(0)
    labels = chance.integers(0, 10, 300)
    noise = chance.integers(0, 60, (300, 32, 32, 3))
    images = (noise + 18 * labels[:, None, None, None]).clip(0, 255).astype(np.uint8)
    for split in ("train", "test"):
        np.savez(tmp_path / f"{split}.npz", images=images, labels=labels)
    rows = train(Run(activation, 0.01, 1, 30, 60.0, True), tmp_path, "cpu")
    assert rows[0].train > 70 and rows[-1].train <= 60 and len(rows) < 30
