"""The exhibits of LeNet about one digit: its walk, a unit, the table of connections, the codes."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from cnn import figures
from cnn.data.mnist import dataset
from cnn.errors import Problem
from cnn.inference import unit_trace
from cnn.inference.unit_trace import INPUT, DigitTrace
from cnn.rbf_codes import WIDTH, codes
from ui.components import code_sum, connection_table, layer_walk, segments
from ui.exhibits.draw import pad
from ui.exhibits.lenet import walk_html as html
from ui.exhibits.lenet.chosen import (
    DEFAULT,
    FAMILY,
    FIRST,
    SOURCES,
    WITH_DIGIT,
    again,
    kinds,
    network_now,
    network_switch,
    rows,
    tables,
    walk_now,
)
from ui.exhibits.lenet.networks_html import layer_title, shape_words
from ui.html import markup
from ui.page import url_state
from ui.page.frame import Page
from ui.page.pictures import SQUASHED
from ui.page.theme import is_dark
from ui.words.numbers import signed

UNIT, CELL = "lenet.unit-picked", "lenet.cell-picked"
SHEETS = {120: 12, 84: WIDTH, 30: 6}  # single units in a row


@st.fragment(key="lenet.walk")
def walk(page: Page) -> None:
    """A digit's answers in every layer of the network that is chosen."""
    page.section("walk")
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        network = network_switch(page, "walk")
        source = url_state.choice(
            page,
            "from",
            SOURCES,
            label=page.label("lenet.from"),
            widget=segments.joined,
            format_func=lambda each: page.label(f"lenet.from-{each}"),
            on_change=lambda: again(*WITH_DIGIT),
        )
        if source == "test":
            url_state.whole(
                page,
                "index",
                0,
                len(dataset.load_digits("test").labels) - 1,
                label=page.label("lenet.index"),
                default=FIRST,
                widget=st.number_input,
                on_change=lambda: again(*WITH_DIGIT),
                width=200,
            )
    if source == "drawing":
        left, _ = st.columns([5, 7])
        with left:
            pad.mount_pad(page, [f"lenet.{name}" for name in WITH_DIGIT])
    if (walked := _walked(page)) is None:
        return
    markup.show(html.walk_answer(page, walked, network))
    _maps(page, walked, network)


def _walked(page: Page, network: str = "") -> DigitTrace | None:
    """The digit gone through the network; None, with a sentence, if that cannot be."""
    try:
        return walk_now(network)
    except Problem as problem:
        page.problem(problem)
        return None


def _maps(page: Page, walked: DigitTrace, network: str) -> None:
    counted = {row.name: row for row in rows(network)}
    titles = {name: layer_title(page, name) for name in walked.maps}
    side = walked.maps[INPUT].shape[1]
    sizes = {name: shape_words(page, counted[name].shape) for name in counted}
    said = {k: "full" if counted[k].shape[1:] == (1, 1) else kinds(network)[k] for k in counted}
    captions = {k: page.label(f"lenet.walk-{said[k]}", size=sizes[k]) for k in sizes}
    captions[INPUT] = page.label("lenet.walk-input", side=side)
    singles = {k: SHEETS[len(m)] for k, m in walked.maps.items() if len(m) in SHEETS}
    layer_walk.mount(
        "lenet.maps",
        walked.maps,
        titles=titles,
        captions=captions,
        columns=singles | {"output": 10},
        windows=unit_trace.receptive_windows(FAMILY[network].model),
        tables=tables(network),
        limit=SQUASHED,
        colours=figures.DIVERGING[figures.theme_name(is_dark())],
        answer=walked.answer,
        unit=unit_now(network),
        scale=url_state.component_choice(page, "scale", layer_walk.SCALES, layer_walk.SCALES[0]),
        labels={name: page.label(f"lenet.maps-{name}") for name in layer_walk.LABELS},
        lang=page.lang,
        on_pick=_picked,
        on_scale=lambda scale: url_state.set_value("lenet", "scale", scale),
    )


def _picked(unit: str) -> None:
    st.session_state[UNIT] = True
    url_state.set_value("lenet", "unit", unit)
    again("unit")


def first_unit(network: str) -> str:
    """The unit that is taken apart before another is picked: the middle of a map."""
    layer = FAMILY[network].partial
    shape = next(row.shape for row in rows(network) if row.name == layer)
    return f"{layer}.0.{shape[1] // 2}.{shape[2] // 2}"


def unit_exists(network: str, text: str) -> bool:
    """Whether "layer.map.row.column" names a unit of this network."""
    shapes = {INPUT: (1, 1, 1)} | {row.name: (*row.shape, 1, 1)[:3] for row in rows(network)}
    return layer_walk.is_unit(text, shapes)


def unit_now(network: str) -> str:
    """The unit that is picked, or the first one of this network."""
    unit: str = st.session_state.get("lenet.unit", "")
    asked = str(st.query_params.get("unit", ""))
    found = unit or asked
    return found if unit_exists(network, found) else first_unit(network)


@st.fragment(key="lenet.unit")
def unit_apart(page: Page) -> None:
    """The unit that is picked: what it sees of the pixels, and every number that makes it."""
    page.section("unit")
    network = network_now()
    first = first_unit(network)
    name = url_state.component_value(
        page, "unit", lambda raw: raw if unit_exists(network, raw) else None, first
    )
    if (walked := _walked(page)) is None:
        return
    layer, *place = name.split(".")
    map_, y, x = map(int, place)
    taken = unit_trace.unit_sum(walked, layer, map_, y, x)
    window = unit_trace.receptive_windows(FAMILY[network].model)[layer][INPUT]
    markup.show(html.unit_apart(page, walked, name, taken, window, kinds(network)[layer]))
    page.seen(
        "unit",
        UNIT in st.session_state,
        how="output" if network == DEFAULT and layer == "output" else "",
        terms=f"{sum(term.products.size for term in taken.terms):,}",
        total=signed(taken.total, 3),
        value=signed(taken.value, 3),
    )


@st.fragment(key="lenet.connections")
def connections(page: Page) -> None:
    """The table of connections of the network's partial layer, and what is picked in it."""
    page.section("connections")
    network = network_switch(page, "connections")
    layer = FAMILY[network].partial
    seen = tables(network)[layer]
    page.prose(page.label(f"lenet.table-{network}"))
    if (walked := _walked(page)) is None:
        return
    before = walked.before(layer)
    inputs = len(walked.maps[before])
    cell = url_state.component_choice(page, "cell", connection_table.cells(seen, inputs), "0")
    names = layer_title(page, before), layer
    connection_table.mount(
        "lenet.cells",
        seen,
        kernels_in_order(walked, layer),
        inputs=inputs,
        chosen=cell,
        names=names,
        dark=is_dark(),
        labels=_cell_labels(page, names),
        lang=page.lang,
        on_pick=_cell,
    )
    markup.show(html.connected(page, walked, layer, cell, seen, is_dark()))
    used = sum(map(len, seen))
    page.seen(
        "connections", CELL in st.session_state, layer=layer, used=used, pairs=inputs * len(seen)
    )


def kernels_in_order(
    walked: DigitTrace, layer: str
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    """All kernels of a layer, in the order of its table."""
    weight: np.ndarray[tuple[int, ...], np.dtype[np.float32]] = (
        unit_trace.trained_network(walked.network)
        .get_submodule(layer)
        .get_parameter("weight")
        .numpy()
    )
    return weight


def _cell_labels(page: Page, names: Sequence[str]) -> dict[str, str]:
    before, here = names
    return {
        name: page.label(f"lenet.cells-{name}", before=before, here=here)
        for name in connection_table.LABELS
    }


def _cell(cell: str) -> None:
    st.session_state[CELL] = True
    url_state.set_value("lenet", "cell", cell)


@st.fragment(key="lenet.codes")
def code_distances(page: Page) -> None:
    """F6 beside the ten codes, the distances adding up cell by cell."""
    page.section("codes")
    if (walked := _walked(page, "lenet5")) is None:
        return
    code_sum.mount(
        "lenet.sum",
        walked.maps["F6"].ravel(),
        codes(),
        walked.maps["output"].ravel(),
        width=WIDTH,
        limit=SQUASHED,
        colours=figures.DIVERGING[figures.theme_name(is_dark())],
        labels={name: page.label(f"lenet.sum-{name}") for name in code_sum.LABELS},
        lang=page.lang,
        on_gone=lambda: st.session_state.update({"lenet.summed": True}),
    )
    distances = walked.maps["output"].ravel()
    best, second = map(int, distances.argsort()[:2])
    page.seen(
        "codes",
        "lenet.summed" in st.session_state,
        best=best,
        second=second,
        nearest=signed(distances[best]),
        next=signed(distances[second]),
    )
