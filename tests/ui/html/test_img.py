"""Does a picture's address say what kind it is, and does its element keep texts texts?"""

import io
from base64 import b64decode

import pytest
from PIL import Image

from ui.html.img import data_url, img
from ui.page.svg import svg


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_address_holds_the_picture_and_says_its_kind(kind):
    Image.new("RGB", (2, 2)).save(out := io.BytesIO(), kind)
    said, _, held = data_url(out.getvalue()).partition(";base64,")
    assert said == f"data:image/{kind}" and b64decode(held) == out.getvalue()


def test_a_drawing_is_a_picture_and_other_bytes_are_none():
    assert data_url(str(svg("0 0 1 1")).encode()).startswith("data:image/svg+xml;")
    with pytest.raises(ValueError, match="no kind of picture"):
        data_url(b"<img>")


def test_only_what_is_said_becomes_an_attribute():
    png = b"\x89PNG"
    assert str(img(png, '"a"')) == '<img src="data:image/png;base64,iVBORw==" alt="&#34;a&#34;">'
    assert 'class="photo"' in str(img(png, "", "photo")) and "style" in str(img(png, "", style="s"))
