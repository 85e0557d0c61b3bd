"""Are colours that a file gives in another way than sRGB shown as browsers show them?

The numbers are those of Chromium 156; tests/e2e/test_photo_files.py asks the Chromium at hand.
"""

import struct

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from cnn.data.photos import bitmaps
from cnn.data.photos.colour_spaces import PRIMARIES, ColourSpace
from cnn.data.photos.decode import open_photo
from tests.photo_files import (
    ADOBE,
    BT2020,
    HLG,
    P3,
    PQ,
    SRGB,
    apart,
    bmp,
    chrm,
    cicp,
    gama,
    icc,
    iccp,
    key,
    picture,
    png_of,
    saved,
    with_nclx,
)

pillow_heif.register_heif_opener()
RAMP = np.tile(np.arange(256)[None, :, None], (16, 1, 3))
FLAT = np.tile(np.array([200, 100, 50]), (16, 16, 1))
SAID_PQ = [0, 1, 5, 15, 30, 48, 70, 98, 132, 175, 213, 237, 255, 255, 255, 255]
SAID_HLG = [0, 3, 14, 29, 43, 57, 71, 85, 99, 115, 135, 160, 189, 212, 228, 243]


def greys(data: bytes) -> list[int]:
    """Every 16th grey of a ramp."""
    return np.asarray(open_photo(data))[8, ::16, 1].astype(int).tolist()


def colour(*chunks: tuple[bytes, bytes]) -> tuple[int, ...]:
    """What becomes of 200, 100, 50 in a PNG with these chunks."""
    return open_photo(png_of(FLAT, 8, *chunks)).getpixel((8, 8))


def avif(values: np.ndarray) -> bytes:
    image = Image.fromarray(values.astype(np.uint8))
    return saved(image, "AVIF", quality=100, subsampling="4:4:4")


def heic(values: np.ndarray) -> bytes:
    image = Image.fromarray(values.astype(np.uint8))
    data = saved(image, "HEIF", quality=-1, chroma=444, matrix_coefficients=0)
    assert apart(open_photo(data), image) < 1
    return data


@pytest.mark.parametrize(("transfer", "said"), [(PQ, SAID_PQ), (HLG, SAID_HLG)])
def test_light_brighter_than_white_is_brought_into_range(transfer, said):
    codes = cicp(BT2020, transfer)
    profile = icc(ADOBE, 2.2, codes=codes[1])
    files = [png_of(RAMP, 8, codes), png_of(RAMP * 257, 16, codes), png_of(RAMP[..., 0], 8, codes)]
    files += [png_of(RAMP, 8, codes, iccp(icc(ADOBE, 1.0)), gama(1.0))]
    files += [with_nclx(each(RAMP), BT2020, transfer) for each in (avif, heic)]
    files += [png_of(RAMP, 8, iccp(profile))]
    for data in files:
        assert greys(data) == pytest.approx(said, abs=2)


def test_how_bright_it_gets_is_what_the_file_says():
    said = [0, 1, 5, 15, 30, 48, 70, 98, 132, 175, 202, 214, 226, 238, 250, 255]  # 4,000 cd/m²
    content = (b"cLLI", struct.pack(">II", 40_000_000, 10_000_000))
    display = (b"mDCV", struct.pack(">8HII", *range(8), 40_000_000, 50))
    for more in (content, display):
        assert greys(png_of(RAMP, 8, cicp(BT2020, PQ), more)) == pytest.approx(said, abs=2)
    data = with_nclx(avif(RAMP), BT2020, PQ)
    place = data.index(b"pixi") - 4  # of 16 bytes; makes room for the other box
    light = struct.pack(">I4sHHI", 16, b"clli", 4000, 1000, 0)
    assert greys(data[:place] + light + data[place + 16 :]) == pytest.approx(said, abs=2)


PRIMARY = {
    1: (200, 100, 50),
    2: (200, 100, 50),
    4: (232, 93, 30),
    5: (203, 100, 51),
    6: (196, 102, 49),
    7: (196, 102, 49),
    8: (222, 92, 32),
    9: (241, 76, 29),
    10: (255, 0, 61),
    11: (211, 93, 32),
    12: (215, 93, 31),
    22: (202, 102, 49),
}
CURVE = {1: 87, 6: 87, 14: 87, 15: 87, 4: 96, 5: 72, 7: 112, 8: 165, 13: 96, 17: 83}
CURVE |= {2: 96, 3: 96, 9: 96, 10: 96, 12: 96, 99: 96}  # as if nothing were said


@pytest.mark.parametrize(("primaries", "said"), PRIMARY.items())
def test_other_primaries_are_other_colours(primaries, said):
    assert colour(cicp(primaries, SRGB)) == pytest.approx(said, abs=1)
    for data in (avif(FLAT), heic(FLAT)):
        found = open_photo(with_nclx(data, primaries, SRGB)).getpixel((8, 8))
        assert found == pytest.approx(said, abs=2)


@pytest.mark.parametrize(("transfer", "said"), CURVE.items())
def test_other_curves_are_other_greys(transfer, said):
    assert greys(png_of(RAMP, 8, cicp(1, transfer)))[6] == pytest.approx(said, abs=1)
    if transfer in (1, 6, 14, 15):  # of films; in AVIF and HEIC taken for sRGB's
        said = 96
    files = [avif(RAMP)] if transfer in (3, 99) else [avif(RAMP), heic(RAMP)]  # HEIC has no others
    for data in files:
        assert greys(with_nclx(data, 1, transfer))[6] == pytest.approx(said, abs=2)


def test_of_what_a_png_says_the_best_is_believed():
    wide = (215, 93, 31)
    p3, adobe = iccp(icc(PRIMARIES[P3], 2.2)), iccp(icc(ADOBE, 2.2))
    plain, linear = (200, 100, 50), colour(gama(1.0))
    assert linear == pytest.approx((228, 169, 123), abs=2)
    assert colour(cicp(P3, SRGB), adobe, (b"sRGB", b"\0"), gama(1.0)) == pytest.approx(wide, abs=1)
    assert colour(p3, (b"sRGB", b"\0"), gama(1.0)) == pytest.approx((216, 93, 24), abs=1)
    assert colour((b"sRGB", b"\0"), gama(1.0), chrm(ADOBE)) == plain
    assert colour(gama(1.0), chrm(PRIMARIES[1])) == pytest.approx(linear, abs=1)
    assert colour(chrm(ADOBE)) == colour(gama(0.45455)) == plain
    assert colour(gama(1 / 2.2), chrm(ADOBE)) == pytest.approx(colour(adobe), abs=2)
    for useless in (cicp(2, 2), cicp(0, 99), cicp(BT2020, PQ, 0, 0), cicp(BT2020, PQ, 9)):
        assert colour(useless, gama(1.0)) == linear
    for no_triangle in ((0.3127, 0.329) * 4, (0.0, 0.0) * 4, (*PRIMARIES[1][:6], 0.3, 0.0)):
        assert colour(gama(1.0), chrm(no_triangle)) == linear
    assert colour(gama(0), chrm(ADOBE)) == colour(gama(1.0), (b"sRGB", b"\0")) == plain


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
@pytest.mark.parametrize("version", [2, 4])
def test_profiles_of_either_version_are_followed_in_every_format(form, version):
    options = {"quality": 95} if form != "TIFF" else {}
    flat = Image.fromarray(FLAT.astype(np.uint8))
    profile = icc(ADOBE, 2.2, version)
    found = open_photo(saved(flat, form, icc_profile=profile, **options)).getpixel((8, 8))
    assert found == pytest.approx((228, 100, 43), abs=6)


def test_a_profile_of_full_colour_is_followed_by_a_grey_picture():
    grey = saved(Image.linear_gradient("L"), "PNG", icc_profile=icc(ADOBE, 1.0))
    assert open_photo(grey).getpixel((128, 55))[0] == pytest.approx(128, abs=3)


def test_what_is_half_transparent_is_mixed_with_white_as_it_looks():
    values = np.dstack([RAMP, np.full((16, 256), 128)])
    found = greys(png_of(values, 8, cicp(BT2020, PQ)))
    assert found == pytest.approx([(127 * 255 + 128 * each) / 255 for each in SAID_PQ], abs=2)


MASKS = {
    "10 bits": (32, (0x3FF00000, 0xFFC00, 0x3FF)),
    "11 bits, turned": (32, (0x7FF, 0x3FF800, 0xFFC00000)),
    "8 bits, apart": (32, (0xFF0, 0xFF000, 0xFF00000)),
    "565": (16, (0xF800, 0x7E0, 0x1F)),
    "444": (16, (0xF00, 0xF0, 0xF)),
    "655": (16, (0xFC00, 0x3E0, 0x1F)),
}


@pytest.mark.parametrize("name", MASKS)
@pytest.mark.parametrize("header", [40, 52, 56, 108, 124])
def test_colours_in_bit_fields_of_any_width_are_read(name, header):
    bits, masks = MASKS[name]
    shown = picture(33, 21)
    data = bmp(np.asarray(shown), bits, masks, header)
    assert apart(open_photo(data), shown) < (5 if bits == 16 else 1)


@pytest.mark.parametrize("header", [56, 108, 124])
def test_bit_fields_of_opacity_are_seen_on_white(header):
    clear = np.dstack([FLAT, np.full((16, 16), 51)])
    data = bmp(clear, 32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000), header)
    assert open_photo(data).getpixel((8, 8)) == (244, 224, 214)


@pytest.mark.parametrize("size", [(0, 2**31 - 1), (0, -(2**31)), (7, 0), (-7, 3)])
def test_a_bitmap_without_pixels_is_damaged_however_many_rows_it_says(size):
    data = bytearray(bmp(FLAT, 32, MASKS["10 bits"][1], 40))
    struct.pack_into("<ii", data, 18, *size)
    with pytest.raises(ValueError, match="without pixels"):
        bitmaps.read_bitmap(bytes(data))
    assert key(bytes(data)) == "photo-damaged"


def test_a_bitmap_may_hold_a_profile():
    data = bmp(FLAT, 32, (0xFF0000, 0xFF00, 0xFF), 124, icc(ADOBE, 2.2))
    assert open_photo(data).getpixel((8, 8)) == pytest.approx((228, 100, 43), abs=3)


def test_a_space_that_is_srgb_changes_nothing():
    values = np.random.default_rng(0).integers(0, 256, (40, 40, 3)).astype(np.uint8)
    assert (ColourSpace(PRIMARIES[1]).to_srgb(values) == values).all()
