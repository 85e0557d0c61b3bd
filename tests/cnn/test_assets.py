"""Is every file that ships listed, licensed and unaltered, and does a broken one speak clearly?"""

import hashlib

import pytest

from cnn import assets


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
    assets.path.cache_clear()
    yield tmp_path
    assets.manifest.cache_clear()
    assets.path.cache_clear()


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
