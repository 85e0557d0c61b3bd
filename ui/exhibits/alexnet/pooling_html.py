"""What overlapping pooling looks like: a map and its windows in, HTML for st.html out."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.experiments.output_size import Coverage, Rule
from ui.exhibits.alexnet.charts import draw
from ui.html.images import picture
from ui.page.frame import Page
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
) -> str:
    """The map with its windows, the pooled map, and the sizes by both rules."""
    here = seen[rule]
    places = {name: len(each.starts) for name, each in seen.items()}
    attributes = " ".join(f'data-{name}="{count}"' for name, count in places.items())
    limit = float(map_.max())
    left = _map(page, map_, window, here, chosen, limit, dark)
    right = _pooled(page, map_, window, here, chosen, limit, dark) if len(here.starts) else ""
    return (
        f'<div class="ax-pool" lang="{page.lang}" data-testid="pooling" {attributes}>'
        f'<div class="sheets">{left}{right}</div><div role="status">'
        f"{_words(page, len(map_), window, stride, rule, seen)}</div></div>"
    )


def _map(
    page: Page,
    map_: Array,
    window: int,
    seen: Coverage,
    chosen: tuple[int, int] | None,
    limit: float,
    dark: bool,
) -> str:
    width = len(map_)
    png = figures.maps_png(map_[None], limit=limit, columns=1, dark=dark)
    boxes = []
    if chosen:
        row = int(seen.starts[chosen[0]])
        boxes += [_box("window", int(start), row, window) for start in seen.starts]
        at = int(seen.starts[chosen[1]]), int(seen.starts[chosen[0]])
        boxes.append(_box("chosen", *at, window))
    unseen = "".join(
        f'<rect class="unseen" x="{x}" y="0" width="1" height="{width}"/>'
        f'<rect class="unseen" x="0" y="{x}" width="{width}" height="1"/>'
        for x in seen.unseen
    )
    alt = page.label("alexnet.pool-alt", width=width)
    caption = escape(page.label("alexnet.pool-before", width=width))
    return (
        f'<figure><div class="frame">{picture(png, alt, SIDE)}'
        f"{draw((unseen, *boxes), (0, 0, width, width), '')}</div>"
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _box(kind: str, x: int, y: int, window: int) -> str:
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{window}" height="{window}"/>'


def _pooled(
    page: Page,
    map_: Array,
    window: int,
    seen: Coverage,
    chosen: tuple[int, int] | None,
    limit: float,
    dark: bool,
) -> str:
    small = pooled(map_, window, seen)
    places = len(small)
    png = figures.maps_png(small[None], limit=limit, columns=1, dark=dark)
    scale = SIDE / len(map_)
    wide = round(min(SIDE, max(scale * places, 27)))
    mark = _box("chosen", chosen[1], chosen[0], 1) if chosen else ""
    found = f"{small[chosen]:.2f}" if chosen else ""
    words = page.label("alexnet.pool-after", places=places, value=found)
    return (
        f'<figure><div class="frame">{picture(png, page.label("alexnet.pool-alt-after"), wide)}'
        f"{draw((mark,), (0, 0, places, places), '')}</div>"
        f"<figcaption>{escape(words)}</figcaption></figure>"
    )


def _words(
    page: Page, width: int, window: int, stride: int, rule: Rule, seen: Mapping[Rule, Coverage]
) -> str:
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
    return "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)


def _plain(value: float) -> str:
    return minus(f"{value:.2f}".rstrip("0").rstrip("."))
