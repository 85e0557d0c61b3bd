"""Does the browser agree with Python? The same drawings, read by Node and by torch."""

import json
import pickle
import subprocess
from base64 import b64decode
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
import torch
from filelock import FileLock

from cnn import assets, export
from cnn.data.digits.preprocess import SWITCHES, DigitProblem, preprocessing_steps, to_mnist
from cnn.data.pens import letterforms, redrawn
from cnn.inference import weights
from cnn.inference.confidence import fitted
from cnn.inference.digit import DEFAULT
from cnn.inference.feature_maps import feature_maps
from scripts import stroke_set

pytestmark = pytest.mark.slow
NODE = Path(__file__).with_name("answer.js")
FEW = 150  # drawings whose every map and every step is compared
SOME = 1_000  # that every network reads; the pad's reads all
WRITTEN, SCRIBBLES = 8_500, 500


def shipped():
    """Strokes that ship, and those of the stroke test set."""
    for name in ("sample_strokes", "disagreements"):
        yield from json.loads(assets.path(f"data/{name}.json").read_text()).values()
    for digit in stroke_set.load():
        yield digit.strokes


def strange(rng):
    """What no hand draws: dots, taps, one line, far and broken points, tiny and huge drawings."""
    seven = [[[0, 0], [50, 2], [20, 90]], [[12, 45], [45, 43]]]
    yield from ([], [[]], [[[5, 5]]], [[[5, 5], [5, 5]]], [[[np.nan, 1]]], [[[1e10, 0], [0, 0]]])
    yield from ([[[0, 0], [0, 9]]], [[[0, 0], [9, 0]]], [[[0, 0], [1023, 1023]]])
    yield [*seven, [[400, 400]]]
    yield [*seven, [[21, 91]]]
    yield [[[0, 0], [np.nan, 3], [50, 2], [np.inf, 0]], *seven]
    for size in (1e-90, 1e-9, 1e-3, 1, 1e7):
        yield [(np.array(stroke) * size).tolist() for stroke in seven]
    for count in (1_500, 4_000):
        yield [(rng.random((count, 2)) * 1023).tolist()]
    for _ in range(SCRIBBLES):
        strokes = rng.integers(1, 5)
        yield [
            rng.normal(500, rng.choice([3, 90, 400]), (rng.integers(1, 30), 2)).tolist()
            for _ in range(strokes)
        ]


@pytest.fixture(scope="module")
def shared(tmp_path_factory, worker_id):
    """A folder for what costs minutes, made once for all processes that run these tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "parity"
    with FileLock(f"{folder}.lock"):
        if not (folder / "images.pickle").exists():
            folder.mkdir(exist_ok=True)
            drawings = drawn()
            (folder / "drawings.pickle").write_bytes(pickle.dumps(drawings))
            read_by_node(drawings, folder)
            (folder / "images.pickle").write_bytes(pickle.dumps(read_by_python(drawings)))
    return folder


@pytest.fixture(scope="module")
def drawings(shared):
    """The drawings, and what is left out on the way from each to MNIST's image."""
    return pickle.loads((shared / "drawings.pickle").read_bytes())


@pytest.fixture(scope="module")
def folder(shared):
    """What Node made of the drawings by every network."""
    return shared


@pytest.fixture(scope="module")
def images(shared):
    """What Python makes of the drawings, the problems with their keys."""
    return pickle.loads((shared / "images.pickle").read_bytes())


def drawn():
    rng = np.random.default_rng(1998)
    written = (
        redrawn.handwriting(letterforms.write_digit(i % 10, rng), rng) for i in range(WRITTEN)
    )
    found = [
        [np.array(stroke, np.float64).reshape(-1, 2) for stroke in drawing]
        for drawing in chain(strange(rng), shipped(), written)
    ]
    without = [
        [name for name in SWITCHES if rng.random() < 0.3] if rng.random() < 0.2 else []
        for _ in found
    ]
    return found, without


def read_by_node(drawings, folder):
    found, without = drawings
    for name in export.NETWORKS:
        (folder / f"numbers.{name}").write_bytes(export.numbers_of(name))
    networks = [export.manifest(name) for name in export.NETWORKS]
    lengths = [[len(stroke) for stroke in drawing] for drawing in found]
    read = {name: len(found) if name == DEFAULT else SOME for name in export.NETWORKS}
    asked = {"lengths": lengths, "without": without, "few": FEW, "read": read}
    (folder / "networks.json").write_text(json.dumps(networks))
    (folder / "drawings.json").write_text(json.dumps(asked))
    points = np.concatenate([stroke for drawing in found for stroke in drawing])
    (folder / "points.f64").write_bytes(points.astype("<f8").tobytes())
    subprocess.run(["node", NODE, folder], check=True)


def read_by_python(drawings):
    found = []
    for drawing, without in zip(*drawings, strict=True):
        try:
            found.append(to_mnist(drawing, without))
        except DigitProblem as problem:
            found.append(problem.key)
    return found


def test_the_same_image_from_the_same_strokes(folder, images):
    problems = {i: each for i, each in enumerate(images) if isinstance(each, str)}
    theirs = json.loads((folder / "problems.json").read_text())
    assert {int(i): key for i, key in theirs.items()} == problems
    found = np.frombuffer((folder / "images.u8").read_bytes(), np.uint8).reshape(-1, 28, 28)
    assert len(found) == len(images) > 10_000
    wrong = [
        i
        for i, image in enumerate(images)
        if not isinstance(image, str) and np.abs(found[i].astype(int) - image).max() > 1
    ]
    assert wrong == []


def test_the_same_steps(folder, drawings, images):
    theirs = json.loads((folder / "steps.json").read_text())
    for drawing, without, image, found in zip(*drawings, images, theirs, strict=False):
        if isinstance(image, str):
            continue
        for key, picture in preprocessing_steps(drawing, without):
            step = found[key]
            values = np.frombuffer(b64decode(step["values"]), np.uint8)
            assert (step["height"], step["width"]) == picture.shape
            assert np.abs(values.reshape(picture.shape).astype(int) - picture).max() <= 1


@pytest.mark.parametrize("name", export.NETWORKS)
def test_the_same_answers(folder, images, name):
    answers = np.frombuffer((folder / f"answers.{name}.f64").read_bytes(), "<f8").reshape(-1, 23)
    assert len(answers) == (len(images) if name == DEFAULT else SOME)
    known = [i for i, image in enumerate(images[: len(answers)]) if not isinstance(image, str)]
    theirs = np.frombuffer((folder / "images.u8").read_bytes(), np.uint8).reshape(-1, 28, 28)
    model = weights.load_network(name)
    with torch.inference_mode():
        inputs = model.to_input(theirs[known])
        distances = torch.cat([model.distances(model(part)) for part in inputs.split(1_000)])
    distances, answers = distances.double().numpy(), answers[known]
    assert np.abs(answers[:, :10] - distances).max() < 1e-3
    order = np.argsort(distances, 1)
    gap = np.sort(distances, 1)
    clear = gap[:, 1] - gap[:, 0] > 1e-3
    assert clear.mean() > 0.99
    assert np.array_equal(answers[clear, 20], order[clear, 0])
    if export.manifest(name)["confidence"]:
        confidence = fitted(name)
        assert np.abs(answers[:, 10:20] - confidence.probabilities(distances)).max() < 1e-4
        sure = np.abs(gap[:, 0] - confidence.rubbish) > 1e-3
        assert np.array_equal(answers[sure, 22], confidence.is_digit(distances)[sure])


@pytest.mark.parametrize("name", export.NETWORKS)
def test_the_same_maps(folder, images, name):
    pictures = np.frombuffer((folder / "images.u8").read_bytes(), np.uint8).reshape(-1, 28, 28)
    found = np.frombuffer((folder / f"maps.{name}.f32").read_bytes(), "<f4").reshape(FEW, -1)
    model = weights.load_network(name)
    for picture, image, flat in zip(pictures, images, found, strict=False):
        if not isinstance(image, str):
            inputs = model.to_input(picture)
            expected = [inputs[0], *feature_maps(model, inputs).values()]
            last = expected.pop().ravel()
            maps = np.concatenate([each.numpy().ravel() for each in expected])
            assert np.abs(flat[: len(maps)] - maps).max() < 1e-4
            assert np.abs(flat[len(maps) :] - last.numpy()).max() < 1e-3
