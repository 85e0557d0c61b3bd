"""What windows and costs on Convolution look like: numbers in, HTML out."""

from collections.abc import Iterator
from typing import NamedTuple

import htpy as h
import numpy as np
from htpy import Renderable

from cnn import figures
from cnn.experiments.output_size import RULES, Coverage, Rule, output_size
from cnn.experiments.weight_sharing import Cost, Costs
from ui.page.frame import Page
from ui.page.pictures import picture

MOST = 36  # pixels that are drawn; of a longer side both ends
END = 17
HEAT = 168  # CSS pixels of the whole picture, more if it has more
LARGEST = 260  # CSS pixels of the most costly layer's square


class Windows(NamedTuple):
    """A side of a picture and the windows on it."""

    width: int
    window: int
    stride: int
    padding: int
    rule: Rule


class LayerPlan(NamedTuple):
    """A layer of maps: the picture's side and depth, how many maps, the window's side."""

    side: int
    depth: int
    maps: int
    patch: int


def windows(page: Page, numbers: Windows, found: Coverage, dark: bool) -> Renderable:
    """The rule with its numbers, the side with its windows, and how often each pixel is seen."""
    width, window, stride, padding, rule = numbers
    room = width + 2 * padding - window
    terms = f"({width} + 2·{padding} − {window}) / {stride} + 1 = {room / stride + 1:.4g}"
    results = [
        h.li(class_="chosen" if each == rule else "")[
            h.b[output_size(*numbers[:4], each)], f" {page.label(f'convolution.places-{each}')}"
        ]
        for each in RULES
    ]
    said = " ".join(_verdict(page, numbers, found))
    drawing = _drawing(page, numbers, found) if len(found.starts) else None
    return h.div(
        ".cv-windows",
        lang=page.lang,
        data_testid="windows",
        data_places=len(found.starts),
        data_unseen=len(found.unseen),
        data_overhang=found.overhang,
    )[
        h.p(".rule")[terms],
        h.ul[results],
        drawing,
        h.p(role="status")[said],
        _heat(page, found, dark),
    ]


def _verdict(page: Page, numbers: Windows, found: Coverage) -> Iterator[str]:
    """What the windows miss or what they overhang, in words."""
    if not len(found.starts):
        yield page.label("convolution.no-place")
        return
    last = len(found.unseen) and int(found.unseen[0])
    if found.overhang:
        yield page.label("convolution.overhangs", count=found.overhang)
    elif len(found.unseen) and numbers.stride > numbers.window:
        yield page.label("convolution.gaps", count=len(found.unseen))
    elif len(found.unseen):
        yield page.label("convolution.unseen", count=len(found.unseen), first=last)
    elif found.missed:
        yield page.label("convolution.only-padding", count=found.missed)
    else:
        yield page.label("convolution.fits")


def _drawing(page: Page, numbers: Windows, found: Coverage) -> Renderable:
    """The side as cells, its windows as bars below; a long side shows both its ends."""
    first, end = -numbers.padding, numbers.width + numbers.padding + found.overhang
    parts = [(first, end)]
    if end - first > MOST:
        parts = [(first, first + END), (end - END, end)]
    shapes: list[Renderable] = []
    column = 1
    for part in parts:
        if column > 1:
            shapes.append(h.b(style=f"grid-area:2/{column}")["…"])
            column += 1
        shapes += _cells(numbers, found, part, column)
        shapes += _bars(numbers, found, part, column)
        column += part[1] - part[0]
    words = page.label("convolution.alt-windows")
    return h.div(".scroll")[
        h.div(
            ".row",
            role="img",
            aria_label=words,
            style=f"grid-template-columns:repeat({column - 1},minmax(7px,32px))",
        )[shapes]
    ]


def _cells(
    numbers: Windows, found: Coverage, part: tuple[int, int], column: int
) -> Iterator[Renderable]:
    last = numbers.width - 1
    for pixel in range(*part):
        at = column + pixel - part[0]
        kind = "padding" if pixel <= last + numbers.padding else "beyond"
        if 0 <= pixel <= last:
            kind = "pixel" if found.seen[pixel] else "unseen"
        mark = "×" if kind == "unseen" else ""
        yield h.i(class_=kind, style=f"grid-area:2/{at}")[mark]
        if pixel == last or (0 <= pixel < last - 1 and pixel % 5 == 0):
            yield h.b(style=f"grid-area:1/{at}")[pixel]


def _bars(
    numbers: Windows, found: Coverage, part: tuple[int, int], column: int
) -> Iterator[Renderable]:
    lanes = -(-numbers.window // numbers.stride)
    for number, start in enumerate(found.starts.tolist()):
        left, right = max(start, part[0]), min(start + numbers.window, part[1])
        if left < right:
            over = found.overhang and number == len(found.starts) - 1
            area = f"{3 + number % lanes}/{column + left - part[0]}/auto/{column + right - part[0]}"
            yield h.i(class_="over" if over else "window", style=f"grid-area:{area}")


def _heat(page: Page, found: Coverage, dark: bool) -> Renderable | None:
    """How many windows see each pixel of the whole picture."""
    if not len(found.starts):
        return None
    often = np.outer(found.seen, found.seen)
    most = int(often.max())
    png = figures.ink_png((255 * often / max(most, 1)).astype(np.uint8), dark=dark)
    words = page.label("convolution.seen", most=f"{most:,}", corner=f"{int(often[0, 0]):,}")
    side = len(found.seen)
    shown = picture(png, page.label("convolution.alt-seen"), side * max(1, HEAT // side))
    return h.figure(".seen")[shown, h.figcaption[words]]


def sharing_costs(page: Page, found: Costs, layer: LayerPlan) -> Renderable:
    """Three layers with the same units, as squares whose areas are their parameters."""
    per_unit = f"{layer.patch}×{layer.patch}×{layer.depth} + 1"
    everything = f"{layer.side}×{layer.side}×{layer.depth} + 1"
    sums = {
        "full": f"{found.units:,} × ({everything})",
        "local": f"{found.units:,} × ({per_unit})",
        "shared": f"{layer.maps} × ({per_unit})",
    }
    most = max(found.full.parameters, found.local.parameters)
    cards = [_cost(page, name, getattr(found, name), sums[name], most) for name in sums]
    places = output_size(layer.side, layer.patch) ** 2
    said = page.label("convolution.saved", percent=f"{found.saved:.2f}", places=f"{places:,}")
    return h.fragment[
        h.div(
            ".cv-costs", lang=page.lang, data_testid="costs", data_shared=found.shared.parameters
        )[cards],
        h.p(".cv-saved", lang=page.lang)[said],
    ]


def _cost(page: Page, name: str, cost: Cost, formula: str, most: int) -> Renderable:
    side = LARGEST * (cost.parameters / most) ** 0.5
    title, why = (page.label(f"convolution.cost-{name}{part}") for part in ("", "-why"))
    connections = page.label("convolution.connections", count=f"{cost.connections:,}")
    return h.figure[
        h.div(".square")[h.i(style=f"width:{side:.1f}px;height:{side:.1f}px")],
        h.figcaption[
            h.h3[title], h.b[f"{cost.parameters:,}"], h.span[formula], h.span[connections], h.p[why]
        ],
    ]
