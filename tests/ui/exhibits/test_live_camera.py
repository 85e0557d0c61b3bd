"""Does the live camera get the network, its layers and its words, and nothing too early?"""

import json

import numpy as np
import pytest

from cnn import assets
from cnn.analysis.receptive_field import receptive_field
from cnn.data.imagenet.classes import tiny_classes
from cnn.inference import photo as seeing
from cnn.inference import small_edition as edition
from tests.ui import opening
from tests.ui.opening import sent, told
from ui.components import Once, live_camera, small_edition
from ui.page import depth, progress
from ui.words.text import LANGUAGES

LIVE = "photo.live-camera"
pytestmark = pytest.mark.slow


def opened(lang="en", **state):
    return opening.opened("pages/8_Photo.py", lang, state or None)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_its_words_and_classes_are_in_the_language_of_the_page(lang):
    app = opened(lang)
    assert not app.exception
    data = sent(app, LIVE)
    assert data["lang"] == lang
    assert data["classes"] == [each.name(lang) for each in tiny_classes()]
    assert [*data["labels"]] == [*live_camera.LABELS]
    assert f"{small_edition.megabytes()} MB" in data["labels"]["start"]


def test_its_layers_are_the_networks():
    """Their sizes, and what a unit of each sees, by the network itself."""
    data, network = sent(opened(), LIVE), seeing.photo_network("small")
    maps = edition.sample_maps("red-panda")
    assert [row["name"] for row in data["layers"]] == [*seeing.WALLS]
    for row in data["layers"]:
        assert (row["maps"], row["side"], row["side"]) == tuple(maps[row["name"]].shape)
        field = receptive_field(network.model, row["name"])
        assert row["sees"] == {"size": field.size, "step": field.step, "first": field.first}
        strong = float(np.quantile(maps[row["name"]].numpy(), 0.9))
        assert strong < row["limit"] < 50
    assert data["side"] == network.transform.side


def test_with_addresses_the_page_is_told_where_the_network_is(monkeypatch):
    monkeypatch.setattr(Once, "served", True)
    data = sent(opened(), LIVE)
    files = data["network"]["files"]
    assert set(files) == set(small_edition.FILES)
    for name, (file, _) in small_edition.FILES.items():
        assert Once.files[files[name]["address"]] == assets.path(file)
    assert data["network"]["way"]["short"] == 64
    assert len(json.dumps(data)) < 16_000


def test_without_addresses_there_is_no_network_and_a_sentence(monkeypatch):
    monkeypatch.setattr(Once, "served", False)
    data = sent(opened(), LIVE)
    assert data["network"] is None and "make run" in data["labels"]["served"]


def test_a_page_whose_fold_is_closed_sends_nothing_of_it():
    app = opened(**{depth.EVERYTHING: False})
    assert not app.exception
    assert not [each for each in app.get("bidi_component") if LIVE in each.proto.id]


def test_a_frame_that_was_read_counts_as_done():
    app = opened()
    assert "photo.live" not in app.session_state[progress.KEY].done
    app = told(app, LIVE, "ran", True)
    assert not app.exception
    assert "photo.live" in app.session_state[progress.KEY].done
    (line,) = [each.value for each in app.markdown if "closing" in each.value]
    field = receptive_field(seeing.photo_network("small").model, "conv3")
    assert "sees 9×9" in line and f"{field.size}×{field.size}" in line and "56×56" in line
