"""Is every photo that a phone or a disk may hold opened right, and any other file refused?"""

import io
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from cnn.data.photos import bounded_decode
from cnn.data.photos import decode as photos
from cnn.data.photos.bounded_decode import TooLarge, decode
from cnn.data.photos.decode import LONGEST, PhotoProblem, open_photo
from cnn.data.photos.memory_estimate import LARGE
from cnn.errors import Problem
from tests.photo_files import apart, chunk, key, picture, png, png_of, saved

ROOT = Path(__file__).resolve().parents[4]
WHITE = (255, 255, 255)
pillow_heif.register_heif_opener()


FORMS = {
    "jpeg": ("JPEG", {"quality": 95}, 6),
    "progressive": ("JPEG", {"quality": 95, "progressive": True}, 6),
    "png": ("PNG", {}, 0),
    "webp": ("WEBP", {"lossless": True}, 0),
    "gif": ("GIF", {}, 12),
    "bmp": ("BMP", {}, 0),
    "tiff": ("TIFF", {}, 0),
    "tiff-lzw": ("TIFF", {"compression": "tiff_lzw"}, 0),
    "avif": ("AVIF", {"quality": 95}, 6),
    "heic": ("HEIF", {"quality": 95}, 6),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_format_is_read(form):
    name, options, loss = FORMS[form]
    assert apart(open_photo(saved(picture(), name, **options)), picture()) <= loss


def test_of_a_phones_multi_picture_file_the_first_is_read():
    other = Image.new("RGB", (120, 80), "black")
    data = saved(picture(), "MPO", save_all=True, append_images=[other], quality=95)
    assert Image.open(io.BytesIO(data)).format == "MPO"
    assert apart(open_photo(data), picture()) < 6


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture_is_read(form):
    others = [Image.new("RGB", (120, 80), each) for each in ("black", "white")]
    data = saved(picture(), form, save_all=True, append_images=others, duration=50)
    assert Image.open(io.BytesIO(data)).n_frames == 3
    assert apart(open_photo(data), picture()) < 12


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_a_turned_photo_is_turned_upright(form, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(
        picture(), form, exif=exif.tobytes(), **({"quality": 95} if form != "TIFF" else {})
    )
    lying = picture()
    lying.getexif()[0x0112] = orientation
    assert apart(open_photo(data), ImageOps.exif_transpose(lying)) < 8


XMP = b'<rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/>'


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_what_xmp_says_of_the_orientation_counts_for_nothing(form):
    lying, exif = picture(), Image.Exif()
    assert apart(open_photo(saved(lying, form, xmp=XMP, quality=95)), lying) < 8
    exif[0x0112] = 3
    data = saved(lying, form, xmp=XMP, exif=exif.tobytes(), quality=95)
    assert apart(open_photo(data), lying.rotate(180)) < 8


def test_a_png_whose_exif_comes_too_late_is_shown_as_it_lies():
    exif = Image.Exif()
    exif[0x0112] = 6
    data = saved(picture(), "PNG")
    late = data[:-12] + chunk(b"eXIf", exif.tobytes()[6:]) + data[-12:]
    assert apart(open_photo(late), picture()) == 0


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_damaged_exif_spoils_nothing():
    data = saved(picture(), "JPEG", quality=95, exif=b"Exif\0\0II*\0\xff\xff\xff\xff garbage")
    assert apart(open_photo(data), picture()) < 6


def seen_on_white(image: Image.Image) -> Image.Image:
    clear = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear).convert("RGB")


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P", "RGB", "L", "1"])
def test_what_is_transparent_is_seen_on_white(mode):
    image, options = picture(), {}
    if mode in ("RGBA", "LA"):
        image = image.convert(mode)
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    elif mode in ("P", "PA"):
        image = image.quantize(16)
        options = {"transparency": bytes(range(0, 256, 16))}
    else:
        image = image.convert(mode)
        options = {"transparency": image.getpixel((0, 0))}
    if mode == "1":
        options = {"transparency": 0}
    data = saved(image, "PNG", **options)
    expected = seen_on_white(Image.open(io.BytesIO(data)))
    assert apart(open_photo(data), expected) <= 1


@pytest.mark.parametrize(
    ("depth", "colours"), [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 3), (16, 3)]
)
def test_the_one_transparent_colour_of_a_png_is_that_of_all_its_bits(depth, colours):
    size = (20, 30, 3) if colours else (20, 30)
    values = np.random.default_rng(0).integers(0, 2**depth, size)
    values[4, 5] = values[4, 7] = values[0, 0]
    values[4, 6] = values[0, 0] ^ 1  # but for the last bit it is the same
    clear = np.atleast_1d(values[0, 0])
    data = png_of(values, depth, (b"tRNS", struct.pack(f">{len(clear)}H", *clear)))
    found = np.asarray(open_photo(data)).astype(float)
    same = np.atleast_3d(values == values[0, 0]).all(2)
    expected = np.where(same[..., None], 255, np.atleast_3d(values) * (255 / (2**depth - 1)))
    assert np.abs(found - expected).max() <= 1


def test_of_a_png_that_moves_the_first_frame_is_read_though_another_picture_stands_in_for_it():
    other = Image.new("RGB", (120, 80), "black")
    data = saved(other, "PNG", save_all=True, append_images=[picture(), other], default_image=True)
    assert apart(open_photo(data), picture()) == 0


def test_colours_measured_as_lab_are_read():
    lab = ImageCms.profileToProfile(
        picture(), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    )
    assert apart(open_photo(saved(lab, "TIFF")), picture()) < 3


def test_a_transparent_gif_is_seen_on_white():
    image = Image.new("P", (20, 20), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(0, (0, 0, 10, 20))
    found = open_photo(saved(image, "GIF", transparency=1))
    assert (found.getpixel((2, 2)), found.getpixel((15, 2))) == ((255, 0, 0), WHITE)


def test_inks_become_light():
    cmyk = Image.new("CMYK", (40, 40), (0, 255, 255, 0))
    for form in ("JPEG", "TIFF"):
        red = open_photo(saved(cmyk, form)).getpixel((20, 20))
        assert red[0] > 200 and red[1] < 60 and red[2] < 60


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_become_eight(form):
    values = np.linspace(0, 65535, 100 * 50).reshape(50, 100).astype(np.uint16)
    found = np.asarray(open_photo(saved(Image.fromarray(values), form)))
    assert np.abs(found[..., 0] - values / 257).max() <= 0.51
    assert (found[..., 0] == found[..., 2]).all()


def test_sixteen_bits_a_colour():
    rows = b"".join(b"\0" + struct.pack(">HHH", 65535, 32768, 0) * 30 for _ in range(20))
    found = open_photo(png(30, 20, 16, 2, zlib.compress(rows)))
    assert found.getpixel((5, 5)) in ((255, 128, 0), (255, 127, 0))


def test_a_measured_picture_spans_black_to_white():
    values = np.linspace(-3, 7, 1000).reshape(20, 50).astype(np.float32)
    values[0, 0] = np.nan
    found = np.asarray(open_photo(saved(Image.fromarray(values), "TIFF")))
    assert found.max() == 255 and found[0, 1, 0] < 10


def display_p3() -> bytes:
    """An ICC profile whose red, green and blue are swapped: what it changes cannot be missed."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile = profile.replace(b"rXYZ", b"tmpX", 1).replace(b"bXYZ", b"rXYZ", 1)
    return bytes(profile.replace(b"tmpX", b"bXYZ", 1).replace(b"s\0R\0G\0B", b"s\0w\0a\0p"))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF", "AVIF"])
def test_an_icc_profile_is_followed(form):
    red = Image.new("RGB", (40, 40), (255, 0, 0))
    options = {"quality": 95} if form != "TIFF" else {}
    data = saved(red, form, icc_profile=display_p3(), **options)
    r, g, b = open_photo(data).getpixel((20, 20))
    assert b > 240 and r < 15 and g < 15


@pytest.mark.parametrize("profile", [b"no profile at all", display_p3()[:200]])
def test_a_damaged_icc_profile_spoils_nothing(profile):
    assert apart(open_photo(saved(picture(), "PNG", icc_profile=profile)), picture()) == 0


@pytest.mark.parametrize(
    ("form", "size"), [("PNG", (2100, 4500)), ("GIF", (2049, 300)), ("TIFF", (4400, 40))]
)
def test_a_large_photo_is_reduced(form, size):
    found = open_photo(saved(picture(*size), form))
    assert found.size == tuple(round(each * LONGEST / max(size)) for each in size)
    assert apart(found, picture(*size).resize(found.size)) < 12


@pytest.mark.parametrize("size", [(5000, 3000), (2100, 4001), (2049, 300)])
def test_a_large_jpeg_is_reduced_while_it_is_decoded(size):
    found = open_photo(saved(picture(*size), "JPEG"))
    assert max(found.size) == LONGEST
    assert found.width / found.height == pytest.approx(size[0] / size[1], rel=0.01)
    assert apart(found, picture(*size).resize(found.size)) < 12


def test_bands_join_without_a_seam(monkeypatch):
    data = saved(picture(300, 6200), "PNG")
    whole = decode(data, LARGE)
    monkeypatch.setattr(bounded_decode, "BAND", 300 * 7)
    assert apart(decode(data, LARGE), whole) == 0


def bilevel_bomb(side: int) -> bytes:
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8)
    return png(
        side, side, 1, 0, b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    )


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"no photo")
    return file.getvalue()


def huge_gif() -> bytes:
    frame = b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x08\x01\0\0;"
    return b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + frame


def tiff_with_huge_tiles() -> bytes:
    tags = [(256, 3, 64), (257, 3, 64), (258, 3, 8), (259, 3, 5), (262, 3, 1)]
    tags += [(277, 3, 1), (322, 4, 60000), (323, 4, 60000), (324, 4, 200), (325, 4, 20)]
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + bytes(4)
    return head.ljust(200, b"\0") + bytes(20)


HOSTILE = {
    "empty": (b"", "photo-empty"),
    "zip named .jpg": (zipped(), "photo-format"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', "photo-format"),
    "text": ("사진이 아닙니다".encode(), "photo-format"),
    "pdf": (b"%PDF-1.7\n", "photo-format"),
    "60 MB": (saved(picture(), "PNG").ljust(60_000_000, b"\0"), "photo-heavy"),
    "1×1": (saved(picture(1, 1), "PNG"), "photo-thin"),
    "1×5000": (saved(picture(1, 5000), "PNG"), "photo-thin"),
    "5000×10": (saved(picture(5000, 10), "PNG"), "photo-thin"),
    "20,000×20,000": (bilevel_bomb(20_000), "photo-huge"),
    "12,000×12,000": (bilevel_bomb(12_000), "photo-huge"),
    "huge gif": (huge_gif(), "photo-huge"),
    "huge tiles": (tiff_with_huge_tiles(), "photo-huge"),
    "half a jpeg": (saved(picture(), "JPEG")[:900], "photo-cut"),
    "half a png": (saved(picture(), "PNG")[:200], "photo-cut"),
    "signature only": (b"\x89PNG\r\n\x1a\n", "photo-format"),
    "half a heic": (saved(picture(), "HEIF")[:-200], None),
    "half a webp": (saved(picture(), "WEBP")[:-200], None),
    "half an avif": (saved(picture(), "AVIF")[:-200], None),
    "half a gif": (saved(picture(), "GIF")[:900], None),
    "half a tiff": (saved(picture(), "TIFF")[:900], None),
    "half a bmp": (saved(picture(), "BMP")[:900], None),
}


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_a_photo_ends_in_one_sentence(name):
    data, expected = HOSTILE[name]
    found = key(data)
    assert found == expected or (
        expected is None and found in ("photo-cut", "photo-damaged", "photo-format")
    )


def test_the_bomb_is_small():
    assert len(HOSTILE["20,000×20,000"][0]) < 200_000


SEEDS = [saved(picture(40, 30), form) for form in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")]


@given(st.sampled_from(SEEDS), st.data())
@pytest.mark.filterwarnings("ignore")
def test_a_file_with_wrong_bytes_is_opened_or_refused(seed, data):
    spoiled = bytearray(seed)
    for _ in range(data.draw(st.integers(1, 6))):
        spoiled[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(seed)))
    try:
        found = open_photo(bytes(spoiled[:cut]))
    except PhotoProblem as problem:
        assert str(problem)
    else:
        assert found.mode == "RGB" and max(found.size) <= LONGEST


@given(st.binary(max_size=200))
def test_any_bytes_end_calmly(data):
    with pytest.raises(PhotoProblem):
        open_photo(data)


def test_two_decodes_at_once_at_most(monkeypatch):
    inside, most = [], []
    gate = threading.Event()

    def slow(data, memory, clear):
        inside.append(1)
        most.append(len(inside))
        gate.wait(0.05)
        inside.pop()
        return picture()

    monkeypatch.setattr(photos, "_decoded", slow)
    threads = [threading.Thread(target=open_photo, args=(b"x",)) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 12 and max(most) <= 2


MEASURED = """
import io
from pathlib import Path
from PIL import Image
from cnn.data.photos.decode import PhotoProblem, open_photo
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
def saved(size, mode, form):
    file = io.BytesIO()
    Image.new(mode, size, 77).save(file, form)
    return file.getvalue()
files = [saved((9000, 9000), "P", "PNG"), saved((8000, 6000), "RGB", "JPEG"), b"GIF89a" * 99,
         saved((5000, 5000), "RGBA", "PNG")[:20_000], saved((4000, 3000), "RGB", "WEBP")]
def all_of_them():
    for data in files:
        try:
            open_photo(data)
        except PhotoProblem:
            pass
all_of_them()
before = resident()
for _ in range(3):
    all_of_them()
print(resident() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="asks Linux for its memory")
def test_memory_comes_back():
    run = subprocess.run([sys.executable, "-c", MEASURED], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert float(run.stdout) < 30  # MB


def test_no_memory_left_is_no_damaged_photo(monkeypatch):
    def full(data, memory, clear):
        raise MemoryError

    monkeypatch.setattr(photos, "_decoded", full)
    with pytest.raises(Problem) as caught:
        open_photo(b"x")
    assert caught.value.key == "memory"


def test_black_and_white_of_a_measured_picture_are_those_of_all_its_bands(monkeypatch):
    values = np.linspace(-3, 7, 1000).reshape(20, 50).astype(np.float32)
    values[:3], values[7, 7] = np.nan, np.inf
    data = saved(Image.fromarray(values), "TIFF")
    whole = decode(data, LARGE)
    monkeypatch.setattr(bounded_decode, "BAND", 50 * 2)
    assert apart(decode(data, LARGE), whole) == 0 and np.asarray(whole)[19, 49, 0] == 255


def test_photos_that_need_much_memory_are_decoded_one_at_a_time(monkeypatch):
    inside, most = [], []

    def slow(data, memory, clear):
        if memory < LARGE:
            raise TooLarge
        inside.append(1)
        most.append(len(inside))
        threading.Event().wait(0.05)
        inside.pop()
        return picture()

    monkeypatch.setattr(photos, "_decoded", slow)
    threads = [threading.Thread(target=open_photo, args=(b"x",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 4
