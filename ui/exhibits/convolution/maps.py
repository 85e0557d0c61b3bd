"""The exhibits of Convolution about whole maps: halved in two ways, and traced back to pixels."""

from functools import cache

import numpy as np
import streamlit as st
import torch
from numpy.typing import NDArray

from cnn.analysis import receptive_field
from cnn.analysis.receptive_field import Level
from cnn.inference.digit import DEFAULT, Reading
from cnn.inference.weights import load_network
from cnn.models.activations import squash
from cnn.models.lenet5 import LeNet5
from cnn.models.lenet_layers import Subsampling
from ui.components import convolution as component
from ui.components.convolution import FARTHEST, STEEPEST, ChosenBlock, ChosenUnit
from ui.exhibits.convolution import chosen_digit as digit
from ui.exhibits.convolution.kernel import component_words, place_on_map
from ui.page import questions, url_state
from ui.page.frame import Page
from ui.words.numbers import signed

LEARNED = "learned"
FIELDS = ("C1", "S2", "C3", "S4", "C5")


@st.fragment(key="convolution.pool")
def pool(page: Page) -> None:
    """A map of C1, halved by S2's trained units and by taking the largest of four."""
    page.section("pool")
    maps, pairs = digit.reading().maps["C1"], trained()
    raw = url_state.component_value(page, "map", _parse_map, "0")
    dials = url_state.component_value(page, "dials", _parse_dials, LEARNED)
    row, column = place_on_map(page, "block", maps.shape[1] // 2, "7,6")
    coefficient, bias = pairs[int(raw)] if dials == LEARNED else map(float, dials.split(","))
    component.mount_pooling(
        "convolution.pooling",
        maps,
        pairs,
        ChosenBlock(int(raw), coefficient, bias, row, column),
        labels=component_words(page, "pooling"),
        lang=page.lang,
        on_shown=_pooled,
    )
    block = maps[int(raw), 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    page.seen(
        "pool",
        "convolution.pool:done" in st.session_state,
        squashed=signed(squashed(coefficient * block.sum() + bias)),
        largest=signed(block.max()),
    )


@cache
def trained() -> list[tuple[float, float]]:
    """The coefficient and the bias of each map of S2 of the network that ships, to 3 digits."""
    layer = load_network(DEFAULT).get_submodule("S2")
    assert isinstance(layer, Subsampling)
    pairs = zip(layer.weight.tolist(), layer.bias.tolist(), strict=True)
    return [(round(coefficient, 3), round(bias, 3)) for coefficient, bias in pairs]


def _parse_map(raw: str) -> str | None:
    return raw if raw in {str(number) for number in range(len(trained()))} else None


def _parse_dials(raw: str) -> str | None:
    if raw == LEARNED:
        return raw
    try:
        coefficient, bias = map(float, raw.split(","))
    except ValueError:
        return None
    return raw if abs(coefficient) <= STEEPEST and abs(bias) <= FARTHEST else None


def _pooled(state: ChosenBlock) -> None:
    pair = state.coefficient, state.bias
    url_state.set_value("convolution", "map", str(state.map))
    dials = LEARNED if pair == trained()[state.map] else f"{pair[0]:g},{pair[1]:g}"
    url_state.set_value("convolution", "dials", dials)
    url_state.set_value("convolution", "block", f"{state.row},{state.column}")
    st.session_state["convolution.pool:done"] = True


@questions.one_place
def field_question(page: Page) -> None:
    """How wide does a unit of C3 see? A guess, then the reason."""
    questions.ask(page, "field")


@st.fragment(key="convolution.field")
def unit_field(page: Page) -> None:
    """Any unit of LeNet-5 up to C5, and what it sees of every layer before it."""
    page.section("trace")
    levels = fields()
    sides = {level.name: level.side for level in levels[1:]}

    def parse(raw: str) -> str | None:
        name, *numbers = raw.split(",")
        known = {str(number) for number in range(sides.get(name, 0))}
        return raw if len(numbers) == 2 and set(numbers) <= known else None

    name, row, column = url_state.component_value(page, "unit", parse, "C3,4,4").split(",")
    component.mount_field(
        "convolution.fields",
        levels,
        shown_maps(digit.reading(), levels),
        ChosenUnit(name, int(row), int(column)),
        titles={level.name: page.label(f"convolution.level-{level.name}") for level in levels},
        labels=component_words(page, "field"),
        lang=page.lang,
        on_shown=_traced,
    )
    (of_unit,) = (level.sees for level in levels if level.name == name)
    height, width = (
        last - first + 1 for first, last in (of_unit[int(at)][0] for at in (row, column))
    )
    page.seen(
        "trace",
        "convolution.field:done" in st.session_state,
        layer=name,
        field=f"{height}×{width}",
        share=f"{100 * height * width / levels[0].side ** 2:.0f}",
    )


def _traced(unit: ChosenUnit) -> None:
    url_state.set_value("convolution", "unit", f"{unit.level},{unit.row},{unit.column}")
    st.session_state["convolution.field:done"] = True


def squashed(total: float) -> float:
    """The activation of one sum, as LeNet-5 computes it."""
    return float(squash(torch.tensor(total)))


@cache
def fields() -> list[Level]:
    """LeNet-5's picture and its layers of maps, with what each unit sees."""
    return receptive_field.levels(LeNet5())


def shown_maps(reading: Reading, levels: list[Level]) -> dict[str, NDArray[np.float32]]:
    """Of each level the map that varies most, of C5 the unit that answers most."""
    maps = {"input": reading.pixels}
    for level in levels[1:]:
        layer = reading.maps[level.name]
        maps[level.name] = layer[
            (layer.std((1, 2)) if level.side > 1 else np.abs(layer).sum((1, 2))).argmax()
        ]
    return maps
