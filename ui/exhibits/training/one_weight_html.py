"""What the exhibits of Training look like: numbers in, HTML for st.html out."""

from base64 import b64encode
from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from cnn.figures import INK, theme_name
from cnn.training.gradient_check import Chain, Measured, Unit
from ui.page.frame import Page
from ui.page.theme import colours
from ui.words import numbers
from ui.words.numbers import minus, scientific

WIDE, HIGH, EDGE = 520, 240, 30  # of the chart of a loss over a weight
QUIET = {"light": "#5b616b", "dark": "#a9b0ba"}  # as frame.css's
ROOMY = 1.3  # how far above the curve the chart reaches


def signed(value: float, places: int = 4) -> str:
    """So many digits behind the point, or a power of ten where they would show nothing."""
    plain = 1e-3 <= abs(value) < 1e5 or value == 0
    return numbers.signed(value, places) if plain else scientific(value, 3)


def graph(page: Page, unit: Unit, chain: Chain) -> str:
    """The unit from its input to its loss; below each value, how the loss changes with it."""
    nodes = (
        ("x", page.label("training.node-x"), unit.input, None),
        ("w·x", page.label("training.node-product"), unit.product, chain.sum),
        ("a", page.label("training.node-sum"), unit.sum, chain.sum),
        ("y", page.label("training.node-answer"), unit.answer, chain.answer),
        ("E", page.label("training.node-loss"), unit.loss, None),
    )
    steps = (
        (f"× w = {signed(unit.weight, 3)}", f"· x = {signed(unit.input, 3)}"),
        (f"+ b = {signed(unit.bias, 2)}", "· 1"),
        ("f(a)", f"· f′(a) = {signed(chain.slope, 3)}"),
        (f"(y − {signed(unit.target, 0)})²", f"2(y − t) = {signed(chain.answer, 3)}"),
    )
    cells = [_node(*node) for node in nodes]
    arrows = [_arrow(ahead, back) for ahead, back in steps]
    parts = [part for pair in zip(cells, [*arrows, ""], strict=True) for part in pair]
    legend = escape(page.label("training.graph-legend"))
    return (
        f'<div class="graph" lang="{page.lang}" data-testid="graph">{"".join(parts)}</div>'
        f'<p class="graph-legend" lang="{page.lang}">{legend}</p>'
    )


def _node(name: str, words: str, value: float, slope: float | None) -> str:
    back = f"<i>{signed(slope, 3)}</i>" if slope is not None else ""
    return (
        f'<div class="node"><small>{escape(words)}</small>'
        f"<b>{escape(name)} = {signed(value, 3)}</b>{back}</div>"
    )


def _arrow(ahead: str, back: str) -> str:
    return (
        f'<div class="arrow"><span>{escape(ahead)} <u aria-hidden="true"></u></span>'
        f'<i><u aria-hidden="true"></u> {escape(back)}</i></div>'
    )


def both(page: Page, chain: float, rows: Sequence[tuple[float, float]]) -> str:
    """The gradient by the chain rule, and by trying out, for each h; agreeing digits in bold."""
    lines = "".join(
        f'<tr><th scope="row">h = {_power(h)}</th><td>{_agreeing(chain, value)}</td></tr>'
        for h, value in rows
    )
    return (
        f'<div class="both" lang="{page.lang}" data-testid="both"><table><thead><tr>'
        f'<th scope="row">{escape(page.label("training.by-chain"))}</th>'
        f'<td><b>{_long(chain)}</b></td></tr></thead><tbody><tr><th colspan="2">'
        f"{escape(page.label('training.by-trying'))}</th></tr>{lines}</tbody></table></div>"
    )


def _power(h: float) -> str:
    exponent = round(float(np.log10(h)))
    return f"10<sup>−{-exponent}</sup>" if exponent < -2 else f"{h:g}"


def _long(value: float) -> str:
    return minus(f"{value:.9f}")


def _agreeing(right: float, value: float) -> str:
    """The value, its digits that agree with the right one in bold."""
    a, b = _long(right), _long(value)
    same = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(b))
    return f"<b>{b[:same]}</b>{b[same:]}"


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
) -> str:
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
    ahead = ""
    if step:
        ahead = (
            f'<line x1="{x(at[0]):.1f}" y1="{y(at[1]):.1f}" x2="{x(step[0]):.1f}" '
            f'y2="{y(step[1]):.1f}" stroke="{meaning.weights}" stroke-width="2"/>'
            f'<circle cx="{x(step[0]):.1f}" cy="{y(step[1]):.1f}" r="6" fill="{paper}" '
            f'stroke="{meaning.weights}" stroke-width="2.5"/>'
        )
    names = "".join(
        f'<text x="{x(w):.1f}" y="{HIGH - 6}" text-anchor="{anchor}">{signed(w, 2)}</text>'
        for w, anchor in ((left, "start"), (right, "end"))
    )
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}">'
        f'<g font-family="sans-serif" font-size="16" fill="{quiet}">'
        f'<text x="{WIDE / 2}" y="{HIGH - 6}" text-anchor="middle">w</text>'
        f'<text x="6" y="20">E</text>{names}</g><g fill="none" stroke-linejoin="round">'
        f'<path d="M{EDGE} {HIGH - EDGE + 6}H{WIDE - EDGE}" stroke="{quiet}"/>'
        f'<polyline points="{points}" stroke="{meaning.error}" stroke-width="3"/>'
        f'<polyline points="{tangent}" stroke="{quiet}" stroke-width="2" stroke-dasharray="6 4"/>'
        f"{ahead}</g>"
        f'<circle cx="{x(at[0]):.1f}" cy="{y(at[1]):.1f}" r="7" fill="{meaning.weights}"/></svg>'
    )
    source = b64encode(drawn.encode()).decode()  # an image, since st.html drops SVG
    alt = page.label("training.valley-alt", weight=signed(at[0], 3), loss=signed(at[1], 3))
    return (
        f'<figure class="valley" lang="{page.lang}"><img alt="{escape(alt)}" '
        f'src="data:image/svg+xml;base64,{source}"><figcaption>{escape(caption)}</figcaption>'
        "</figure>"
    )


def new_weight(page: Page, weight: float, rate: float, gradient: float) -> str:
    """One step of gradient descent as a line of arithmetic."""
    after = weight - rate * gradient
    return (
        f'<p class="new-weight" lang="{page.lang}" data-testid="new-weight">'
        f"{escape(page.label('training.one-step'))} "
        f"<span>w − η · ∂E/∂w = {signed(weight, 3)} − {rate:g} · ({signed(gradient)}) = "
        f"<b>{signed(after)}</b></span></p>"
    )


def real(page: Page, measured: Measured, name: str) -> str:
    """What the weight is, and what it does to the loss."""
    words = page.label(
        "training.real-found",
        name=name,
        weight=signed(measured.weight, 3),
        loss=signed(measured.loss, 2),
        sign=page.label(f"training.real-{_way(measured.gradient)}"),
    )
    return f'<p class="real" lang="{page.lang}" data-testid="real">{escape(words)}</p>'


def _way(gradient: float) -> str:
    return "flat" if gradient == 0 else "down" if gradient > 0 else "up"
