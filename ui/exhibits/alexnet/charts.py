"""What several exhibits of the AlexNet page draw alike: curves, and bars with their numbers."""

import math
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from ui.html.svg import drawing
from ui.page.frame import Page

STYLE = Path(__file__).with_name("charts.css")
WIDTH, HEIGHT = 480, 300  # of a chart, in its own units; letters of 15 can be read on a phone
LEFT, RIGHT, TOP, BOTTOM = 52, 12, 30, 50
TICKS = 6  # at most, on an axis
Place = Callable[[float, float], tuple[float, float]]


def draw(parts: Iterable[str], box: tuple[float, float, float, float], alt: str) -> str:
    """A drawing in the manner of this page: SVG elements, what is seen of them, what they show."""
    return drawing("".join(parts), box, alt, STYLE)


class Line(NamedTuple):
    """A curve: `kind` is its class in alexnet.css, for colour and dash; no name, no label."""

    name: str
    kind: str
    points: Sequence[tuple[float, float]]


def chart(
    page: Page,
    lines: Iterable[Line],
    *,
    axes: tuple[str, str],
    most: tuple[float, float],
    level: float | None = None,
    alt: str,
) -> str:
    """Curves over x from 0 to most[0], y from 0 to most[1], cut off there; `level` lies across."""
    across = (WIDTH - LEFT - RIGHT) / most[0]
    up = (HEIGHT - TOP - BOTTOM) / most[1]

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + x * across, HEIGHT - BOTTOM - y * up

    area = f'x="{LEFT}" y="{TOP}" width="{WIDTH - LEFT}" height="{HEIGHT - TOP - BOTTOM + 2}"'
    parts = [f'<clipPath id="inside"><rect {area}/></clipPath>', _axis(at, axes, most)]
    if level is not None:
        (x1, y1), (x2, _) = at(0, level), at(most[0], level)
        parts.append(f'<path class="level" d="M{x1:.1f} {y1:.1f}H{x2:.1f}"/>')
    key = []
    for line in lines:
        points = " ".join("{:.1f},{:.1f}".format(*at(*point)) for point in line.points)
        parts.append(f'<polyline class="{line.kind}" clip-path="url(#inside)" points="{points}"/>')
        if line.name:
            key.append(f'<li><i class="{line.kind}"></i>{escape(line.name)}</li>')
    return (
        f'<figure class="ax-chart" lang="{page.lang}"><ul>{"".join(key)}</ul>'
        f"{draw(parts, (0, 0, WIDTH, HEIGHT), alt)}</figure>"
    )


def _axis(at: Place, axes: tuple[str, str], most: tuple[float, float]) -> str:
    (left, bottom), (right, top) = at(0, 0), at(*most)
    parts = [f'<path class="axis" d="M{left:.1f} {top:.1f}V{bottom:.1f}H{right:.1f}"/>']
    for value in ticks(most[0]):
        x, _ = at(value, 0)
        parts.append(f'<text x="{x:.1f}" y="{bottom + 19:.1f}" class="x">{value:,g}</text>')
    for value in ticks(most[1]):
        _, y = at(0, value)
        parts.append(f'<text x="{left - 8:.1f}" y="{y + 5:.1f}" class="y">{value:,g}</text>')
    x_name = f'<text x="{right:.1f}" y="{HEIGHT - 8}" class="y">{escape(axes[0])}</text>'
    y_name = f'<text x="0" y="{top - 12:.1f}">{escape(axes[1])}</text>'
    return "".join(parts) + x_name + y_name


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


def bars(page: Page, rows: Iterable[Bar], heads: tuple[str, str], testid: str = "") -> str:
    """A table whose numbers are bars as well; `heads` are the titles of names and of numbers."""
    body = "".join(
        f'<tr class="{row.kind}"><th scope="row">{escape(row.name)}</th>'
        f"<td>{escape(row.shown)}</td>"
        f'<td class="bar"><i style="width:{100 * max(0.0, min(1.0, row.part)):.1f}%"></i></td></tr>'
        for row in rows
    )
    name, value = map(escape, heads)
    number = f'<th scope="col" colspan="2">{value}</th>' if value else '<td colspan="2"></td>'
    return (
        f'<table class="ax-bars" lang="{page.lang}" data-testid="{testid}"><thead><tr>'
        f'<th scope="col">{name}</th>{number}</tr></thead>'
        f"<tbody>{body}</tbody></table>"
    )
