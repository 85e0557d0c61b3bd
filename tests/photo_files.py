"""Photos made for tests: a picture, its bytes in any format, and how far two pictures are apart."""

import io

import numpy as np
import pytest
from PIL import Image

from cnn.data.photos import PhotoProblem, open_photo


def picture(width: int = 120, height: int = 80) -> Image.Image:
    """Red falls off to the right, green grows downwards, the lower right quarter is blue."""
    x, y = np.meshgrid(np.linspace(255, 0, width), np.linspace(0, 255, height))
    blue = np.where((x < 128) & (y > 128), 255, 0)
    return Image.fromarray(np.stack([x, y, blue], 2).astype(np.uint8))


def saved(image: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, in levels."""
    assert one.size == other.size and one.mode == other.mode == "RGB"
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


def key(data: bytes) -> str:
    with pytest.raises(PhotoProblem) as caught:
        open_photo(data)
    return caught.value.key
