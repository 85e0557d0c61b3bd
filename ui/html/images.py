"""Pictures for st.html: PNG bytes as an element that keeps its pixels square and sharp."""

from base64 import b64encode
from html import escape
from typing import Any

from numpy.typing import NDArray

from cnn import figures
from ui.page.frame import Page

SQUASHED = 1.7159  # where the scaled tanh ends, so one scale serves every layer
KINDS = {b"\x89PNG": "png", b"\xff\xd8": "jpeg", b"RIFF": "webp"}  # by their first bytes


def source(data: bytes) -> str:
    """A picture (PNG, JPEG or WebP) as an address that holds it."""
    kind = next(kind for first, kind in KINDS.items() if data.startswith(first))
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def picture(png: bytes, alt: str, width: int) -> str:
    """An <img> at most `width` CSS pixels wide; `alt` says what it shows."""
    return f'<img class="pixels" src="{source(png)}" alt="{escape(alt)}" style="width:{width}px">'


def scrolls(page: Page) -> str:
    """The attributes of an element that may be wider than the page: the arrow keys scroll it."""
    return f' tabindex="0" role="group" aria-label="{escape(page.label("frame.scrolls"))}"'


def grid(page: Page, name: str, maps: NDArray[Any], *, columns: int, unit: int, dark: bool) -> str:
    """The maps (n, h, w) of layer `name` in a grid, a unit `unit` CSS pixels wide."""
    png = figures.maps_png(maps, limit=SQUASHED, columns=columns, dark=dark)
    width = unit * (columns * (maps.shape[2] + 1) - 1)
    return picture(png, page.label("home.alt-maps", name=name), width)


def legend(page: Page, dark: bool) -> str:
    """The scale that all maps share."""
    scale = picture(figures.scale_png(dark=dark), page.label("home.alt-scale"), 160)
    low, high, zero = (escape(page.label(f"home.scale-{end}")) for end in ("low", "high", "zero"))
    ends = f"<span>{low}</span>{scale}<span>{high}</span>"
    return f'<div class="scale" lang="{page.lang}"><div>{ends}</div><p>{zero}</p></div>'
