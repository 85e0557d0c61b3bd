"""Does LeNet open in both languages for every network, and do its numbers hold?"""

import json
import re
from html import unescape

import numpy as np
import pytest

from cnn.analysis.complexity import layer_sizes
from cnn.inference import classifiers
from cnn.models import DIGITS
from tests.ui.opening import ROOT, bodies, guessed, html, notes, opener, sent, together, words
from ui.components import Once
from ui.components.connection_table import cells
from ui.components.digit_pad.message import write_message
from ui.components.layer_walk import is_unit
from ui.exhibits.lenet.chosen import FAMILY, kinds, layers_of, rows, tables
from ui.exhibits.lenet.networks_html import error_of
from ui.exhibits.lenet.source_code import lines_of, painted

opened = opener("pages/4_LeNet.py")


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_it_opens_whole(lang):
    app = opened(lang)
    assert not app.exception and not app.warning and not notes(app)
    assert "⟨" not in words(app)
    assert html(app, "layers")["network"] == "lenet5"
    assert html(app, "walk")["answer"] == "3"


@pytest.mark.parametrize("network", FAMILY)
def test_every_network_is_counted_walked_and_shown(network):
    app = opened(network=network)
    assert not app.exception and not app.warning
    assert "⟨" not in words(app)
    counted = layer_sizes(DIGITS[FAMILY[network].model]())
    shown = html(app, "layers")
    assert shown["parameters"] == str(sum(row.parameters for row in counted))
    assert shown["connections"] == str(sum(row.connections for row in counted))
    assert ("✓ the same" in words(app)) == (network != "lenet4")
    assert html(app, "walk")["network"] == network
    unit = html(app, "unit")
    assert unit["unit"].startswith(FAMILY[network].partial + ".0.")
    assert html(app, "source")["layer"] == FAMILY[network].partial
    assert html(app, "connected")["cell"] == "0"


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("network", FAMILY)
def test_every_layer_can_be_chosen_and_taken_apart(network, lang):
    app = opened(lang, network=network)
    for row in rows(network):
        last = "0.0" if len(row.shape) == 1 else f"{row.shape[1] - 1}.{row.shape[2] - 1}"
        app.query_params["layer"] = row.name
        unit = f"{row.name}.{row.shape[0] - 1}.{last}"
        app.query_params["unit"] = unit
        app.run()
        assert not app.exception and "⟨" not in words(app)
        assert html(app, "source")["layer"] == row.name
        assert html(app, "unit")["unit"] == unit


def test_a_link_opens_the_unit_and_the_cell_that_it_names():
    app = opened(unit="C5.7.0.0", cell="15.5", index="0")
    assert html(app, "unit")["unit"] == "C5.7.0.0"
    assert html(app, "connected")["cell"] == "15.5"
    assert html(app, "walk")["answer"] == "7"
    assert not notes(app)
    assert html(opened(cell=".2"), "connected")["cell"] == ".2"


@pytest.mark.parametrize(
    ("query", "wrong"),
    together(
        {"network": "lenet3"},
        {"layer": "C9"},
        {"network": "lenet1", "layer": "C3"},
        {"unit": "C3.16.0.0"},
        {"unit": "C3.1.2"},
        {"unit": "input.0.0.0"},
        {"cell": "3.0"},
        {"cell": "16"},
        {"index": "10000"},
        {"from": "elsewhere"},
        {"kernels": "129"},
        {"scale": "own"},
        {"changes": "table,dropout"},
    ),
)
def test_what_does_not_exist_falls_back_with_a_note(query, wrong):
    app = opened(**query)
    assert not app.exception
    assert len(notes(app)) == wrong


@pytest.mark.parametrize("message", [{"picked": [1, 2]}, {"picked": "x.y.z"}, {"picked": 3}, "no"])
def test_a_forged_message_changes_nothing(message):
    keys = ("lenet.picture", "lenet.maps", "lenet.cells", "lenet.sum")
    app = opened(state=dict.fromkeys(keys, message))
    assert not app.exception
    assert html(app, "layers")["network"] == "lenet5"
    assert html(app, "connected")["cell"] == "0"


def test_the_visitors_own_drawing_walks_too():
    seven = [[[300, 250], [700, 250], [450, 800]]]
    drawn = {"pad": {"drawing": write_message([np.array(s, float) for s in seven], seq=1)}}
    app = opened(state=drawn, **{"from": "drawing"})
    assert not app.exception and html(app, "walk")["answer"] == "7"


def test_a_cleared_pad_is_a_sentence():
    app = opened(state={"pad": {"drawing": write_message([], seq=1)}}, **{"from": "drawing"})
    assert not app.exception
    assert any("Draw a digit" in w.value for w in app.warning)


def test_guesses_reveal_shares_and_reasons():
    app = opened()
    assert 'data-testid="shares"' not in words(app)
    app = guessed(app, "lenet.most", "maps")
    app = guessed(app, "lenet.modern", "softmax")
    assert html(app, "shares") is not None
    assert len([m for m in app.markdown if 'class="answer"' in m.value]) == 2


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_the_lab_shows_errors_only_after_the_bet(lang):
    app = opened(lang)
    lab = sent(app, "lenet.lesions")
    assert lab["network"] == "lenet5-distorted" and lab["pad"] == "pad" and not lab["bet"]
    assert not bodies(app, "lost")
    app = guessed(app, "lenet.lesion", "m2")
    assert not app.exception and sent(app, "lenet.lesions")["bet"]
    (shown,) = bodies(app, "lost")
    assert [each for each in ("55.03%", "0.78%", "0.65%", "0.66%") if each not in shown] == []
    labels = sent(app, "lenet.lesions")["labels"]
    assert "10,000" in labels["read"] and "%m" in labels["read"]
    assert not [text for text in labels.values() if "⟨" in text or "{" in text]


def test_the_test_digits_are_sent_only_when_they_are_asked_for(monkeypatch):
    def brought(app):
        return [e for e in app.get("bidi_component") if "test_digits" in e.proto.component_name]

    monkeypatch.setattr(Once, "served", False)
    assert not brought(opened())
    (digits,) = brought(opened(state={"lenet.digits-asked": True}))
    assert 2_000_000 < len(digits.proto.json) < 2_300_000
    monkeypatch.setattr(Once, "served", True)
    (digits,) = brought(opened())
    for kind, file in json.loads(digits.proto.json).items():
        assert Once.files[file["address"]][:2] == b"\x1f\x8b", kind


def test_the_pad_stands_only_once():
    for source in ("test", "drawing"):
        app = opened(**{"from": source})
        names = [e.proto.component_name for e in app.get("bidi_component")]
        pads = [name for name in names if name.removesuffix("_once").endswith("digit_pad")]
        assert not app.exception and len(pads) == 1


def test_a_part_that_was_taken_out_is_noted():
    app = opened(state={"lenet.cut": True})
    assert "lenet.lab" in app.session_state["progress"].done
    assert "lenet.lab" not in opened().session_state["progress"].done


def test_lenet4_can_be_read_anew():
    app = opened(network="lenet4", side="28", kernels="16")
    assert not app.exception
    found = html(app, "reading")
    assert int(found["parameters"]) > 17_000


def test_taking_back_what_tutorials_changed_leads_to_the_paper():
    app = opened()
    assert html(app, "retold")["parameters"] == "61706"
    pills = [each for each in app.button_group if each.key == "lenet.changes"]
    pills[0].set_value([]).run()
    assert html(app, "retold")["parameters"] == "60000"
    assert html(opened(changes="none"), "retold")["parameters"] == "60000"


def test_a_link_opens_the_walk_on_its_scale():
    components = [json.loads(e.proto.json) for e in opened(scale="map").get("bidi_component")]
    assert [data["scale"] for data in components if data and "scale" in data] == ["map"]


@pytest.mark.parametrize("network", FAMILY)
def test_the_source_shows_each_layer_where_it_is_made(network):
    class_ = DIGITS[FAMILY[network].model]
    source = (ROOT / (class_.__module__.replace(".", "/") + ".py")).read_text("utf-8")
    lines = source.splitlines()
    for layer, numbers in lines_of(network).items():
        assert f"self.{layer} = " in lines[numbers[0] - 1]
        assert all(f"self.{layer}" in lines[number - 1] for number in numbers)
    plain = [unescape(re.sub(r"<[^>]*>", "", str(line))) for line in painted(source)]
    assert plain == lines


def test_every_layer_has_a_kind_and_every_convolution_a_table():
    for network in FAMILY:
        assert list(kinds(network)) == layers_of(network)
        assert FAMILY[network].partial in tables(network)
    assert kinds("lenet5")["output"] == "distance" and kinds("lenet1")["output"] == "output"


def test_errors_stand_beside_the_papers():
    app = opened()
    body = next(e.proto.body for e in app.get("html") if 'data-testid="errors"' in e.proto.body)
    for name in classifiers.classifier_names():
        assert f"{error_of(name):.2f}%" in body


def test_names_of_units_and_cells():
    shapes = {"input": (1, 32, 32), "C1": (6, 28, 28)}
    assert is_unit("C1.5.27.27", shapes)
    wrong = (
        "C1.6.0.0",
        "C1.0.28.0",
        "C1.-1.0.0",
        "C1.0.0",
        "input.0.0.0",
        "",
        "C1.0.0.x",
        "C1.٣.0.0",
    )
    assert not any(is_unit(each, shapes) for each in wrong)
    assert cells([[0, 1], [1]], 2) == {"0", "1", ".0", ".1", "0.0", "0.1", "1.1"}
