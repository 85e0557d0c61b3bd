"""Does MNIST open in both languages, without torch, and take any address and message calmly?"""

import numpy as np
import pytest

from cnn.data.mnist import dataset
from cnn.data.mnist.writers import digits_of, load_writers
from cnn.results import mnist_read
from tests.ui.opening import guessed, html, notes, opener, together, words
from ui.components.digit_pad.message import write_message
from ui.exhibits.mnist.digits import ordered, typical

opened = opener("pages/2_MNIST.py")

SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning
    assert "⟨" not in words(app)
    assert html(app, "mnist-card")["number"] == "0"


def test_a_link_opens_the_digit_and_the_byte_it_names():
    app = opened(set="test", index="184", byte="16")
    assert html(app, "mnist-card")["number"] == "60184"
    assert html(app, "mnist-byte")["offset"] == "16"
    assert not notes(app)


@pytest.mark.parametrize(
    ("query", "wrong"),
    together(
        {"index": "60000"},
        {"set": "test", "index": "10000"},
        {"byte": "47040016"},
        {"label": "x"},
        {"game": "0"},
        {"page": "501"},
        {"writer": "2350"},  # nobody of MNIST's has this number
        {"writer": "-1"},
    ),
)
def test_what_is_out_of_range_falls_back_with_a_note(query, wrong):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == wrong


def test_what_is_most_like_the_drawing_is_found():
    app = opened(state={"pad": {"drawing": write_message(SEVEN, seq=1)}})
    assert html(app, "mnist-yours")["best"] == "7"


def test_nothing_drawn_is_a_sentence():
    app = opened(state={"pad": {"drawing": write_message([], seq=1)}}, order="likeness")
    assert not app.exception
    assert any("Draw a digit to see it here" in m.value for m in app.markdown)


def hand(app):
    """Who is chosen, and what is said of this person's digits."""
    said = [m.value for m in app.markdown if "digits, all in the" in m.value]
    return app.selectbox(key="mnist.writer").value, said[0]


def test_the_hand_that_wrote_the_open_digit_is_shown_with_all_its_digits():
    app = opened(set="test", index="5001")
    writer, said = hand(app)
    assert writer == 326 and f"{len(digits_of(326))} digits, all in the test set" in said
    assert html(app, "mnist-card")["number"] == "65001"


def test_the_hand_follows_the_open_digit_until_another_is_asked_for():
    app = opened(set="test", index="5001")
    app.number_input(key="mnist.index").set_value(0).run()
    assert hand(app)[0] == load_writers().writer[60_000]
    app.selectbox(key="mnist.writer").set_value(326).run()
    assert hand(app)[0] == 326 and app.query_params["writer"] == "326"


def test_a_link_leads_to_a_hand():
    app = opened(writer="2100")
    writer, said = hand(app)
    assert writer == 2100 and "all in the training set" in said


@pytest.mark.parametrize(
    "message", [{"picked": 10**9}, {"picked": -1}, {"picked": "x"}, {"picked": [1]}, "no message"]
)
def test_a_forged_message_changes_nothing(message):
    app = opened(state=dict.fromkeys(("mnist.sheet", "mnist.points", "mnist.hand-sheet"), message))
    assert not app.exception and html(app, "mnist-card")["number"] == "0"


def test_guesses_reveal_counts_and_reasons():
    app = opened()
    app = guessed(app, "mnist.balance", "equal")
    assert any("mn-counts" in e.proto.body for e in app.get("html"))
    app = guessed(app, "mnist.writers", "employees")
    assert any("mn-halves" in e.proto.body for e in app.get("html"))
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 2


def test_orders_are_what_they_say():
    assert ordered("test", "file", None).tolist() == list(range(60_000, 70_000))
    sevens = ordered("train", "file", 7)
    assert (dataset.load_digits("train").labels[sevens] == 7).all() and len(sevens) == 6265
    far = mnist_read().right[ordered("test", "doubt", None)]
    assert (np.diff(far.astype(float)) <= 0).all()


def test_the_usual_are_nearer_to_the_mean_than_the_unusual():
    usual, unusual = typical(4)
    assert (dataset.load_digits("train").labels[np.concatenate([usual, unusual])] == 4).all()
    assert not set(usual.tolist()) & set(unusual.tolist())
