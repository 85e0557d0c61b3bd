"""Is the race run on cuda-convnet's network, and are passes counted rightly?"""

import numpy as np
import pytest

from scripts.cifar_training import Row, Run, network, passes_to, train


def test_the_network_has_the_parameters_of_the_original():
    net = network(Run("tanh", 0.01, 0, 1))
    assert sum(p.numel() for p in net.parameters()) == 89_578


def test_passes_are_read_between_two_measurements():
    rows = [Row(0, 90, 90), Row(1, 45, 50), Row(2, 20, 40), Row(3, 30, 40), Row(4, 10, 40)]
    assert passes_to(rows, 25) == pytest.approx(1.8)
    assert passes_to(rows, 5) is None


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
