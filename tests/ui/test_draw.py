"""Does Draw read what is on the pad, in both languages, and take any message calmly?"""

import re
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from cnn import weights
from cnn.assets import AssetProblem
from cnn.reading import read
from cnn.stored import sample_strokes
from ui.components.digit_pad.message import write
from ui.warm import _warm as warm

ROOT = Path(__file__).resolve().parents[2]
SEVEN = [np.array([[300.0, 250.0], [700.0, 250.0], [450.0, 800.0]])]
pytestmark = pytest.mark.slow


def draw(lang="en", message=None):
    app = AppTest.from_file(ROOT / "streamlit_app.py", default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    app.switch_page("pages/4_Draw.py")
    if message is not None:
        app.session_state["pad"] = {"drawing": message}
    return app.run()


def html(app, testid):
    """The HTML of the element with this data-testid, and its data-* attributes."""
    (body,) = (e.proto.body for e in app.get("html") if f'data-testid="{testid}"' in e.proto.body)
    return body, dict(re.findall(r'data-(\w+)="([^"]*)"', body))


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_with_a_digit_already_read(lang):
    app = draw(lang)
    assert not app.exception
    body, data = html(app, "answers")
    assert data["best"] == str(read(sample_strokes()["3"]).best) and data["seq"] == "0"
    assert f'lang="{lang}"' in body
    assert "⟨" not in "".join(e.proto.body for e in app.get("html"))
    assert "⟨" not in "".join(m.value for m in app.markdown)


def test_a_drawing_is_answered_with_its_own_number():
    app = draw(message=write(SEVEN, seq=41))
    assert html(app, "answers")[1] | html(app, "maps")[1] | html(app, "all-maps")[1] == {
        "testid": "all-maps",
        "seq": "41",
        "best": str(read(SEVEN).best),
    }


def test_the_distances_shown_are_the_networks():
    body, _ = html(draw(message=write(SEVEN, seq=1)), "answers")
    shown = re.findall(r'<td class="number">([\d.]+)</td>', body)
    assert [float(number) for number in shown] == [
        round(float(d), 1) for d in read(SEVEN).distances
    ]


@pytest.mark.parametrize(
    ("strokes", "refused"),
    [
        ([], True),
        ([np.array([[500.0, 500.0]])], True),
        ([np.array([[0.0, 0.0], [1023.0, 1023.0]])], False),  # an askew one: either answer is fair
        ([np.random.default_rng(0).integers(0, 1024, (1500, 2)).astype(float)], True),
    ],
    ids=["empty", "dot", "line across everything", "as many points as fit"],
)
def test_whatever_is_drawn_gets_a_sentence(strokes, refused):
    app = draw(message=write(strokes, seq=1))
    assert not app.exception
    body, _ = html(app, "verdict")
    assert re.search(r'role="status">[^<]+', body)
    assert "refused" in body or not refused


@pytest.mark.parametrize(
    "message",
    [
        "text",
        7,
        {"seq": -1},
        write(SEVEN, seq=1) | {"n": [10**9]},
        write(SEVEN, seq=1) | {"d": "A" * 100_000},
        write(SEVEN, seq=1) | {"pen": ["up"]},
        {"seq": float("nan"), "pen": "up", "token": None, "n": [1], "d": "AAAAAA=="},
    ],
)
def test_a_forged_message_changes_nothing(message):
    app = draw(message=message)
    assert not app.exception
    assert html(app, "answers")[1]["seq"] == "0"


def test_a_sample_goes_on_the_pad_and_is_read():
    app = draw()
    app.button_group(key="draw.sample").select("8").run()
    assert not app.exception
    assert html(app, "answers")[1]["best"] == str(read(sample_strokes()["8"]).best)


@pytest.mark.parametrize(("lang", "words"), [("en", "is missing"), ("ko", "파일이 없습니다")])
def test_missing_weights_are_a_sentence(lang, words, monkeypatch):
    def gone(name):
        raise AssetProblem("asset-missing", "English", file=f"weights/{name}.safetensors")

    monkeypatch.setattr(weights, "load", gone)
    warm.cache_clear()
    app = draw(lang)
    assert not app.exception
    assert words in "".join(warning.value for warning in app.warning)
