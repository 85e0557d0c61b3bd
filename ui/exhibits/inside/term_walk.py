"""The exhibit of Inside AlexNet that takes a unit's number apart, layer by layer."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.analysis.deconvolution import INPUT, Unit
from cnn.analysis.linear_shares import linear_shares
from cnn.analysis.unit_sources import UnitSource, unit_source
from cnn.errors import Problem
from ui.components import sheet
from ui.components.sheet import SheetCell
from ui.exhibits.inside import term_walk_html as html
from ui.exhibits.inside.chosen_unit import UnitInView, chosen_now
from ui.exhibits.inside.patches import photo_patch, small_patch
from ui.html import markup
from ui.page import folds, url_state
from ui.page.frame import Page
from ui.words.numbers import signed

SIDE = 56  # pixels of a picture of a term
WALKED = "inside.walked"
LONGEST = 20  # steps in an address; AlexNet has fewer layers

Array = NDArray[Any]


@st.fragment(key="inside.trace")
def trace(page: Page) -> None:
    """A number, the terms that it is the sum of, and the way of one of them down to the pixels."""
    page.section("trace")
    if (chosen := chosen_now(page)) is None:
        return
    maps = {INPUT: chosen.found.image[0].numpy(), **chosen.found.maps}

    def parse(raw: str) -> str | None:
        return raw if _way(chosen, maps, raw) is not None else None

    way = url_state.component_value(page, "way", parse, "")
    sources = _way(chosen, maps, way) or []
    unit = sources[-1].below(_term(sources[-1], way)) if way else _start(chosen)
    markup.show(html.way(page, chosen, sources, unit, maps))
    source = None
    if unit.layer != INPUT:
        source = unit_source(chosen.found.network.model, maps, unit)
        markup.show(html.apart(page, chosen, source))
        _terms(page, chosen, source, way)
    _buttons(page, chosen, maps, unit, way)
    if unit.layer.startswith(("conv", "fc")):
        shares = linear_shares(chosen.found.network.model, chosen.found.image, unit)
        markup.show(html.shares(page, shares))
    start = sources[0] if sources else source
    if start is not None:
        order = start.order()
        page.seen(
            "trace",
            WALKED in st.session_state,
            how="pixel" if unit.layer == INPUT else "",
            name=html.unit_name(page, chosen, start.unit),
            value=signed(start.value),
            count=f"{len(start.inputs):,}",
            strongest=signed(float(start.products[order[0]])) if order.size else "0",
            steps=len(sources),
        )


def _start(chosen: UnitInView) -> Unit:
    return Unit(chosen.layer, chosen.number, *chosen.at)


def _way(chosen: UnitInView, maps: Mapping[str, Array], raw: str) -> list[UnitSource] | None:
    """The units from the chosen one down, each taken apart but the last; None if there is no such
    way: "12.3.4_7.2.2" says the map, row and column of the term that was followed at each step.
    """
    steps = raw.split("_") if raw else []
    if len(steps) > LONGEST:
        return None
    unit, found = _start(chosen), list[UnitSource]()
    for step in steps:
        if unit.layer == INPUT:
            return None
        source = unit_source(chosen.found.network.model, maps, unit)
        found.append(source)
        if (place := _place(step)) is None or place not in source.places.tolist():
            return None
        unit = Unit(source.layer, *place)
    return found


def _place(step: str) -> list[int] | None:
    numbers = step.split(".")
    plain = all(each.isascii() and each.isdigit() and len(each) < 6 for each in numbers)
    return [int(each) for each in numbers] if plain and len(numbers) == 3 else None


def _term(source: UnitSource, way: str) -> int:
    """Which term of the last unit taken apart the way has followed."""
    return int(source.places.tolist().index(_place(way.rpartition("_")[2])))


def _joined(way: str, source: UnitSource, term: int) -> str:
    step = ".".join(map(str, source.places[term].tolist()))
    return f"{way}_{step}" if way else step


def _terms(page: Page, chosen: UnitInView, source: UnitSource, way: str) -> None:
    """The strongest terms as pictures, each to be followed down."""
    shown = source.order()[: html.SHOWN].tolist()
    if not shown:
        page.prose(page.label("inside.no-terms"))
        return
    whole = Image.new("RGBA", (len(shown) * SIDE, SIDE))
    cells = []
    try:
        for at, term in enumerate(shown):
            if (picture := _picture(chosen, source.below(term))) is not None:
                whole.paste(picture.resize((SIDE, SIDE)), (at * SIDE, 0))
            value = signed(float(source.products[term]), html.DIGITS)
            name = html.unit_name(page, chosen, source.below(term))
            cells.append(SheetCell(page.label("inside.follow", name=name, value=value), value))
    except Problem as problem:
        page.problem(problem)
        return
    sheet.mount_picture(
        "inside.terms",
        figures.encoded(whole),
        len(shown),
        cells,
        label=page.label("inside.terms"),
        lang=page.lang,
        on_pick=lambda picked: _go(_joined(way, source, shown[picked])),
        width=72,
        smooth=True,
    )


def _picture(chosen: UnitInView, unit: Unit) -> Image.Image | None:
    """What a unit sees of the photo; of a full layer, the sample that excites it most."""
    if unit.layer == INPUT:
        pixel = chosen.found.crop.getpixel((unit.column, unit.row))
        assert isinstance(pixel, tuple)
        colour = tuple(part if i == unit.map else 0 for i, part in enumerate(pixel))
        return Image.new("RGB", (1, 1), colour)
    if unit.layer.startswith("fc"):
        return small_patch(unit.layer, unit.map, SIDE)
    return photo_patch(chosen.photo, chosen.found, unit.layer, (unit.row, unit.column), SIDE)


def _buttons(
    page: Page, chosen: UnitInView, maps: Mapping[str, Array], unit: Unit, way: str
) -> None:
    with st.container(horizontal=True, gap="small"):
        st.button(
            page.label("inside.all-down"),
            key="inside.all-down",
            disabled=unit.layer == INPUT,
            on_click=lambda: _go(_strongest(chosen, maps, unit, way)),
        )
        st.button(
            page.label("inside.one-up"),
            key="inside.one-up",
            disabled=not way,
            on_click=lambda: _go(way.rpartition("_")[0]),
        )
        st.button(
            page.label("inside.top"),
            key="inside.top",
            disabled=not way,
            on_click=lambda: _go(""),
        )


def _strongest(chosen: UnitInView, maps: Mapping[str, Array], unit: Unit, way: str) -> str:
    """The way on from a unit by the strongest term of each, until there is none."""
    while unit.layer != INPUT:
        source = unit_source(chosen.found.network.model, maps, unit)
        order = source.order()
        if not order.size:
            break
        way, unit = _joined(way, source, int(order[0])), source.below(int(order[0]))
    return way


def _go(way: str) -> None:
    st.session_state[WALKED] = True
    url_state.set_value("inside", "way", way)
    folds.run_again("inside.trace")
