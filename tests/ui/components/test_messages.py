"""Does what a browser sends reach a page only if it names something that the page has?"""

from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from cnn.analysis.receptive_field import Level
from cnn.experiments.kernels import CLASSIC, MapKernels
from ui.components import (
    adversarial_pen,
    broken_digit,
    class_tree,
    connection_table,
    convolution,
    crop_box,
    layer_walk,
    moves,
    network_family,
    segments,
    sheet,
    slider,
)
from ui.components.convolution import ChosenBlock, ChosenUnit, ChosenValue, NamedKernel


class AnyLabel(dict):
    def __missing__(self, name):
        return name


class Mounted:
    """A component's mount() with its browser cut off: `send` plays the browser."""

    def __init__(self, monkeypatch, module, component):
        self.told, self.state = [], {}
        monkeypatch.setattr(module, component, lambda **given: vars(self).update(given=given))
        monkeypatch.setattr(module, "st", SimpleNamespace(session_state=self.state), raising=False)

    def hear(self, *message):
        self.told.append(message)

    def send(self, name, value):
        """What the page is told of this message."""
        self.told.clear()
        self.state["key"] = {name: value}
        self.given[f"on_{name}_change"]()
        return self.told


COMMON = {"labels": AnyLabel(), "lang": "en"}
MAPS = {"input": np.zeros((1, 4, 4)), "C1": np.zeros((2, 2, 2)), "output": np.zeros((10, 1, 1))}
NOISE = [None, True, 1.5, "", "x", "n1", [], ["a"], {}, {"row": 0}, 10**400, float("nan")]


def walk(mounted):
    words = dict.fromkeys(MAPS, "")
    layer_walk.mount(
        "key", MAPS, titles=words, captions=words, columns={"output": 10}, windows={}, tables={},
        limit=1.0, colours=[], answer=0, unit="C1.0.0.0", scale="one",
        on_pick=mounted.hear, on_scale=mounted.hear, **COMMON,
    )  # fmt: skip


def test_the_walk_takes_units_and_scales_that_exist(monkeypatch):
    mounted = Mounted(monkeypatch, layer_walk, "_WALK")
    walk(mounted)
    assert mounted.send("picked", "C1.1.0.1") == [("C1.1.0.1",)]
    assert mounted.send("scaled", "map") == [("map",)]
    for noise in (*NOISE, "C1.2.0.0", "input.0.0.0", "one.map"):
        assert mounted.send("picked", noise) == [] and mounted.send("scaled", noise) == []


def test_the_table_takes_cells_that_exist(monkeypatch):
    mounted = Mounted(monkeypatch, connection_table, "_TABLE")
    connection_table.mount(
        "key", [[0, 1], [1]], np.ones((3, 5, 5)), inputs=2, chosen="0", names=("a", "b"),
        dark=False, on_pick=mounted.hear, **COMMON,
    )  # fmt: skip
    assert mounted.send("picked", "0.1") == [("0.1",)] and mounted.send("picked", ".1")
    for noise in (*NOISE, "1.0", "2", ".2"):
        assert mounted.send("picked", noise) == []


def test_the_family_takes_layers_that_exist_but_no_input(monkeypatch):
    mounted = Mounted(monkeypatch, network_family, "_FAMILY")

    def layer(name):
        one = (1, 1, 0)
        return network_family.FamilyLayer(name, "", "", 1, 1, 1, 1, [], one, one, "", [], [], "")

    network = network_family.FamilyNetwork("lenet", "", "", [layer("input"), layer("C1")])
    network_family.mount(
        "key", [network], chosen=("lenet", "C1"), label="", lang="en", on_pick=mounted.hear
    )
    assert mounted.send("picked", ["lenet", "C1"]) == [("lenet", "C1")]
    for noise in (*NOISE, ["lenet", "input"], ["lenet", ["C1"]], ["lenet"], ["lenet", "C1", "C1"]):
        assert mounted.send("picked", noise) == []


def test_the_tree_takes_branches_that_exist(monkeypatch):
    mounted = Mounted(monkeypatch, class_tree, "_TREE")
    class_tree.mount(
        "key", path=[], parts=[], known={"n1"}, selected="n1", on_open=mounted.hear, **COMMON
    )
    assert mounted.send("opened", "n1") == [("n1",)]
    for noise in (each for each in NOISE if each != "n1"):
        assert mounted.send("opened", noise) == []


def test_a_sheet_takes_numbers_of_its_pictures(monkeypatch):
    mounted = Mounted(monkeypatch, sheet, "_SHEET")
    cells = [sheet.SheetCell("a"), sheet.SheetCell("b")]
    sheet.mount_picture("key", b"\x89PNG", 2, cells, label="", lang="en", on_pick=mounted.hear)
    assert mounted.send("picked", 1) == [(1,)]
    for noise in (*NOISE, -1, 2):
        assert mounted.send("picked", noise) == []


def test_a_square_stays_within_its_photo(monkeypatch):
    mounted = Mounted(monkeypatch, crop_box, "_BOX")
    crop_box.mount(
        "key", b"\xff\xd8", crop_box.Geometry(8, 6, 6), (0.5, 0.5), label="", alt="", lang="en",
        on_move=mounted.hear,
    )  # fmt: skip
    assert mounted.send("place", {"x": 0.25, "y": 7}) == [((0.25, 1.0),)]
    for noise in (*NOISE, {"x": "0", "y": 0}, {"x": float("nan"), "y": 0}):
        assert mounted.send("place", noise) == []


def test_a_broken_digit_takes_changes_that_it_has(monkeypatch):
    mounted = Mounted(monkeypatch, broken_digit, "_BROKEN")
    broken_digit.mount(
        "key", pad="pad", sample=[np.zeros((2, 2))], networks={}, change="turn", titles=AnyLabel(),
        units=AnyLabel(), colours=[], on_moved=mounted.hear, **COMMON,
    )  # fmt: skip
    assert mounted.send("moved", "slant") == [("slant",)]
    for noise in (*NOISE, "shift"):
        assert mounted.send("moved", noise) == []


def test_a_pen_is_given_what_was_measured_of_its_networks_alone(monkeypatch):
    mounted = Mounted(monkeypatch, adversarial_pen, "_PEN")
    measured = {"steps": [0.0], "digits": 9, "lenet5": {"signs": [1.0]}, "other": {"signs": [2.0]}}
    adversarial_pen.mount(
        "key", pad="pad", samples={"9": [np.zeros((2, 2))]}, sample="9", networks={"lenet5": ""},
        largest=0.3, measured=measured, ink=[], diverging=[], on_moved=mounted.hear, **COMMON,
    )  # fmt: skip
    assert mounted.given["data"]["measured"] == {
        "steps": [0.0],
        "errors": {"lenet5": {"signs": [1.0]}},
    }
    assert mounted.send("moved", True) == [()]


def plain(weights):
    return MapKernels((0,), weights[None], 0.0)


def test_a_value_is_taken_apart_where_the_kernel_fits(monkeypatch):
    mounted = Mounted(monkeypatch, convolution, "_APART")
    shelf = [NamedKernel("vertical", "", "classic", "image", plain(CLASSIC["vertical"].weights))]
    size = CLASSIC["vertical"].weights.shape[-1]
    image = {"image": np.zeros((1, size + 1, size + 1), np.float32)}
    first = ChosenValue("vertical", 0, 0, "tanh")
    convolution.mount_value("key", image, shelf, first, on_shown=mounted.hear, **COMMON)
    good = {"kernel": "vertical", "row": 1, "column": 0, "squash": "relu"}
    assert mounted.send("shown", good) == [(ChosenValue("vertical", 1, 0, "relu"),)]
    wrong = ({"row": 2}, {"row": -1}, {"row": True}, {"column": 0.0}, {"squash": "x"})
    for change in (*wrong, {"squash": []}, {"kernel": "C9-1"}, {"kernel": ["vertical"]}):
        assert mounted.send("shown", good | change) == [], change
    for noise in NOISE:
        assert mounted.send("shown", noise) == []


def test_a_block_is_halved_within_its_map_and_within_the_dials(monkeypatch):
    mounted = Mounted(monkeypatch, convolution, "_POOLING")
    maps, first = np.zeros((2, 4, 4), np.float32), ChosenBlock(0, 1.0, 0.0, 0, 0)
    convolution.mount_pooling("key", maps, [(1.0, 0.0)], first, on_shown=mounted.hear, **COMMON)
    good = {"map": 1, "row": 1, "column": 1, "coefficient": -3, "bias": 12.0}
    assert mounted.send("shown", good) == [(ChosenBlock(1, -3.0, 12.0, 1, 1),)]
    wrong = ({"map": 2}, {"row": 2}, {"column": -1}, {"coefficient": "1"}, {"coefficient": 3.1})
    for change in (*wrong, {"bias": float("nan")}, {"bias": -13}, {"bias": None}):
        assert mounted.send("shown", good | change) == [], change


def test_a_unit_is_traced_in_a_layer_after_the_input(monkeypatch):
    mounted = Mounted(monkeypatch, convolution, "_FIELD")
    levels = [Level("input", 2, []), Level("C1", 1, [])]
    maps = {level.name: np.zeros((level.side, level.side), np.float32) for level in levels}
    convolution.mount_field(
        "key",
        levels,
        maps,
        ChosenUnit("C1", 0, 0),
        titles=AnyLabel(),
        on_shown=mounted.hear,
        **COMMON,
    )
    good = {"level": "C1", "row": 0, "column": 0}
    assert mounted.send("shown", good) == [(ChosenUnit("C1", 0, 0),)]
    for change in ({"level": "input"}, {"level": {}}, {"row": 1}, {"column": "0"}):
        assert mounted.send("shown", good | change) == []


def test_a_painted_kernel_is_one(monkeypatch):
    mounted = Mounted(monkeypatch, convolution, "_PAINTER")
    painted = CLASSIC["vertical"]
    convolution.mount_painter("key", [], painted, [], on_painted=mounted.hear, **COMMON)
    assert mounted.send("painted", str(painted)) == [(painted,)]
    for noise in (*NOISE, "1_1", "99_0_0_0_0_0_0_0_0"):
        assert mounted.send("painted", noise) == []


def held(monkeypatch, module, component, **values):
    """A component that holds values of the visit, and these."""
    mounted = Mounted(monkeypatch, module, component)
    mounted.state.update(values)
    monkeypatch.setattr(moves, "st", module.st)
    return mounted, mounted.state


def test_a_slider_takes_steps_that_it_has(monkeypatch):
    mounted, state = held(monkeypatch, slider, "_SLIDER", size=2)

    def send(message):
        state["size:slider"] = {"move": message}
        mounted.given["on_move_change"]()
        return state["size"]

    draw = partial(slider.number_slider, "Size", -1, 3, key="size", on_change=mounted.hear)
    assert draw() == 2
    assert mounted.given["data"]["at"] == 3 and mounted.given["data"]["heard"] == 0
    assert send({"at": 0, "moves": 1}) == -1 and mounted.told == [()]
    assert draw() == -1 and mounted.given["data"]["heard"] == 1
    wrong = ({"at": 5}, {"at": -1}, {"at": True}, {"at": 1.0}, {"moves": -1}, {"moves": 10**400})
    for noise in (*NOISE, *({"at": 1, "moves": 2} | change for change in wrong)):
        assert send(noise) == -1 and state["size:heard"] == 1, noise


def test_a_slider_has_the_options_and_the_fractions_that_it_shows(monkeypatch):
    mounted, state = held(monkeypatch, slider, "_SLIDER", beta=0.25, weight=-1.2)
    shown = slider.options_slider("β", (0.0, 0.25, 1.0), key="beta", format_func="{:g}".format)
    assert shown == 0.25 and mounted.given["data"]["words"] == ["0", "0.25", "1"]
    state["beta:slider"] = {"move": {"at": 2, "moves": 1}}
    mounted.given["on_move_change"]()
    assert state["beta"] == 1.0
    assert slider.number_slider("w", -3.0, 3.0, key="weight", digits=3) == -1.2
    data = mounted.given["data"]
    assert (data["first"], data["at"], data["last"]) == (-3000, 1800, 6000)
    for at in (0, 1, 1799, 6000):
        state["weight:slider"] = {"move": {"at": at, "moves": at}}
        mounted.given["on_move_change"]()
        assert state["weight"] == round(-3 + at / 1000, 3)


@pytest.mark.parametrize("look", [segments.joined, segments.pills])
def test_segments_take_options_that_they_have(monkeypatch, look):
    mounted, state = held(monkeypatch, segments, "_SEGMENTS", rule="floor")
    shown = look("Rule", ["floor", "ceil"], key="rule", format_func=str.upper)
    data = mounted.given["data"]
    assert shown == "floor" and (data["words"], data["at"]) == (["FLOOR", "CEIL"], 0)
    for message, rule in (({"at": 1, "moves": 1}, "ceil"), ({"at": 2, "moves": 2}, "ceil")):
        state["rule:segments"] = {"move": message}
        mounted.given["on_move_change"]()
        assert state["rule"] == rule and state["rule:heard"] == 1
