"""A unit's number as the sum that it is, and the way that was followed down from it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn.analysis import unit_sources
from cnn.analysis.deconvolution import INPUT, Unit
from cnn.analysis.linear_shares import LinearShares
from cnn.analysis.unit_sources import UnitSource
from cnn.models.lrn import LocalResponseNorm
from ui.exhibits.inside import chosen_unit
from ui.exhibits.inside.chosen_unit import UnitInView
from ui.page.frame import Page
from ui.page.pictures import scrolls
from ui.words.numbers import signed, signed_plain

SHOWN = 8  # terms that are shown
DIGITS = 4  # behind the point
COLOURS = ("red", "green", "blue")


def unit_name(page: Page, chosen: UnitInView, unit: Unit) -> str:
    """What a unit, or a pixel's colour, is called, with its place."""
    row, column = unit.row, unit.column
    if unit.layer == INPUT:
        colour = page.label(f"inside.{COLOURS[unit.map]}")
        return page.label("inside.pixel-name", row=row, column=column, colour=colour)
    if unit.layer.startswith("fc"):
        return chosen_unit.unit_name(page, chosen.found, unit.layer, unit.map)
    return page.label(
        "inside.place-name", layer=unit.layer, number=unit.map, row=row, column=column
    )


def way(
    page: Page,
    chosen: UnitInView,
    sources: Sequence[UnitSource],
    unit: Unit,
    maps: Mapping[str, NDArray[Any]],
) -> Renderable:
    """The units from the chosen one down to the one that is looked at, each with its number.

    Beside each what it brings the first number that way: its answer, times all weights between.
    """
    units = [*(source.unit for source in sources), unit]
    carries, factor = [""], 1.0
    for source, below in zip(sources, units[1:], strict=True):
        term = source.places.tolist().index([below.map, below.row, below.column])
        passes = not source.rectified or source.total > 0
        factor *= float(source.weights[term]) if passes else 0.0
        brings = signed(factor * unit_sources.answer(maps, below), DIGITS)
        carries.append(page.label("inside.carries", value=brings))
    items = [
        h.li(aria_current="step" if i == len(units) - 1 else None)[
            h.span[unit_name(page, chosen, each)],
            h.b[f" {signed(unit_sources.answer(maps, each), DIGITS)}"],
            h.small[f" {carried}"] if carried else None,
        ]
        for i, (each, carried) in enumerate(zip(units, carries, strict=True))
    ]
    return h.div(lang=page.lang, data_testid="inside-way", data_layer=unit.layer)[
        h.ol(".in-way")[items],
        h.p(".in-note")[page.label("inside.carries-why")] if len(units) > 1 else None,
        h.p[page.label("inside.at-pixel")] if unit.layer == INPUT else None,
    ]


def apart(page: Page, chosen: UnitInView, source: UnitSource) -> Renderable:
    """The unit taken apart: a division, the largest of a window, or a sum."""
    if source.kind == "division":
        layer = cast(LocalResponseNorm, chosen.found.network.model.get_submodule(source.unit.layer))
        n, alpha, beta, k = layer.constants
        inside = page.label(
            "inside.division",
            value=signed(float(source.inputs[0]), DIGITS),
            squares=f"{source.squares:,.1f}",
            count=len(source.neighbours),
            divisor=f"{source.divisor:.4f}",
            k=f"{k:g}",
            alpha=signed_plain(alpha),
            n=n,
            beta=beta,
            result=signed(source.value, DIGITS),
        )
        return h.div(".in-apart", lang=page.lang, data_testid="inside-apart", data_kind="division")[
            h.p[inside]
        ]
    if source.kind == "largest":
        return h.div(".in-apart", lang=page.lang, data_testid="inside-apart", data_kind="largest")[
            h.p[page.label("inside.largest", count=len(source.inputs))], _window(page, source)
        ]
    return _sum(page, chosen, source)


def _window(page: Page, source: UnitSource) -> Renderable:
    """The window of a pooling unit, its largest marked."""
    side = round(len(source.inputs) ** 0.5)
    cells = [
        h.td(class_="won" if weight else None)[
            f"{'▲ ' if weight else ''}{signed(float(value), DIGITS)}"
        ]
        for value, weight in zip(source.inputs, source.weights, strict=True)
    ]
    rows = [h.tr[cells[at : at + side]] for at in range(0, len(cells), side)]
    return h.table(".in-window")[h.caption[page.label("inside.largest-mark")], h.tbody[rows]]


def _sum(page: Page, chosen: UnitInView, source: UnitSource) -> Renderable:
    products, order = source.products, source.order()
    shown = order[:SHOWN].tolist()
    others = len(products) - len(shown)
    rest = float(products.sum() - products[shown].sum())
    most = float(np.abs(products).max()) or 1.0
    heads = [
        h.th(scope="col")[page.label(f"inside.term-{name}")]
        for name in ("unit", "answer", "weight", "product")
    ]
    rows = [_term(page, chosen, source, term, most) for term in shown]
    below = [
        (page.label("inside.term-others", count=f"{others:,}"), rest),
        (page.label("inside.term-bias"), source.bias),
        (page.label("inside.term-total"), source.total),
    ]
    if source.rectified:
        below.append((page.label("inside.term-rectified"), source.value))
    ends = [
        h.tr[h.th(scope="row", colspan="3")[name], h.td[signed(value, DIGITS)]]
        for name, value in below
    ]
    return h.div(
        ".in-apart",
        scrolls(page),
        lang=page.lang,
        data_testid="inside-apart",
        data_kind="sum",
        data_total=f"{source.total:.6f}",
    )[h.table(".in-terms")[h.thead[h.tr[heads]], h.tbody[rows], h.tfoot[ends]]]


def _term(page: Page, chosen: UnitInView, source: UnitSource, term: int, most: float) -> Renderable:
    product = float(source.products[term])
    kind = ".bar.adds" if product > 0 else ".bar.takes"
    return h.tr[
        h.th(scope="row")[unit_name(page, chosen, source.below(term))],
        h.td[signed(float(source.inputs[term]), DIGITS)],
        h.td[signed(float(source.weights[term]), DIGITS)],
        h.td[
            signed(product, DIGITS),
            h.span(kind)[h.i(style=f"width:{100 * abs(product) / most:.0f}%")],
        ],
    ]


def shares(page: Page, found: LinearShares) -> Renderable:
    """What pixels, biases and normalisations account for, through all layers at once."""
    biases, rest = sum(found.biases.values()), sum(found.normalisations.values())
    rows = [
        (page.label("inside.share-pixels"), found.pixels),
        (page.label("inside.share-biases"), biases),
        (page.label("inside.share-rest"), rest),
        (page.label("inside.share-total"), found.total),
    ]
    return h.div(".in-shares", lang=page.lang, data_testid="inside-shares")[
        h.p[page.label("inside.shares")],
        h.table[
            h.tbody[
                [h.tr[h.th(scope="row")[name], h.td[signed(value, DIGITS)]] for name, value in rows]
            ]
        ],
    ]
