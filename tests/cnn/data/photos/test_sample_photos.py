"""Are there enough sample photos, free to ship and credited, and can each be opened?"""

import re
from collections import Counter

import numpy as np

from cnn import assets
from cnn.data.imagenet.classes import tiny_classes, tree
from cnn.data.photos import decode, decode_process
from cnn.data.photos.bounded_decode import PhotoProblem
from cnn.data.photos.decode import open_photo
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.inference import small_edition

FREE = {"Public domain", "CC0-1.0", "CC-BY-2.0", "CC-BY-4.0", "CC-BY-SA-4.0"}


def test_there_are_enough_most_of_the_200_classes_and_several_of_some():
    tiny = {each.wnid for each in tiny_classes()}
    within = Counter(each.wnid for each in samples().values() if each.wnid in tiny)
    assert len(samples()) >= 40
    assert within.total() > len(samples()) / 2
    assert sum(count > 1 for count in within.values()) >= 5


def test_every_photo_is_free_and_credited():
    for sample in samples().values():
        assert sample.credit.licence in FREE and sample.credit.author, sample.name
        assert re.match(r"https?://\S+$", sample.credit.url), sample.name


def test_every_photo_is_listed_and_has_both_titles():
    files = {file for file in assets.manifest() if file.startswith("photos/")}
    assert files == {sample.file for sample in samples().values()}
    for sample in samples().values():
        assert sample.title("en") and re.search("[가-힣]", sample.title("ko"))
        assert not sample.wnid or tree()[sample.wnid].korean, sample.name


def test_no_photo_that_ships_waits_for_those_of_visitors(monkeypatch):
    def busy(*_):
        raise PhotoProblem("photo-busy", "Many photos are being opened just now.")

    monkeypatch.setattr(decode, "_turn", busy)
    monkeypatch.setattr(decode_process, "decoded", busy)
    for name in list(samples())[:3]:
        photo = sample_image.__wrapped__(name)
        crop = small_edition.sample.__wrapped__(name)
        assert photo.mode == "RGB" and crop.shape == (56, 56, 3) and np.ptp(crop) > 50


def test_every_photo_opens_and_all_are_small():
    sizes = []
    for sample in samples().values():
        data = assets.path(sample.file).read_bytes()
        assert 200 <= max(open_photo(data).size) <= 640
        sizes.append(len(data))
    assert sum(sizes) <= 4_000_000
