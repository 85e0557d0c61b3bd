"""What each byte of MNIST's four files means."""

from typing import NamedTuple

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Kind, Split

SIDE = 28
PIXELS = SIDE * SIDE
HEADER = {"images": 16, "labels": 8}  # bytes before the data
FIELDS = ("zero", "zero", "type", "dimensions")  # of the first four bytes
SIZES = ("count", "rows", "columns")  # then four bytes for each dimension, the largest first


class Byte(NamedTuple):
    """One byte: where it stands, what it holds, and of what it is a part."""

    offset: int
    value: int  # 0 ... 255
    role: str  # one of FIELDS or SIZES, "pixel" or "label"
    whole: int  # the number it belongs to: itself, or four bytes read as one
    digit: int  # of the file, from 0; 0 in the header
    row: int = 0
    column: int = 0


def describe_byte(split: Split, kind: Kind, offset: int) -> Byte:
    """The byte at `offset`. Raises IndexError if the file is shorter."""
    content = dataset.raw(split, kind)
    value, start = content[offset], HEADER[kind]
    if offset < 4:
        return Byte(offset, value, FIELDS[offset], value, 0)
    if offset < start:
        first = offset - offset % 4
        whole = int.from_bytes(content[first : first + 4], "big")
        return Byte(offset, value, SIZES[first // 4 - 1], whole, 0)
    if kind == "labels":
        return Byte(offset, value, "label", value, offset - start)
    digit, place = divmod(offset - start, PIXELS)
    return Byte(offset, value, "pixel", value, digit, *divmod(place, SIDE))


def file_size(split: Split, kind: Kind) -> int:
    """How many bytes the file has, uncompressed."""
    return len(dataset.raw(split, kind))


def digit_offset(kind: Kind, digit: int) -> int:
    """The offset of the first byte of `digit` in the file, digits counted from 0."""
    return HEADER[kind] + digit * (PIXELS if kind == "images" else 1)
