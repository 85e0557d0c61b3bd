"""Does Convolution open in both languages, take any address and message calmly, and count right?"""

import numpy as np
import pytest

from tests.ui.opening import guessed, html, notes, opener, together, words
from ui.components.digit_pad.message import write_message
from ui.exhibits.convolution import chosen_digit, kernel, maps, sizes

opened = opener("pages/3_Convolution.py")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning
    assert "⟨" not in words(app)
    assert html(app, "windows")["unseen"] == "1"


def test_a_link_opens_an_exact_exhibit():
    query = {
        "kernel": "C3-7",
        "pixel": "9,0",
        "squash": "relu",
        "painted": "0_0_0_0_9_0_0_0_-9",
        "width": "224",
        "window": "11",
        "stride": "4",
        "rule": "ceil",
        "map": "3",
        "dials": "2,-10",
        "block": "13,13",
        "unit": "S4,0,4",
        "from": "train",
        "digit": "59999",
    }
    app = opened(**query)
    assert not app.exception and not notes(app)
    for name, value in query.items():
        assert app.query_params[name] == value
    assert html(app, "windows") == {
        "testid": "windows",
        "places": "55",
        "unseen": "0",
        "overhang": "3",
    }


@pytest.mark.parametrize(
    ("query", "wrong"),
    together(
        {"kernel": "C3-16"},
        {"pixel": "30,0"},
        {"pixel": "1"},
        {"pixel": "²,1"},
        {"kernel": "C3-0", "pixel": "10,0"},
        {"squash": "sigmoid"},
        {"painted": "1_2_3"},
        {"painted": "0_0_0_0_0_0_0_0_0n"},
        {"width": "257"},
        {"rule": "round"},
        {"map": "6"},
        {"dials": "nan,nan,1"},
        {"dials": "nan,1"},
        {"dials": "inf,1"},
        {"block": "14,0"},
        {"unit": "F6,0,0"},
        {"unit": "input,0,0"},
        {"unit": "C5,0,1"},
        {"digit": "10000"},
        {"photo": "../mnist"},
    ),
)
def test_what_is_out_of_range_falls_back_with_a_note(query, wrong):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == wrong


FORGED = [
    {"shown": {"kernel": "C1-0", "row": 10**9, "column": 0, "squash": "tanh"}},
    {"shown": {"kernel": "C1-0", "row": 1, "column": 1, "squash": "x"}},
    {"shown": {"kernel": ["C1-0"], "row": True, "column": 0, "squash": "tanh"}},
    {"shown": {"map": 0, "row": 0, "column": 0, "coefficient": "1", "bias": 0}},
    {"shown": {"map": 0, "row": 0, "column": 0, "coefficient": 1e9, "bias": 0}},
    {"shown": {"level": {}, "row": 0, "column": 0}},
    {"shown": [1]},
    {"painted": "1_1"},
    {"painted": {"cells": 1}},
    "no message",
    None,
]


@pytest.mark.parametrize("message", FORGED)
def test_a_forged_message_changes_nothing(message):
    keys = ("values", "cells", "pooling", "fields")
    app = opened(state={f"convolution.{key}": message for key in keys})
    assert not app.exception and "kernel" not in app.query_params


def test_guesses_reveal_costs_and_reasons():
    app = opened()
    assert not any('data-testid="costs"' in e.proto.body for e in app.get("html"))
    app = guessed(app, "convolution.sharing", "every")
    assert html(app, "costs")["shared"] == "156"
    app = guessed(app, "convolution.field", "sum")
    app = guessed(app, "convolution.edge", "high")
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 3


def test_a_window_that_does_not_fit_is_a_sentence():
    app = opened(width="3", window="9", side="5", patch="7")
    assert not app.exception and html(app, "windows")["places"] == "0"
    app = guessed(app, "convolution.sharing", "biased")
    assert any("does not fit" in m.value for m in app.markdown)


@pytest.mark.parametrize("name", sizes.KNOWN)
def test_layers_of_history_can_be_dialled(name):
    app = opened()
    for widget in app.get("button_group"):
        if widget.key == "convolution.known":
            widget.set_value(name).run()
    expected = dict(zip((*sizes.SIZES, "rule"), sizes.KNOWN[name], strict=True))
    for key, value in expected.items():
        assert app.session_state[f"convolution.{key}"] == value


def test_ones_own_drawing_is_looked_at():
    seven = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
    app = opened(state={"pad": {"drawing": write_message(seven, seq=1)}}, **{"from": "drawing"})
    assert not app.exception
    empty = opened(state={"pad": {"drawing": write_message([], seq=1)}}, **{"from": "drawing"})
    assert not empty.exception


def test_photos_and_learned_numbers_are_there():
    for name in kernel.PHOTOS:
        light = kernel.grey(name)
        assert (
            max(light.shape) <= kernel.LONGEST and light.dtype == np.uint8 and np.ptp(light) > 100
        )
    assert len(maps.trained()) == 6
    assert [level.name for level in maps.fields()][1:] == list(maps.FIELDS)
    assert chosen_digit.FROM[0] == "test"
