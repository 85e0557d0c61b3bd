"""Does the browser find the gradients that torch finds, of the pixels and of every number?"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import torch

from cnn import export
from cnn.analysis.adversarial import pixel_slopes
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.inference.confidence import fitted

NODE = Path(__file__).with_name("slopes.js")
SOME = 100


@pytest.mark.parametrize("name", ["lenet5", "lenet5-distorted"])
def test_gradients_are_those_of_torch(name, tmp_path):
    test = dataset.load_digits("test")
    images, labels = test.images[:SOME], test.labels[:SOME]
    (tmp_path / "network.json").write_text(json.dumps(export.manifest(name)))
    (tmp_path / "numbers").write_bytes(export.numbers_of(name))
    (tmp_path / "images.u8").write_bytes(images.tobytes())
    (tmp_path / "labels.u8").write_bytes(labels.astype(np.uint8).tobytes())
    subprocess.run(["node", NODE, tmp_path], check=True)

    found = np.frombuffer((tmp_path / "slopes.f64").read_bytes(), "<f8").reshape(images.shape)
    expected = pixel_slopes(name, images, labels)
    scale = np.abs(expected).max((1, 2))
    assert (np.abs(found - expected).max((1, 2)) <= 1e-4 * scale + 1e-6).all()

    model, confidence = weights.load_network(name), fitted(name)
    fresh = type(model)()
    fresh.load_state_dict(model.state_dict())
    distances = fresh(fresh.to_input(images[:1]))
    rubbish = distances.new_full((1, 1), confidence.rubbish)
    logits = -torch.cat([distances, rubbish], 1) / confidence.temperature
    torch.nn.functional.cross_entropy(logits, torch.tensor(labels[:1].astype(int))).backward()
    parts = []
    for layer in fresh.children():
        own = [each.grad.flatten() for each in layer.parameters()]
        parts += own or [torch.zeros(layer.codes.numel())]
    expected = torch.cat(parts).double().numpy()
    found = np.frombuffer((tmp_path / "numbers.f64").read_bytes(), "<f8")
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 1e-4 * np.abs(expected).max()
