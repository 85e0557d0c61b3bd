"""How large the frames are that an AVIF or HEIC file really holds, whatever its boxes say.

A decoder makes what the frame's own header asks for, which a box of the file can deny. AV1: the
sequence header (specification of the Alliance for Open Media, 5.5). HEVC: the sequence parameter
set (ITU-T H.265, 7.3.2.2), which stands in the property hvcC and may stand in front of the picture.
"""

from collections.abc import Iterator
from contextlib import suppress

from cnn.data.photos.heif_boxes import Boxes

AV1_SEQUENCE = 1  # the type of an open bitstream unit
HEVC_SEQUENCE = 33  # of a network abstraction layer unit
MOST_UNITS = 64  # that are looked at in one item

Size = tuple[int, int]


class _Bits:
    """The bits of a header, the highest first. Reading past its end raises IndexError."""

    def __init__(self, data: bytes) -> None:
        self._data, self._place = data, 0

    def take(self, count: int) -> int:
        value = 0
        for _ in range(count):
            value = value << 1 | self._data[self._place >> 3] >> (7 - (self._place & 7)) & 1
            self._place += 1
        return value

    def golomb(self) -> int:
        """An unsigned number in Exp-Golomb code (H.265, 9.2)."""
        zeros = 0
        while not self.take(1):
            zeros += 1
            if zeros > 32:
                raise IndexError
        return (1 << zeros) - 1 + self.take(zeros)


def frames(boxes: Boxes) -> list[Size]:
    """Width and height of each frame of a file, as its own header has it, in pixels."""
    found = []
    for content in (*(each[4:] for each in boxes.properties(b"av1C")), *boxes.beginnings()):
        found += [_av1(unit) for unit in _av1_sequences(content)]
    for content in boxes.properties(b"hvcC"):
        found += [_hevc(unit) for unit in _listed(content)]
    for content in boxes.beginnings():
        found += [_hevc(unit) for unit in _with_lengths(content)]
    return [size for size in found if size]


def _av1_sequences(data: bytes) -> Iterator[bytes]:
    """The sequence headers among the units at the beginning of coded data."""
    place = 0
    for _ in range(MOST_UNITS):
        if place >= len(data) or data[place] & 0x81:  # a forbidden or a reserved bit
            return
        kind, extended, sized = data[place] >> 3 & 15, data[place] & 4, data[place] & 2
        place += 2 if extended else 1
        length = len(data) - place
        if sized:
            length, place = _leb128(data, place)
        if kind == AV1_SEQUENCE:
            yield data[place : place + length]
        place += length


def _leb128(data: bytes, place: int) -> tuple[int, int]:
    """A number of up to eight bytes, seven bits in each, the lowest first; the place behind it."""
    value = 0
    for number, byte in enumerate(data[place : place + 8]):
        value |= (byte & 127) << 7 * number
        if byte < 128:
            return value, place + number + 1
    return value, len(data)


def _av1(header: bytes) -> Size | None:
    """The largest frame that a sequence header allows; None if it is none."""
    bits = _Bits(header)
    with suppress(IndexError):
        bits.take(4)  # profile, still picture
        if bits.take(1):  # the short header of a still picture
            bits.take(5)
        else:
            _skip_operating_points(bits)
        wide, high = bits.take(4) + 1, bits.take(4) + 1
        return bits.take(wide) + 1, bits.take(high) + 1
    return None


def _skip_operating_points(bits: _Bits) -> None:
    delay = model = 0
    if bits.take(1):  # timing
        bits.take(64)
        if bits.take(1):
            bits.golomb()
        model = bits.take(1)
        if model:
            delay = bits.take(5) + 1
            bits.take(42)
    display = bits.take(1)
    for _ in range(bits.take(5) + 1):
        bits.take(12)
        if bits.take(5) > 7:
            bits.take(1)  # tier
        if model and bits.take(1):
            bits.take(2 * delay + 1)
        if display and bits.take(1):
            bits.take(4)


def _listed(content: bytes) -> Iterator[bytes]:
    """The sequence parameter sets in a property hvcC (ISO/IEC 14496-15, 8.3.3)."""
    place = 23
    for _ in range(content[22] if len(content) > 22 else 0):
        kind = content[place] & 63 if place < len(content) else 0
        count = int.from_bytes(content[place + 1 : place + 3])
        place += 3
        for _ in range(min(count, MOST_UNITS)):
            length = int.from_bytes(content[place : place + 2])
            if kind == HEVC_SEQUENCE:
                yield content[place + 2 : place + 2 + length]
            place += 2 + length


def _with_lengths(data: bytes) -> Iterator[bytes]:
    """The sequence parameter sets in front of a picture, whose units follow their lengths."""
    place = 0
    for _ in range(MOST_UNITS):
        length = int.from_bytes(data[place : place + 4])
        if place + 6 > len(data) or data[place + 4] & 0x80:
            return
        if data[place + 4] >> 1 == HEVC_SEQUENCE:
            yield data[place + 4 : place + 4 + length]
        place += 4 + length


def _hevc(unit: bytes) -> Size | None:
    """The size in a sequence parameter set; None if it is none."""
    bits = _Bits(unit[2:256].replace(b"\0\0\3", b"\0\0"))  # a 3 keeps zeros from being a start code
    with suppress(IndexError):
        bits.take(4)
        layers = bits.take(3)
        bits.take(1 + 88 + 8)  # the profile that the whole keeps to, and its level
        said = [(bits.take(1), bits.take(1)) for _ in range(layers)]
        bits.take(2 * (8 - layers) if layers else 0)
        for profile, level in said:
            bits.take(88 * profile + 8 * level)
        bits.golomb()
        if bits.golomb() == 3:  # the colours are as fine as the grey
            bits.take(1)
        return bits.golomb(), bits.golomb()
    return None
