"""Line drawings for st.html, which lets no <svg> through: an SVG as a picture, in our colours.

A picture sees nothing of the page around it, so it takes the colours of frame.css with it, and a
style sheet of its own.
"""

import re
from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

from ui.page.theme import is_dark

FRAME = Path(__file__).parents[1] / "page" / "frame.css"


def drawing(body: str, box: tuple[float, float, float, float], alt: str, style: Path) -> str:
    """An <img> of SVG elements; `box` is x, y, width, height of what is seen of them."""
    x, y, width, height = (f"{edge:g}" for edge in box)
    scheme = "dark" if is_dark() else "light"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" '
        f'width="{width}" height="{height}"><style>{_colours()}{_sheet(style)}'
        f":root{{color-scheme:{scheme}}}</style>{body}</svg>"
    )
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
    return f'<img class="drawing" src="{source}" alt="{escape(alt)}">'


@cache
def _colours() -> str:
    """The custom properties of frame.css."""
    found = re.search(r":root \{.*?\n\}", FRAME.read_text("utf-8"), re.DOTALL)
    assert found is not None, "frame.css begins with the colours"
    return found[0]


@cache
def _sheet(style: Path) -> str:
    return style.read_text("utf-8")
