"""Does MNIST open in both languages, without torch, and take any address and message calmly?"""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cnn.data import mnist
from cnn.stored import mnist_read
from ui.components.digit_pad.message import write
from ui.exhibits.mnist import ordered, typical

ROOT = Path(__file__).resolve().parents[2]
SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]


def opened(lang="en", state=None, **query):
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    app.switch_page("pages/1_MNIST.py")
    for key, value in query.items():
        app.query_params[key] = value
    for key, value in (state or {}).items():
        app.session_state[key] = value
    return app.run()


def html(app, testid):
    """The data-* attributes of the first element with this data-testid."""
    bodies = [e.proto.body for e in app.get("html") if f'data-testid="{testid}"' in e.proto.body]
    return dict(re.findall(r'data-(\w+)="([^"]*)"', bodies[0]))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning
    assert "⟨" not in "".join(e.proto.body for e in app.get("html"))
    assert "⟨" not in "".join(m.value for m in app.markdown)
    assert html(app, "mnist-card")["number"] == "0"


def test_a_link_opens_the_digit_and_the_byte_it_names():
    app = opened(set="test", index="184", byte="16")
    assert html(app, "mnist-card")["number"] == "60184"
    assert html(app, "mnist-byte")["offset"] == "16"
    assert not [c for c in app.caption if "which is not here" in c.value]


@pytest.mark.parametrize(
    "query",
    [
        {"index": "60000"},
        {"set": "test", "index": "10000"},
        {"byte": "47040016"},
        {"label": "x"},
        {"game": "0"},
        {"page": "501"},
    ],
)
def test_what_is_out_of_range_falls_back_with_a_note(query):
    app = opened(**query)
    assert not app.exception
    assert len([c for c in app.caption if "which is not here" in c.value]) == 1


def test_what_is_most_like_the_drawing_is_found():
    app = opened(state={"pad": {"drawing": write(SEVEN, seq=1)}})
    assert html(app, "mnist-yours")["best"] == "7"


def test_nothing_drawn_is_a_sentence():
    app = opened(state={"pad": {"drawing": write([], seq=1)}}, order="likeness")
    assert not app.exception
    assert any("Draw a digit to see it here" in m.value for m in app.markdown)


@pytest.mark.parametrize(
    "message", [{"picked": 10**9}, {"picked": -1}, {"picked": "x"}, {"picked": [1]}, "no message"]
)
def test_a_forged_message_changes_nothing(message):
    app = opened(state={"mnist.sheet": message, "mnist.points": message})
    assert not app.exception and html(app, "mnist-card")["number"] == "0"


def test_guesses_reveal_counts_and_reasons():
    app = opened()
    app.radio(key="mnist.balance").set_value("equal").run()
    assert any("mn-counts" in e.proto.body for e in app.get("html"))
    app.radio(key="mnist.writers").set_value("students").run()
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 2


def test_orders_are_what_they_say():
    assert ordered("test", "file", None).tolist() == list(range(60_000, 70_000))
    sevens = ordered("train", "file", 7)
    assert (mnist.load("train").labels[sevens] == 7).all() and len(sevens) == 6265
    far = mnist_read().right[ordered("test", "doubt", None)]
    assert (np.diff(far.astype(float)) <= 0).all()


def test_the_usual_are_nearer_to_the_mean_than_the_unusual():
    usual, unusual = typical(4)
    assert (mnist.load("train").labels[np.concatenate([usual, unusual])] == 4).all()
    assert not set(usual.tolist()) & set(unusual.tolist())


def test_it_needs_no_torch():
    code = (
        "import sys; from streamlit.testing.v1 import AppTest; "
        "at = AppTest.from_file('streamlit_app.py', default_timeout=60).run(); "
        "at.switch_page('pages/1_MNIST.py').run(); "
        "assert not at.exception and at.title; print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert run.stdout.strip() == "False", run.stderr
