"""Do the shipped networks read as well as they are said to?"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from cnn import assets
from cnn.data.digits.preprocess import to_32, to_mnist
from cnn.data.mnist import dataset
from cnn.inference import confidence, weights

PENS = Path(__file__).parents[2] / "data" / "pen_digits.npz"
NETWORKS = {"lenet5": 0.95, "lenet5-distorted": 0.75}  # and the test error allowed, in per cent


def distances(name, images):
    with torch.inference_mode():
        parts = np.array_split(images, len(images) // 1000 + 1)
        return torch.cat([weights.load_network(name)(to_32(part)) for part in parts]).numpy()


def drawings() -> Iterator[tuple[int, int, list[np.ndarray]]]:
    """Label, source (0 skeleton of a held-out digit, 1 letterform) and strokes of each digit."""
    with np.load(PENS) as kept:
        digit, stroke, points = kept["digit"], kept["stroke"], kept["points"].astype(float)
        for i, (label, source) in enumerate(zip(kept["labels"], kept["source"], strict=True)):
            of = digit == i
            yield label, source, [points[of & (stroke == s)] for s in np.unique(stroke[of])]


@pytest.fixture(scope="module")
def pens():
    labels, sources, strokes = zip(*drawings(), strict=True)
    return np.array(labels), np.array(sources), strokes


@pytest.fixture(scope="module")
def on_test():
    return {name: distances(name, dataset.load_digits("test").images) for name in NETWORKS}


@pytest.mark.parametrize("name", NETWORKS)
def test_error_on_mnist_is_as_good_as_promised_and_as_the_manifest_says(name, on_test):
    error = 100 * (on_test[name].argmin(1) != dataset.load_digits("test").labels).mean()
    assert error <= NETWORKS[name]
    listed = assets.manifest()[f"weights/{name}.safetensors"].metrics["test_error"]
    assert error == pytest.approx(listed, abs=0.03)  # other processors round differently


@pytest.mark.parametrize("name", NETWORKS)
def test_at_most_one_in_a_hundred_digits_is_refused(name, on_test):
    assert (~confidence.fitted(name).is_digit(on_test[name])).mean() <= 0.01


@pytest.mark.parametrize("name", NETWORKS)
def test_probabilities_on_mnist_are_calibrated(name, on_test):
    likely = confidence.fitted(name).probabilities(on_test[name])
    assert confidence.calibration_error(likely, dataset.load_digits("test").labels) < 0.02


@pytest.mark.parametrize("source, least", [(0, 0.97), (1, 0.98)], ids=["skeleton", "letterform"])
def test_pen_strokes_are_read(source, least, pens):
    labels, sources, strokes = pens
    images = np.stack([to_mnist(s) for s, of in zip(strokes, sources, strict=True) if of == source])
    guesses = distances("lenet5-distorted", images).argmin(1)
    assert (guesses == labels[sources == source]).mean() >= least


def test_the_reading_does_not_depend_on_size_and_place(pens):
    _, _, strokes = pens
    moved = [[stroke * 0.03 + [7.0, -400.0] for stroke in drawing] for drawing in strokes]
    here, there = (
        distances("lenet5-distorted", np.stack([to_mnist(d) for d in some])).argmin(1)
        for some in (strokes, moved)
    )
    assert (here == there).mean() > 0.99


def test_lines_and_scribbles_are_no_digits():
    t = np.linspace(0, 6.3, 200)
    line = [np.array([[0.0, 0.0], [100.0, 8.0]])]
    scribble = [np.stack([np.sin(9 * t) + np.sin(4 * t), np.cos(7 * t) + np.sin(5 * t)], 1)]
    found = distances("lenet5-distorted", np.stack([to_mnist(line), to_mnist(scribble)]))
    assert not confidence.fitted("lenet5-distorted").is_digit(found).any()


def arc(x, y, radius, start=0.0, end=2 * np.pi):
    t = np.linspace(start, end, 40)
    return np.stack([x + radius * np.cos(t), y + radius * np.sin(t)], 1)


def test_a_smiley_and_a_heart_are_sure_zeros_and_a_dot_that_slips_a_sure_one():
    """As the Draw page says."""
    random, t = np.random.default_rng(0), np.linspace(0, 2 * np.pi, 60)
    heart = [16 * np.sin(t) ** 3, np.cos(4 * t) + 2 * np.cos(3 * t) + 5 * np.cos(2 * t)]
    drawn = [[np.stack([heart[0], heart[1] - 13 * np.cos(t)], 1)]]
    for _ in range(30):
        eye, mouth, aside = random.uniform(4, 14), random.uniform(50, 90), random.uniform(35, 65)
        eyes = [arc(250 + side, 205, eye) for side in (-aside, aside)]
        face = arc(250, 250, random.uniform(120, 180))
        drawn.append([face, *eyes, arc(250, 270, mouth, 0.3, np.pi - 0.3)])
    slips = [[np.array([[0.0, 0.0], [x, 6.0]])] for x in (-2.0, -1.0, 0.0, 1.0, 2.0)]
    found = distances("lenet5-distorted", np.stack([to_mnist(one) for one in drawn + slips]))
    likely = confidence.fitted("lenet5-distorted").probabilities(found)
    assert (likely[: len(drawn), 0] > 0.75).mean() > 0.9
    assert (likely[len(drawn) :, 1] > 0.75).all()
