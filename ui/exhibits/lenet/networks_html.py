"""What the networks of LeNet look like in tables: counts in, HTML out."""

from collections.abc import Mapping, Sequence

import htpy as h
from htpy import Renderable

from cnn import assets
from cnn.analysis.complexity import LayerSize, Shape
from cnn.analysis.lenet_variants import CHANGES, ReadingCounts
from cnn.inference import classifiers
from cnn.inference.unit_trace import INPUT
from ui.page.frame import Page
from ui.words.numbers import minus

CHANGED = {  # the layers that a change of cnn.analysis.lenet_variants touches
    "table": ("C3",),
    "pooling": ("S2", "S4"),
    "activation": ("C1", "C3", "C5", "F6"),
    "output": ("output",),
}
PAPERS = {"lecun1989": (9_760, 64_660), "lenet1": (2_578, 98_442), "lenet5": (60_000, 340_908)}


def layer_title(page: Page, layer: str, *, short: bool = False) -> str:
    """A layer's name: the paper's, or a word for input and output."""
    if layer in (INPUT, "output"):
        return page.label(f"lenet.short-{layer}" if short else f"home.layer-{layer}")
    return layer


def shape_words(page: Page, shape: Shape) -> str:
    """The shape of a layer in words."""
    if len(shape) == 1 or shape[1:] == (1, 1):
        return page.label("lenet.size-units", units=shape[0])
    maps, height, width = shape
    units = f"{maps * height * width:,}"
    return page.label("lenet.size-maps", maps=maps, height=height, width=width, units=units)


def reckoned(formula: str) -> tuple[str, str]:
    """ "6 × (5×5×1 + 1) = 156" as the count and the sum behind it."""
    sum_, _, count = formula.rpartition(" = ")
    return count, sum_


def field_words(row: LayerSize, side: int) -> str:
    """How much of the image a unit sees."""
    return f"{row.receptive_field}×{row.receptive_field} / {side}×{side}"


def layer_table(
    page: Page, network: str, rows: Sequence[LayerSize], chosen: str, side: int
) -> Renderable:
    """The paper's table of one network, every count with its sum; the chosen layer is marked."""
    names = ("layer", "shape", "parameters", "connections", "field")
    heads = [h.th(scope="col", class_=name)[page.label(f"lenet.{name}")] for name in names]
    body = [_layer(page, row, row.name == chosen, side) for row in rows]
    whole = sum(row.parameters for row in rows), sum(row.connections for row in rows)
    return h.table(
        ".le-layers",
        lang=page.lang,
        data_testid="layers",
        data_network=network,
        data_parameters=whole[0],
        data_connections=whole[1],
    )[h.thead[h.tr[heads]], h.tbody[body], h.tfoot[_totals(page, network, whole)]]


def _layer(page: Page, row: LayerSize, chosen: bool, side: int) -> Renderable:
    name = layer_title(page, row.name)
    link = h.a(href=f"#source-{row.name}", title=page.label("lenet.to-source"))[name]
    formulas = {"parameters": row.formulas.parameters, "connections": row.formulas.connections}
    cells = _counts(page, {kind: _count(formula) for kind, formula in formulas.items()})
    shape = "×".join(map(str, row.shape[1:])) if len(row.shape) > 1 else "1×1"
    return h.tr(class_="chosen" if chosen else "")[
        h.th(scope="row", class_="layer")[link],
        h.td(".shape")[row.shape[0], " @ ", shape],
        cells,
        h.td(".field")[
            h.b[f"{row.receptive_field}×{row.receptive_field}"], h.small[f"/ {side}×{side}"]
        ],
    ]


def _count(formula: str) -> Renderable:
    count, sum_ = reckoned(formula)
    return h.fragment[h.b[count], h.code[sum_]]


def _totals(page: Page, network: str, whole: tuple[int, int]) -> list[h.Element]:
    kinds = ("parameters", "connections")
    ours = {kind: h.b[f"{count:,}"] for kind, count in zip(kinds, whole, strict=True)}
    papers = {kind: page.label(f"lenet.printed-{network}-{kind}") for kind in kinds}
    same = PAPERS.get(network) == whole
    mark = page.label("lenet.equal" if same else "lenet.unequal")
    lines = (("", "sum", ours, ""), ("same" if same else "other", "printed", papers, mark))
    return [
        h.tr(class_=state)[
            h.th(scope="row", colspan="2")[page.label(f"lenet.{what}")],
            _counts(page, counts),
            h.td(".field")[note],
        ]
        for state, what, counts, note in lines
    ]


def _counts(page: Page, counts: Mapping[str, h.Node]) -> list[h.Element]:
    return [
        h.td(class_=kind, data_label=page.label(f"lenet.{kind}"))[shown]
        for kind, shown in counts.items()
    ]


def errors(page: Page, names: Sequence[str]) -> Renderable:
    """A row for each classifier that ships: the paper's error, ours, and on which digits."""
    heads = [
        h.th(scope="col", class_=name)[page.label(f"lenet.error-{name}")]
        for name in ("machine", "paper", "ours", "digits")
    ]
    rows = [_error(page, name) for name in names]
    return h.div(".le-scroll")[
        h.table(".le-errors", lang=page.lang, data_testid="errors")[
            h.thead[h.tr[heads]], h.tbody[rows]
        ]
    ]


def error_of(name: str) -> float:
    """Our error in per cent on as many digits as the paper tested."""
    if name == "lecun1989":
        return float(assets.metric("weights/lecun1989.safetensors", "drawn_test_error"))
    return classifiers.test_error(name)


def _error(page: Page, name: str) -> Renderable:
    error = error_of(name)
    width = f"width:{min(100.0, 100 * error / 12):.1f}%"
    return h.tr[
        h.th(scope="row")[page.label(f"draw.name-{name}")],
        h.td(".number")[page.label(f"lenet.paper-{name}")],
        h.td(".number.ours")[h.i(style=width), h.b[f"{error:.2f}%"]],
        h.td(".digits")[page.label(f"lenet.digits-{name}")],
    ]


def shares(page: Page, rows: Sequence[LayerSize]) -> Renderable:
    """For each layer its share of all parameters beside that of all connections."""
    whole = sum(row.parameters for row in rows), sum(row.connections for row in rows)
    lines = []
    for row in rows:
        parts = 100 * row.parameters / whole[0], 100 * row.connections / whole[1]
        bars = [
            h.div(class_=kind)[h.i(style=f"width:{part:.1f}%"), h.span[f"{part:.1f}%"]]
            for kind, part in zip(("parameters", "connections"), parts, strict=True)
        ]
        lines.append(h.tr[h.th(scope="row")[layer_title(page, row.name)], h.td[bars]])
    legend = [
        h.li(class_=kind)[page.label(f"lenet.share-{kind}")]
        for kind in ("parameters", "connections")
    ]
    return h.div(".le-shares", lang=page.lang, data_testid="shares")[
        h.ul[legend], h.table[h.tbody[lines]]
    ]


def rereading(page: Page, counts: ReadingCounts) -> Renderable:
    """One reading of LeNet-4's layers beside the paper's two round numbers."""
    values = {
        "parameters": (counts.parameters, page.label("lenet.printed-lenet4-parameters")),
        "last": (counts.last, ""),
        "connections": (counts.connections, page.label("lenet.printed-lenet4-connections")),
    }
    rows = [
        h.tr(class_=name)[
            h.th(scope="row")[page.label(f"lenet.reading-{name}")],
            h.td(".number")[h.b[f"{ours:,}"]],
            h.td(".number")[theirs],
        ]
        for name, (ours, theirs) in values.items()
    ]
    heads = [
        h.th(scope="col")[page.label(f"lenet.reading-{name}")] for name in ("what", "ours", "paper")
    ]
    return h.table(
        ".le-reading",
        lang=page.lang,
        data_testid="reading",
        data_parameters=counts.parameters,
        data_connections=counts.connections,
    )[h.thead[h.tr[heads]], h.tbody[rows]]


def told_again(
    page: Page, paper: Sequence[LayerSize], told: Sequence[LayerSize], changes: set[str]
) -> Renderable:
    """LeNet-5's layers as published and with `changes`, in words and in parameters."""
    heads = [
        h.th(scope="col", class_=name)[page.label(f"lenet.retold-{name}")]
        for name in ("layer", "paper", "tutorial", "parameters")
    ]
    rows = [_retold(page, a, b, changes) for a, b in zip(paper, told, strict=True)]
    sums = sum(row.parameters for row in paper), sum(row.parameters for row in told)
    whole = page.label("lenet.sum")
    return h.table(".le-retold", lang=page.lang, data_testid="retold", data_parameters=sums[1])[
        h.thead[h.tr[heads]],
        h.tbody[rows],
        h.tfoot[
            h.tr[
                h.th(scope="row")[whole],
                h.td[f"{sums[0]:,}"],
                h.td(class_="other" if changes else "")[f"{sums[1]:,}"],
                h.td(".number")[_more(sums[1] - sums[0])],
            ]
        ],
    ]


def _retold(page: Page, paper: LayerSize, told: LayerSize, changes: set[str]) -> Renderable:
    touched = [c for c in CHANGES if c in changes and paper.name in CHANGED[c]]
    was = page.label(f"lenet.paper-layer-{paper.name}")
    now = ", ".join(page.label(f"lenet.told-{change}") for change in touched)
    more = told.parameters - paper.parameters
    change = _more(more) if more or touched else ""
    return h.tr(class_="other" if touched else "")[
        h.th(scope="row")[layer_title(page, paper.name)],
        h.td[was, h.small[f"{paper.parameters:,}"]],
        h.td[now or page.label("lenet.told-same"), h.small[f"{told.parameters:,}"]],
        h.td(".number")[change],
    ]


def _more(count: int) -> str:
    return minus(f"{count:+,}") if count else "±0"
