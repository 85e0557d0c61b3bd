"""Small copies of the sample photos for ImageNet to show, with their words and thanks."""

import streamlit as st
from PIL import Image

from cnn import figures
from cnn.data.photos.sample_photos import sample_image, samples


def photo_words(name: str, lang: str) -> str:
    """What is to be seen."""
    return samples()[name].title(lang)


def credit_line(name: str) -> str:
    """Whom to thank, and the licence."""
    row = samples()[name].credit
    return f"{row.author}, {row.licence}"


@st.cache_data(show_spinner=False)
def small_photo(name: str, width: int, square: bool = False) -> bytes:
    """The photo at most `width` pixels wide; as a square, its middle. Raises AssetProblem."""
    photo = middle_square(sample_image(name)) if square else sample_image(name).copy()
    photo.thumbnail((width, width * 2))
    return figures.encoded(photo, "small")


@st.cache_data(show_spinner=False)
def reduced_photo(name: str, side: int, grey: bool) -> bytes:
    """The photo's middle as a data set of this size would hold it, a PNG of side×side."""
    small = middle_square(sample_image(name)).resize((side, side), Image.Resampling.BOX)
    return figures.encoded(small.convert("L") if grey else small)


def middle_square(photo: Image.Image) -> Image.Image:
    """The largest square in the centre."""
    side = min(photo.size)
    left, top = (photo.width - side) // 2, (photo.height - side) // 2
    return photo.crop((left, top, left + side, top + side))
