"""What several exhibits of the AlexNet page draw alike: curves, and bars with their numbers."""

import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import htpy as h
from htpy import Renderable

from ui.page.frame import Page
from ui.page.svg import drawing
from ui.words.numbers import signed

STYLE = Path(__file__).with_name("charts.css")
WIDTH, HEIGHT = 480, 300  # of a chart, in its own units; letters of 15 can be read on a phone
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 30, 50
TICKS = 6  # at most, on an axis
CLIP_PATH = h.Element("clipPath")  # htpy makes those in small letters by itself
Place = Callable[[float, float], tuple[float, float]]


def chart_image(parts: h.Node, box: tuple[float, float, float, float], alt: str) -> Renderable:
    """A drawing in the manner of this page: SVG elements, what is seen of them, what they show."""
    return drawing(parts, box, alt, STYLE)


class ChartLine(NamedTuple):
    """A curve: `kind` is its class in charts.css, for colour and dash; no name, no label."""

    name: str
    kind: str
    points: Sequence[tuple[float, float]]


def curve_chart(
    page: Page,
    lines: Iterable[ChartLine],
    *,
    axes: tuple[str, str],
    most: tuple[float, float],
    level: float | None = None,
    alt: str,
) -> Renderable:
    """Curves over x from 0 to most[0], y from 0 to most[1], cut off there; `level` lies across."""
    across = (WIDTH - LEFT - RIGHT) / most[0]
    up = (HEIGHT - TOP - BOTTOM) / most[1]

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + x * across, HEIGHT - BOTTOM - y * up

    area = h.rect(x=LEFT, y=TOP, width=WIDTH - LEFT, height=HEIGHT - TOP - BOTTOM + 2)
    parts: list[h.Node] = [CLIP_PATH(id="inside")[area], _axis(at, axes, most)]
    if level is not None:
        (x1, y1), (x2, _) = at(0, level), at(most[0], level)
        parts.append(h.path(".level", d=f"M{x1:.1f} {y1:.1f}H{x2:.1f}"))
    key = []
    for line in lines:
        points = " ".join("{:.1f},{:.1f}".format(*at(*point)) for point in line.points)
        parts.append(h.polyline(class_=line.kind, clip_path="url(#inside)", points=points))
        if line.name:
            key.append(h.li[h.i(class_=line.kind), line.name])
    return h.figure(".ax-chart", lang=page.lang)[
        h.ul[key], chart_image(parts, (0, 0, WIDTH, HEIGHT), alt)
    ]


def _axis(at: Place, axes: tuple[str, str], most: tuple[float, float]) -> list[h.Element]:
    (left, bottom), (right, top) = at(0, 0), at(*most)
    parts = [h.path(".axis", d=f"M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}")]
    for value in ticks(most[0]):
        x, _ = at(value, 0)
        parts.append(h.text(x=f"{x:.1f}", y=f"{bottom + 19:.1f}", class_="x")[f"{value:,g}"])
    for value in ticks(most[1]):
        _, y = at(0, value)
        parts.append(h.text(x=f"{left - 8:.1f}", y=f"{y + 5:.1f}", class_="y")[f"{value:,g}"])
    x_name = h.text(x=f"{right:.1f}", y=HEIGHT - 8, class_="y")[axes[0]]
    y_name = h.text(x="0", y=f"{top - 12:.1f}")[axes[1]]
    return [*parts, x_name, y_name]


def ticks(most: float) -> list[float]:
    """Round values from 0 to at most `most`, no more than TICKS."""
    size = 10.0 ** math.floor(math.log10(most / TICKS))
    step = next(size * factor for factor in (1, 2, 5, 10, 20) if most / (size * factor) < TICKS)
    return [i * step for i in range(int(most / step + 1e-9) + 1)]


class Bar(NamedTuple):
    """A row: its name, what is printed, how long the bar is (0 to 1), and its class."""

    name: str
    shown: str
    part: float
    kind: str = ""


def bars(page: Page, rows: Iterable[Bar], heads: tuple[str, str], testid: str = "") -> Renderable:
    """A table whose numbers are bars as well; `heads` are the titles of names and of numbers."""
    body = [
        h.tr(class_=row.kind)[
            h.th(scope="row")[row.name],
            h.td[row.shown],
            h.td(".bar")[h.i(style=f"width:{100 * max(0.0, min(1.0, row.part)):.1f}%")],
        ]
        for row in rows
    ]
    name, value = heads
    number = h.th(scope="col", colspan="2")[value] if value else h.td(colspan="2")
    return h.table(".ax-bars", lang=page.lang, data_testid=testid)[
        h.thead[h.tr[h.th(scope="col")[name], number]], h.tbody[body]
    ]


class Dot(NamedTuple):
    """A value on a scale, and its class, for shape and colour."""

    value: float
    kind: str = ""


class DotRow(NamedTuple):
    """A row of a scale: its name, its dots, and the numbers that are printed."""

    name: str
    dots: Sequence[Dot]
    shown: str


def dots(
    page: Page,
    groups: Iterable[tuple[str, Sequence[DotRow]]],
    *,
    least: float,
    most: float,
    marks: Sequence[float],
    level: float,
) -> Renderable:
    """Rows of dots above one scale from `least` to `most`, in groups with a heading.

    marks: the values that are printed below; level: where a line stands through all rows. What is
    beyond the scale stands at its end.
    """

    def at(value: float) -> str:
        return f"left:{100 * max(0.0, min(1.0, (value - least) / (most - least))):.1f}%"

    def row(each: DotRow) -> Renderable:
        placed = [h.i(class_=dot.kind, style=at(dot.value)) for dot in each.dots]
        return h.li[
            h.span(".name")[each.name],
            h.span(".track", aria_hidden="true")[h.span[h.u(style=at(level)), placed]],
            h.span(".values")[each.shown],
        ]

    below = [h.span(style=at(mark))[signed(mark, 0)] for mark in marks]
    return h.div(".ax-dots", lang=page.lang)[
        h.ul[[h.li[h.b[heading], h.ul[map(row, rows)]] for heading, rows in groups]],
        h.div(".scale", aria_hidden="true")[h.div[below]],
    ]
