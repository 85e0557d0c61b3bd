"""Is a picture of a digit read on Draw, and is what cannot be read a sentence?"""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from cnn.results import sample_strokes
from scripts.picture_sheets import KINDS, sheet
from scripts.stroke_set import PadDigit
from tests.ui.opening import bodies, html, opener, plain
from ui.exhibits.draw.digit_picture import GIVEN
from ui.words.text import LANGUAGES, label

opened = opener("pages/1_Draw.py")


def written(name: str = "3", kind: str = "squared150") -> Image.Image:
    """A photo of a digit on paper."""
    digit = PadDigit(int(name), "mouse", name, sample_strokes()[name])
    return Image.fromarray(sheet(KINDS[kind], digit, np.random.default_rng(2)))


def file_of(picture: Image.Image, form: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def sent(data: bytes, lang: str = "en", app=None):
    """Draw once the file has been sent."""
    app = app or opened(lang)
    app.file_uploader[0].set_value(("mine.png", data, "image/png")).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_digit_on_squared_paper_is_read_and_every_step_shown(lang):
    app = sent(file_of(written()), lang)
    assert html(app, "digit-picture") == {"testid": "digit-picture", "best": "3", "sure": "true"}
    (body,) = bodies(app, "digit-picture")
    seen = plain(body)
    assert label("draw.answer", lang, digit=3) in seen and "⟨" not in seen
    for step in ("upright", "even", "unruled", "ink", "box", "fit", "centre"):
        assert label(f"draw.found-{step}", lang) in seen
    assert body.count("<img") == 7 and body.count("<tr") == 11
    app.button(key="draw.picture-forget").click().run()
    assert not bodies(app, "digit-picture") and GIVEN not in app.session_state


def test_nothing_of_the_file_is_kept_but_what_is_shown():
    app = sent(file_of(written()))
    found = app.session_state[GIVEN].found
    assert max(side for _, step in found.steps for side in step.shape) <= 320
    assert app.file_uploader[0].value is None


@pytest.mark.parametrize(
    "turn, transpose", [(6, Image.Transpose.ROTATE_90), (3, Image.Transpose.ROTATE_180)]
)
def test_a_photo_that_lies_on_its_side_is_set_upright(turn, transpose):
    exif = Image.Exif()
    exif[0x0112] = turn
    app = sent(file_of(written("2", "plain").transpose(transpose), "JPEG", exif=exif))
    assert html(app, "digit-picture")["best"] == "2"


def test_white_ink_on_transparent_paper_is_read():
    ink = Image.fromarray(255 - np.asarray(written("5", "plain"))).point(lambda v: 255 * (v > 120))
    clear = Image.new("RGB", ink.size, "white")
    clear.putalpha(ink)
    app = sent(file_of(clear))
    assert html(app, "digit-picture")["best"] == "5"


def test_forty_eight_megapixels_open():
    large = written("7", "plain").convert("RGB").resize((8064, 6048))
    app = sent(file_of(large, "JPEG", quality=60))
    assert html(app, "digit-picture")["best"] == "7"


def two() -> Image.Image:
    left, right = (np.asarray(written(name, "plain")) for name in "25")
    return Image.fromarray(np.hstack([left, right]))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("data", "key"),
    [
        (file_of(Image.new("L", (300, 300), 240)), "digit-blank"),
        (file_of(two()), "digit-several"),
        (b"no picture", "photo-format"),
        (file_of(written(), "JPEG")[:9000], "photo-cut"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(data, key, lang):
    app = sent(data, lang)
    assert [warning.value for warning in app.warning] == [label(f"problem.{key}", lang)]
    assert not bodies(app, "digit-picture")
    sent(file_of(written()), lang, app)  # and the next one is read
    assert html(app, "digit-picture")["best"] == "3" and not app.warning


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_digit_gets_no_answer(lang):
    rng = np.random.default_rng(0)
    scribble = Image.new("L", (300, 300), 230)
    points = [tuple(point) for point in rng.uniform(60, 240, (30, 2)).tolist()]
    ImageDraw.Draw(scribble).line(points, 40, 6)
    app = sent(file_of(scribble), lang)
    assert html(app, "digit-picture")["sure"] == "false"
    assert label("draw.picture-none", lang) in plain(bodies(app, "digit-picture")[0])
