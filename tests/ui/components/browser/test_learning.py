"""Does a network that learns on in the browser become the one that torch makes of it?"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

from cnn import export
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models.lenet5 import LeNet5
from cnn.training.losses import map_criterion

NODE = Path(__file__).with_name("learn.js")
NAME = "lenet5-distorted"
STEPS = [[0], [1, 2, 3, 4, 5], [6, 0]]


def learned(first, rate, images, labels):
    """All numbers after torch has taken STEPS, the criterion before each, the numbers at first."""
    shipped = weights.load_network(NAME)
    model = LeNet5()
    model.load_state_dict(shipped.state_dict())
    names = [name for name, _ in model.named_children()]
    layers = [getattr(model, name) for name in names[names.index(first) :]]
    own = [each for layer in layers for each in layer.parameters()]
    descent = torch.optim.SGD(own, rate)
    criteria = []
    for places in STEPS:
        descent.zero_grad()
        answers = torch.tensor(labels[places].astype(int))
        criterion = map_criterion(model(model.to_input(images[places])), answers)
        criterion.backward()
        criteria.append(criterion.item())
        descent.step()
    return flat(model), criteria, flat(shipped)


def flat(model):
    """Its numbers as cnn.export places them."""
    parts = []
    for layer in model.children():
        parts += [each.detach().flatten() for each in layer.parameters()] or [layer.codes.flatten()]
    return torch.cat(parts).numpy()


@pytest.mark.parametrize(("first", "rate"), [("F6", 0.003), ("C1", 0.0003), ("C5", 0.001)])
def test_three_steps_are_those_of_torch(first, rate, tmp_path):
    test = dataset.load_digits("test")
    images = test.images[:7]
    labels = (test.labels[:7] + 1) % 10  # wrong on purpose, so that there is much to learn
    expected, criteria, before = learned(first, rate, images, labels)
    (tmp_path / "network.json").write_text(json.dumps(export.manifest(NAME)))
    (tmp_path / "numbers").write_bytes(export.numbers_of(NAME))
    (tmp_path / "images.u8").write_bytes(images.tobytes())
    (tmp_path / "labels.u8").write_bytes(labels.astype(np.uint8).tobytes())
    asked = {"first": first, "rate": rate, "steps": STEPS}
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    subprocess.run(["node", NODE, tmp_path], check=True)

    found = np.frombuffer((tmp_path / "numbers.f32").read_bytes(), "<f4")
    assert found.shape == expected.shape
    moved = np.abs(expected - before)
    assert moved.max() > 0.01
    assert np.abs(found - expected).max() < 1e-4
    assert np.linalg.norm(found - expected) < 1e-3 * np.linalg.norm(expected - before)
    assert np.array_equal(found[moved == 0], before[moved == 0])
    told = np.frombuffer((tmp_path / "criteria.f64").read_bytes(), "<f8")
    assert np.allclose(told, criteria, rtol=1e-3)


def test_a_layer_that_is_not_there_cannot_learn(tmp_path):
    (tmp_path / "network.json").write_text(json.dumps(export.manifest(NAME)))
    (tmp_path / "numbers").write_bytes(export.numbers_of(NAME))
    (tmp_path / "asked.json").write_text(json.dumps({"first": "F7", "rate": 1, "steps": []}))
    done = subprocess.run(["node", NODE, tmp_path], capture_output=True, text=True)
    assert done.returncode and "RangeError" in done.stderr
