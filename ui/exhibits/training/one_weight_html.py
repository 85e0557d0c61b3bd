"""What the exhibits of Training look like: numbers in, HTML out."""

from collections.abc import Sequence

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn.figures import INK, theme_name
from cnn.training.gradient_check import Chain, ComparedGradients, OneWeightUnit
from ui.page.frame import Page
from ui.page.svg import svg, svg_image
from ui.page.theme import colours
from ui.words.numbers import minus, power_of_ten, signed_or_power

WIDE, HIGH, EDGE = 520, 240, 30  # of the chart of a loss over a weight
QUIET = {"light": "#5b616b", "dark": "#a9b0ba"}  # as frame.css's
ROOMY = 1.3  # how far above the curve the chart reaches


def one_weight_unit(page: Page, unit: OneWeightUnit, chain: Chain) -> Renderable:
    """The unit from its input to its loss; below each value, how the loss changes with it."""
    nodes = (
        ("x", page.label("training.node-x"), unit.input, None),
        ("w·x", page.label("training.node-product"), unit.product, chain.sum),
        ("a", page.label("training.node-sum"), unit.sum, chain.sum),
        ("y", page.label("training.node-answer"), unit.answer, chain.answer),
        ("E", page.label("training.node-loss"), unit.loss, None),
    )
    steps = (
        (f"× w = {signed_or_power(unit.weight, 3)}", f"· x = {signed_or_power(unit.input, 3)}"),
        (f"+ b = {signed_or_power(unit.bias, 2)}", "· 1"),
        ("f(a)", f"· f′(a) = {signed_or_power(chain.slope, 3)}"),
        (
            f"(y − {signed_or_power(unit.target, 0)})²",
            f"2(y − t) = {signed_or_power(chain.answer, 3)}",
        ),
    )
    cells = [_node(*node) for node in nodes]
    arrows = [_arrow(ahead, back) for ahead, back in steps]
    parts = [part for pair in zip(cells, [*arrows, None], strict=True) for part in pair]
    legend = page.label("training.graph-legend")
    return h.fragment[
        h.div(".graph", lang=page.lang, data_testid="graph")[parts],
        h.p(".graph-legend", lang=page.lang)[legend],
    ]


def _node(name: str, words: str, value: float, slope: float | None) -> Renderable:
    back = h.i[signed_or_power(slope, 3)] if slope is not None else None
    return h.div(".node")[h.small[words], h.b[f"{name} = {signed_or_power(value, 3)}"], back]


def _arrow(ahead: str, back: str) -> Renderable:
    return h.div(".arrow")[
        h.span[f"{ahead} ", h.u(aria_hidden="true")], h.i[h.u(aria_hidden="true"), f" {back}"]
    ]


def gradients_compared(page: Page, chain: float, rows: Sequence[tuple[float, float]]) -> Renderable:
    """The gradient by the chain rule, and by trying out, for each h; agreeing digits in bold."""
    lines = [
        h.tr[h.th(scope="row")["h = ", power_of_ten(step)], h.td[_agreeing(chain, value)]]
        for step, value in rows
    ]
    return h.div(".both", lang=page.lang, data_testid="both")[
        h.table[
            h.thead[
                h.tr[h.th(scope="row")[page.label("training.by-chain")], h.td[h.b[_long(chain)]]]
            ],
            h.tbody[h.tr[h.th(colspan="2")[page.label("training.by-trying")]], lines],
        ]
    ]


def _long(value: float) -> str:
    return minus(f"{value:.9f}")


def _agreeing(right: float, value: float) -> Renderable:
    """The value, its digits that agree with the right one in bold."""
    a, b = _long(right), _long(value)
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(b))
    return h.fragment[h.b[b[:same]], b[same:]]


def valley(
    page: Page,
    weights: NDArray[np.float64],
    losses: NDArray[np.float64],
    at: tuple[float, float],
    slope: float,
    step: tuple[float, float] | None = None,
    *,
    caption: str,
    dark: bool,
) -> Renderable:
    """The loss over one weight, the point where the weight is, its tangent, and one step."""
    low, high = float(losses.min()), float(losses.max())
    span = max(high - low, 1e-6) * ROOMY
    left, right = float(weights[0]), float(weights[-1])

    def x(weight: float) -> float:
        return EDGE + (WIDE - 2 * EDGE) * (weight - left) / (right - left)

    def y(loss: float) -> float:
        return HIGH - EDGE - (HIGH - 1.5 * EDGE) * (loss - low) / span

    points = " ".join(f"{x(w):.1f},{y(e):.1f}" for w, e in zip(weights, losses, strict=True))
    half = (right - left) / 6
    ends = [(at[0] + side, at[1] + slope * side) for side in (-half, half)]
    tangent = " ".join(f"{x(w):.1f},{y(e):.1f}" for w, e in ends)
    meaning = colours()
    quiet, paper = QUIET[theme_name(dark)], INK[theme_name(dark)][0]
    ahead: tuple[h.Element, ...] = ()
    if step:
        ahead = (
            h.line(
                x1=f"{x(at[0]):.1f}",
                y1=f"{y(at[1]):.1f}",
                x2=f"{x(step[0]):.1f}",
                y2=f"{y(step[1]):.1f}",
                stroke=meaning.weights,
                stroke_width="2",
            ),
            h.circle(
                cx=f"{x(step[0]):.1f}",
                cy=f"{y(step[1]):.1f}",
                r="6",
                fill=paper,
                stroke=meaning.weights,
                stroke_width="2.5",
            ),
        )
    names = [
        h.text(x=f"{x(w):.1f}", y=HIGH - 6, text_anchor=anchor)[signed_or_power(w, 2)]
        for w, anchor in ((left, "start"), (right, "end"))
    ]
    drawn = svg(f"0 0 {WIDE} {HIGH}")[
        h.g(font_family="sans-serif", font_size="16", fill=quiet)[
            h.text(x=f"{WIDE / 2}", y=HIGH - 6, text_anchor="middle")["w"],
            h.text(x="6", y="20")["E"],
            names,
        ],
        h.g(fill="none", stroke_linejoin="round")[
            h.path(d=f"M{EDGE} {HIGH - EDGE + 6}H{WIDE - EDGE}", stroke=quiet),
            h.polyline(points=points, stroke=meaning.error, stroke_width="3"),
            h.polyline(points=tangent, stroke=quiet, stroke_width="2", stroke_dasharray="6 4"),
            ahead,
        ],
        h.circle(cx=f"{x(at[0]):.1f}", cy=f"{y(at[1]):.1f}", r="7", fill=meaning.weights),
    ]
    alt = page.label(
        "training.valley-alt", weight=signed_or_power(at[0], 3), loss=signed_or_power(at[1], 3)
    )
    return h.figure(".valley", lang=page.lang)[svg_image(drawn, alt), h.figcaption[caption]]


def new_weight(page: Page, weight: float, rate: float, gradient: float) -> Renderable:
    """One step of gradient descent as a line of arithmetic."""
    after = weight - rate * gradient
    return h.p(".new-weight", lang=page.lang, data_testid="new-weight")[
        f"{page.label('training.one-step')} ",
        h.span[
            f"w − η · ∂E/∂w = {signed_or_power(weight, 3)} − {rate:g} · "
            f"({signed_or_power(gradient)}) = ",
            h.b[signed_or_power(after)],
        ],
    ]


def measured_weight(page: Page, measured: ComparedGradients, name: str) -> Renderable:
    """What the weight is, and what it does to the loss."""
    words = page.label(
        "training.real-found",
        name=name,
        weight=signed_or_power(measured.weight, 3),
        loss=signed_or_power(measured.loss, 2),
        sign=page.label(f"training.real-{_way(measured.gradient)}"),
    )
    return h.p(".real", lang=page.lang, data_testid="real")[words]


def _way(gradient: float) -> str:
    return "flat" if gradient == 0 else "down" if gradient > 0 else "up"
