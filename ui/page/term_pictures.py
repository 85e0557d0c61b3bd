"""Small pictures of terms, drawn by their definitions: SVG in the colours of the page.

Each is 160 units wide and 90 high. They hold signs, digits and names of layers, and no words, so
that they are the same in every language.
"""

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from math import exp, tanh
from pathlib import Path

import htpy as h
from htpy import Renderable

from ui.page.svg import drawing, svg

STYLE = Path(__file__).with_suffix(".css")
WIDTH, HEIGHT = 160, 90
CELL = 12  # the side of a cell of a grid
Point = tuple[float, float]
SIGNED = {-1: "−1", 0: "0", 1: "+1"}
KERNEL = ((-1, 0, 1), (-1, 0, 1), (-1, 0, 1))  # a vertical edge
STROKE = 2, 3  # the columns of a picture of seven that hold ink
SCORES = (3.0, 1.5, 0.5)
PICTURES = frozenset(
    """
    centre-of-mass edge crop unit layer-names hidden-layer bias fully-connected convolution
    kernel feature-map weight-sharing stride padding receptive-field subsampling max-pooling
    overlapping-pooling tanh rectified-unit saturation softmax slope gradient-descent
    mini-batch learning-rate momentum overfitting dropout nearest-neighbour top-five-error
    """.split()
)  # each drawn by the function of its name


def has_picture(key: str) -> bool:
    """Whether the term `key` has a picture."""
    return key in PICTURES


def inline_picture(key: str, alt: str) -> str:
    """The picture of a term as an <svg> to stand in a page, whose colours it takes; "" if none."""
    if not has_picture(key):
        return ""
    whole = svg(f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=alt)
    return str(whole[_drawn(key)])


@cache
def picture_of(key: str, alt: str) -> Renderable:
    """The picture of a term as an <img>; raises KeyError if it has none."""
    return drawing(h.fragment[_drawn(key)], (0, 0, WIDTH, HEIGHT), alt, STYLE)


def _drawn(key: str) -> h.Node:
    draw: Callable[[], h.Node] = globals()[f"_{key.replace('-', '_')}"]
    return draw()


# What pictures are made of


def _line(start: Point, end: Point, kind: str = "") -> h.Element:
    return h.line(x1=f"{start[0]:g}", y1=f"{start[1]:g}", x2=f"{end[0]:g}", y2=f"{end[1]:g}",
                  class_=kind or None)  # fmt: skip


def _lines(points: Sequence[Point], kind: str = "") -> h.Element:
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return h.polyline(points=joined, class_=kind or None)


def _rect(x: float, y: float, width: float, height: float, kind: str = "", ink: float | None = None
          ) -> h.Element:  # fmt: skip
    """A rectangle; `ink` fills it, from 0 to 1."""
    style = None if ink is None else f"fill:var(--ink);fill-opacity:{ink:g}"
    return h.rect(x=f"{x:g}", y=f"{y:g}", width=f"{width:g}", height=f"{height:g}",
                  class_=kind or None, style=style)  # fmt: skip


def _circle(at: Point, radius: float = 6, kind: str = "") -> h.Element:
    return h.circle(cx=f"{at[0]:g}", cy=f"{at[1]:g}", r=f"{radius:g}", class_=kind or None)


def _said(x: float, y: float, said: object) -> h.Element:
    return h.text(x=f"{x:g}", y=f"{y:g}")[str(said)]


def _arrow(start: Point, end: Point, kind: str = "") -> list[h.Element]:
    """A line with a head."""
    (x, y), (to_x, to_y) = start, end
    length = ((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5
    along, across = (to_x - x) / length, (to_y - y) / length
    head = [
        (to_x - 5 * along + side * 3.5 * across, to_y - 5 * across - side * 3.5 * along)
        for side in (1, -1)
    ]
    return [_line(start, end, kind), _lines([head[0], end, head[1]], kind)]


def _grid(
    at: Point, columns: int, rows: int, ink: Callable[[int, int], float], cell: float = CELL
) -> list[h.Element]:
    """Cells in rows; ink(column, row) from 0 to 1."""
    x, y = at
    return [
        _rect(x + cell * column, y + cell * row, cell, cell, ink=ink(column, row))
        for row in range(rows)
        for column in range(columns)
    ]


def _plot(curve: Callable[[float], float], kind: str, shift: float = 0) -> h.Element:
    """A curve over sums from -4 to 4, whose values of -1 to 1 take the height."""
    sums = [step / 10 for step in range(-40, 41)]
    return _lines([(80 + 17 * each, 45 - 32 * curve(each - shift)) for each in sums], kind)


def _axes() -> list[h.Element]:
    return [_line((8, 45), (152, 45), "faint"), _line((80, 6), (80, 84), "faint")]


def _valley(middle: float, width: float) -> list[Point]:
    steps = [step / 20 for step in range(-20, 21)]
    return [(middle + width * step, _depth(step)) for step in steps]


def _depth(step: float) -> float:
    """The height of a valley, -1 to 1 of its width from its middle."""
    return 80 - 66 * step * step


def _no_ink(_column: int, _row: int) -> float:
    return 0.0


def _ink(column: int, _row: int) -> float:
    return 0.75 if column in STROKE else 0.0


def _column(x: float, count: int) -> list[Point]:
    """The middles of units below each other."""
    return [(x, 45 + (90 / (count + 1)) * (place - (count - 1) / 2)) for place in range(count)]


def _joined(one: Sequence[Point], other: Sequence[Point]) -> list[h.Element]:
    return [_line(start, end, "faint") for start in one for end in other]


# The pictures


def _centre_of_mass() -> h.Node:
    frame = _rect(45, 10, 70, 70)
    cross = [_line((80, 10), (80, 80), "faint dashed"), _line((45, 45), (115, 45), "faint dashed")]
    return [frame, cross, _line((66, 66), (94, 24), "strong"), _circle((80, 45), 5, "new")]


def _edge() -> h.Node:
    cells = _grid((38, 27), 7, 3, lambda column, _: 0.75 if column < 3 else 0.0)
    return [cells, _line((74, 18), (74, 72), "strong error")]


def _crop() -> h.Node:
    photo = [_rect(20, 12, 120, 66), _lines([(20, 66), (52, 36), (76, 58), (104, 26), (140, 64)])]
    return [photo, _rect(58, 14, 62, 62, "window")]


def _unit() -> h.Node:
    inputs = _column(20, 3)
    wires = [_line(each, (78, 45), "weights") for each in inputs]
    curve = [(108 + 2.5 * step, 45 - 11 * tanh(step / 2.4)) for step in range(-6, 7)]
    return [
        *(wires, [_circle(each, 7) for each in inputs]),
        *(_circle((78, 45), 13), _said(78, 45, "+"), _lines(curve, "activation strong")),
        _arrow((128, 45), (152, 45)),
    ]


def _layer_names() -> h.Node:
    boxes = []
    for place, name in enumerate(("C1", "S2", "C3", "S4", "C5", "F6")):
        x, tall = 17 + 25 * place, 66 - 8 * place
        boxes += [_rect(x - 10, 45 - tall / 2, 20, tall), _said(x, 45, name)]
    return boxes


def _hidden_layer() -> h.Node:
    columns = _column(30, 4), _column(80, 3), _column(130, 2)
    marked = _rect(66, 12, 28, 66, "window")
    wires = _joined(columns[0], columns[1]) + _joined(columns[1], columns[2])
    return [wires, marked, [_circle(each) for column in columns for each in column]]


def _bias() -> h.Node:
    return [
        *(_axes(), _plot(tanh, "dashed"), _plot(tanh, "activation strong", shift=1.8)),
        _arrow((84, 38), (108, 38), "weights"),
    ]


def _fully_connected() -> h.Node:
    left, right = _column(40, 4), _column(120, 3)
    return [_joined(left, right), [_circle(each) for each in (*left, *right)]]


def _convolution() -> h.Node:
    picture, answers = _grid((14, 15), 5, 5, _no_ink), _grid((104, 27), 3, 3, _no_ink)
    window = _rect(26, 15, 36, 36, "window")
    return [
        picture,
        window,
        answers,
        _rect(116, 27, CELL, CELL, "full"),
        _arrow((64, 33), (113, 33)),
    ]


def _kernel() -> h.Node:
    said = [
        [_rect(44 + 24 * column, 9 + 24 * row, 24, 24, "weights"),
         _said(56 + 24 * column, 21 + 24 * row, SIGNED[weight])]
        for row, weights in enumerate(KERNEL)
        for column, weight in enumerate(weights)
    ]  # fmt: skip
    return said


def _feature_map() -> h.Node:
    def answer(column: int, _row: int) -> float:
        """What KERNEL answers three wide, where ink begins."""
        return max(0.0, sum(w * _ink(column + at, 0) for at, w in enumerate(KERNEL[0]))) * 0.95

    return [
        *(_grid((4, 9), 6, 6, _ink), _arrow((80, 45), (96, 45))),
        _grid((104, 21), 4, 4, answer),
    ]


def _weight_sharing() -> h.Node:
    windows = [
        [_rect(x + 8 * column, y + 8 * row, 8, 8, "weights", 0.65 * (weight > 0))
         for row, weights in enumerate(KERNEL) for column, weight in enumerate(weights)]
        for x, y in ((38, 12), (86, 30), (50, 56))
    ]  # fmt: skip
    return [_rect(28, 6, 104, 80), windows]


def _stride() -> h.Node:
    windows = [_rect(20 + 34 * place, 34 + 19 * place, 51, 12, "window") for place in range(3)]
    hops: list[h.Node] = [
        [_arrow((20 + 34 * place, 53 + 19 * place), (54 + 34 * place, 53 + 19 * place)),
         _said(37 + 34 * place, 62 + 19 * place, 2)]
        for place in range(2)
    ]  # fmt: skip
    return [_grid((20, 8), 7, 1, _no_ink, 17), windows, hops]


def _padding() -> h.Node:
    def ink(column: int, row: int) -> float:
        return 0.0 if column in (0, 5) or row in (0, 5) else 0.3

    rim = [
        _said(44 + 14 * (column + 0.5) - 6, 3 + 14 * (row + 0.5), 0)
        for column in range(6)
        for row in range(6)
        if column in (0, 5) or row in (0, 5)
    ]
    return [_grid((38, 3), 6, 6, ink, 14), rim]


def _receptive_field() -> h.Node:
    rows = [(80, 14)], [(60, 45), (80, 45), (100, 45)], [(40 + 20 * n, 76) for n in range(5)]
    wires = [_line(rows[0][0], each, "weights") for each in rows[1]]
    wires += [
        _line(each, rows[2][place + at], "faint")
        for place, each in enumerate(rows[1])
        for at in range(3)
    ]
    outside = [_circle((x, 76), 6, "out") for x in (20, 140)]
    seen = [_circle(each, 6, "one" if row is rows[0] else "") for row in rows for each in row]
    return [wires, outside, seen]


def _four(values: Sequence[int], chosen: int | None, result: str) -> h.Node:
    """Four neighbours, and what one of the ways to make them smaller leaves."""
    cells = []
    for place, value in enumerate(values):
        x, y = 24 + 28 * (place % 2), 17 + 28 * (place // 2)
        cells += [_rect(x, y, 28, 28, "window" if place == chosen else ""),
                  _said(x + 14, y + 14, value)]  # fmt: skip
    return [cells, _arrow((86, 45), (104, 45)), _rect(110, 31, 28, 28), _said(124, 45, result)]


def _subsampling() -> h.Node:
    return _four((1, 3, 0, 4), None, "2")


def _max_pooling() -> h.Node:
    return _four((1, 3, 0, 4), 3, "4")


def _overlapping_pooling() -> h.Node:
    return [
        *(_grid((42, 36), 5, 1, lambda column, _: 0.35 * (column == 2), 15),),
        *(_rect(42, 32, 45, 19, "window"), _rect(72, 40, 45, 19, "error strong")),
    ]


def _tanh() -> h.Node:
    return [_axes(), _plot(tanh, "activation strong"), _said(90, 13, "1"), _said(70, 77, "−1")]


def _rectified_unit() -> h.Node:
    return [_axes(), _plot(lambda total: max(0.0, total) / 3.6, "activation strong")]


def _saturation() -> h.Node:
    ends = [_rect(12, 66, 44, 18, "window"), _rect(104, 6, 44, 18, "window")]
    return [_axes(), _plot(tanh, "activation strong"), ends]


def _softmax() -> h.Node:
    total = sum(map(exp, SCORES))
    rows = []
    for place, score in enumerate(SCORES):
        y = 16 + 24 * place
        share = exp(score) / total
        rows += [_rect(8, y, 18 * score, 12), _rect(96, y, 60 * share, 12, "full")]
    return [rows, _arrow((70, 46), (90, 46))]


def _slope() -> h.Node:
    x, y = 80 + 60 * 0.55, _depth(0.55)
    rise = 66 * 2 * 0.55 / 60  # pixels up for each to the right
    touch = _line((x - 22, y + 22 * rise), (x + 22, y - 22 * rise), "error strong")
    return [_lines(_valley(80, 60)), touch, _circle((x, y), 5, "one")]


def _steps(middle: float, width: float, at: Sequence[float]) -> h.Node:
    points = [(middle + width * step, _depth(step)) for step in at]
    hops = [_arrow(one, other, "error") for one, other in pairwise(points)]
    return [_lines(_valley(middle, width)), hops, _circle(points[0], 4, "one")]


def _gradient_descent() -> h.Node:
    return _steps(80, 60, [0.95 * 0.45**step for step in range(4)])


def _learning_rate() -> h.Node:
    small = _steps(42, 34, [0.95 * 0.45**step for step in range(4)])
    return [small, _steps(118, 34, [0.5 * (-1.2) ** step for step in range(4)])]


def _mini_batch() -> h.Node:
    groups = []
    for group in range(3):
        x = 8 + 50 * group
        groups += _grid((x, 33), 2, 2, _ink, 13)
        groups += _arrow((x + 31, 46), (x + 45, 46), "error")
    return groups


def _momentum() -> h.Node:
    arrows: list[h.Element] = []
    step = 0.0
    for row in range(6):
        step = 0.6 * step + 1
        arrows += _arrow((16, 12 + 13 * row), (16 + 46 * step, 12 + 13 * row), "error")
    return [_line((131, 6), (131, 84), "faint dashed"), arrows]


def _overfitting() -> h.Node:
    steps = [step / 20 for step in range(21)]
    learned = [(18 + 130 * each, 74 - 58 * exp(-4 * each)) for each in steps]
    others = [(18 + 130 * each, 62 - 48 * exp(-5 * each) - 26 * each**2) for each in steps]
    axes = [_line((14, 80), (152, 80)), _line((14, 8), (14, 80))]
    return [axes, _lines(learned, "activation strong dashed"), _lines(others, "error strong")]


def _dropout() -> h.Node:
    left, right = _column(45, 5), _column(115, 4)
    off = {left[1], left[3], right[0], right[2]}
    wires = _joined([each for each in left if each not in off],
                    [each for each in right if each not in off])  # fmt: skip
    crosses = [
        [_line((x - 4, y - 4), (x + 4, y + 4), "error"),
         _line((x - 4, y + 4), (x + 4, y - 4), "error")]
        for x, y in off
    ]  # fmt: skip
    circles = [_circle(each, 6, "out" if each in off else "") for each in (*left, *right)]
    return [wires, circles, crosses]


def _nearest_neighbour() -> h.Node:
    ones, twos = (
        [(36, 26), (58, 18), (50, 46), (30, 56)],
        [(104, 30), (126, 48), (108, 66), (136, 22)],
    )
    new = (84, 50)
    nearest = min((*ones, *twos), key=lambda at: (at[0] - new[0]) ** 2 + (at[1] - new[1]) ** 2)
    return [
        _line(new, nearest, "error"),
        *([_circle(at, 5, "one") for at in ones], [_circle(at, 5, "two") for at in twos]),
        _circle(new, 6, "new"),
    ]


def _top_five_error() -> h.Node:
    shares = (0.4, 0.25, 0.16, 0.1, 0.05)
    bars = [
        _rect(34, 6 + 16 * place, 220 * share, 11, "right" if place == 2 else "full")
        for place, share in enumerate(shares)
    ]
    numbers = [_said(20, 12 + 16 * place, place + 1) for place in range(5)]
    return [bars, numbers, _lines([(80, 43), (84, 48), (92, 38)], "target strong")]
