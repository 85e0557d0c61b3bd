"""What Pillow does not read in BMP files: colours in bit fields of any width, and ICC profiles.

Microsoft, "Bitmap header types": each pixel may be a number of 16 or 32 bits, and a mask for each
colour says which of them are its own; a header of version 5 may say where a profile lies.
"""

import struct

import numpy as np
from numpy.typing import NDArray
from PIL import Image

BITFIELDS, ALPHA_BITFIELDS = 3, 6  # ways in which the colours may lie
ROWS = 64  # at a time
EMBEDDED = b"DEBM"  # the profile is in the file itself


def has_bit_fields(data: bytes) -> bool:
    """Whether this is a BMP file with masks."""
    if data[:2] != b"BM" or len(data) < 54:
        return False
    header, bits, kind = _numbers(data)[0], *struct.unpack_from("<HI", data, 28)
    return header >= 40 and bits in (16, 32) and kind in (BITFIELDS, ALPHA_BITFIELDS)


def icc_profile(data: bytes) -> bytes | None:
    """The ICC profile that a BMP file holds; None if it holds none."""
    header = int.from_bytes(data[14:18], "little")
    if header < 124 or data[70:74] != EMBEDDED:
        return None
    start, length = struct.unpack_from("<2I", data, 126)
    return data[14 + start : 14 + start + length]


def read_bitmap(data: bytes) -> Image.Image:
    """The picture, RGB, or RGBA if one of the masks is of opacity.

    Raises EOFError if it is truncated, ValueError if it has no pixels.
    """
    header, width, height = _numbers(data)
    if width < 1 or not height:
        raise ValueError("a picture without pixels")
    downwards, height = height < 0, abs(height)
    bits, kind = struct.unpack_from("<HI", data, 28)
    masks = list(struct.unpack_from("<4I", data.ljust(70, b"\0"), 54))
    if header < 56 and kind == BITFIELDS:
        masks[3] = 0  # what stands there is no mask
    (start,) = struct.unpack_from("<I", data, 10)
    row = (width * bits // 8 + 3) // 4 * 4
    if start + row * height > len(data):
        raise EOFError("truncated")
    rows = np.frombuffer(data, np.uint8, row * height, start).reshape(height, row)
    if not downwards:
        rows = rows[::-1]
    said = masks if masks[3] else masks[:3]
    picture = np.empty((height, width, len(said)), np.uint8)
    for top in range(0, height, ROWS):
        words = rows[top : top + ROWS, : width * bits // 8].copy().view(f"<u{bits // 8}")
        for colour, mask in enumerate(said):
            picture[top : top + ROWS, :, colour] = _level(words.astype(np.uint32), mask)
    return Image.fromarray(picture)


def _numbers(data: bytes) -> tuple[int, int, int]:
    """The header's length, width, and height: below 0 if the first row is the top one."""
    found: tuple[int, int, int] = struct.unpack_from("<Iii", data, 14)
    return found


def _level(words: NDArray[np.uint32], mask: int) -> NDArray[np.uint8]:
    """The bits of a mask, spread over 0 ... 255."""
    shift = max((mask & -mask).bit_length() - 1, 0)
    values = ((words & mask) >> shift).astype(np.float32)
    level: NDArray[np.uint8] = (values * (255 / (mask >> shift or 1))).round().astype(np.uint8)
    return level
