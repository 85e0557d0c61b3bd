"""Is the first picture of a JPEG file found, whatever stands around it, and is it all there?"""

import io
import struct

import numpy as np
import pytest
from PIL import Image

from cnn.data.photos import jpegs
from cnn.data.photos.decode import PhotoProblem, open_photo
from tests.photo_files import apart, key, picture, saved

FILM = np.random.default_rng(0).integers(0, 256, 3_000_000, np.uint8).tobytes()  # 45 times FF DA
KINDS = {
    "baseline": {},
    "progressive": {"progressive": True},
    "restarts": {"restart_marker_blocks": 3},
    "fine": {"quality": 95, "subsampling": 0},
}
SHOWN = picture(320, 240)


def jpeg(mode: str = "RGB", **options) -> bytes:
    return saved(SHOWN.convert(mode), "JPEG", **options)


def with_segment(data: bytes, code: int, content: bytes) -> bytes:
    return data[:2] + struct.pack(">BBH", 0xFF, code, len(content) + 2) + content + data[2:]


def test_the_film_behind_a_motion_photo_says_nothing_about_the_picture():
    assert FILM.count(b"\xff\xda") > 20
    for data in (jpeg(), jpeg(progressive=True)):
        for behind in (FILM, FILM + FILM + FILM, b"\xff\xda" * 500, data * 20, b"\0" * 999):
            assert apart(open_photo(data + behind), open_photo(data)) == 0


def test_a_film_too_long_is_a_sentence():
    assert key(jpeg() + FILM * 9) == "photo-heavy"


def test_a_thumbnail_and_other_segments_say_nothing_about_the_picture():
    data = jpeg()
    thumbnail = saved(picture(160, 120), "JPEG", progressive=True)
    thumbnail = thumbnail[:-2] + b"\xff\xda" * 200 + thumbnail[-2:]
    for code, content in [
        (0xE1, b"Exif\0\0" + thumbnail),
        (0xFE, thumbnail),
        (0xED, FILM[:60_000]),
    ]:
        assert apart(open_photo(with_segment(data, code, content)), open_photo(data)) == 0


def test_of_several_pictures_the_first_is_shown():
    others = [Image.new("RGB", (320, 240), each) for each in ("black", "white")]
    data = saved(SHOWN, "MPO", save_all=True, append_images=others)
    assert apart(open_photo(data), open_photo(jpeg())) < 2
    assert apart(open_photo(data[: len(data) - 9000]), open_photo(jpeg())) < 2
    gain_map = with_segment(jpeg(), 0xE1, b'http://ns.adobe.com/xap/1.0/\0 hdrgm:Version="1.0"')
    assert apart(open_photo(gain_map + jpeg("L")), open_photo(jpeg())) == 0


@pytest.mark.parametrize("front", [b"\r\n", bytes(128), b"\xff", b"\xff\xd9\xff", b"junk" * 200])
def test_bytes_in_front_of_the_picture_are_passed_over(front):
    assert apart(open_photo(front + jpeg()), open_photo(jpeg())) == 0


@pytest.mark.parametrize("front", [b"PK\3\4" + bytes(40), b"%PDF-1.7\n", b"page" * 400])
def test_a_file_that_holds_photos_is_no_photo(front):
    assert key(front + jpeg()) == "photo-format"


def repeated_scans(times: int) -> bytes:
    """A progressive picture whose last scan comes again and again."""
    data = jpeg(progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:-2] + data[last:-2] * times + data[-2:]


def test_a_bomb_of_scans_is_refused():
    assert key(repeated_scans(200)) == "photo-damaged"
    assert key(repeated_scans(200)[:-2]) == "photo-damaged"
    assert key(b"\xff\xd8" + b"\xff\xfe\0\2" * 1_000_000 + jpeg()[2:]) == "photo-damaged"
    assert key(b"\0" + repeated_scans(200) + FILM) == "photo-damaged"
    hidden = b"\xff\xff\xff".join(repeated_scans(200).split(b"\xff"))  # FF may be repeated
    assert key(hidden.replace(b"\xff\xff\xff\0", b"\xff\0")) == "photo-damaged"
    assert apart(open_photo(repeated_scans(20)), open_photo(jpeg())) < 3


@pytest.mark.parametrize("lost", [1, 2, 3, 4, 6, 8, 10, 16])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_without_its_last_few_bytes_is_shown(kind, mode, lost):
    data = jpeg(mode, **KINDS[kind])
    assert apart(open_photo(data[:-lost]), open_photo(data)) < 1


@pytest.mark.parametrize("part", [0.3, 0.5, 0.6])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ended", [False, True])
def test_a_picture_cut_in_the_middle_is_never_shown_half_grey(kind, mode, part, ended):
    data = jpeg(mode, **KINDS[kind])
    cut = data[: int(part * len(data))].rstrip(b"\xff") + b"\xff\xd9" * ended
    try:
        assert apart(open_photo(cut), open_photo(data)) < 3
    except PhotoProblem as problem:
        assert problem.key == "photo-cut"
    else:
        assert kind == "progressive"  # only its finest shades were missing


def test_a_grey_picture_is_not_taken_for_a_cut_one():
    grey = Image.new("RGB", (320, 240), (128, 128, 128))
    for options in KINDS.values():
        assert apart(open_photo(saved(grey, "JPEG", **options)), grey) < 2


def test_a_marker_may_be_filled_up_and_a_file_may_be_nothing_but_filling():
    data = jpeg()
    filled = data[:-2] + b"\xff" * 500 + data[-1:]
    assert apart(open_photo(filled), open_photo(data)) == 0
    found = jpegs.first_picture(data[:2] + b"\xff" * 3_000_000 + b"\0")  # in one pass, not in 10^13
    assert not found.ended and found.scans == 0


def test_a_jpeg_that_no_browser_reads_is_a_sentence():
    frame = b"\xff\xc3\0\x0b\x0c\0\x40\0\x40\1\1\x11\0"  # lossless, of 12 bits
    assert key(b"\xff\xd8" + frame + b"\xff\xda\0\x08\1\1\0\1\0\0" + bytes(50)) in (
        "photo-format",
        "photo-damaged",
    )


def test_the_walk_reads_what_the_picture_is_made_of():
    data = jpeg(restart_marker_blocks=3)
    found = jpegs.first_picture(data + FILM)
    assert (found.data, found.scans, found.interval) == (data, 1, 3)
    assert found.ended and found.whole and not found.refining
    progressive = jpegs.first_picture(jpeg(progressive=True))
    assert progressive.scans == 10 and progressive.whole and progressive.refining
    assert Image.open(io.BytesIO(progressive.data)).size == (320, 240)
