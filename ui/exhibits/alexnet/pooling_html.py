"""What overlapping pooling looks like: a map and its windows in, HTML out."""

from collections.abc import Mapping
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.experiments.output_size import Coverage, Rule
from ui.exhibits.alexnet.charts import chart_image
from ui.page.frame import Page
from ui.page.pictures import picture
from ui.words.numbers import minus

SIDE = 364  # CSS pixels of the map, a multiple of its 28 pixels
Array = NDArray[Any]


def pooled(map_: Array, window: int, seen: Coverage) -> Array:
    """The largest value in each window; 0 for a window that lies beyond the map."""
    reach = [slice(max(start, 0), start + window) for start in seen.starts]
    rows = [map_[place].max(0, initial=0) for place in reach]
    return np.array([[row[place].max(initial=0) for place in reach] for row in rows], np.float32)


def pooling(
    page: Page,
    map_: Array,
    window: int,
    stride: int,
    rule: Rule,
    seen: Mapping[Rule, Coverage],
    chosen: tuple[int, int] | None,
    dark: bool,
) -> Renderable:
    """The map with its windows, the pooled map, and the sizes by both rules."""
    here = seen[rule]
    places = {name: len(each.starts) for name, each in seen.items()}
    attributes = {f"data-{name}": count for name, count in places.items()}
    limit = float(map_.max())
    left = _map(page, map_, window, here, chosen, limit, dark)
    right = _pooled(page, map_, window, here, chosen, limit, dark) if len(here.starts) else None
    return h.div(".ax-pool", attributes, lang=page.lang, data_testid="pooling")[
        h.div(".sheets")[left, right],
        h.div(role="status")[_words(page, len(map_), window, stride, rule, seen)],
    ]


def _map(
    page: Page,
    map_: Array,
    window: int,
    seen: Coverage,
    chosen: tuple[int, int] | None,
    limit: float,
    dark: bool,
) -> Renderable:
    width = len(map_)
    png = figures.maps_png(map_[None], limit=limit, columns=1, dark=dark)
    boxes = []
    if chosen:
        row = int(seen.starts[chosen[0]])
        boxes += [_box("window", int(start), row, window) for start in seen.starts]
        at = int(seen.starts[chosen[1]]), int(seen.starts[chosen[0]])
        boxes.append(_box("chosen", *at, window))
    unseen = [
        (
            h.rect(".unseen", x=x, y="0", width="1", height=width),
            h.rect(".unseen", x="0", y=x, width=width, height="1"),
        )
        for x in seen.unseen.tolist()
    ]
    alt = page.label("alexnet.pool-alt", width=width)
    caption = page.label("alexnet.pool-before", width=width)
    return h.figure[
        h.div(".frame")[
            picture(png, alt, SIDE), chart_image((unseen, boxes), (0, 0, width, width), "")
        ],
        h.figcaption[caption],
    ]


def _box(kind: str, x: int, y: int, window: int) -> Renderable:
    return h.rect(class_=kind, x=x, y=y, width=window, height=window)


def _pooled(
    page: Page,
    map_: Array,
    window: int,
    seen: Coverage,
    chosen: tuple[int, int] | None,
    limit: float,
    dark: bool,
) -> Renderable:
    small = pooled(map_, window, seen)
    places = len(small)
    png = figures.maps_png(small[None], limit=limit, columns=1, dark=dark)
    scale = SIDE / len(map_)
    wide = round(min(SIDE, max(scale * places, 27)))
    mark = _box("chosen", chosen[1], chosen[0], 1) if chosen else None
    found = f"{small[chosen]:.2f}" if chosen else ""
    words = page.label("alexnet.pool-after", places=places, value=found)
    return h.figure[
        h.div(".frame")[
            picture(png, page.label("alexnet.pool-alt-after"), wide),
            chart_image(mark, (0, 0, places, places), ""),
        ],
        h.figcaption[words],
    ]


def _words(
    page: Page, width: int, window: int, stride: int, rule: Rule, seen: Mapping[Rule, Coverage]
) -> list[h.Element]:
    here = seen[rule]
    sizes = page.label(
        "alexnet.pool-sizes",
        formula=f"({width} − {window}) / {stride} + 1 = {_plain((width - window) / stride + 1)}",
        floor=len(seen["floor"].starts),
        ceil=len(seen["ceil"].starts),
    )
    sentences = [sizes]
    if window > width:
        sentences = [page.label("alexnet.pool-large", window=window, width=width)]
    else:
        if window > stride:
            shared = page.label("alexnet.pool-overlap", shared=window - stride)
        elif window == stride:
            shared = page.label("alexnet.pool-touch")
        else:
            shared = page.label("alexnet.pool-gaps", gap=stride - window)
        if len(here.starts) > 1:
            sentences.append(shared)
        if len(here.unseen):
            sentences.append(page.label("alexnet.pool-unseen", count=len(here.unseen)))
        if len(here.starts) and here.starts[-1] >= width:
            sentences.append(page.label("alexnet.pool-beyond"))
        elif here.overhang:
            sentences.append(page.label("alexnet.pool-over", count=here.overhang))
    if stride > width >= window:
        sentences.append(page.label("alexnet.pool-far", stride=stride, width=width))
    return [h.p[sentence] for sentence in sentences]


def _plain(value: float) -> str:
    return minus(f"{value:.2f}".rstrip("0").rstrip("."))
