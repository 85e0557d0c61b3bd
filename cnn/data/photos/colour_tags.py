"""Where photo files say which colours they are written in, other than in an ICC profile's curves.

PNG (third edition): the chunks cICP, then iCCP, then sRGB, then gAMA with cHRM. AVIF and HEIC
(ISO/IEC 23008-12): the box colr among the properties of the primary item. An ICC profile may have
a cicp tag itself (ICC.1:2022, 9.2.17). What a file says of colours that browsers do not know is
passed over, as they do.
"""

import struct

from PIL import Image

from cnn.data.photos.colour_spaces import (
    CURVES,
    PEAK,
    PRIMARIES,
    SRGB,
    SRGB_CURVE,
    ColourSpace,
    spans,
)
from cnn.data.photos.heif_boxes import Boxes

SRGB_GAMMA = 0.455  # of gAMA, beside which sRGB's own curve is meant
VIDEO_CURVES = (1, 6, 14, 15)  # which browsers take for sRGB's in AVIF


def colour_space(data: bytes, photo: Image.Image, boxes: Boxes | None) -> ColourSpace | None:
    """The colours of a file opened as `photo`; None if they are sRGB or an ICC profile's own.

    boxes: of AVIF and HEIC.
    """
    profile = photo.info.get("icc_profile")
    if photo.format == "PNG":
        chunks = _chunks(data)
        found = _of_cicp(chunks.get(b"cICP", b""), _peak(chunks, b"cLLI", 4, b"mDCV"))
        if found or not profile:
            return found or _of_gamma(chunks)
    if profile:
        return _of_cicp(_cicp_tag(profile), PEAK)
    return _of_boxes(boxes.of_primary) if boxes else None


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
    primaries = (*values[2:], *values[:2])
    if spans(primaries):
        return ColourSpace(primaries, gamma=100_000 / gamma)
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


def _of_boxes(said: dict[bytes, bytes]) -> ColourSpace | None:
    codes = said.get(b"colr", b"")
    if codes[:4] != b"nclx" or len(codes) < 8:
        return None
    primaries, transfer = struct.unpack_from(">HH", codes, 4)
    if primaries not in PRIMARIES:
        primaries = SRGB
    if transfer not in CURVES or transfer in VIDEO_CURVES:
        transfer = SRGB_CURVE
    return _of_cicp(bytes([primaries, transfer, 0, 1]), _peak(said, b"clli", 2, b"mdcv"))
