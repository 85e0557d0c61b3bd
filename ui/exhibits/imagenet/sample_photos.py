"""Small copies of the sample photos for ImageNet to show, with their words and thanks."""

import streamlit as st
from PIL import Image

from cnn import figures
from cnn.data.photos.sample_photos import image, samples


def words(name: str, lang: str) -> str:
    """What is to be seen."""
    return samples()[name].title(lang)


def credit(name: str) -> str:
    """Whom to thank, and the licence."""
    row = samples()[name].credit
    return f"{row.author}, {row.licence}"


@st.cache_data(show_spinner=False)
def shown(name: str, width: int, square: bool = False) -> bytes:
    """The photo at most `width` pixels wide; as a square, its middle. Raises AssetProblem."""
    photo = middle(image(name)) if square else image(name).copy()
    photo.thumbnail((width, width * 2))
    return figures.encoded(photo, "small")


@st.cache_data(show_spinner=False)
def held(name: str, side: int, grey: bool) -> bytes:
    """The photo's middle as a data set of this size would hold it, a PNG of side×side."""
    small = middle(image(name)).resize((side, side), Image.Resampling.BOX)
    return figures.encoded(small.convert("L") if grey else small)


def middle(photo: Image.Image) -> Image.Image:
    """The largest square in the centre."""
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return photo.crop((left, top, left + side, top + side))
