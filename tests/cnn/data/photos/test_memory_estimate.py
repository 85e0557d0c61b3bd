"""Does decoding a photo take no more memory than was estimated, and a lie no more than is given?

The bounds stand in one place, cnn.data.photos.memory_estimate: ORDINARY and LARGE.
"""

import io
import struct
import sys
import zlib
from pathlib import Path

import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cnn.data.photos import bounded_decode, frame_sizes, webps
from cnn.data.photos.bounded_decode import TooLarge, decode
from cnn.data.photos.decode import open_photo
from cnn.data.photos.decode_process import SPARE
from cnn.data.photos.frame_sizes import frames
from cnn.data.photos.heif_boxes import Boxes
from cnn.data.photos.memory_estimate import LARGE, ORDINARY
from tests.photo_files import apart, key, picture, png, saved
from tests.photo_peaks import peaks

pillow_heif.register_heif_opener()
HERE = Path(__file__).resolve().parents[3] / "data" / "photos"
SIZE = WIDTH, HEIGHT = 4000, 3000
RETURNED = 8_000_000  # bytes by which a peak may differ from one time to the next


def measured(test):
    """Marks a test that takes a while, and needs Linux to tell the peak."""
    linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")
    return pytest.mark.slow(linux(test))


def flat(mode: str, size: tuple[int, int] = SIZE) -> Image.Image:
    return Image.new(mode, size)


def bare(depth: int, colour: int, channels: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of zeros."""
    rows = bytes((1 + WIDTH * channels * depth // 8) * HEIGHT)
    return png(WIDTH, HEIGHT, depth, colour, zlib.compress(rows, 1), *chunks)


def deep_heif(**options: int) -> bytes:
    """A HEIC of 10 bits."""
    size = 2000, 1500
    file = io.BytesIO()
    pillow_heif.from_bytes("RGB;16", size, bytes(6 * size[0] * size[1])).save(
        file, quality=10, **options
    )
    return file.getvalue()


def honest() -> dict[str, bytes]:
    """Files of every format and mode that say what they are."""
    made = {f"PNG {mode}": saved(flat(mode), "PNG", compress_level=1) for mode in PNG}
    made |= {
        "PNG of 16 bits": bare(16, 2, 3),
        "PNG of 16 bits, one transparent": bare(16, 2, 3, (b"tRNS", struct.pack(">3H", 1, 2, 3))),
        "PNG just not to be reduced": saved(flat("RGBA", (2399, 2399)), "PNG", compress_level=1),
    }
    for mode in TIFF:
        packing = "group4" if mode == "1" else "tiff_adobe_deflate"
        made[f"TIFF {mode}"] = saved(flat(mode), "TIFF", compression=packing)
    made["TIFF turned"] = saved(flat("RGB"), "TIFF", compression="tiff_lzw", tiffinfo={274: 6})
    for mode in ("L", "RGB", "CMYK"):
        made[f"JPEG {mode}"] = saved(flat(mode), "JPEG")
        made[f"progressive JPEG {mode}"] = saved(flat(mode), "JPEG", progressive=True)
    made["finest JPEG"] = saved(flat("RGB"), "JPEG", progressive=True, subsampling=0)
    made |= {"GIF": saved(flat("P"), "GIF"), "BMP": saved(flat("L"), "BMP")}
    moves = {"save_all": True, "append_images": [Image.new("RGB", SIZE, "red")], "method": 0}
    made |= {
        "WebP": saved(flat("RGB"), "WEBP", method=0),
        "WebP half clear": saved(flat("RGBA"), "WEBP", method=0),
        "WebP without loss": saved(flat("RGBA"), "WEBP", method=0, lossless=True),
        "WebP that moves": saved(flat("RGB"), "WEBP", **moves),
        "AVIF grey": saved(flat("L"), "AVIF", speed=10),
        "AVIF": saved(flat("RGB"), "AVIF", speed=10),
        "AVIF half clear": saved(flat("RGBA"), "AVIF", speed=10),
        "AVIF fine": saved(flat("RGB"), "AVIF", speed=10, subsampling="4:4:4"),
        "HEIC": saved(flat("RGB", (2048, 1536)), "HEIF", quality=10, tile_size=512),
        "HEIC half clear": saved(flat("RGBA", (1600, 1200)), "HEIF", quality=10),
        "HEIC of 10 bits": deep_heif(),
        "HEIC of 10 bits, fine": deep_heif(chroma=444),
    }
    return made


PNG = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
TIFF = ("1", "L", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F")


@pytest.fixture(scope="module")
def small_phone():
    """An AVIF as large as a phone's photos usually are, and one four times as large, all grey."""
    return {
        "12 megapixels": saved(flat("RGB", (4032, 3024)), "AVIF", speed=10),
        "48 megapixels": saved(flat("RGB", (8064, 6048)), "AVIF", speed=10),
    }


@measured
def test_the_estimate_is_not_below_the_peak():
    found = peaks(honest())
    assert all("x" in each.outcome for each in found.values()), found
    low = {name: each for name, each in found.items() if each.peak > each.needed + RETURNED}
    assert not low


@measured
def test_photos_of_phones_fit(small_phone):
    found = peaks(small_phone)
    assert [each.outcome for each in found.values()] == ["1024x768"] * 2
    assert [each.memory for each in found.values()] == [ORDINARY, LARGE]


def with_sizes(data: bytes, width: int, height: int) -> bytes:
    """An AVIF or HEIC whose every property of size says something else."""
    parts = data.split(b"ispe")
    said = struct.pack(">II", width, height)
    return b"ispe".join([parts[0], *(each[:4] + said + each[12:] for each in parts[1:])])


def with_canvas(data: bytes, width: int, height: int) -> bytes:
    """A WebP with EXIF, or one that moves, whose canvas has another size."""
    assert data[12:16] == b"VP8X"
    sides = [(side - 1).to_bytes(3, "little") for side in (width, height)]
    return data[:24] + b"".join(sides) + data[30:]


def with_frame(data: bytes, width: int, height: int) -> bytes:
    """A JPEG whose frame has another size."""
    place = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
    return data[: place + 5] + struct.pack(">HH", height, width) + data[place + 9 :]


def gif(screen: int, frame: int) -> bytes:
    head = b"GIF89a" + struct.pack("<HHBBB", screen, screen, 0xF0, 0, 0) + bytes(6)
    return head + b"," + struct.pack("<HHHHB", 0, 0, frame, frame, 0) + b"\x08\x01\0\0;"


def tiff(side: int, packing: int, **more: int) -> bytes:
    """A TIFF of one strip that is not there."""
    said = {"bits": 8, "place": 200, "rows": side, "count": 20, "samples": 1} | more
    numbers = {256: side, 257: side, 258: said["bits"], 259: packing, 262: 1, 273: said["place"]}
    numbers |= {277: said["samples"], 278: said["rows"], 279: said["count"]}
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, each) for tag, each in numbers.items())
    head = b"II*\0" + struct.pack("<IH", 8, len(numbers)) + rows + bytes(4)
    return head.ljust(200, b"\0") + bytes(200)


def runs(side: int) -> bytes:
    """A BMP of run lengths that ends at once."""
    said = struct.pack("<IiiHHIIiiII", 40, side, side, 1, 8, 1, 4, 0, 0, 256, 0)
    return b"BM" + struct.pack("<IHHI", 0, 0, 0, 1078) + said + bytes(1024) + b"\0\1"


def thousand(form: str, mode: str = "RGB") -> bytes:
    frames = [Image.new(mode, (90, 60), number % 256) for number in range(1, 1000)]
    return saved(Image.new(mode, (90, 60)), form, save_all=True, append_images=frames)


def lies() -> dict[str, tuple[bytes, str]]:
    """Files that say too little or too much of themselves, and what is to come of them."""
    avif = saved(flat("RGB"), "AVIF", speed=10)
    heic = saved(flat("RGB", (1600, 1200)), "HEIF", quality=10)
    tiles = saved(flat("RGB", (1024, 1024)), "HEIF", quality=10, tile_size=512)
    webp = saved(flat("RGB"), "WEBP", method=0, exif=b"Exif\0\0II*\0")
    moving = thousand("WEBP")
    jpeg = saved(picture(320, 240), "JPEG")
    fine = saved(picture(320, 240), "JPEG", progressive=True, subsampling=0)
    inks = saved(picture(320, 240).convert("CMYK"), "JPEG", progressive=True)
    profile = b"".join(
        struct.pack(">BBH", 0xFF, 0xE2, 65535) + b"ICC_PROFILE\0" + bytes([1 + part, 200]) + FILLING
        for part in range(200)
    )
    text = zlib.compress(bytes(100_000_000), 9)
    pixels = zlib.compress(bytes(64 * 193))
    refused = "photo-damaged photo-cut photo-format photo-memory"
    return {
        "AVIF: a frame of 262 megapixels": (file("avif_says_64_is_16384.avif"), "photo-huge"),
        "AVIF: 64 around 4000": (with_sizes(avif, 64, 64), "64x64 " + refused),
        "AVIF: 16000 around 4000": (with_sizes(avif, 16000, 6000), refused),
        "AVIF: 65000 around 4000": (with_sizes(avif, 65000, 65000), refused + " photo-huge"),
        "HEIC: 64 around 1600": (with_sizes(heic, 64, 64), refused),
        "HEIC: 9000 around 1600": (with_sizes(heic, 9000, 9000), refused),
        "HEIC: 30000 around 1600": (with_sizes(heic, 30000, 30000), "photo-huge"),
        "HEIC: tiles of 64": (with_sizes(tiles, 64, 64), refused),
        "HEIC: tiles of 9000": (with_sizes(tiles, 9000, 9000), refused),
        "WebP: 100 megapixels": (file("webp_100_megapixels_rgba.webp"), "1024x381 photo-memory"),
        "WebP: a canvas of 64": (with_canvas(webp, 64, 64), refused),
        "WebP: a canvas of 9000": (with_canvas(webp, 9000, 9000), refused),
        "WebP: a canvas of 16 million": (with_canvas(webp, 1 << 24, 200), "photo-huge " + refused),
        "WebP: 1,000 frames": (moving, "90x60"),
        "WebP: 1,000 frames on 9000": (with_canvas(moving, 9000, 9000), refused),
        "GIF: 1,000 frames": (thousand("GIF", "P"), "90x60"),
        "PNG: 1,000 frames": (thousand("PNG"), "90x60"),
        "PNG: 98 megapixels of nothing": (png(9900, 9900, 16, 6, pixels), refused),
        "PNG: more pixels than it says": (png(64, 64, 8, 2, text), "64x64"),
        "PNG: a profile of 100 MB": (
            png(64, 64, 8, 2, pixels, (b"iCCP", b"x\0\0" + text)),
            refused,
        ),
        "PNG: a text of 100 MB": (png(64, 64, 8, 2, pixels, (b"zTXt", b"x\0\0" + text)), refused),
        "GIF: 10 on a screen of 9900": (gif(9900, 10), refused),
        "GIF: 9900 on a screen of 10": (gif(10, 9900), refused),
        "GIF: 65535 on a screen of 10": (gif(10, 65535), "photo-huge"),
        "TIFF: a strip of 4 GB": (tiff(100, 5, count=2**32 - 1), refused),
        "TIFF: a plain strip of 4 GB": (tiff(9000, 1, count=2**32 - 1), refused),
        "TIFF: a strip of 4 billion rows": (tiff(100, 5, rows=2**32 - 1), refused),
        "TIFF: a strip that lies elsewhere": (tiff(100, 5, place=2**32 - 256), refused),
        "TIFF: 98 megapixels of nothing": (tiff(9900, 5), refused),
        "TIFF: 98 megapixels of 32 bits": (tiff(9900, 5, bits=32), "photo-memory"),
        "TIFF: 16 samples of 16 bits": (tiff(9000, 8, bits=16, samples=16), refused),
        "BMP: runs of 98 megapixels": (runs(9900), refused),
        "BMP: runs of 3,600 megapixels": (runs(60000), "photo-huge"),
        "JPEG: 98 megapixels of little": (with_frame(jpeg, 9900, 9900), "1024x1024 " + refused),
        "JPEG: 4,000 megapixels": (with_frame(jpeg, 65000, 65000), "photo-huge"),
        "JPEG: scans of 98 megapixels": (with_frame(fine, 9900, 9900), "photo-memory"),
        "JPEG: inks of 81 megapixels": (with_frame(inks, 9000, 9000), "photo-memory"),
        "JPEG: a profile of 13 MB": (jpeg[:2] + profile + jpeg[2:], "320x240"),
        "ICO": (saved(flat("RGBA", (256, 256)), "ICO"), "photo-format"),
        "ICNS": (saved(flat("RGBA", (512, 512)), "ICNS"), "photo-format"),
    }


FILLING = bytes(65535 - 16)


def file(name: str) -> bytes:
    return (HERE / name).read_bytes()


@measured
@pytest.mark.parametrize("how", [(), ("--believing",)])
def test_a_lie_takes_no_more_than_it_is_given(how):
    made = lies()
    found = peaks({name: data for name, (data, _) in made.items()}, *how)
    above = {name: each for name, each in found.items() if each.peak > each.memory + SPARE}
    assert not above
    if not how:  # what is believed may end in any sentence
        wrong = {n: each for n, each in found.items() if each.outcome not in made[n][1].split()}
        assert not wrong
    assert "ended" not in {each.outcome for each in found.values()}


@pytest.mark.parametrize("size", [(1, 1), (2, 300), (64, 64), (1023, 77), (4000, 9)])
def test_the_size_of_an_av1_frame_is_read_from_its_own_header(size):
    for more in ({}, {"save_all": True, "append_images": [flat("RGB", size)]}):
        assert set(frames(Boxes(saved(flat("RGB", size), "AVIF", speed=10, **more)))) == {size}


@pytest.mark.parametrize("size", [(64, 64), (1000, 72), (200, 8 * 77)])
def test_the_size_of_an_hevc_frame_is_read_from_its_own_header(size):
    data = saved(flat("RGB", size), "HEIF", quality=10)
    found = frames(Boxes(with_sizes(data, 5, 5)))
    assert found and all(-8 < a - b < 8 for each in found for a, b in zip(each, size, strict=True))
    place = data.index(b"\x42\x01\x01")  # the set, which may stand in front of the picture too
    unit = data[place : place + int.from_bytes(data[place - 2 : place])]
    in_front = struct.pack(">I", len(unit)) + unit
    assert [frame_sizes._hevc(each) for each in frame_sizes._with_lengths(in_front)] == found


SEEDS = [saved(picture(40, 30), form) for form in ("AVIF", "HEIF")]


@given(st.sampled_from(SEEDS), st.data())
def test_frames_of_damaged_boxes_are_looked_for_calmly(seed, data):
    spoiled = bytearray(seed)
    for _ in range(data.draw(st.integers(0, 8))):
        spoiled[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    for width, height in frames(Boxes(bytes(spoiled[: data.draw(st.integers(0, len(seed)))]))):
        assert width >= 0 and height >= 0


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
@pytest.mark.parametrize("lossless", [False, True])
def test_libwebp_makes_what_pillow_makes_of_it_and_smaller_what_boxes_do(mode, lossless):
    assert webps.can_scale() or sys.platform == "win32"
    shown = picture(400, 301).convert(mode)
    if mode == "RGBA":
        shown.putalpha(Image.linear_gradient("L").resize(shown.size))
    data = saved(shown, "WEBP", lossless=lossless)
    whole, as_pillow = webps.ScaledWebP(io.BytesIO(data)), Image.open(io.BytesIO(data))
    assert apart(on_white(whole), on_white(as_pillow)) == 0
    small = webps.ScaledWebP(io.BytesIO(data))
    small.draft(None, (100, 70))
    assert small.size == (100, 75)
    assert apart(on_white(small), on_white(as_pillow).resize((100, 75), Image.Resampling.BOX)) < 2


def on_white(image: Image.Image) -> Image.Image:
    clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


def test_where_libwebp_cannot_be_called_pillow_is_asked(monkeypatch):
    monkeypatch.setattr(webps, "_libwebp", lambda: None)
    data = saved(picture(400, 300), "WEBP", lossless=True)
    assert apart(decode(data, ORDINARY), picture(400, 300)) == 0


def test_a_thumbnail_stands_in_for_a_heic_that_is_too_large_for_any(monkeypatch):
    data = saved(picture(1600, 1200), "HEIF", quality=60, thumbnails=[400])
    assert decode(data, LARGE).size == (1024, 768)
    with pytest.raises(TooLarge):
        decode(data, 20_000_000)  # it is tried again with more
    monkeypatch.setattr(bounded_decode, "LARGE", 20_000_000)
    assert decode(data, 20_000_000).size == (400, 300)
    assert apart(decode(data, 20_000_000), picture(400, 300)) < 12


def test_what_is_too_large_for_an_ordinary_photo_is_as_sharp_as_any():
    data = saved(flat("RGB", (6000, 5000)), "WEBP", lossless=True, method=0)
    with pytest.raises(TooLarge):
        decode(data, ORDINARY)
    assert open_photo(data).size == (1024, 853)


def test_what_is_too_large_is_a_sentence_and_the_next_is_read():
    bomb = tiff(9900, 5, bits=32)
    assert [key(bomb), key(bomb)] == ["photo-memory"] * 2
    assert apart(open_photo(saved(picture(), "PNG")), picture()) == 0
