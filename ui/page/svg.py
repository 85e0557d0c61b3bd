"""Line drawings: st.html lets no <svg> through, so an SVG is shown as a picture, in our colours.

A picture sees nothing of the page around it, so it takes the colours of frame.css with it, and a
style sheet of its own.
"""

import re
from functools import cache
from pathlib import Path

import htpy as h
from htpy import Renderable

from ui.html.img import img
from ui.page.theme import is_dark

FRAME = Path(__file__).parents[1] / "page" / "frame.css"


def drawing(
    body: h.Node, box: tuple[float, float, float, float], alt: str, style: Path
) -> Renderable:
    """An <img> of SVG elements; `box` is x, y, width, height of what is seen of them."""
    x, y, width, height = (f"{edge:g}" for edge in box)
    scheme = "dark" if is_dark() else "light"
    sheet = f"{_colours()}{_sheet(style)}:root{{color-scheme:{scheme}}}"
    view = f"{x} {y} {width} {height}"
    return svg_image(svg(view, width=width, height=height)[h.style[sheet], body], alt, "drawing")


def svg(view: str, **attributes: str) -> h.Element:
    """An <svg> whose viewBox is `view`, to be filled."""
    return h.svg(xmlns="http://www.w3.org/2000/svg", viewBox=view, **attributes)


def svg_image(drawn: h.Element, alt: str, kind: str | None = None) -> Renderable:
    """An <svg> as an <img> that holds it."""
    return img(str(drawn).encode(), alt, kind)


@cache
def _colours() -> str:
    """The custom properties of frame.css."""
    found = re.search(r":root \{.*?\n\}", FRAME.read_text("utf-8"), re.DOTALL)
    assert found is not None, "frame.css begins with the colours"
    return found[0]


@cache
def _sheet(style: Path) -> str:
    return style.read_text("utf-8")
