"""A photo's file -> an upright sRGB picture of a safe size, within the memory that is given.

Whoever decodes is not to be trusted with more: what it will take is estimated from what the file
says, and from the headers of the frames in it (cnn.data.photos.memory_estimate). The picture is
made smaller as early as its format lets it: while it is decoded, or else a part of its rows after
the other.
"""

import io
import math
from collections.abc import Callable, Iterator
from functools import cache, reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageCms, JpegImagePlugin, UnidentifiedImageError

from cnn.data.photos import bitmaps, jpegs, webps
from cnn.data.photos.colour_spaces import ColourSpace
from cnn.data.photos.colour_tags import colour_space
from cnn.data.photos.frame_sizes import frames
from cnn.data.photos.heif_boxes import Boxes
from cnn.data.photos.memory_estimate import ENOUGH, LARGE, bytes_needed
from cnn.errors import Problem

if TYPE_CHECKING:
    from pillow_heif import HeifImage

MOST_MEGAPIXELS = 100
LONGEST = 1024  # pixels: larger photos are reduced
SHORTEST = 8  # pixels: what is left of a picture thinner than this is no picture
THUMBNAIL = 224  # pixels: the shorter side of one that stands in for a picture too large to decode
BAND = 500_000  # pixels spread out to full colour at once
FORMATS = ("PNG", "GIF", "BMP", "TIFF", "AVIF", "HEIF", "WEBP")  # beside JPEG

Image.MAX_IMAGE_PIXELS = MOST_MEGAPIXELS * 1_000_000  # Pillow itself stops at twice as many

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


class TooLarge(PhotoProblem):
    """Decoding would take more memory than was given."""

    def __init__(self) -> None:
        super().__init__(
            "photo-memory",
            "Opening this picture would take more memory than a photo may have here. "
            "Choose a smaller one, or save it as a JPEG.",
        )


def decode(data: bytes, memory: int, clear: bool = False) -> Image.Image:
    """The photo in a file's bytes: RGB in sRGB, upright, on white, longest side at most LONGEST.

    clear: one with transparency is RGBA, and not on white.

    JPEG (a phone's multi-picture file too), PNG, WebP, GIF, BMP, TIFF, AVIF and HEIC; of an
    animation the first frame; of a HEIC that is too large even for LARGE its thumbnail. memory:
    bytes that it may take. Raises TooLarge if it would take more, another PhotoProblem if there is
    no photo in the file, MemoryError if memory has ended.
    """
    try:
        return _decoded(data, memory, clear)
    except (PhotoProblem, MemoryError):
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except Exception as error:  # a decoder has a hundred ways to fail on a damaged file
        said = str(error).lower()
        if "out of memory" in said or "memory allocation" in said:
            raise MemoryError from error
        raise (_cut() if "truncated" in said else damaged()) from error


def _decoded(data: bytes, memory: int, clear: bool) -> Image.Image:
    jpeg = _jpeg(data)
    photo = _identified(data, jpeg)
    boxes = Boxes(data) if photo.format in ("AVIF", "HEIF") else None
    coded = [photo.size, *(frames(boxes) if boxes else [])]
    if max(math.prod(size) for size in [*coded, _tile(photo)]) > MOST_MEGAPIXELS * 1_000_000:
        raise _too_many_pixels()
    if max(photo.size) > ENOUGH:
        _draft(photo, ENOUGH / max(photo.size))
    if bytes_needed(photo, coded, jpeg, boxes, data) > memory >= LARGE and photo.format == "HEIF":
        _draft(photo, THUMBNAIL / min(photo.size))
    if bytes_needed(photo, coded, jpeg, boxes, data) > memory:
        raise TooLarge
    upright = _upright(photo, boxes, data, clear)
    if jpeg and jpegs.is_cut(jpeg, photo):
        raise _cut()
    return upright


def _jpeg(data: bytes) -> jpegs.JpegPicture | None:
    """The first picture of a JPEG file; None if the file is something else."""
    start = jpegs.picture_start(data)
    return None if start < 0 else jpegs.first_picture(data[start:])


def _identified(data: bytes, jpeg: jpegs.JpegPicture | None) -> Image.Image:
    """The file opened, its format and size known, its pixels not decoded yet."""
    know_every_format()
    try:
        if jpeg:  # opened as such, since as a phone's multi-picture file it must be faultless
            photo: Image.Image = JpegImagePlugin.JpegImageFile(io.BytesIO(jpeg.data))
        elif bitmaps.has_bit_fields(data):
            photo = bitmaps.read_bitmap(data)
        elif (webp := webps.kind(data)) and not webp.moves:
            photo = webps.ScaledWebP(io.BytesIO(data))
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
    shorter = min(photo.size) * min(1.0, LONGEST / max(photo.size))
    if math.prod(photo.size) <= MOST_MEGAPIXELS * 1_000_000 and shorter < SHORTEST:
        width, height = photo.size
        raise PhotoProblem(
            "photo-thin",
            f"A picture of {width}×{height} pixels shows too little. Choose another one.",
            size=f"{width}×{height}",
        )
    return photo


def _draft(photo: Image.Image, part: float) -> None:
    """Has it decoded smaller, if its format can, but at least so large: JPEG and WebP at a whole
    number's part, HEIC as a thumbnail that is in the file."""
    photo.draft(None, (math.ceil(photo.width * part), math.ceil(photo.height * part)))


def _cut() -> PhotoProblem:
    return PhotoProblem("photo-cut", "This file ends too early. Send the photo again, whole.")


def damaged() -> PhotoProblem:
    """The problem with a file of which nothing can be made."""
    return PhotoProblem(
        "photo-damaged", "This photo is damaged and cannot be read. Choose another one."
    )


def _tile(photo: Image.Image) -> tuple[int, int]:
    """The size of one tile of a TIFF, which may be far larger than the picture itself."""
    if photo.format != "TIFF":
        return 0, 0
    tags = photo.tag_v2  # type: ignore[attr-defined]
    return int(tags.get(322, 0)), int(tags.get(323, 0))


def _too_many_pixels() -> PhotoProblem:
    return PhotoProblem(
        "photo-huge",
        f"This picture has more than {MOST_MEGAPIXELS} million pixels. Choose a smaller one.",
        limit=MOST_MEGAPIXELS,
    )


def _upright(photo: Image.Image, boxes: Boxes | None, data: bytes, clear: bool) -> Image.Image:
    """Decoded, reduced, in sRGB, on white unless `clear`, turned upright."""
    profile, space = photo.info.get("icc_profile"), colour_space(data, photo, boxes)
    turn = _TURNS.get(_orientation(photo))
    if getattr(photo, "default_image", False):  # of a PNG that moves: it is not one of the frames
        photo.seek(1)
    shown = _in_srgb(_small(_Rows.of(photo, data)), profile, space, clear)
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


class _Rows(NamedTuple):
    """A decoded photo, a part of which can be had."""

    size: tuple[int, int]
    part: Callable[[int, int], Image.Image]  # between two rows

    @classmethod
    def of(cls, photo: Image.Image, data: bytes) -> "_Rows":
        """AVIF and HEIC are left as their decoders made them, which spares a copy of the whole."""
        if photo.format == "AVIF":
            frame = photo._decoder.get_frame(photo.tell())[0]  # type: ignore[attr-defined]
            stride = photo.width * len(photo.getbands())
            return cls(photo.size, _packed(photo.mode, photo.width, stride, frame))
        if photo.format == "HEIF" and (heif := _whole_heif(photo, data)):
            return cls(heif.size, _packed(heif.mode, heif.size[0], heif.stride, heif.data))
        photo.load()
        if photo.format == "PNG":
            _transparent(photo, data)
        across = photo.size[0]  # a TIFF has been turned by now
        return cls(photo.size, lambda top, bottom: photo.crop((0, top, across, bottom)))

    def bands(self, factor: int = 1) -> Iterator[Image.Image]:
        """Parts of at most BAND pixels, from the top; all but the last have a number of rows that
        `factor` divides."""
        width, height = self.size
        rows = max(factor, BAND // width // factor * factor)
        for top in range(0, height, rows):
            yield self.part(top, min(top + rows, height))


def _packed(
    mode: str, width: int, stride: int, pixels: bytes | memoryview
) -> Callable[..., Image.Image]:
    """Parts of a picture whose rows lie behind each other, `stride` bytes apart."""
    whole = memoryview(pixels)

    def part(top: int, bottom: int) -> Image.Image:
        rows = whole[top * stride : bottom * stride]
        return Image.frombytes(mode, (width, bottom - top), rows, "raw", mode, stride)

    return part


def _whole_heif(photo: Image.Image, data: bytes) -> "HeifImage | None":
    """Decoded; None if a thumbnail stands in for it."""
    from pillow_heif import open_heif

    file = open_heif(io.BytesIO(data), convert_hdr_to_8bit=True, remove_stride=False)
    heif: HeifImage = file[file.primary_index]
    if heif.size != photo.size:
        return None
    heif.load()
    return heif


def _small(rows: _Rows) -> Image.Image:
    """In L, RGB, RGBA or CMYK, its longest side at most LONGEST."""
    longest = max(rows.size)
    factor = max(1, longest // ENOUGH)
    reduced = _reduced(rows, factor)
    if longest <= LONGEST:
        return reduced
    width, height = (max(1, round(side * LONGEST / longest)) for side in rows.size)
    whole = 0, 0, rows.size[0] / factor, rows.size[1] / factor  # the last pixels may be parts
    return reduced.resize((width, height), Image.Resampling.BICUBIC, whole)


def _reduced(rows: _Rows, factor: int) -> Image.Image:
    """Band by band, so that a palette of a hundred megapixels is never spread out to full colour as
    a whole."""
    levels = None
    whole: Image.Image | None = None
    top = 0
    for band in rows.bands(factor):
        levels = levels or _levels(band.mode, rows)
        part = _in_full(band, levels, factor)
        if whole is None:
            height = -(-rows.size[1] // factor)
            whole = Image.new(part.mode, (part.width, height))
        whole.paste(part, (0, top))
        top += part.height
    assert whole is not None
    return whole


class _Levels(NamedTuple):
    """Which values of a picture of 16 or 32 bits are black and white."""

    black: float = 0.0
    white: float = 65535.0
    all_numbers: bool = True  # none is infinite or no number


def _levels(mode: str, rows: _Rows) -> _Levels:
    if mode not in ("I", "F"):
        return _Levels()
    low, high, all_numbers = math.inf, -math.inf, True
    for band in rows.bands():
        values = np.asarray(band)
        least, most = float(values.min()), float(values.max())
        if not math.isfinite(least + most):
            all_numbers = False
            values = values[np.isfinite(values)]
            least, most = float(values.min(initial=math.inf)), float(values.max(initial=-math.inf))
        low, high = min(low, least), max(high, most)
    return _Levels(low, high, all_numbers) if low <= high else _Levels(0.0, 0.0, False)


def _in_full(band: Image.Image, levels: _Levels, factor: int) -> Image.Image:
    """A part of the photo reduced, in 8 bits a colour, with its transparency if it has any."""
    if band.mode in ("I", "F") and levels.all_numbers and "transparency" not in band.info:
        return _eight_bits(band.reduce(factor), levels)
    return _spread(band, levels).reduce(factor)


def _spread(band: Image.Image, levels: _Levels) -> Image.Image:
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


def _eight_bits(band: Image.Image, levels: _Levels) -> Image.Image:
    if band.mode.startswith("I;16"):
        return Image.fromarray(_of_sixteen()[np.asarray(band)])
    low, high = levels.black, levels.white
    values = np.asarray(band, np.float32)
    if not levels.all_numbers:
        values = np.nan_to_num(values, nan=low, posinf=high, neginf=low)
    scaled = (values - low) * (255 / ((high - low) or 1))
    return Image.fromarray(scaled.clip(0, 255).round().astype(np.uint8))


@cache
def _of_sixteen() -> NDArray[np.uint8]:
    """Values of 16 bits in 8."""
    return (np.arange(65536) * (255 / 65535)).round().astype(np.uint8)


def _in_srgb(
    photo: Image.Image, profile: bytes | None, space: ColourSpace | None, clear: bool
) -> Image.Image:
    """In sRGB, transparency kept if `clear`, else seen on white paper."""
    if photo.mode != "RGBA":
        return _srgb(photo, profile, space)
    colours, opacity = _srgb(photo.convert("RGB"), profile, space), photo.getchannel("A")
    if clear:
        colours.putalpha(opacity)
        return colours
    paper = Image.new("RGB", photo.size, "white")
    paper.paste(colours, mask=opacity)
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


@cache
def know_every_format() -> None:
    """Registers every format of Pillow and of pillow-heif, once."""
    from pillow_heif import register_heif_opener

    Image.init()
    register_heif_opener()
