"""What a digit's way through LeNet looks like in numbers and pictures: HTML out."""

from collections.abc import Sequence
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.inference import unit_trace
from cnn.inference.unit_trace import INPUT, DigitTrace, Term, UnitSum, Window
from ui.exhibits.lenet.networks_html import layer_title
from ui.page.frame import Page
from ui.page.pictures import SQUASHED, picture
from ui.words.numbers import signed

Array = NDArray[Any]
SIDE, KERNEL = 96, 60  # CSS pixels of a map and of a kernel
MANY = 6  # terms, of which all the numbers can still be read
BINS = 7  # shades on either side of zero


def walk_answer(page: Page, walked: DigitTrace, network: str) -> Renderable:
    """What the network says to the digit."""
    name = page.label(f"lenet.full-{network}")
    words = page.label("lenet.says", network=name, digit=walked.answer)
    return h.p(
        ".le-verdict",
        lang=page.lang,
        role="status",
        data_testid="walk",
        data_network=network,
        data_answer=walked.answer,
    )[words]


def unit_apart(
    page: Page, walked: DigitTrace, unit: str, taken: UnitSum, window: Window, kind: str
) -> Renderable:
    """A unit taken apart: the pixels it sees, every term, and the sum that becomes its value."""
    layer, map_, y, x = unit.split(".")
    single = walked.maps[layer].shape[1:] == (1, 1)
    key = "lenet.unit-single" if single else "lenet.unit-place"
    title = page.label(key, layer=layer_title(page, layer), map=map_, row=y, column=x)
    side = walked.maps[INPUT].shape[1]
    rows, columns = (_span(window, int(at), side) for at in (y, x))
    sees = page.label("lenet.unit-sees", rows=rows, columns=columns)
    before = layer_title(page, walked.before(layer))
    shown = sorted(taken.terms, key=lambda term: -abs(term.sum))
    many = len(shown) > MANY
    detailed, distance = shown[:1] if many else taken.terms, kind == "distance"
    terms = [_term(page, before, term, distance) for term in detailed]
    bars = _bars(page, before, taken) if many else ""
    return h.div(
        ".le-apart",
        lang=page.lang,
        data_testid="unit",
        data_unit=unit,
        data_total=f"{taken.total:.4f}",
        data_value=f"{taken.value:.4f}",
    )[h.h3[title], h.p[sees], bars, h.div(".terms")[terms], _equation(page, taken, kind)]


def _span(window: Window, at: int, side: int) -> str:
    first = at * window.step - window.offset
    return f"{max(0, first)}–{min(side, first + window.field) - 1}"


def _term(page: Page, before: str, term: Term, distance: bool) -> Renderable:
    name = page.label("lenet.term-sheet", layer=before)
    if term.map is not None:
        name = page.label("lenet.term", layer=before, map=term.map)
    names = ("inputs", "targets", "squares") if distance else ("inputs", "weights", "products")
    values = (term.inputs, term.weights, term.products)
    limits = (SQUASHED, *(float(np.abs(each).max()) for each in values[1:]))
    shown = [
        h.div(class_=kind)[h.small[page.label(f"lenet.term-{kind}")], number_table(values, limit)]
        for kind, values, limit in zip(names, values, limits, strict=True)
    ]
    together = page.label("lenet.term-sum", sum=signed(term.sum))
    return h.figure[h.figcaption[name], h.div(".grids")[shown], h.p(".together")[together]]


def number_table(values: Array, limit: float) -> Renderable:
    """A small table of numbers, each on its shade of the diverging scale."""
    body = [h.tr[[_number(float(value), limit) for value in row]] for row in values]
    kind = "le-numbers wide" if values.shape[1] > 5 else "le-numbers"
    return h.table(class_=kind)[h.tbody[body]]


def _number(value: float, limit: float) -> Renderable:
    shade = round(BINS * min(1.0, abs(value) / max(limit, 1e-9)))
    sign = "n" if value < 0 else "p"
    return h.td(class_=f"ground {sign}{shade}")[signed(value)]


def _bars(page: Page, before: str, taken: UnitSum) -> Renderable:
    """What each of many maps adds, as bars to either side of zero."""
    top = max(abs(term.sum) for term in taken.terms)
    rows = [
        h.li[
            h.span[page.label("lenet.term", layer=before, map=term.map)],
            h.span(".bar")[
                h.i(
                    class_="less" if term.sum < 0 else "more",
                    style=f"width:{50 * abs(term.sum) / top:.1f}%",
                )
            ],
            h.span[signed(term.sum)],
        ]
        for term in taken.terms
    ]
    words = page.label("lenet.bars", layer=before)
    return h.fragment[h.p[words], h.ol(".le-bars")[rows]]


def _equation(page: Page, taken: UnitSum, kind: str) -> Renderable:
    sums = [signed(term.sum) for term in taken.terms]
    if len(sums) > MANY:
        sums = [*sums[:3], "…", sums[-1]]
    parts = " + ".join(part if part[0] != "−" else f"({part})" for part in sums)
    bias = signed(taken.bias)
    total = page.label("lenet.total", parts=parts, bias=bias, total=signed(taken.total, 3))
    value = signed(taken.value, 3)
    if kind == "distance":
        total, squashed = page.label("lenet.total-distance", total=signed(taken.total, 3)), ""
    else:
        squashed = page.label("lenet.squashed", total=signed(taken.total, 3), value=value)
    return h.p(".le-equation")[
        h.span[total], h.span[squashed], h.b[page.label("lenet.network-says", value=value)]
    ]


def connected(
    page: Page,
    walked: DigitTrace,
    layer: str,
    cell: str,
    table: Sequence[Sequence[int]],
    dark: bool,
) -> Renderable:
    """What is picked in the table of connections: a map built up, a map's uses, or one kernel."""
    map_, _, seen = cell.partition(".")
    if not map_:
        return _feeds(page, walked, layer, int(seen), table, dark)
    if not seen:
        return _built(page, walked, layer, int(map_), dark)
    return _kernel(page, walked, layer, int(map_), int(seen), dark)


def _built(page: Page, walked: DigitTrace, layer: str, map_: int, dark: bool) -> Renderable:
    """One map: its inputs, kernels, what each adds, and the sum so far."""
    found, before = unit_trace.map_sum(walked, layer, map_), walked.before(layer)
    running = np.cumsum(found.parts, axis=0)
    limit = float(np.abs(np.concatenate([found.parts, running])).max())
    ink = float(np.abs(found.kernels).max())
    heads = [
        h.span[page.label(f"lenet.built-{name}")] for name in ("input", "kernel", "part", "sum")
    ]
    names = {"before": layer_title(page, before), "here": layer}
    rows = []
    for place, seen in enumerate(found.inputs):
        alt = {"layer": names["before"], "map": seen}
        rows.append(
            h.div(".row")[
                _shown(page, walked.maps[before][seen], SQUASHED, "term", alt, dark),
                _small(page, found.kernels[place], ink, dark),
                _shown(page, found.parts[place], limit, "alt-part", alt, dark),
                _shown(page, running[place], limit, "alt-sum", alt, dark),
            ]
        )
    last = {"layer": layer, "map": map_}
    end = _shown(page, found.value, SQUASHED, "term", last, dark)
    bias = float(found.bias.mean())
    key = "lenet.built-end" if found.bias.min() == found.bias.max() else "lenet.built-end-biases"
    title = page.label("lenet.built", **names, map=map_, count=len(found.inputs))
    return h.div(
        ".le-built",
        lang=page.lang,
        data_testid="connected",
        data_cell=map_,
        data_top=f"{float(np.abs(found.value).max()):.4f}",
    )[
        h.h3[title],
        h.div(".row.heads")[heads],
        rows,
        h.div(".end")[end, h.p[page.label(key, bias=signed(bias), **last)]],
    ]


def _feeds(
    page: Page,
    walked: DigitTrace,
    layer: str,
    seen: int,
    table: Sequence[Sequence[int]],
    dark: bool,
) -> Renderable:
    """One map of the layer before: every kernel that looks at it, and what that makes of it."""
    before = walked.before(layer)
    users = [map_ for map_, row in enumerate(table) if seen in row]
    sums = {map_: unit_trace.map_sum(walked, layer, map_) for map_ in users}
    parts = {map_: each.parts[each.inputs.index(seen)] for map_, each in sums.items()}
    inks = {map_: each.kernels[each.inputs.index(seen)] for map_, each in sums.items()}
    limit = max(float(np.abs(part).max()) for part in parts.values())
    ink = max(float(np.abs(kernel).max()) for kernel in inks.values())
    names = {"before": layer_title(page, before), "here": layer}
    alt = {"layer": names["before"], "map": seen}
    shown = [
        h.figure[
            _small(page, inks[map_], ink, dark),
            _shown(page, parts[map_], limit, "alt-part", alt, dark),
            h.figcaption[f"{layer} ", map_],
        ]
        for map_ in users
    ]
    title = page.label("lenet.feeds", **names, map=seen, count=len(users), all=len(table))
    first = _shown(page, walked.maps[before][seen], SQUASHED, "term", alt, dark)
    return h.div(".le-feeds", lang=page.lang, data_testid="connected", data_cell=f".{seen}")[
        h.h3[title], h.div(".all")[first, shown]
    ]


def _kernel(
    page: Page, walked: DigitTrace, layer: str, map_: int, seen: int, dark: bool
) -> Renderable:
    """One connection: its kernel in numbers, the map it slides over, and what comes out."""
    found, before = unit_trace.map_sum(walked, layer, map_), walked.before(layer)
    place = found.inputs.index(seen)
    kernel, part = found.kernels[place], found.parts[place]
    alt = {"layer": layer_title(page, before), "map": seen}
    title = page.label("lenet.one-kernel", before=alt["layer"], here=layer, map=map_, input=seen)
    high = page.label("lenet.kernel-sum", sum=signed(float(kernel.sum())))
    return h.div(".le-kernel", lang=page.lang, data_testid="connected", data_cell=f"{map_}.{seen}")[
        h.h3[title],
        h.div(".all")[
            _shown(page, walked.maps[before][seen], SQUASHED, "term", alt, dark),
            number_table(kernel, float(np.abs(kernel).max())),
            _shown(page, part, float(np.abs(part).max()), "alt-part", alt, dark),
        ],
        h.p[high],
    ]


def _shown(
    page: Page, values: Array, limit: float, alt: str, names: dict[str, Any], dark: bool
) -> Renderable:
    png = figures.maps_png(values[None], limit=limit, columns=1, dark=dark)
    return picture(png, page.label(f"lenet.{alt}", **names), SIDE)


def _small(page: Page, kernel: Array, limit: float, dark: bool) -> Renderable:
    png = figures.maps_png(kernel[None], limit=limit, columns=1, dark=dark)
    return picture(png, page.label("lenet.alt-kernel"), KERNEL)
