"""What the networks of LeNet look like in tables: counts in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape

from cnn import assets
from cnn.analysis.complexity import LayerSize, Shape
from cnn.analysis.lenet_variants import CHANGES, Counts
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


def size(page: Page, shape: Shape) -> str:
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


def field(row: LayerSize, side: int) -> str:
    """How much of the image a unit sees."""
    return f"{row.receptive_field}×{row.receptive_field} / {side}×{side}"


def layers(page: Page, network: str, rows: Sequence[LayerSize], chosen: str, side: int) -> str:
    """The paper's table of one network, every count with its sum; the chosen layer is marked."""
    names = ("layer", "shape", "parameters", "connections", "field")
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(page.label(f"lenet.{name}"))}</th>'
        for name in names
    )
    body = "".join(_layer(page, row, row.name == chosen, side) for row in rows)
    whole = sum(row.parameters for row in rows), sum(row.connections for row in rows)
    return (
        f'<table class="le-layers" lang="{page.lang}" data-testid="layers" '
        f'data-network="{network}" data-parameters="{whole[0]}" data-connections="{whole[1]}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
        f"<tfoot>{_totals(page, network, whole)}</tfoot></table>"
    )


def _layer(page: Page, row: LayerSize, chosen: bool, side: int) -> str:
    name = escape(layer_title(page, row.name))
    link = (
        f'<a href="#source-{row.name}" title="{escape(page.label("lenet.to-source"))}">{name}</a>'
    )
    formulas = {"parameters": row.formulas.parameters, "connections": row.formulas.connections}
    cells = _counts(page, {kind: _count(formula) for kind, formula in formulas.items()})
    shape = "×".join(map(str, row.shape[1:])) if len(row.shape) > 1 else "1×1"
    return (
        f'<tr class="{"chosen" if chosen else ""}"><th scope="row" class="layer">{link}</th>'
        f'<td class="shape">{row.shape[0]} @ {shape}</td>{cells}'
        f'<td class="field"><b>{row.receptive_field}×{row.receptive_field}</b>'
        f"<small>/ {side}×{side}</small></td></tr>"
    )


def _count(formula: str) -> str:
    count, sum_ = reckoned(formula)
    return f"<b>{count}</b><code>{sum_}</code>"


def _totals(page: Page, network: str, whole: tuple[int, int]) -> str:
    kinds = ("parameters", "connections")
    ours = {kind: f"<b>{count:,}</b>" for kind, count in zip(kinds, whole, strict=True)}
    papers = {kind: escape(page.label(f"lenet.printed-{network}-{kind}")) for kind in kinds}
    same = PAPERS.get(network) == whole
    mark = escape(page.label("lenet.equal" if same else "lenet.unequal"))
    lines = (("", "sum", ours, ""), ("same" if same else "other", "printed", papers, mark))
    return "".join(
        f'<tr class="{state}"><th scope="row" colspan="2">{escape(page.label(f"lenet.{what}"))}'
        f'</th>{_counts(page, counts)}<td class="field">{note}</td></tr>'
        for state, what, counts, note in lines
    )


def _counts(page: Page, counts: dict[str, str]) -> str:
    return "".join(
        f'<td class="{kind}" data-label="{escape(page.label(f"lenet.{kind}"))}">{shown}</td>'
        for kind, shown in counts.items()
    )


def errors(page: Page, names: Sequence[str]) -> str:
    """A row for each machine that ships: the paper's error, ours, and on which digits."""
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(page.label(f"lenet.error-{name}"))}</th>'
        for name in ("machine", "paper", "ours", "digits")
    )
    rows = "".join(_error(page, name) for name in names)
    return (
        f'<div class="le-scroll"><table class="le-errors" lang="{page.lang}" data-testid="errors">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def error_of(name: str) -> float:
    """Our error in per cent on as many digits as the paper tested."""
    if name == "lecun1989":
        return float(assets.metric("weights/lecun1989.safetensors", "drawn_test_error"))
    return classifiers.test_error(name)


def _error(page: Page, name: str) -> str:
    error = error_of(name)
    width = f"width:{min(100.0, 100 * error / 12):.1f}%"
    return (
        f'<tr><th scope="row">{escape(page.label(f"draw.name-{name}"))}</th>'
        f'<td class="number">{escape(page.label(f"lenet.paper-{name}"))}</td>'
        f'<td class="number ours"><i style="{width}"></i><b>{error:.2f}%</b></td>'
        f'<td class="digits">{escape(page.label(f"lenet.digits-{name}"))}</td></tr>'
    )


def shares(page: Page, rows: Sequence[LayerSize]) -> str:
    """For each layer its share of all parameters beside that of all connections."""
    whole = sum(row.parameters for row in rows), sum(row.connections for row in rows)
    lines = ""
    for row in rows:
        parts = 100 * row.parameters / whole[0], 100 * row.connections / whole[1]
        bars = "".join(
            f'<div class="{kind}"><i style="width:{part:.1f}%"></i><span>{part:.1f}%</span></div>'
            for kind, part in zip(("parameters", "connections"), parts, strict=True)
        )
        name = escape(layer_title(page, row.name))
        lines += f'<tr><th scope="row">{name}</th><td>{bars}</td></tr>'
    legend = "".join(
        f'<li class="{kind}">{escape(page.label(f"lenet.share-{kind}"))}</li>'
        for kind in ("parameters", "connections")
    )
    return (
        f'<div class="le-shares" lang="{page.lang}" data-testid="shares"><ul>{legend}</ul>'
        f"<table><tbody>{lines}</tbody></table></div>"
    )


def rereading(page: Page, counts: Counts) -> str:
    """One reading of LeNet-4's layers beside the paper's two round numbers."""
    values = {
        "parameters": (counts.parameters, page.label("lenet.printed-lenet4-parameters")),
        "last": (counts.last, ""),
        "connections": (counts.connections, page.label("lenet.printed-lenet4-connections")),
    }
    rows = "".join(
        f'<tr class="{name}"><th scope="row">{escape(page.label(f"lenet.reading-{name}"))}</th>'
        f'<td class="number"><b>{ours:,}</b></td><td class="number">{escape(theirs)}</td></tr>'
        for name, (ours, theirs) in values.items()
    )
    heads = "".join(
        f'<th scope="col">{escape(page.label(f"lenet.reading-{name}"))}</th>'
        for name in ("what", "ours", "paper")
    )
    return (
        f'<table class="le-reading" lang="{page.lang}" data-testid="reading" '
        f'data-parameters="{counts.parameters}" data-connections="{counts.connections}">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def retold(
    page: Page, paper: Sequence[LayerSize], told: Sequence[LayerSize], changes: set[str]
) -> str:
    """LeNet-5's layers as published and with `changes`, in words and in parameters."""
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(page.label(f"lenet.retold-{name}"))}</th>'
        for name in ("layer", "paper", "tutorial", "parameters")
    )
    rows = "".join(_retold(page, a, b, changes) for a, b in zip(paper, told, strict=True))
    sums = sum(row.parameters for row in paper), sum(row.parameters for row in told)
    whole = escape(page.label("lenet.sum"))
    return (
        f'<table class="le-retold" lang="{page.lang}" data-testid="retold" '
        f'data-parameters="{sums[1]}"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>'
        f'<tfoot><tr><th scope="row">{whole}</th><td>{sums[0]:,}</td>'
        f'<td class="{"other" if changes else ""}">{sums[1]:,}</td>'
        f'<td class="number">{_more(sums[1] - sums[0])}</td></tr></tfoot></table>'
    )


def _retold(page: Page, paper: LayerSize, told: LayerSize, changes: set[str]) -> str:
    touched = [c for c in CHANGES if c in changes and paper.name in CHANGED[c]]
    was = escape(page.label(f"lenet.paper-layer-{paper.name}"))
    now = ", ".join(escape(page.label(f"lenet.told-{change}")) for change in touched)
    more = told.parameters - paper.parameters
    change = _more(more) if more or touched else ""
    return (
        f'<tr class="{"other" if touched else ""}">'
        f'<th scope="row">{escape(layer_title(page, paper.name))}</th>'
        f"<td>{was}<small>{paper.parameters:,}</small></td>"
        f"<td>{now or escape(page.label('lenet.told-same'))}<small>{told.parameters:,}</small></td>"
        f'<td class="number">{change}</td></tr>'
    )


def _more(count: int) -> str:
    return minus(f"{count:+,}") if count else "±0"
