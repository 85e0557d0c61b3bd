"""Where photo files say which colours they are written in, other than in an ICC profile's curves.

PNG (third edition): the chunks cICP, then iCCP, then sRGB, then gAMA with cHRM. AVIF and HEIC
(ISO/IEC 23008-12): the box colr among the properties of the primary item. An ICC profile may have
a cicp tag itself (ICC.1:2022, 9.2.17). What a file says of colours that browsers do not know is
passed over, as they do.
"""

import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image

from cnn.data.colour_spaces import CURVES, PEAK, PRIMARIES, SRGB, SRGB_CURVE, ColourSpace

SRGB_GAMMA = 0.455  # of gAMA, beside which sRGB's own curve is meant
VIDEO_CURVES = (1, 6, 14, 15)  # which browsers take for sRGB's in AVIF


def colour_space(data: bytes, photo: Image.Image) -> ColourSpace | None:
    """The colours of a file opened as `photo`; None if they are sRGB or an ICC profile's own."""
    profile = photo.info.get("icc_profile")
    if photo.format == "PNG":
        chunks = _chunks(data)
        found = _of_cicp(chunks.get(b"cICP", b""), _peak(chunks, b"cLLI", 4, b"mDCV"))
        if found or not profile:
            return found or _of_gamma(chunks)
    if profile:
        return _of_cicp(_cicp_tag(profile), PEAK)
    return _of_boxes(data) if photo.format in ("AVIF", "HEIF") else None


def _of_cicp(codes: bytes, peak: float) -> ColourSpace | None:
    """Of four bytes: primaries, transfer, matrix and range. Of RGB, only 0 and 1 for the last."""
    if len(codes) < 4 or codes[2:4] != b"\0\1":
        return None
    primaries, transfer = codes[:2]
    known = primaries in PRIMARIES and transfer in CURVES
    if not known or (primaries, transfer) == (SRGB, SRGB_CURVE):
        return None
    return ColourSpace(PRIMARIES[primaries], transfer, peak=peak)


def _of_gamma(chunks: dict[bytes, bytes]) -> ColourSpace | None:
    gamma = int.from_bytes(chunks.get(b"gAMA", b"")[:4])
    if not gamma or b"sRGB" in chunks:
        return None
    said = struct.unpack_from(">8I", chunks.get(b"cHRM", bytes(32)))
    values = [value / 100_000 for value in said]
    if any(values[1::2]):
        return ColourSpace((*values[2:], *values[:2]), gamma=100_000 / gamma)
    if abs(gamma / 100_000 - SRGB_GAMMA) < 0.02:
        return None
    return ColourSpace(PRIMARIES[SRGB], gamma=100_000 / gamma)


def _chunks(data: bytes) -> dict[bytes, bytes]:
    """What a PNG says in front of its pixels."""
    found: dict[bytes, bytes] = {}
    place = 8
    while place + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, place)
        if kind == b"IDAT":
            break
        found.setdefault(kind, data[place + 8 : place + 8 + length])
        place += length + 12
    return found


def _peak(said: dict[bytes, bytes], content: bytes, size: int, display: bytes) -> float:
    """The brightest light that a file speaks of, in cd/m²: of its content, in a number of so many
    bytes, else of the display that it was made on."""
    brightest = int.from_bytes(said.get(content, b"")[:size]) / (1 if size == 2 else 10_000)
    return brightest or int.from_bytes(said.get(display, b"")[16:20]) / 10_000 or PEAK


def _cicp_tag(profile: bytes) -> bytes:
    """The four codes that an ICC profile may have beside its curves."""
    count = int.from_bytes(profile[128:132])
    for place in range(132, min(132 + 12 * count, len(profile) - 11), 12):
        name, start, _ = struct.unpack_from(">4sII", profile, place)
        if name == b"cicp":
            return profile[start + 8 : start + 12]
    return b""


def _of_boxes(data: bytes) -> ColourSpace | None:
    said = _properties_of_primary(data)
    codes = said.get(b"colr", b"")
    if codes[:4] != b"nclx" or len(codes) < 8:
        return None
    primaries, transfer = struct.unpack_from(">HH", codes, 4)
    if primaries not in PRIMARIES:
        primaries = SRGB
    if transfer not in CURVES or transfer in VIDEO_CURVES:
        transfer = SRGB_CURVE
    return _of_cicp(bytes([primaries, transfer, 0, 1]), _peak(said, b"clli", 2, b"mdcv"))


def _properties_of_primary(data: bytes) -> dict[bytes, bytes]:
    """Of a HEIF file (AVIF is one), the properties of the item to be shown."""
    meta = _inside(data, 0, len(data)).get(b"meta")
    if meta is None:
        return {}
    boxes = _inside(data, meta[0] + 4, meta[1])
    listed = _inside(data, *boxes.get(b"iprp", (0, 0)))
    if not {b"pitm", b"iprp"} <= boxes.keys() or not {b"ipco", b"ipma"} <= listed.keys():
        return {}
    start, end = boxes[b"pitm"]
    primary = int.from_bytes(data[start + 4 : end])
    properties = list(_boxes(data, *listed[b"ipco"]))
    found: dict[bytes, bytes] = {}
    for number in _associated(data[slice(*listed[b"ipma"])], primary):
        if 1 <= number <= len(properties):
            kind, start, end = properties[number - 1]
            found.setdefault(kind, data[start:end])
    return found


def _associated(table: bytes, item: int) -> list[int]:
    """The numbers of an item's properties, from 1."""
    wide_item, wide_number = table[:1] > b"\0", table[3:4] > b"" and table[3] & 1
    place = 8
    for _ in range(int.from_bytes(table[4:8])):
        if place >= len(table):
            break
        after = place + (4 if wide_item else 2)
        number, count = int.from_bytes(table[place:after]), int.from_bytes(table[after : after + 1])
        size = 2 if wide_number else 1
        place = after + 1 + count * size
        if number == item:
            entries = np.frombuffer(table[after + 1 : place], ">u2" if wide_number else "u1")
            return [int(entry) & (0x7FFF if wide_number else 0x7F) for entry in entries]
    return []


def _inside(data: bytes, start: int, end: int) -> dict[bytes, tuple[int, int]]:
    """Where the content of each kind of box between two places starts and ends."""
    return {kind: (first, last) for kind, first, last in reversed([*_boxes(data, start, end)])}


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1 and start + 16 <= end:
            size, header = int.from_bytes(data[start + 8 : start + 16]), 16
        size = size or end - start
        if size < header or start + size > end:
            return
        yield kind, start + header, start + size
        start += size
