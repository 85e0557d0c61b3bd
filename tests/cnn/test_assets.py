"""Is every file that ships listed, licensed and unaltered, and does a broken one speak clearly?"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cnn import assets

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def box(tmp_path, monkeypatch):
    """An assets folder of its own with one good file, data/a.bin."""
    content = b"good"
    (tmp_path / "data").mkdir()
    (tmp_path / "data/a.bin").write_bytes(content)
    (tmp_path / "manifest.toml").write_text(
        '[[asset]]\nfile = "data/a.bin"\nsource = "s"\nlicence = "l"\nmade_by = "m"\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
    )
    monkeypatch.setattr(assets, "ROOT", tmp_path)
    assets.manifest.cache_clear()
    yield tmp_path
    assets.manifest.cache_clear()


def test_every_asset_that_ships_is_listed_and_unaltered():
    assert assets.verify() == []


def test_every_row_says_where_the_file_is_from_and_what_allows_it():
    for asset in assets.manifest().values():
        assert asset.source.strip() and asset.licence.strip() and asset.made_by.strip(), asset.file


def test_a_good_file_is_found(box):
    assert assets.path("data/a.bin").read_bytes() == b"good"
    assert assets.verify() == []


@pytest.mark.parametrize(
    ("damage", "key"),
    [
        (lambda box: (box / "data/a.bin").unlink(), "asset-missing"),
        (lambda box: (box / "data/a.bin").write_bytes(b"evil"), "asset-altered"),
    ],
)
def test_a_damaged_file_is_refused_with_a_sentence(box, damage, key):
    damage(box)
    with pytest.raises(assets.AssetProblem) as caught:
        assets.path("data/a.bin")
    assert caught.value.key == key
    assert "data/a.bin" in str(caught.value)
    assert len(assets.verify()) == 1


def test_an_unlisted_file_is_refused_and_reported(box):
    (box / "data/stray.bin").write_bytes(b"?")
    with pytest.raises(assets.AssetProblem, match="not listed"):
        assets.path("data/stray.bin")
    assert assets.verify() == ["data/stray.bin is not listed in assets/manifest.toml."]


def test_a_file_damaged_between_two_uses_is_noticed_and_good_again_when_put_back(box):
    file = box / "data/a.bin"
    whole = assets.path("data/a.bin").read_bytes()
    os.truncate(file, 2)
    with pytest.raises(assets.AssetProblem) as caught:
        assets.path("data/a.bin")
    assert caught.value.key == "asset-altered"
    file.write_bytes(whole)
    assert assets.path("data/a.bin") == file


def test_a_network_in_use_survives_its_file(tmp_path):
    """Its weights are in memory, not mapped from the file: a shorter file would end the process."""
    code = """
import os, shutil, sys
from pathlib import Path
from cnn import assets
from cnn.data.mnist import dataset
from cnn.inference import weights
shutil.copytree(assets.ROOT, sys.argv[1])
assets.ROOT = Path(sys.argv[1])
image = dataset.load_digits("test").images[0]
network = weights.load_network("lenet5")
before = network(network.to_input(image))
os.truncate(assets.ROOT / "weights/lenet5.safetensors", 1000)
assert network(network.to_input(image)).equal(before)
weights.load_network.cache_clear()
try:
    weights.load_network("lenet5")
except assets.AssetProblem as problem:
    print(problem.key)
"""
    run = subprocess.run(
        [sys.executable, "-c", code, tmp_path / "assets"], capture_output=True, text=True, cwd=ROOT
    )
    assert run.stdout.strip() == "asset-altered", run.stderr
