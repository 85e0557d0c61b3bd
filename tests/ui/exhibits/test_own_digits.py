"""Does the exhibit that learns from a visitor get what it needs, and only when it is needed?"""

import gzip
import json
import re
from base64 import b64decode

import numpy as np
import pytest

from cnn import assets
from cnn.data.mnist import dataset
from tests.ui import opening
from tests.ui.opening import sent, told
from ui.components import Once, digit_pad, own_digits
from ui.page import progress

OWN = "own_digits"
pytestmark = pytest.mark.slow


def opened(lang="en"):
    return opening.opened("pages/5_Training.py", lang)


def unpacked(packed):
    """Images and labels."""
    plain = np.frombuffer(gzip.decompress(packed), np.uint8)
    count = len(plain) // 785
    assert count * 785 == len(plain)
    return plain[: count * 784].reshape(-1, 28, 28), plain[count * 784 :]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_its_words_are_in_the_language_of_the_page(lang):
    app = opened(lang)
    assert not app.exception
    data = sent(app, OWN)
    assert data["lang"] == lang and data["rule"]["every"] == 3
    assert [*data["labels"]] == [*own_digits.LABELS] and [*data["pad"]] == [*digit_pad.LABELS]
    prose = [text for name, text in data["labels"].items() if name not in ("right", "wrong")]
    assert all(bool(re.search("[가-힣]", text)) == (lang == "ko") for text in prose)


def test_every_field_of_a_sentence_is_in_both_languages():
    fields = [
        {
            name: sorted(re.findall("%[a-z]", text))
            for name, text in sent(app, OWN)["labels"].items()
        }
        for app in map(opened, ("en", "ko"))
    ]
    assert fields[0] == fields[1]


def test_without_addresses_digits_and_script_come_once_they_are_asked_for(monkeypatch):
    monkeypatch.setattr(Once, "served", False)
    app = opened()
    assert sent(app, OWN)["sources"] is None
    app = told(app, OWN, "asked", True)
    assert not app.exception
    sources = sent(app, OWN)["sources"]
    assert sources["worker"]["content"].endswith("work(self)\n")
    for name, split, count in (("test", "test", 1_000), ("replay", "train", own_digits.REPLAY)):
        images, labels = unpacked(b64decode(sources[name]["content"]))
        sample = dataset.balanced_sample(split, count)
        assert np.array_equal(images, sample.images) and np.array_equal(labels, sample.labels)


def test_with_addresses_the_page_is_only_told_where_they_are(monkeypatch):
    monkeypatch.setattr(Once, "served", True)
    data = sent(opened(), OWN)
    sizes = {name: len(Once.files[where["address"]]) for name, where in data["sources"].items()}
    assert 100_000 < sizes["test"] < 200_000 and sizes["replay"] < sizes["test"]
    assert len(json.dumps(data)) < 12_000


def test_what_it_has_learned_counts_as_done():
    app = opened()
    assert "training.own" not in app.session_state[progress.KEY].done
    app = told(app, OWN, "learned", True)
    assert not app.exception and "training.own" in app.session_state[progress.KEY].done


def test_digits_that_are_missing_are_a_sentence(monkeypatch):
    def lost(_):
        raise assets.AssetProblem("asset-missing", "English", file="data/mnist/t10k")

    monkeypatch.setattr(Once, "served", True)
    monkeypatch.setattr(own_digits, "_sources", lost)
    app = opened()
    assert not app.exception
    assert any("t10k" in each.value for each in app.warning)
