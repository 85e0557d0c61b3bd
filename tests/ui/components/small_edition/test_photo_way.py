"""Does the browser see a photo as Python does, and answer as torch does? By Node, with its wasm."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cnn import assets
from cnn.data.photos import sample_photos
from cnn.inference import photo as seeing
from cnn.inference.feature_maps import feature_maps
from ui.components import Once, small_edition

pytestmark = pytest.mark.slow
NODE = Path(__file__).with_name("read.js")
CROPS = 1_000  # boxes of random sizes, beside the whole sample photos
PROBABILITY = 0.002  # how far a probability may be from torch's
MAPS = 1e-4  # answers reach 30


@pytest.fixture(scope="module")
def pictures():
    """Every sample photo, whole, then random parts of them: the photo's number and a box."""
    rng = np.random.default_rng(56)
    photos = [sample_photos.sample_image(name) for name in sample_photos.samples()]
    boxes = [(i, 0, 0, *photo.size) for i, photo in enumerate(photos)]
    for _ in range(CROPS):
        i = int(rng.integers(len(photos)))
        size = [int(rng.integers(min(20, side), side + 1)) for side in photos[i].size]
        left, top = (
            int(rng.integers(whole - part + 1))
            for whole, part in zip(photos[i].size, size, strict=True)
        )
        boxes.append((i, left, top, *size))
    return photos, boxes


@pytest.fixture(scope="module")
def folder(pictures, tmp_path_factory):
    """What Node made of them."""
    photos, boxes = pictures
    folder = tmp_path_factory.mktemp("photo_way")
    served, Once.served = Once.served, True
    way = small_edition.sent()["way"]
    Once.served = served
    asked = {
        "files": {name: str(assets.path(file)) for name, (file, _) in small_edition.FILES.items()},
        "way": way,
        "photos": [photo.size for photo in photos],
        "boxes": boxes,
        "few": len(photos),
    }
    (folder / "asked.json").write_text(json.dumps(asked))
    pixels = b"".join(photo.convert("RGBA").tobytes() for photo in photos)
    (folder / "photos.rgba").write_bytes(pixels)
    subprocess.run(["node", NODE, folder], check=True)
    return folder


@pytest.fixture(scope="module")
def expected(pictures):
    """The squares that Python cuts out, and torch's probabilities for them."""
    photos, boxes = pictures
    network = seeing.photo_network("small")
    parts = [
        photos[i].crop((left, top, left + width, top + height))
        for i, left, top, width, height in boxes
    ]
    squares = [network.transform.crop(network.transform.shrink(part)) for part in parts]
    return squares, seeing.class_probabilities(network, parts)


def test_every_pixel_of_the_square_is_pillows(folder, expected):
    squares = np.frombuffer((folder / "squares.u8").read_bytes(), np.uint8).reshape(-1, 56, 56, 3)
    np.testing.assert_array_equal(squares, np.stack([np.asarray(each) for each in expected[0]]))


def test_every_answer_is_torchs(folder, expected):
    found = np.frombuffer((folder / "probabilities.f32").read_bytes(), "<f4").reshape(-1, 200)
    assert len(found) == len(sample_photos.samples()) + CROPS
    np.testing.assert_array_equal(found.argmax(1), expected[1].argmax(1))
    assert np.abs(found - expected[1]).max() < PROBABILITY


def test_every_layer_is_torchs(folder, expected):
    network = seeing.photo_network("small")
    names = {file.stem for file in folder.glob("*.f32")} - {"probabilities"}
    squares = expected[0][: len(sample_photos.samples())]
    found = {name: np.frombuffer((folder / f"{name}.f32").read_bytes(), "<f4") for name in names}
    for i, square in enumerate(squares):
        maps = feature_maps(network.model, network.transform.to_input([square]))
        assert names == {name for name in maps if not name.startswith("drop")}
        for name in names:
            of_one = found[name].reshape(len(squares), -1)[i]
            np.testing.assert_allclose(of_one, maps[name].ravel(), atol=MAPS, err_msg=name)


def test_drawing_a_photo_small_by_another_way_would_not_do(expected, pictures):
    """The test above could fail: Pillow's other filters give other pixels."""
    photo = pictures[0][0]
    network = seeing.photo_network("small")
    shrunk = network.transform.shrink(photo)
    other = photo.resize(shrunk.size, Image.Resampling.BICUBIC)
    assert np.asarray(network.transform.crop(other)).tolist() != np.asarray(expected[0][0]).tolist()
