"""Are crops, mirrors and colours those of section 4.1, and are packed images read rightly?"""

import io
import lzma

import numpy as np
import pytest
import torch
from PIL import Image

from cnn.data.imagenet import cifar10, tiny_imagenet
from cnn.data.imagenet.packed_jpegs import held_out
from cnn.data.photos.augmentation import (
    Colour,
    normalised_input,
    random_crops,
    random_zooms,
    ten_crops,
)


@pytest.fixture
def images():
    """Each pixel tells its image, row and column."""
    i, y, x = torch.meshgrid(torch.arange(20), torch.arange(12), torch.arange(12), indexing="ij")
    return torch.stack([i, y, x], -1).to(torch.uint8)


def test_a_crop_is_a_window_of_its_own_image_mirrored_half_the_time(images):
    crops = random_crops(images.repeat(10, 1, 1, 1), 8, torch.Generator().manual_seed(0)).int()
    assert crops.shape == (200, 8, 8, 3)
    assert torch.equal(crops[:, 0, 0, 0], torch.arange(20).repeat(10).int())
    assert (crops[:, 1:, :, 1] - crops[:, :-1, :, 1] == 1).all()
    step = crops[:, :, 1:, 2] - crops[:, :, :-1, 2]
    assert (step == step[:, :1, :1]).all() and set(step.unique().tolist()) == {-1, 1}
    assert 60 < (step[:, 0, 0] == 1).sum() < 140
    assert set(crops[:, 0, 0, 1].tolist()) == set(range(5))  # every place comes up


def test_zooms_of_the_whole_image_are_the_image_or_its_mirror(images):
    zooms = random_zooms(images, 12, 12, torch.Generator().manual_seed(0))
    for zoom, image in zip(zooms, images.float(), strict=True):
        assert torch.allclose(zoom, image, atol=1e-3) or torch.allclose(
            zoom, image.flip(1), atol=1e-3
        )
    assert random_zooms(images, 8, 5, torch.Generator().manual_seed(1)).shape == (20, 8, 8, 3)


def test_ten_crops_are_centre_and_corners_and_their_mirrors(images):
    crops = ten_crops(images, 8)
    assert [tuple(crop[0, 0, 0, 1:].tolist()) for crop in crops[:5]] == [
        (2, 2), (0, 0), (0, 4), (4, 0), (4, 4),
    ]  # fmt: skip
    assert all(torch.equal(a.flip(2), b) for a, b in zip(crops[:5], crops[5:], strict=True))


def test_colours_shift_along_the_principal_components():
    chance = np.random.default_rng(0)
    mixing = np.array([[30, 5, 0], [25, -5, 3], [20, 0, -4.0]])
    pixels = (chance.normal(size=(4, 50, 50, 3)) @ mixing.T + 128).clip(0, 255).astype(np.uint8)
    colour = Colour.of(torch.from_numpy(pixels))
    covariance = np.cov(pixels.reshape(-1, 3).astype(float).T)
    d = (colour.directions * colour.deviations**2) @ colour.directions.T
    np.testing.assert_allclose(d.numpy(), covariance, rtol=1e-3, atol=0.5)
    shifts = colour.shift(20_000, 0.1, torch.Generator().manual_seed(0))
    np.testing.assert_allclose(np.cov(shifts.numpy().T), 0.01 * covariance, rtol=0.1, atol=0.1)


def test_input_has_mean_zero_and_a_shift_adds(images):
    colour = Colour.of(images)
    maps = normalised_input(images, colour)
    assert maps.shape == (20, 3, 12, 12) and maps.mean((0, 2, 3)).abs().max() < 1e-4
    shift = torch.ones(20, 3) * 6.4
    torch.testing.assert_close(normalised_input(images, colour, shift), maps + 0.1)


def test_held_out_takes_the_same_number_of_each_class():
    labels = np.repeat(np.arange(5), 10)
    mask = held_out(labels, 3)
    assert np.bincount(labels[mask]).tolist() == [3] * 5
    assert (mask == held_out(labels, 3)).all() and (mask != held_out(labels, 3, seed=1)).any()


def jpeg(colour: tuple[int, int, int], side: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(file, "JPEG", quality=95)
    return file.getvalue()


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(("reader", "name", "side"), [
    (cifar10.load_cifar10, "cifar10_test", 32),
    (tiny_imagenet.load_tiny_imagenet, "tiny_imagenet_val", 64),
])  # fmt: skip
def test_packed_images_are_read(tmp_path, packed, reader, name, side):
    parts = [jpeg((value, 50, 200), side) for value in (10, 120, 240)]
    offsets = np.cumsum([0, *map(len, parts)])
    np.savez(tmp_path / f"{name}.npz", offsets=offsets, labels=np.array([2, 0, 1], np.uint8))
    file, blob = tmp_path / f"{name}.bin", b"".join(parts)
    if packed:
        file.with_suffix(".bin.xz").write_bytes(lzma.compress(blob))
    else:
        file.write_bytes(blob)
    data = reader(tmp_path, name.rsplit("_")[-1])
    assert data.images.shape == (3, side, side, 3) and data.labels.tolist() == [2, 0, 1]
    assert abs(data.images[:, 5, 5, 0].astype(int) - [10, 120, 240]).max() <= 3


def test_the_folder_as_downloaded_is_read(tmp_path):
    wnids = ["n02", "n01"]
    (tmp_path / "wnids.txt").write_text("\n".join(wnids))
    (tmp_path / "val" / "images").mkdir(parents=True)
    lines = []
    for value, wnid in zip((50, 200), wnids, strict=True):
        place = tmp_path / "train" / wnid / "images"
        place.mkdir(parents=True)
        (place / f"{wnid}_0.JPEG").write_bytes(jpeg((value, value, value), 64))
        (tmp_path / "val" / "images" / f"{wnid}.JPEG").write_bytes(jpeg((value, 0, 0), 64))
        lines.append(f"{wnid}.JPEG\t{wnid}\t0\t0\t62\t62")
    (tmp_path / "val" / "val_annotations.txt").write_text("\n".join(lines) + "\n")
    train, val = (tiny_imagenet.load_tiny_imagenet(tmp_path, split) for split in ("train", "val"))
    assert train.labels.tolist() == [0, 1] and val.labels.tolist() == [1, 0]
    assert abs(int(train.images[0, 0, 0, 0]) - 200) < 4
