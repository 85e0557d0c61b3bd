"""Pictures for the page: PNG bytes as an element that keeps its pixels square and sharp."""

from typing import Any

import htpy as h
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from ui.html.img import img
from ui.page.frame import Page

SQUASHED = 1.7159  # where the scaled tanh ends, so one scale serves every layer


def picture(png: bytes, alt: str, width: int | None = None) -> Renderable:
    """An <img> `width` CSS pixels wide at most, or as wide as its place; `alt`: what it shows."""
    style = "width:100%" if width is None else f"width:{width}px"
    return img(png, alt, "pixels", style)


def scrolls(page: Page) -> dict[str, str]:
    """The attributes of an element that may be wider than the page: the arrow keys scroll it."""
    return {"tabindex": "0", "role": "group", "aria-label": page.label("frame.scrolls")}


def map_grid(
    page: Page, name: str, maps: NDArray[Any], *, columns: int, unit: int, dark: bool
) -> Renderable:
    """The maps (n, h, w) of layer `name` in a grid, a unit `unit` CSS pixels wide."""
    png = figures.maps_png(maps, limit=SQUASHED, columns=columns, dark=dark)
    width = unit * (columns * (maps.shape[2] + 1) - 1)
    return picture(png, page.label("frame.alt-maps", name=name), width)


def legend(page: Page, dark: bool) -> Renderable:
    """The scale that all maps share."""
    scale = picture(figures.scale_png(dark=dark), page.label("frame.alt-scale"), 160)
    low, high, zero = (page.label(f"frame.scale-{end}") for end in ("low", "high", "zero"))
    return h.div(".scale", lang=page.lang)[h.div[h.span[low], scale, h.span[high]], h.p[zero]]
