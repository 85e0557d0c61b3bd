"""What the whole network looks like: its table in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape
from math import prod

from cnn.analysis.complexity import LayerSize
from ui.exhibits.alexnet.charts import draw
from ui.html.images import scrolls
from ui.page.frame import Page

BYTES = 4  # of a number in single precision
PER_PIXEL, PER_MAP = 0.62, 0.13  # units of the drawing for a pixel of width, and for a map
LEFT, HIGH, GAP, THINNEST = 24, 156, 26, 2.0
UNIT = 0.034  # of a full layer's height for a unit
FOOT = 34
DRAWN = (
    "conv1",
    "pool1",
    "conv2",
    "pool2",
    "conv3",
    "conv4",
    "conv5",
    "pool5",
    "fc6",
    "fc7",
    "fc8",
)
COLUMNS = ("layer", "output", "parameters", "products", "memory", "field")


def architecture(page: Page, rows: Sequence[LayerSize], image: int, layer: str) -> str:
    """The layers to scale, their table with shares as bars, and one layer's arithmetic."""
    sizes = {row.name: row for row in rows}
    return (
        f'<div class="ax-net" lang="{page.lang}" data-testid="architecture" data-layer="{layer}" '
        f'data-parameters="{sum(row.parameters for row in rows)}" '
        f'data-products="{sum(row.products for row in rows)}">'
        f'<div class="wide"{scrolls(page)}>{_drawing(page, sizes, image, layer)}</div>'
        f"{_arithmetic(page, sizes[layer])}{_table(page, rows, layer)}</div>"
    )


def _drawing(page: Page, sizes: dict[str, LayerSize], image: int, layer: str) -> str:
    """Every layer from the side: as high as its maps, as wide as there are many."""
    scale = PER_PIXEL * 227 / image  # every edition's image is drawn equally high
    parts, x = [], float(LEFT)
    for name, shape in (
        ("input", (3, image, image)),
        *((name, sizes[name].shape) for name in DRAWN),
    ):
        flat = len(shape) == 1
        high = shape[0] * UNIT if flat else shape[1] * scale
        wide = 10.0 if flat else max(THINNEST, shape[0] * PER_MAP)
        top = (HIGH - high) / 2 + 4
        here = " here" if name == layer else ""
        parts.append(
            f'<rect class="{name.rstrip("12345678")}{here}" x="{x:.1f}" y="{top:.1f}" '
            f'width="{wide:.1f}" height="{high:.1f}"/>'
        )
        middle = x + wide / 2
        low = HIGH + 20 + (0 if name.startswith(("conv", "fc")) else 16)
        shown = escape(page.label("alexnet.image")) if name == "input" else name
        parts.append(f'<text x="{middle:.1f}" y="{low}" class="mid{here}">{shown}</text>')
        x += wide + GAP
    alt = page.label("alexnet.net-alt")
    return draw(parts, (0, 0, round(x), HIGH + FOOT + 8), alt)


def _table(page: Page, rows: Sequence[LayerSize], layer: str) -> str:
    parameters, products = (
        sum(getattr(row, n) for row in rows) for n in ("parameters", "products")
    )
    heads = "".join(
        f'<th scope="col" class="{name}">{escape(page.label(f"alexnet.column-{name}"))}</th>'
        for name in COLUMNS
    )
    body = "".join(
        _row(page, row, parameters, products, row.name == layer)
        for row in rows
        if not row.name.startswith("rnorm")
    )
    units = sum(prod(row.shape) for row in rows if row.name.startswith(("conv", "fc")))
    total = (
        f'<tr class="total"><th scope="row">{escape(page.label("alexnet.count-total"))}</th>'
        f'<td class="output">{escape(page.label("alexnet.units", count=f"{units:,}"))}</td>'
        f"<td>{parameters:,}</td><td>{products:,}</td>"
        f'<td class="memory">{_bytes(parameters)} + {_bytes(units)}</td>'
        '<td class="field"></td></tr>'
    )
    return (
        f'<table class="ax-layers"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{body}{total}</tbody></table>"
    )


def _row(page: Page, row: LayerSize, parameters: int, products: int, here: bool) -> str:
    output = "×".join(map(str, row.shape))
    field = f"{row.receptive_field}" if len(row.shape) == 3 else page.label("alexnet.sees-all")
    memory = f"{_bytes(row.parameters)} + " if row.parameters else ""
    kind = row.name.rstrip("12345678") + (" here" if here else "")
    return (
        f'<tr class="{kind}"><th scope="row">{row.name}</th><td class="output">{output}</td>'
        f"{_share(row.parameters, parameters, 'weights')}{_share(row.products, products, 'work')}"
        f'<td class="memory">{memory}{_bytes(prod(row.shape))}</td>'
        f'<td class="field">{escape(field)}</td></tr>'
    )


def _share(count: int, whole: int, kind: str) -> str:
    if not count:
        return "<td></td>"
    part = 100 * count / whole
    return (
        f"<td><span>{count:,}<small>{part:.2f}%</small></span>"
        f'<i class="{kind}" style="width:{part:.2f}%"></i></td>'
    )


def _bytes(numbers: int) -> str:
    size = numbers * BYTES
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def _arithmetic(page: Page, row: LayerSize) -> str:
    lines = [
        (page.label("alexnet.column-parameters"), row.formulas.parameters),
        (page.label("alexnet.column-products"), row.formulas.products),
        (
            page.label("alexnet.column-memory"),
            f"{BYTES} × {row.parameters:,} + {BYTES} × {prod(row.shape):,} = "
            f"{_bytes(row.parameters + prod(row.shape))}",
        ),
    ]
    listed = "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in lines)
    return f'<div class="arithmetic" role="status"><b>{row.name}</b><dl>{listed}</dl></div>'


def slip(page: Page, rows: Sequence[LayerSize]) -> str:
    """The units of figure 2 as printed and as they are, added up."""
    units = {row.name: prod(row.shape) for row in rows if row.name.startswith(("conv", "fc"))}
    maps, high, wide = next(row.shape for row in rows if row.name == "conv1")
    printed = {**units, "conv1": high * (maps // 2) * maps}
    columns = {"printed": printed, "right": units}
    heads = "".join(
        f'<th scope="col">{escape(page.label(f"alexnet.slip-{name}"))}</th>' for name in columns
    )
    sums = {
        "printed": f"{high} × {maps // 2} × {maps}",
        "right": f"{high} × {wide} × {maps}",
    }
    body = "".join(
        f'<tr class="{"here" if name == "conv1" else ""}"><th scope="row">{name}</th>'
        + "".join(
            f"<td>{found[name]:,}{f'<small>{sums[kind]}</small>' if name == 'conv1' else ''}</td>"
            for kind, found in columns.items()
        )
        + "</tr>"
        for name in units
    )
    totals = "".join(f"<td>{sum(found.values()):,}</td>" for found in columns.values())
    return (
        f'<table class="ax-slip" lang="{page.lang}" data-testid="slip"><thead><tr><td></td>{heads}'
        f'</tr></thead><tbody>{body}<tr class="total"><th scope="row">'
        f"{escape(page.label('alexnet.count-total'))}</th>{totals}</tr></tbody></table>"
    )
