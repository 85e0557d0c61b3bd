"""Does a network that the browser has hurt answer as the one that Python has?"""

import json
import subprocess
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import torch

from cnn import assets, export
from cnn.analysis.lesions import answers, without
from cnn.data.mnist import dataset
from cnn.inference import weights
from cnn.models import DigitNetwork

NODE = Path(__file__).with_name("hurt.js")
COUNTER = Path(__file__).with_name("count.js")
LESIONS: dict[str, list[dict[str, Any]]] = {
    "lenet5-distorted": [
        {},
        {"maps": {"C1": [3]}},
        {"maps": {"C1": [0, 1, 2, 4, 5], "F6": [0, 83]}},
        {"maps": {"C3": list(range(16))}},
        {
            "connections": {
                "C3": [[0, 0], [15, 5], [6, 2]],
                "C1": [[5, 0]],
                "C5": [[119, 15], [3, 7]],
            }
        },
        {"biases": ["C1", "S2", "C3", "S4", "C5", "F6"]},
        {"maps": {"S4": [7]}, "connections": {"C3": [[9, 0]]}, "biases": ["C5"]},
    ],
    "lenet4": [{}, {"maps": {"C1": [3], "S2": [7]}}, {"connections": {"C3": [[15, 7], [8, 5]]}}],
}


@pytest.mark.parametrize("name", LESIONS)
def test_the_same_distances_without_the_same_parts(name, tmp_path):
    model, whole = cast(DigitNetwork, weights.load_network(name)), LESIONS[name]
    images = dataset.load_digits("test").images[:40]
    (tmp_path / "network.json").write_text(json.dumps(export.manifest(name)))
    (tmp_path / "numbers").write_bytes(export.numbers_of(name))
    (tmp_path / "images.u8").write_bytes(images.tobytes())
    (tmp_path / "lesions.json").write_text(json.dumps(whole))
    subprocess.run(["node", NODE, tmp_path], check=True)
    found = np.frombuffer((tmp_path / "distances.f64").read_bytes(), "<f8")
    found = found.reshape(len(whole), len(images), 10)
    with torch.inference_mode():
        for parts, theirs in zip(whole, found, strict=True):
            hurt = without(model, **parts)
            expected = hurt.distances(hurt(hurt.to_input(images))).numpy()
            assert np.abs(theirs - expected).max() < 1e-3


def test_a_connection_that_is_not_there_cannot_be_taken_out(tmp_path):
    (tmp_path / "network.json").write_text(json.dumps(export.manifest("lenet5")))
    (tmp_path / "numbers").write_bytes(export.numbers_of("lenet5"))
    (tmp_path / "images.u8").write_bytes(bytes(784))
    for parts in ({"connections": {"C3": [[0, 5]]}}, {"maps": {"C9": [0]}}, {"biases": ["C9"]}):
        (tmp_path / "lesions.json").write_text(json.dumps([parts]))
        done = subprocess.run(["node", NODE, tmp_path], capture_output=True, text=True)
        assert done.returncode and "RangeError" in done.stderr


def bring_digits(folder, name):
    """What the lab's worker gets, in files: a network and the test digits as they ship."""
    (folder / "network.json").write_text(json.dumps(export.manifest(name)))
    (folder / "numbers").write_bytes(export.numbers_of(name))
    for kind in ("images", "labels"):
        packed = assets.path(f"data/mnist/{dataset.file_name('test', kind)}.gz").read_bytes()
        (folder / f"{kind}.gz").write_bytes(packed)


@pytest.mark.slow
def test_the_worker_misreads_as_many_of_the_test_digits_as_torch(tmp_path):
    name = "lenet5-distorted"
    lesions: list[dict[str, Any]] = [
        {"maps": {"C1": [3]}},
        {"connections": {"C3": [[15, 0], [2, 3]]}, "biases": ["S4"], "maps": {"F6": [7]}},
    ]
    bring_digits(tmp_path, name)
    (tmp_path / "lesions.json").write_text(json.dumps(lesions))
    subprocess.run(["node", COUNTER, tmp_path], check=True)
    found = json.loads((tmp_path / "counts.json").read_text())
    model, test = cast(DigitNetwork, weights.load_network(name)), dataset.load_digits("test")
    for parts, counts in zip(lesions, found, strict=True):
        wrong = answers(without(model, **parts), test.images) != test.labels
        assert counts["wrong"] == np.bincount(test.labels[wrong], minlength=10).tolist()
        assert counts["seen"] == np.bincount(test.labels, minlength=10).tolist()
        assert counts["reports"] > 3


@pytest.mark.parametrize("broken", ["labels.gz", "images.gz", "numbers"])
def test_digits_or_numbers_that_are_damaged_are_a_problem_that_is_told(broken, tmp_path):
    bring_digits(tmp_path, "lenet5")
    whole = (tmp_path / broken).read_bytes()
    (tmp_path / broken).write_bytes(whole[:-400])
    (tmp_path / "lesions.json").write_text("[{}]")
    done = subprocess.run(["node", COUNTER, tmp_path], capture_output=True, text=True)
    assert done.returncode and not (tmp_path / "counts.json").exists()
