"""Does Draw read what is on the pad, in both languages, and take any message calmly?"""

import json
import re
from typing import get_args

import numpy as np
import pytest

from cnn import figures
from cnn.assets import AssetProblem
from cnn.data.digits.preprocess import SWITCHES, to_mnist
from cnn.data.mnist.perturbations import SPANS
from cnn.inference import classifiers, weights
from cnn.inference.digit import DEFAULT, read_drawing
from cnn.results import adversarial, disagreements, sample_strokes
from tests.ui import opening
from tests.ui.opening import bodies, guessed, notes, opened, sent, words
from ui.components import digit_reading
from ui.components.digit_pad.message import unpack_strokes, write_message
from ui.exhibits.draw import adversarial_pen, bent_digit, classifiers_html, reading
from ui.page.course import entry
from ui.page.frame import Page
from ui.words.text import label
from ui.work.warmup import _warm as warm

SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
pytestmark = pytest.mark.slow


def draw(lang="en", message=None, **query):
    state = None if message is None else {"pad": {"drawing": message}}
    return opened("pages/1_Draw.py", lang, state, **query)


def html(app, testid):
    """The HTML of the one element with this data-testid, and its data-* attributes."""
    (body,) = bodies(app, testid)
    return body, opening.html(app, testid)


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_with_all_that_the_browser_needs(lang):
    app = draw(lang)
    assert not app.exception
    data = sent(app, "draw.reader")
    assert data["lang"] == lang and set(data["labels"]) == set(digit_reading.LABELS)
    assert "⟨" not in words(app) + json.dumps(data["labels"], ensure_ascii=False)
    assert np.array_equal(unpack_strokes(**data["sample"])[0], sample_strokes()["3"][0].round())
    (network,) = sent(app, f"networks-{DEFAULT}")["networks"]
    assert network["manifest"]["name"] == DEFAULT
    for part in get_args(digit_reading.Part):
        assert sent(app, f"reading-{part}")["part"] == part


@pytest.mark.parametrize("dark", [False, True])
def test_the_browser_paints_in_the_colours_of_the_theme(dark, monkeypatch):
    monkeypatch.setattr(reading, "is_dark", lambda: dark)
    data = sent(draw(), "draw.reader")
    theme = figures.theme_name(dark)
    assert (data["colours"], data["ink"]) == (figures.DIVERGING[theme], figures.INK[theme])


@pytest.mark.parametrize(
    ("strokes", "empty"),
    [
        ([], True),
        ([np.array([[500.0, 500.0]])], True),
        ([np.array([[0.0, 0.0], [1023.0, 1023.0]])], False),
        ([np.random.default_rng(0).integers(0, 1024, (1500, 2)).astype(float)], False),
    ],
    ids=["empty", "dot", "line across everything", "as many points as fit"],
)
def test_whatever_is_drawn_gets_a_sentence(strokes, empty):
    app = draw(message=write_message(strokes, seq=1))
    assert not app.exception
    assert (label("draw.nothing", "en") in words(app)) == empty
    assert bool(bodies(app, "machines")) != empty


@pytest.mark.parametrize(
    "message",
    [
        "text",
        7,
        {"seq": -1},
        write_message(SEVEN, seq=1) | {"n": [10**9]},
        write_message(SEVEN, seq=1) | {"d": "A" * 100_000},
        write_message(SEVEN, seq=1) | {"pen": "up"},
        {"seq": float("nan"), "token": None, "n": [1], "d": "AAAAAA=="},
    ],
)
def test_a_forged_message_changes_nothing(message):
    app = draw(message=message)
    assert not app.exception
    assert sent(app, "pad_ack")["ack"] == 0 and "pad_kept" not in app.session_state


def test_a_sample_goes_on_the_pad():
    app = draw()
    app.button_group(key="draw.sample").select("8").run()
    assert not app.exception
    put = sent(app, "pad_ack")["put"]
    strokes = unpack_strokes(put["n"], put["d"])
    assert read_drawing(strokes).best == 8
    assert html(app, "neighbours")[1]["vote"] == "8"


@pytest.mark.parametrize("change", SPANS)
def test_what_is_bent_stands_in_the_address(change):
    app = draw(change=change)
    assert not app.exception and not notes(app)
    given = sent(app, "draw.broken")
    assert given["change"] == change
    assert list(given["networks"].values()) == [
        label(f"draw.name-{name}", "en") for name in bent_digit.READ_HERE
    ]


def test_what_was_measured_of_steps_is_a_secret_until_the_guess():
    app = draw()
    assert sent(app, "draw.pen")["measured"] is None
    app = guessed(app, "draw.fool", "tenth")
    measured = sent(app, "draw.pen")["measured"]
    assert measured["steps"] == adversarial()["steps"]
    assert measured["errors"] == {name: adversarial()[name] for name in adversarial_pen.NETWORKS}
    assert label("question.draw.fool.half", "en") in words(app)


@pytest.mark.parametrize("step", ["box", "aspect", "grey", "centre", "everything"])
def test_every_step_can_be_left_out(step):
    app = draw(message=write_message(SEVEN, seq=1), without=step)
    assert not app.exception
    data = sent(app, "reading-switched")
    assert (data["name"], data["why"]) == (step, label(f"draw.without-{step}-why", "en"))
    assert tuple(data["without"]) == (SWITCHES if step == "everything" else (step,))


@pytest.mark.parametrize("query", [{"change": "twist"}, {"without": "1"}])
def test_what_does_not_exist_falls_back_with_a_note(query):
    app = draw(**query)
    assert not app.exception
    assert len(notes(app)) == 1


def test_the_machines_and_the_neighbours_read_the_drawing():
    app = draw(message=write_message(SEVEN, seq=1))
    body, data = html(app, "machines")
    assert data["agree"] == str(len(classifiers.classifier_names())) and body.count(
        "<tr"
    ) == 1 + int(data["agree"])
    works = [int(number.replace(",", "")) for number in re.findall(r'work">([\d,]+)<i', body)]
    sides = [float(side) for side in re.findall(r"width:([\d.]+)rem;height:\1rem", body)]
    assert max(works) == 60_000 * 784 and len(works) == len(classifiers.classifier_names())
    for work, side in zip(works, sides, strict=True):
        assert work / max(works) == pytest.approx((side / max(sides)) ** 2, rel=0.02)
    assert html(app, "neighbours")[1]["vote"] == "7"


@pytest.mark.parametrize(
    ("labels", "vote", "key"), [((4, 9, 9), 9, "vote"), ((4, 9, 7), 4, "vote-apart")]
)
def test_three_nearest_that_all_differ_have_no_majority(labels, vote, key):
    image, three = to_mnist(SEVEN), np.arange(3)
    shown = classifiers_html.training_neighbours(
        Page(entry("draw"), "en"),
        image,
        np.stack([image] * 3),
        np.array(labels),
        three,
        three,
        False,
    )
    assert label(f"draw.{key}", "en", digit=vote, first="0") in str(shown)


def test_a_disputed_digit_goes_on_the_pad_and_is_disputed():
    app = draw()
    label = next(iter(disagreements()))
    app.button_group(key="draw.dispute").select(label).run()
    assert not app.exception
    put = sent(app, "pad_ack")["put"]
    assert str(read_drawing(unpack_strokes(put["n"], put["d"])).best) == label
    body, data = html(app, "machines")
    assert int(data["agree"]) < len(classifiers.classifier_names()) and 'class="other"' in body


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_guesses_are_answered(lang):
    app = draw(lang)
    app = guessed(app, "draw.step", "centre")
    app = guessed(app, "draw.shift", "never")
    assert not app.exception
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 2


@pytest.mark.parametrize(("lang", "words"), [("en", "is missing"), ("ko", "파일이 없습니다")])
def test_missing_weights_are_a_sentence(lang, words, monkeypatch):
    def gone(name):
        raise AssetProblem("asset-missing", "English", file=f"weights/{name}.safetensors")

    monkeypatch.setattr(weights, "load_network", gone)
    warm.cache_clear()
    app = draw(lang)
    assert not app.exception
    assert words in "".join(warning.value for warning in app.warning)
