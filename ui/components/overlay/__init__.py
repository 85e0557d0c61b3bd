"""A photo, the same in grey with maps laid over it, and a slider for how much of the maps is seen.

Grey, because over a photo's own colours nobody could tell which are the map's.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ui.components import bundled_script, declare
from ui.html.img import data_url

_HERE = Path(__file__).parent
_OVERLAY = declare(
    "overlay",
    js=bundled_script(_HERE / "overlay.js"),
    css=(_HERE / "overlay.css").read_text("utf-8"),
    html='<div class="overlay"><div class="panels"></div>'
    '<label><span></span><input type="range" min="0" max="100"></label></div>',
)


class OverlayMap(NamedTuple):
    """A map (PNG) to lie over the photo, what it shows, the caption below, its colours' scale."""

    png: bytes
    alt: str
    caption: str
    scale: bytes  # PNG, from the lowest value to the highest
    ends: tuple[str, str]  # what stands at the scale's ends


def mount(
    key: str,
    photo: bytes,
    layers: Sequence[OverlayMap],
    *,
    alt: str,
    caption: str,
    label: str,
    lang: str,
) -> None:
    """Shows the photo (WebP, square) alone, and once for each layer with that map over it.

    The slider is the browser's own affair: nothing is sent.
    """
    data = {
        "photo": data_url(photo),
        "alt": alt,
        "caption": caption,
        "layers": [
            {
                "url": data_url(layer.png),
                "alt": layer.alt,
                "caption": layer.caption,
                "scale": data_url(layer.scale),
                "ends": layer.ends,
            }
            for layer in layers
        ],
        "label": label,
        "lang": lang,
    }
    _OVERLAY(key=key, data=data)
