"""The one way to an <img>: a picture's bytes as an address that holds them, and as an element."""

from base64 import b64encode

import htpy as h
from htpy import Renderable

KINDS = {  # by their first bytes
    b"\x89PNG": "png",
    b"\xff\xd8": "jpeg",
    b"RIFF": "webp",
    b"<svg": "svg+xml",
}


def data_url(data: bytes) -> str:
    """A picture as an address that holds it. Raises ValueError if it is none of `KINDS`."""
    for first, kind in KINDS.items():
        if data.startswith(first):
            return f"data:image/{kind};base64,{b64encode(data).decode()}"
    raise ValueError("these bytes begin as no kind of picture")


def img(data: bytes, alt: str, class_: str | None = None, style: str | None = None) -> Renderable:
    """An <img> of these bytes; `alt`: what it shows."""
    return h.img(class_=class_, src=data_url(data), alt=alt, style=style)
