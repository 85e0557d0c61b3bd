"""Does the page that is taught get its photos, its words and its network, and no photo back?"""

import gzip
import json

import numpy as np
import pytest

from cnn.data.imagenet.classes import tiny_classes
from cnn.data.photos.sample_photos import sample_image, samples
from cnn.experiments.teaching import layer_features, softmax_regression
from cnn.inference.small_edition import sample, small_edition_transform
from tests.ui import opening
from tests.ui.opening import sent, told
from ui.components import Once, teach
from ui.exhibits.teach import lessons
from ui.page import progress
from ui.words.text import LANGUAGES

OWN, BACKGROUND = "teach.own-bench", "teach.background-bench"
pytestmark = pytest.mark.slow


def opened(lang="en", **state):
    return opening.opened("pages/10_Teach_It.py", lang, state or None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_words_are_in_the_language_of_the_page(lang):
    app = opened(lang)
    assert not app.exception
    for bench in (OWN, BACKGROUND):
        data = sent(app, bench)
        assert data["lang"] == lang
        assert [*data["labels"]] == [*teach.LABELS]
        assert data["isOwn"] == (bench == OWN)


def test_with_addresses_it_is_told_where_photos_and_network_are(monkeypatch):
    monkeypatch.setattr(Once, "served", True)
    app = opened()
    for bench, exhibit in ((OWN, "own"), (BACKGROUND, "background")):
        data = sent(app, bench)
        photos, body = lessons.shipped_photos(exhibit)
        assert Once.files[data["set"]["address"]] == body
        assert len(body) < 500_000
        assert [row["name"] for row in data["set"]["photos"]] == [each.name for each in photos]
        assert len(json.dumps(data)) < 24_000


def test_without_addresses_there_is_a_sentence_and_no_photo(monkeypatch):
    monkeypatch.setattr(Once, "served", False)
    data = sent(opened(), OWN)
    assert data["network"] is None and data["set"] is None
    assert "make run" in data["labels"]["served"]


def test_the_shipped_photos_are_what_the_network_sees_and_says():
    photos, body = lessons.shipped_photos("own")
    short, side = 64, small_edition_transform().side
    plain = gzip.decompress(body)
    whole = short * short * 3
    pixels = np.frombuffer(plain[: whole * len(photos)], np.uint8)
    pixels = pixels.reshape(len(photos), short, short, 3)
    units = np.frombuffer(plain[whole * len(photos) :], "<f4").reshape(len(photos), 2048)
    edge = (short - side) // 2
    names = [name for some in lessons.SAMPLES.values() for name in some]
    for i in (0, 11, len(names) - 1):
        middle = pixels[i, edge : edge + side, edge : edge + side]
        assert (middle == sample(names[i])).all()
    fc7 = layer_features([sample_image(name) for name in names])["fc7"]
    assert units == pytest.approx(fc7, abs=0.01)


def test_the_default_teaches():
    """fc7 names every test photo right, pixels do not; a name is none of the network's classes."""
    photos, _ = lessons.shipped_photos("own")
    labels = np.array([each.name for each in photos])
    held = np.array([each.held for each in photos])
    features = layer_features([each.picture for each in photos])
    right = {}
    for layer in ("fc7", "pixels"):
        values = features[layer].astype(float)
        model = softmax_regression(values[~held], labels[~held], len(lessons.SAMPLES))
        right[layer] = int((model.probabilities(values[held]).argmax(1) == labels[held]).sum())
    assert right["fc7"] == held.sum() > right["pixels"] + 1
    assert not set(lessons.SAMPLES) & {each.name("en") for each in tiny_classes()}
    assert {name for some in lessons.SAMPLES.values() for name in some} <= set(samples())


def test_both_ways_learn_from_as_many_photos_and_never_from_the_test():
    photos, _ = lessons.shipped_photos("background")
    shelves = [[each for each in photos if each.name == name] for name in (0, 1)]
    sizes = set()
    for way in lessons.ways():
        for shelf, places in zip(shelves, way, strict=True):
            assert not any(shelf[place].held for place in places)
            sizes.add(len(places))
    assert len(sizes) == 1
    usual, both = lessons.ways()
    for shelf, own, mixed in zip(shelves, usual, both, strict=True):
        assert {shelf[place].group for place in own} == {0}
        groups = [shelf[place].group for place in mixed]
        assert groups.count(0) == groups.count(lessons.OTHER)


@pytest.mark.parametrize(("bench", "exhibit"), [(OWN, "own"), (BACKGROUND, "background")])
def test_whoever_has_done_something_is_told_what_there_was_to_see(bench, exhibit):
    app = opened()
    assert f"teach.{exhibit}" not in app.session_state[progress.KEY].done
    app = told(app, bench, "acted", "layer")
    assert not app.exception
    assert f"teach.{exhibit}" in app.session_state[progress.KEY].done


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_guess_is_answered_by_the_chart(lang):
    app = opened(lang, **{"teach.few": "half"})
    assert not app.exception
    assert [each for each in app.get("plotly_chart")]
