"""What the whole network looks like: its table in, HTML out."""

from collections.abc import Sequence
from math import prod

import htpy as h
from htpy import Renderable

from cnn.analysis.complexity import LayerSize
from ui.exhibits.alexnet.charts import chart_image
from ui.page.frame import Page
from ui.page.pictures import scrolls

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


def architecture(page: Page, rows: Sequence[LayerSize], image: int, layer: str) -> Renderable:
    """The layers to scale, their table with shares as bars, and one layer's arithmetic."""
    sizes = {row.name: row for row in rows}
    return h.div(
        ".ax-net",
        lang=page.lang,
        data_testid="architecture",
        data_layer=layer,
        data_parameters=sum(row.parameters for row in rows),
        data_products=sum(row.products for row in rows),
    )[
        h.div(".wide", scrolls(page))[_drawing(page, sizes, image, layer)],
        _arithmetic(page, sizes[layer]),
        _table(page, rows, layer),
    ]


def _drawing(page: Page, sizes: dict[str, LayerSize], image: int, layer: str) -> Renderable:
    """Every layer from the side: as high as its maps, as wide as there are many."""
    scale = PER_PIXEL * 227 / image  # every edition's image is drawn equally high
    parts, spots, x = [], [], float(LEFT)
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
            h.rect(
                class_=f"{name.rstrip('12345678')}{here}",
                x=f"{x:.1f}",
                y=f"{top:.1f}",
                width=f"{wide:.1f}",
                height=f"{high:.1f}",
            )
        )
        spots.append((name, x, top, wide, high))
        middle = x + wide / 2
        low = HIGH + 20 + (0 if name.startswith(("conv", "fc")) else 16)
        shown = page.label("alexnet.image") if name == "input" else name
        parts.append(h.text(x=f"{middle:.1f}", y=low, class_=f"mid{here}")[shown])
        x += wide + GAP
    alt = page.label("alexnet.net-alt")
    width, height = round(x), HIGH + FOOT + 8
    return h.div(".parts")[
        chart_image(parts, (0, 0, width, height), alt),
        [
            h.i(
                data_part=f"alexnet.{name}",
                style=f"left:{100 * left / width:.2f}%;top:{100 * top / height:.2f}%;"
                f"width:{100 * wide / width:.2f}%;height:{100 * high / height:.2f}%",
            )
            for name, left, top, wide, high in spots
        ],
    ]


def _table(page: Page, rows: Sequence[LayerSize], layer: str) -> Renderable:
    parameters, products = (
        sum(getattr(row, n) for row in rows) for n in ("parameters", "products")
    )
    heads = [
        h.th(scope="col", class_=name)[page.label(f"alexnet.column-{name}")] for name in COLUMNS
    ]
    body = [
        _row(page, row, parameters, products, row.name == layer)
        for row in rows
        if not row.name.startswith("rnorm")
    ]
    units = sum(prod(row.shape) for row in rows if row.name.startswith(("conv", "fc")))
    total = h.tr(".total")[
        h.th(scope="row")[page.label("alexnet.count-total")],
        h.td(".output")[page.label("alexnet.units", count=f"{units:,}")],
        h.td[f"{parameters:,}"],
        h.td[f"{products:,}"],
        h.td(".memory")[f"{_bytes(parameters)} + {_bytes(units)}"],
        h.td(".field"),
    ]
    return h.table(".ax-layers")[h.thead[h.tr[heads]], h.tbody[body, total]]


def _row(page: Page, row: LayerSize, parameters: int, products: int, here: bool) -> Renderable:
    output = "×".join(map(str, row.shape))
    field = f"{row.receptive_field}" if len(row.shape) == 3 else page.label("alexnet.sees-all")
    memory = f"{_bytes(row.parameters)} + " if row.parameters else ""
    kind = row.name.rstrip("12345678") + (" here" if here else "")
    return h.tr(class_=kind, data_part=f"alexnet.{row.name}")[
        h.th(scope="row")[row.name],
        h.td(".output")[output],
        _share(row.parameters, parameters, "weights"),
        _share(row.products, products, "work"),
        h.td(".memory")[memory, _bytes(prod(row.shape))],
        h.td(".field")[field],
    ]


def _share(count: int, whole: int, kind: str) -> Renderable:
    if not count:
        return h.td
    part = 100 * count / whole
    return h.td[
        h.span[f"{count:,}", h.small[f"{part:.2f}%"]], h.i(class_=kind, style=f"width:{part:.2f}%")
    ]


def _bytes(numbers: int) -> str:
    size = numbers * BYTES
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{size / 1e3:.1f} kB"


def _arithmetic(page: Page, row: LayerSize) -> Renderable:
    lines = [
        (page.label("alexnet.column-parameters"), row.formulas.parameters),
        (page.label("alexnet.column-products"), row.formulas.products),
        (
            page.label("alexnet.column-memory"),
            f"{BYTES} × {row.parameters:,} + {BYTES} × {prod(row.shape):,} = "
            f"{_bytes(row.parameters + prod(row.shape))}",
        ),
    ]
    listed = [h.fragment[h.dt[name], h.dd[text]] for name, text in lines]
    return h.div(".arithmetic", role="status")[h.b[row.name], h.dl[listed]]


def slip(page: Page, rows: Sequence[LayerSize]) -> Renderable:
    """The units of figure 2 as printed and as they are, added up."""
    units = {row.name: prod(row.shape) for row in rows if row.name.startswith(("conv", "fc"))}
    maps, high, wide = next(row.shape for row in rows if row.name == "conv1")
    printed = {**units, "conv1": high * (maps // 2) * maps}
    columns = {"printed": printed, "right": units}
    heads = [h.th(scope="col")[page.label(f"alexnet.slip-{name}")] for name in columns]
    sums = {
        "printed": f"{high} × {maps // 2} × {maps}",
        "right": f"{high} × {wide} × {maps}",
    }
    body = [
        h.tr(class_="here" if name == "conv1" else "")[
            h.th(scope="row")[name],
            [
                h.td[f"{found[name]:,}", h.small[sums[kind]] if name == "conv1" else None]
                for kind, found in columns.items()
            ],
        ]
        for name in units
    ]
    totals = [h.td[f"{sum(found.values()):,}"] for found in columns.values()]
    return h.table(".ax-slip", lang=page.lang, data_testid="slip")[
        h.thead[h.tr[h.td, heads]],
        h.tbody[body, h.tr(".total")[h.th(scope="row")[page.label("alexnet.count-total")], totals]],
    ]
