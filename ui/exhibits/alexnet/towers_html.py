"""What the exhibits about the two towers look like: maps, counts and kernels in, HTML out."""

from collections.abc import Mapping, Sequence
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.analysis.complexity import LayerSize
from cnn.analysis.filters import HalvesCompared
from cnn.experiments.groups import Wiring, changed_maps
from ui.exhibits.alexnet.charts import Bar, bars, chart_image
from ui.page.frame import Page
from ui.page.pictures import picture
from ui.words.facts import fact_value
from ui.words.numbers import minus

Array = NDArray[Any]
CROSSES: dict[Wiring, frozenset[str]] = {
    "paper": frozenset({"conv3", "fc6", "fc7", "fc8"}),
    "all": frozenset({"conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"}),
    "none": frozenset({"fc6", "fc7", "fc8"}),
}
ROWS = ("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")
LAST = ROWS[-1]
STEP, BOX, LEFT, RIGHT, TOP = 46, 24, 62, 196, 34  # of the drawing
WIDE = 112  # of the widest box: the first tower's share of a layer, drawn to scale
LOGS = ("half", "norm", "apart", "pooling")
SHOWN = 6  # maps of each tower and layer, the strongest
SURE = 0.01  # a difference that chance explains more rarely than this is one
COLOURED = 0.5  # a kernel is called coloured above this share


def crossing(
    page: Page,
    wiring: Wiring,
    silent: str,
    counts: Sequence[LayerSize],
    paper: Sequence[LayerSize],
) -> Renderable:
    """The two towers with all that crosses, beside the counts of what this wiring changes."""
    return h.div(".ax-towers", lang=page.lang, data_testid="towers", data_wiring=wiring)[
        _drawing(page, wiring, silent, counts), _counts(page, counts, paper)
    ]


def _drawing(page: Page, wiring: Wiring, silent: str, counts: Sequence[LayerSize]) -> Renderable:
    sizes = {row.name: row for row in counts}
    most = max(sizes[name].shape[0] for name in ROWS if name.startswith("conv"))
    parts: list[Renderable] = []
    for place, name in enumerate(ROWS):
        y = TOP + STEP * place
        cross = name in CROSSES[wiring]
        if place:
            kind = "cross" if cross else "own"
            ways = [(LEFT, LEFT), (RIGHT, RIGHT)]
            ways += [(LEFT, RIGHT), (RIGHT, LEFT)] if cross and name != LAST else []
            for start, end in ways:
                x1, x2 = start + WIDE / 2, end + WIDE / 2
                way = "own" if start == end else kind
                parts.append(h.path(class_=way, d=f"M{x1} {y - STEP + BOX}L{x2} {y}"))
        wide = WIDE * min(1.0, sizes[name].shape[0] / most) if name.startswith("conv") else WIDE
        parts.append(h.text(x="4", y=y + 17)[name])
        if name == LAST:  # the classes belong to no tower
            parts.append(_box(LEFT, y, RIGHT + WIDE - LEFT, "tower", sizes[name].shape[0]))
            continue
        half = sizes[name].shape[0] // 2
        for tower, x in (("first", LEFT), ("second", RIGHT)):
            off = " off" if tower == silent and name == "conv1" else ""
            parts.append(_box(x + (WIDE - wide) / 2, y, wide, f"tower{off}", half))
    heads = [
        h.text(x=f"{x + WIDE / 2}", y="18", class_="mid")[page.label(f"alexnet.tower-{name}")]
        for name, x in (("first", LEFT), ("second", RIGHT))
    ]
    alt = page.label("alexnet.towers-alt", layers=", ".join(sorted(CROSSES[wiring])))
    height = TOP + STEP * len(ROWS) - STEP + BOX + 6
    return h.figure[
        chart_image((heads, parts), (0, 0, 316, height), alt),
        h.figcaption[page.label("alexnet.towers-caption")],
    ]


def _box(x: float, y: int, wide: float, kind: str, count: int) -> Renderable:
    """A box as wide as its share of the layer, with its number of maps or units."""
    return h.fragment[
        h.rect(class_=kind, x=f"{x:.1f}", y=y, width=f"{wide:.1f}", height=BOX, rx="3"),
        h.text(x=f"{x + wide / 2:.1f}", y=y + 17, class_="mid count")[f"{count:,}"],
    ]


def _counts(page: Page, counts: Sequence[LayerSize], paper: Sequence[LayerSize]) -> Renderable:
    heads = [
        h.th(scope="col")[page.label(f"alexnet.count-{name}")]
        for name in ("layer", "parameters", "products")
    ]
    rows = [
        (row.name, row.parameters, row.products, old.parameters, old.products)
        for row, old in zip(counts, paper, strict=True)
        if row.name in ("conv2", "conv3", "conv4", "conv5")
    ]
    total = [
        sum(getattr(row, name) for row in table)
        for table in (counts, paper)
        for name in ("parameters", "products")
    ]
    rows.append((page.label("alexnet.count-total"), *total))
    body = [
        h.tr[h.th(scope="row")[name], _count(new, old), _count(work, before)]
        for name, new, work, old, before in rows
    ]
    caption = page.label("alexnet.counts-caption")
    return h.table(".ax-counts")[h.caption[caption], h.thead[h.tr[heads]], h.tbody[body]]


def _count(count: int, before: int) -> Renderable:
    """A count, and by how much it differs from the paper's."""
    note = h.small[f"{minus(f'{100 * (count / before - 1):+.1f}')}%"]
    return h.td[f"{count:,}", note if count != before else None]


def silence(
    page: Page, before: Mapping[str, Array], after: Mapping[str, Array], dark: bool
) -> Renderable:
    """The strongest maps of each tower, layer by layer, and how many the silence has changed."""
    rows = [_silent_row(page, name, before[name], after[name], dark) for name in before]
    heads = [h.b[page.label(f"alexnet.tower-{name}")] for name in ("first", "second")]
    shares = {f"data-{name}": int(changed_maps(before[name], after[name]).sum()) for name in before}
    return h.div(".ax-silence", shares, lang=page.lang, data_testid="silence")[h.i, heads, rows]


def _silent_row(page: Page, name: str, before: Array, after: Array, dark: bool) -> Renderable:
    limit = float(before.max())
    hit = changed_maps(before, after)
    cells = []
    for tower, (was, now, touched) in enumerate(
        zip(*(np.split(each, 2) for each in (before, after, hit)), strict=True)
    ):
        strongest = np.sort(was.mean((1, 2)).argsort()[::-1][:SHOWN])
        png = figures.maps_png(now[strongest], limit=limit, columns=SHOWN, dark=dark)
        words = page.label("alexnet.silence-count", count=int(touched.sum()), all=len(was))
        alt = page.label("alexnet.silence-alt", name=name, tower=tower + 1)
        kind = "hit" if touched.any() else "calm"
        cells.append(h.div(class_=kind)[picture(png, alt), h.small[words]])
    return h.fragment[h.b[name], cells]


def ablations(page: Page) -> Renderable:
    """The runs that the release notes, by how much worse each is than the whole network."""
    gaps = {name: fact_value(f"log.{name}-top1") for name in LOGS}
    rows = [
        Bar(
            page.label(f"alexnet.log-{name}"),
            page.label(f"alexnet.gap-{name}"),
            gap / max(gaps.values()),
            name,
        )
        for name, gap in gaps.items()
    ]
    heads = page.label("alexnet.log-net"), page.label("alexnet.log-gap")
    return bars(page, rows, heads, "ablations")


def filter_colours(
    page: Page, kernels: Array, shares: Array, found: HalvesCompared, by_colour: bool
) -> Renderable:
    """The kernels of each tower, how coloured they are, and whether the towers differ."""
    limit = float(np.quantile(np.abs(kernels).reshape(len(kernels), -1).max(1), 0.9))
    halves = zip(np.split(kernels, 2), np.split(shares, 2), found.means, strict=True)
    panels = []
    for tower, (own, coloured, mean) in enumerate(halves):
        order = coloured.argsort()[::-1] if by_colour else np.arange(len(own))
        png = figures.kernels_png(own[order], limit=limit, columns=8)
        name = page.label(f"alexnet.tower-{('first', 'second')[tower]}")
        words = page.label(
            "alexnet.filters-mean",
            mean=f"{100 * mean:.0f}",
            many=int((coloured > COLOURED).sum()),
            all=len(own),
        )
        alt = page.label("alexnet.filters-alt", name=name)
        panels.append(h.figure[picture(png, alt, 340), h.figcaption[h.b[name], words]])
    parted = found.chance < SURE
    chance = f"{100 * found.chance:.2g}"
    key = "alexnet.filters-parted" if parted else "alexnet.filters-alike"
    gap = f"{100 * abs(found.means[0] - found.means[1]):.1f}"
    return h.div(".ax-filters", lang=page.lang, data_testid="filters", data_parted=int(parted))[
        h.div[panels], h.p[page.label(key, gap=gap, chance=chance)]
    ]
