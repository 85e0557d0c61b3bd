"""Small copies of the sample photos for ImageNet to show, with their words and thanks."""

import io
from base64 import b64encode
from html import escape
from typing import Any

import streamlit as st
from PIL import Image

from cnn.data.sample_photos import image, samples


def words(name: str, lang: str) -> str:
    """What is to be seen."""
    return samples()[name].title(lang)


def credit(name: str) -> str:
    """Whom to thank, and the licence."""
    row = samples()[name].credit
    return f"{row.author}, {row.licence}"


@st.cache_data(show_spinner=False)
def jpeg(name: str, width: int, square: bool = False) -> bytes:
    """The photo at most `width` pixels wide; as a square, its middle. Raises AssetProblem."""
    photo = middle(image(name)) if square else image(name).copy()
    photo.thumbnail((width, width * 2))
    return _encoded(photo, "JPEG", quality=82)


@st.cache_data(show_spinner=False)
def held(name: str, side: int, grey: bool) -> bytes:
    """The photo's middle as a data set of this size would hold it, a PNG of side×side."""
    small = middle(image(name)).resize((side, side), Image.Resampling.BOX)
    return _encoded(small.convert("L") if grey else small, "PNG")


def middle(photo: Image.Image) -> Image.Image:
    """The largest square in the centre."""
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return photo.crop((left, top, left + side, top + side))


def _encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def element(data: bytes, alt: str, kind: str = "jpeg", style: str = "") -> str:
    """An <img> of these bytes."""
    source = f"data:image/{kind};base64,{b64encode(data).decode()}"
    return f'<img src="{source}" alt="{escape(alt)}" style="{style}">'
