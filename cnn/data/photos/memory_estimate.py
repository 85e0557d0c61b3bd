"""What decoding a photo may take, in bytes, and will, as far as its file says before it is decoded.

Measured with the decoders that are pinned; tests/cnn/data/photos/test_memory_estimate.py holds the
estimates against the true peaks. A file that lies about itself takes more, but no more than it is
given.
"""

from PIL import Image

from cnn.data.photos import webps
from cnn.data.photos.heif_boxes import Boxes
from cnn.data.photos.jpegs import JpegPicture

Size = tuple[int, int]

ORDINARY = 128_000_000  # bytes that a photo may take: a phone's 12 megapixels in any format
LARGE = 432_000_000  # bytes that one photo at a time may take: 48 megapixels in any of them
ENOUGH = 1200  # pixels: a larger photo is first reduced by a whole number, as long as this is left
ANY = 12_000_000  # bytes that any photo takes: parts of it, and what the decoders themselves need
SMALL = 12  # bytes for each pixel of a photo that has been reduced by a whole number
NARROW = {"1": 1, "L": 1, "P": 1, "I;16": 2, "I;16B": 2, "I;16L": 2}  # bytes a pixel, where not 4
TILE = 322, 323  # TIFF's tags
STRIP_ROWS, BITS, SAMPLES, ORIENTATION = 278, 258, 277, 274


def bytes_needed(
    photo: Image.Image,
    coded: list[Size],
    jpeg: JpegPicture | None,
    boxes: Boxes | None,
    data: bytes,
) -> int:
    """Bytes of memory.

    photo: identified, not decoded, its size that of what its decoder will make; coded: the sizes
    that stand in the file; boxes: of AVIF and HEIC.
    """
    pixels = max(width * height for width, height in coded)
    own: int = photo.width * photo.height * NARROW.get(photo.mode, 4)
    if jpeg:
        own += _coefficients(photo, pixels, jpeg) + pixels // 4
    elif boxes and photo.format == "AVIF":
        own = round(pixels * (_planes(boxes) + 2 * len(photo.getbands())))
    elif boxes:
        whole = photo.size in coded  # and not a thumbnail instead
        own = round((pixels if whole else own) * (_planes(boxes) + len(photo.getbands())))
    elif isinstance(photo, webps.ScaledWebP):
        own = 3 * own + photo.working()
    elif photo.format == "WEBP":  # one that moves: two pictures, the frame and its copies
        own = 16 * pixels
    elif photo.format == "TIFF":
        own = own * (2 if _tag(photo, ORIENTATION, 1) > 1 else 1) + _part(photo)
    elif photo.format == "PNG":
        own *= 2 if getattr(photo, "is_animated", False) else 1
        if photo.mode == "RGB" and "transparency" in photo.info and data[24] == 16:
            own += 14 * pixels
    return own + len(data) + ANY + SMALL * _reduced(photo.size)


def _reduced(size: Size) -> int:
    """Pixels of what is left of a photo that is reduced by a whole number."""
    factor = max(1, max(size) // ENOUGH)
    return (size[0] // factor + 1) * (size[1] // factor + 1)


def _coefficients(photo: Image.Image, pixels: int, jpeg: JpegPicture) -> int:
    """Of a JPEG in several scans, which all add to the same picture: two bytes for each number."""
    layers = getattr(photo, "layer", [])
    if jpeg.scans < 2 or not layers:
        return 0
    across, down = max(each[1] for each in layers), max(each[2] for each in layers)
    share = sum(each[1] * each[2] for each in layers) / (across * down or 1)
    return int(2 * share * pixels)


def _planes(boxes: Boxes) -> float:
    """Bytes a pixel of what AV1 or HEVC decode to, opacity and the decoder's own needs included."""
    av1, hevc = (boxes.of_primary.get(kind, b"") for kind in (b"av1C", b"hvcC"))
    share, high = 1.5, False
    if len(av1) > 2:
        high, grey, across, down = (bool(av1[2] & bit) for bit in (0x40, 0x10, 8, 4))
        share = 1 if grey else 1 + 2 / ((1 + across) * (1 + down))
    elif len(hevc) > 17:
        share, high = {0: 1, 1: 1.5, 2: 2}.get(hevc[16] & 3, 3), bool(hevc[17] & 7)
    if high and share > 1.5:  # becomes RGB of 16 bits first
        return 2 * share + 3.5
    return share * (2 if high else 1) + 0.5


def _tag(photo: Image.Image, tag: int, otherwise: int) -> int:
    """A number of a TIFF; of several the largest."""
    found = photo.tag_v2.get(tag, otherwise)  # type: ignore[attr-defined]
    return int(max(found)) if isinstance(found, tuple) else int(found)


def _part(photo: Image.Image) -> int:
    """Bytes of a strip or tile of a TIFF, which is decoded as a whole."""
    wide, high = (_tag(photo, tag, 0) for tag in TILE)
    if not wide:
        wide, high = photo.width, min(_tag(photo, STRIP_ROWS, photo.height), photo.height)
    return wide * high * _tag(photo, SAMPLES, 1) * _tag(photo, BITS, 1) // 8
