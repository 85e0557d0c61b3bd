"""A photo as a visitor's phone or disk holds it -> an upright sRGB picture of a safe size.

The file is not trusted: its size in bytes and in pixels is known before anything is decoded, and
no more than two decodes run at once in the whole process.
"""

import ctypes
import io
import math
import os
import threading
from collections.abc import Iterator
from contextlib import nullcontext
from functools import cache, reduce

import numpy as np
from PIL import Image, ImageChops, ImageCms, JpegImagePlugin, UnidentifiedImageError

from cnn.data import bitmaps, jpegs
from cnn.data.colour_spaces import ColourSpace
from cnn.data.colour_tags import colour_space
from cnn.problem import Problem, enough_memory

MOST_MEGABYTES = 25
MOST_MEGAPIXELS = 100
LONGEST = 2048  # pixels: larger photos are reduced
ENOUGH = (
    1200  # pixels: a larger JPEG is decoded at a half, quarter or eighth as long as this is left
)
SHORTEST = 8  # pixels: what is left of a picture thinner than this is no picture
LARGE = 8_000_000  # pixels: after such a photo the memory is handed back to the system
HUGE = 30_000_000  # pixels: such photos are decoded one at a time, since each may take 1.5 GB
BAND = 16_000_000  # pixels decoded to full colour at once
FORMATS = ("PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF")  # beside JPEG

Image.MAX_IMAGE_PIXELS = MOST_MEGAPIXELS * 1_000_000  # Pillow itself stops at twice as many
_decodes = threading.BoundedSemaphore(2)
_huge = threading.Lock()

ORIENTATION = 0x0112  # EXIF's and TIFF's tag
_TURNS = {  # EXIF orientation -> what makes it upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class PhotoProblem(Problem):
    """A file that cannot become a photo to look at."""


def open_photo(data: bytes) -> Image.Image:
    """The photo in a file's bytes: RGB in sRGB, upright, on white, longest side at most 2,048.

    JPEG (a phone's multi-picture file too), PNG, WebP, GIF, BMP, TIFF, AVIF and HEIC; of an
    animation the first frame. Raises PhotoProblem, or Problem if there is no memory left for it.
    """
    if not data:
        raise PhotoProblem("photo-empty", "This file is empty. Choose another one.")
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise PhotoProblem(
            "photo-heavy",
            f"This file is larger than {MOST_MEGABYTES} MB. Choose a smaller one.",
            limit=MOST_MEGABYTES,
        )
    with _decodes, enough_memory():
        try:
            return _opened(data)
        except (PhotoProblem, MemoryError):
            raise
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        except Exception as error:  # a decoder has a hundred ways to fail on a damaged file
            raise (_cut() if "truncated" in str(error).lower() else _damaged()) from error


def _opened(data: bytes) -> Image.Image:
    jpeg = _jpeg(data)
    photo = _identified(data, jpeg)
    large = _pixels(photo) > LARGE
    with _huge if _pixels(photo) > HUGE else nullcontext():
        upright = _upright(photo, data)
        if jpeg and jpegs.is_cut(jpeg, photo):
            raise _cut()
    if large:
        del photo
        _give_memory_back()
    return upright


def _jpeg(data: bytes) -> jpegs.JpegPicture | None:
    """The first picture of a JPEG file; None if the file is something else."""
    start = jpegs.start(data)
    return None if start < 0 else jpegs.first_picture(data[start:])


def _identified(data: bytes, jpeg: jpegs.JpegPicture | None) -> Image.Image:
    """The file opened, its format and size known, its pixels not decoded yet."""
    _know_every_format()
    try:
        if jpeg:  # opened as such, since as a phone's multi-picture file it must be faultless
            photo: Image.Image = JpegImagePlugin.JpegImageFile(io.BytesIO(jpeg.data))
        elif bitmaps.has_bit_fields(data):
            photo = bitmaps.read(data)
        else:
            photo = Image.open(io.BytesIO(data), formats=FORMATS)
        if photo.format in ("BMP", None) and (profile := bitmaps.icc_profile(data)):
            photo.info["icc_profile"] = profile
    except (UnidentifiedImageError, SyntaxError) as error:
        raise PhotoProblem(
            "photo-format",
            "This is not a photo that can be read here. "
            "Choose a JPEG, PNG, WebP, GIF, BMP, TIFF, AVIF or HEIC file.",
        ) from error
    if max(_pixels(photo), _tile_pixels(photo)) > MOST_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    shorter = min(photo.size) * min(1.0, LONGEST / max(photo.size))
    if shorter < SHORTEST:
        width, height = photo.size
        raise PhotoProblem(
            "photo-thin",
            f"A picture of {width}×{height} pixels shows too little. Choose another one.",
            size=f"{width}×{height}",
        )
    return photo


def _cut() -> PhotoProblem:
    return PhotoProblem("photo-cut", "This file ends too early. Send the photo again, whole.")


def _damaged() -> PhotoProblem:
    return PhotoProblem(
        "photo-damaged", "This photo is damaged and cannot be read. Choose another one."
    )


def _pixels(photo: Image.Image) -> int:
    return photo.size[0] * photo.size[1]


def _tile_pixels(photo: Image.Image) -> int:
    """The pixels of one tile of a TIFF, which may be far larger than the picture itself."""
    if photo.format != "TIFF":
        return 0
    tags = photo.tag_v2  # type: ignore[attr-defined]
    return int(tags.get(322, 0)) * int(tags.get(323, 0))


def _too_many_pixels() -> PhotoProblem:
    return PhotoProblem(
        "photo-huge",
        f"This picture has more than {MOST_MEGAPIXELS} million pixels. Choose a smaller one.",
        limit=MOST_MEGAPIXELS,
    )


def _upright(photo: Image.Image, data: bytes) -> Image.Image:
    """Decoded, reduced, in sRGB, on white, turned upright."""
    longest = max(photo.size)
    if longest > LONGEST:
        photo.draft(None, (photo.width * ENOUGH // longest, photo.height * ENOUGH // longest))
    profile, space = photo.info.get("icc_profile"), colour_space(data, photo)
    turn = _TURNS.get(_orientation(photo))
    if getattr(photo, "default_image", False):  # of a PNG that moves: it is not one of the frames
        photo.seek(1)
    photo.load()
    if photo.format == "PNG":
        _transparent(photo, data)
    small = _reduced(photo)
    small.thumbnail((LONGEST, LONGEST))
    shown = _on_white(small, profile, space)
    upright = shown if turn is None else shown.transpose(turn)
    upright.info.clear()
    return upright


def _orientation(photo: Image.Image) -> int:
    """EXIF's. What XMP says of it counts for nothing, as in browsers; a TIFF is turned when it is
    decoded."""
    if photo.format == "TIFF":
        return 1
    try:
        exif = Image.Exif()
        exif.load(photo.info.get("exif", b""))
        return int(exif.get(ORIENTATION, 1))
    except Exception:  # damaged EXIF: the picture itself is as good as ever
        return 1


def _transparent(photo: Image.Image, data: bytes) -> None:
    """The one transparent colour of a PNG of 2, 4 or 16 bits, where Pillow has 8, set right."""
    colour, bits = photo.info.get("transparency"), data[24]
    if isinstance(colour, int) and photo.mode == "L" and bits < 8:
        photo.info["transparency"] = colour * 255 // (2**bits - 1)
    if not isinstance(colour, tuple) or bits < 16:
        return
    lower = Image.open(io.BytesIO(data), formats=["PNG"])
    lower.tile = [tile._replace(args="RGB;16L") for tile in lower.tile]  # the other byte of each
    wanted = [value >> 8 for value in colour] + [value & 255 for value in colour]
    same = [
        band.point([255 * (level == value) for level in range(256)])
        for band, value in zip((*photo.split(), *lower.split()), wanted, strict=True)
    ]
    del photo.info["transparency"]
    photo.putalpha(ImageChops.invert(reduce(ImageChops.darker, same)))


def _reduced(photo: Image.Image) -> Image.Image:
    """In L, RGB, RGBA or CMYK, reduced by a whole number, nearly to LONGEST.

    Band by band, so that a palette of a hundred megapixels is never spread out to full colour as a
    whole.
    """
    factor = max(1, max(photo.size) // LONGEST)
    levels = _levels(photo)
    bands = [_in_full(band, levels).reduce(factor) for band in _bands(photo, factor)]
    if len(bands) == 1:
        return bands[0]
    whole = Image.new(bands[0].mode, (bands[0].width, sum(band.height for band in bands)))
    top = 0
    for band in bands:
        whole.paste(band, (0, top))
        top += band.height
    return whole


def _bands(photo: Image.Image, factor: int = 1) -> Iterator[Image.Image]:
    """The photo in parts of at most BAND pixels, from the top; all but the last have a number of
    rows that `factor` divides."""
    rows = max(factor, BAND // photo.width // factor * factor)
    for top in range(0, photo.height, rows):
        yield photo.crop((0, top, photo.width, min(top + rows, photo.height)))


def _levels(photo: Image.Image) -> tuple[float, float]:
    """Which values of a picture of 16 or 32 bits are black and white."""
    if photo.mode.startswith("I;16"):
        return 0.0, 65535.0
    if photo.mode not in ("I", "F"):
        return 0.0, 255.0
    low, high = math.inf, -math.inf
    for band in _bands(photo):
        values = np.asarray(band)
        sound = values[np.isfinite(values)]
        if sound.size:
            low, high = min(low, float(sound.min())), max(high, float(sound.max()))
    return (low, high) if low <= high else (0.0, 0.0)


def _in_full(band: Image.Image, levels: tuple[float, float]) -> Image.Image:
    """A part of the photo in 8 bits a colour, with its transparency if it has any."""
    if band.mode[0] in "IF":
        grey, clear = _eight_bits(band, levels), band.info.get("transparency")
        if isinstance(clear, int):
            opaque = Image.fromarray(np.where(np.asarray(band) == clear, 0, 255).astype(np.uint8))
            grey = Image.merge("RGBA", (grey, grey, grey, opaque))
        return grey
    if band.has_transparency_data:
        return band.convert("RGBA")
    if band.mode == "LAB":
        lab = ImageCms.createProfile("LAB")
        return ImageCms.profileToProfile(band, lab, _target(), outputMode="RGB") or band
    if band.mode == "1":
        return band.convert("L")
    return band if band.mode in ("L", "RGB", "CMYK") else band.convert("RGB")


def _eight_bits(band: Image.Image, levels: tuple[float, float]) -> Image.Image:
    low, high = levels
    values = np.nan_to_num(np.asarray(band, np.float32), nan=low, posinf=high, neginf=low)
    scaled = (values - low) * (255 / ((high - low) or 1))
    return Image.fromarray(scaled.clip(0, 255).round().astype(np.uint8))


def _on_white(photo: Image.Image, profile: bytes | None, space: ColourSpace | None) -> Image.Image:
    """In sRGB, transparency seen on white paper."""
    if photo.mode != "RGBA":
        return _srgb(photo, profile, space)
    paper = Image.new("RGB", photo.size, "white")
    paper.paste(_srgb(photo.convert("RGB"), profile, space), mask=photo.getchannel("A"))
    return paper


def _srgb(photo: Image.Image, profile: bytes | None, space: ColourSpace | None) -> Image.Image:
    """From its colour space, or the colours of its ICC profile if that is sound, to sRGB."""
    if space:
        return Image.fromarray(space.to_srgb(np.asarray(photo.convert("RGB"))))
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if source.profile.xcolor_space.strip() == "RGB" and photo.mode == "L":
                photo = photo.convert("RGB")
            if not _says_srgb(source):
                intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
                found = ImageCms.profileToProfile(photo, source, _target(), intent, "RGB")
                return found if found is not None else photo.convert("RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # damaged, or of another kind of colour than the picture
    return photo if photo.mode == "RGB" else photo.convert("RGB")


def _says_srgb(profile: ImageCms.ImageCmsProfile) -> bool:
    """Whether a profile is called sRGB and has its primaries, so that nothing is to be done."""
    named = "sRGB" in (profile.profile.profile_description or "")
    return named and np.allclose(_primaries(profile), _primaries(_target()), atol=0.002)


def _primaries(profile: ImageCms.ImageCmsProfile) -> list[tuple[float, float, float]]:
    said = profile.profile
    return [(each or [(0, 0, 0)])[0] for each in (said.red_colorant, said.green_colorant)]


@cache
def _target() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _give_memory_back() -> None:
    """glibc would keep the freed blocks of a large picture for the next one."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    if trim is not None:
        trim(0)


@cache
def _know_every_format() -> None:
    from pillow_heif import register_heif_opener

    Image.init()
    register_heif_opener()
