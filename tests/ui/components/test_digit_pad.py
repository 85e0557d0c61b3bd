"""Does the pad believe anything it should not, and does it keep what it should?"""

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui.components.digit_pad import CAPACITY, LABELS, LAST, mount
from ui.components.digit_pad.message import (
    pack_strokes,
    parse_message,
    unpack_strokes,
    write_message,
)

WORDS = {name: f"<{name}>" for name in LABELS}
SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
SLASH = [np.array([[10.0, 20.0]]), np.array([[0.0, 1023.0], [1023.0, 0.0]])]

coordinates = st.integers(0, LAST)
drawings = st.lists(
    st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=60), max_size=20
).map(lambda strokes: [np.array(stroke, dtype=float) for stroke in strokes])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def equal(one: Any, other: Any) -> bool:
    return len(one) == len(other) and all(map(np.array_equal, one, other))


# ---- messages --------------------------------------------------------------------------


@given(drawings)
def test_what_is_packed_comes_back(strokes):
    back = unpack_strokes(**pack_strokes(strokes))
    assert back is not None and equal(back, strokes)
    assert all(stroke.shape[1] == 2 and stroke.dtype == np.float32 for stroke in back)


@given(drawings, st.integers(1, 2**53 - 1))
def test_a_good_message_survives_the_way_as_json(strokes, seq):
    message = parse_message(json.loads(json.dumps(write_message(strokes, seq, "token"))))
    assert message is not None and message.token == "token"
    assert message.drawing.seq == seq
    assert equal(message.drawing.strokes, strokes)


@given(anything)
def test_no_forgery_is_believed(forged):
    assert parse_message(forged) is None


GOOD = write_message(SLASH, 7)


@given(st.sampled_from(sorted(GOOD)), anything)
def test_a_message_with_one_forged_part_is_believed_only_if_the_part_is_sound(part, forged):
    message = parse_message(GOOD | {part: forged})
    if message is not None:
        assert part in ("seq", "token")
        assert type(message.drawing.seq) is int and 0 < message.drawing.seq < 2**53
        assert message.token is None or len(message.token) <= 16


def packed(*numbers: int) -> str:
    return base64.b64encode(np.array(numbers, "<u2").tobytes()).decode()


@pytest.mark.parametrize(
    "forged",
    [
        {"seq": 0},
        {"seq": -5},
        {"seq": True},
        {"seq": 1.0},
        {"seq": float("nan")},
        {"seq": 2**53},
        {"token": "x" * 17},
        {"token": 3},
        {"n": [2], "d": packed(1, 2)},
        {"n": [0, 1], "d": packed(1, 2)},
        {"n": [-1, 2], "d": packed(1, 2)},
        {"n": [True], "d": packed(1, 2)},
        {"n": [1.0], "d": packed(1, 2)},
        {"n": [1], "d": packed(1, 1024)},
        {"n": [1], "d": packed(65535, 0)},
        {"n": [1], "d": "AAAA!AA="},
        {"n": [1], "d": "Ａ" * 8},
        {"n": [1], "d": "A" * 3_000_000},
        {"n": [1] * (CAPACITY + 1), "d": packed(*[1, 1] * (CAPACITY + 1))},
        {"n": [10_000], "d": packed(*[1, 1] * 10_000)},
        {"n": [10**30], "d": packed(1, 1)},
        {"extra": 1},
    ],
    ids=lambda forged: f"{forged!s:.40}",
)
def test_each_known_forgery_is_dropped(forged):
    assert parse_message(GOOD) is not None
    assert parse_message(GOOD | forged) is None


def test_a_full_drawing_is_believed():
    assert parse_message(write_message([np.ones((CAPACITY, 2))], 1)) is not None


def test_a_cleared_pad_is_a_drawing_without_strokes():
    message = parse_message(write_message([], 4))
    assert message is not None and message.drawing.strokes == []


@pytest.mark.parametrize(
    "strokes",
    [
        [np.array([[1.0, np.nan]])],
        [np.array([[np.inf, 1.0]])],
        [np.zeros((0, 2))],
        [np.zeros((3, 3))],
        [np.zeros(2)],
        [np.zeros((CAPACITY + 1, 2))],
    ],
    ids=["nan", "infinite", "no point", "three coordinates", "not a list of points", "too many"],
)
def test_python_cannot_put_what_the_pad_cannot_hold(strokes):
    with pytest.raises(ValueError):
        pack_strokes(strokes)


def test_huge_coordinates_end_at_the_edge_of_the_sheet():
    back = unpack_strokes(**pack_strokes([np.array([[-1e300, 1e300]])]))
    assert back is not None and equal(back, [[[0, LAST]]])


# ---- the pad on a page -----------------------------------------------------------------


def page() -> None:
    import numpy as np
    import streamlit as st

    from ui.components import digit_pad

    drawing = digit_pad.drawing_on("pad")
    st.text("none" if drawing is None else f"{drawing.seq} {len(drawing.strokes)}")
    seven = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
    st.button("seven", on_click=digit_pad.put_drawing, args=("pad", seven))
    words = {name: f"<{name}>" for name in digit_pad.LABELS}
    if not st.checkbox("elsewhere"):
        digit_pad.mount("pad", labels=words, ghost=seven, lang="ko")


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_function(page, default_timeout=60).run()


def answer(app: AppTest) -> str:
    assert not app.exception
    text: str = app.text[0].value
    return text


def told(app: AppTest, component: int) -> dict[str, Any]:
    """What the pad (0) or its acknowledgement (1) was given."""
    data: dict[str, Any] = json.loads(app.get("bidi_component")[component].proto.json)
    return data


def send(app: AppTest, message: object) -> AppTest:
    app.session_state["pad"] = {"drawing": message}
    return app.run()


def test_an_untouched_pad_has_no_drawing_and_asks_for_none(app):
    assert answer(app) == "none"
    assert told(app, 0)["labels"] == WORDS and told(app, 0)["lang"] == "ko"
    assert unpack_strokes(**told(app, 0)["ghost"]) is not None
    assert told(app, 1) == {"pad": "pad", "ack": 0, "restore": None, "put": None}


def test_a_drawing_is_answered_and_acknowledged(app):
    send(app, write_message(SLASH, 12))
    assert answer(app) == "12 2"
    assert told(app, 1) == {"pad": "pad", "ack": 12, "restore": None, "put": None}


def test_what_the_pad_is_given_does_not_change_with_what_is_drawn(app):
    before = told(app, 0)
    assert told(send(app, write_message(SLASH, 12)), 0) == before


@pytest.mark.parametrize("forged", [None, 3, "x", [], {"seq": -1}, GOOD | {"n": [5]}])
def test_a_forged_message_leaves_the_last_good_drawing(app, forged):
    send(app, write_message(SLASH, 12))
    send(app, forged)
    assert answer(app) == "12 2"
    assert told(app, 1)["ack"] == 12


@pytest.mark.parametrize("state", [None, [], "x", {"other": 1}, 7])
def test_a_forged_state_leaves_the_last_good_drawing(app, state):
    send(app, write_message(SLASH, 12))
    app.session_state["pad"] = state
    assert answer(app.run()) == "12 2"


def test_the_drawing_is_restored_after_a_change_of_page(app):
    send(app, write_message(SLASH, 12))
    app.checkbox[0].check().run()
    assert "pad" not in app.session_state  # Streamlit forgets a widget that is not on the page
    assert answer(app) == "12 2"
    app.checkbox[0].uncheck().run()
    assert told(app, 1)["ack"] == 12
    assert equal(unpack_strokes(**told(app, 1)["restore"]), SLASH)


def test_a_sample_answers_at_once_and_is_offered_until_the_pad_has_it(app):
    send(app, write_message(SLASH, 12))
    app.button[0].click().run()
    assert answer(app) == "13 1"
    put = told(app, 1)["put"]
    assert equal(unpack_strokes(put["n"], put["d"]), SEVEN)
    send(app, write_message(SLASH, 13))  # before the pad had the sample: answered, but not shown
    assert answer(app) == "13 1" and told(app, 1)["ack"] == 13
    assert told(app, 1)["put"] == put
    send(app, write_message(SEVEN, 14, token=put["token"]))
    assert answer(app) == "14 1" and told(app, 1)["put"] is None


def test_a_missing_label_is_a_mistake_of_ours_and_says_which():
    with pytest.raises(KeyError, match="pad"):
        mount("pad", labels={})
