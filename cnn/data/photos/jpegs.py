"""The first picture in a JPEG file: where it begins and ends, and whether all of it is there.

ITU-T T.81, annex B: a picture is a row of segments, each a marker (FF and a code) with its length,
and after each start of scan come coded bits, in which FF 00 stands for FF and FF D0 ... FF D7 are
restarts. Thumbnails lie inside segments; behind the end marker phones put films, gain maps and
further pictures, whose bytes say nothing about this one.
"""

import io
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

START, END = b"\xff\xd8", b"\xff\xd9"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # codes of a frame's header, which has the size
SCAN, INTERVAL = 0xDA, 0xDD
NOTHING = 99  # bits: no scan has brought this coefficient yet
HEADER = 64  # bytes: a file cut so soon after a marker lacks a scan of hardly any bytes
IN_FRONT = 1024  # bytes of something else that may stand in front of a picture
OTHERS = (b"\x89PNG", b"RIFF", b"GIF8", b"BM", b"II", b"MM", b"PK", b"%PDF", b"Rar!", b"7z")
MOST_SCANS = 100  # a progressive picture has about ten, and each costs a pass over the whole
MOST_SEGMENTS = 10_000
MOST_MISSING = 0.02  # of the picture: less than a row of blocks
FEW = 8  # blocks that may be missing from a small one
VISIBLE = 4  # of 255

_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")  # `\xff+` would take hours where none ends


@dataclass
class JpegPicture:
    """The first picture of a file, from its start marker to its end marker.

    The end marker is added if it is not there.
    """

    data: bytes = b""
    scans: int = 0
    interval: int = 0  # blocks between two restart markers; 0 if there are none
    ended: bool = True  # its end marker was there
    whole: bool = False  # a scan has begun for every bit of every coefficient that must come
    refining: bool = False  # the last scan adds a bit to coefficients that came before


def picture_start(data: bytes) -> int:
    """Where the picture of a JPEG file starts; -1 if the file is something else.

    Some cameras and programs leave bytes in front of it that mean nothing.
    """
    found = data.find(START + b"\xff", 0, IN_FRONT)
    if found > 0 and (data.startswith(OTHERS) or data[4:8] == b"ftyp"):
        return -1
    return found


def first_picture(data: bytes) -> JpegPicture:
    """The first picture of a file that starts with its start marker.

    Raises ValueError if it has more scans or segments than any camera writes.
    """
    found, place, segments = JpegPicture(), len(START), 0
    last, lacks = 0, {0: [NOTHING]}  # how many bits each coefficient of each colour still lacks
    while marker := _MARKER.search(data, place):
        last, code, place = marker.start(), marker[1][0], marker.end()
        if code == END[1]:
            break
        if code == START[1]:
            continue
        length = int.from_bytes(data[place : place + 2])
        if place + length > len(data):  # a header cut short says nothing
            data, marker = data[:last], None
            break
        content = data[place + 2 : place + length]
        if code in FRAMES:
            lacks = {colour: [NOTHING] * 64 for colour in content[6::3]}
        elif code == INTERVAL:
            found.interval = int.from_bytes(content[:2])
        elif code == SCAN and len(content) > 3:
            *colours, first, final, bits = content[1:]
            found.refining = bits >> 4 > 0
            for colour in colours[::2]:
                lacks[colour][first : final + 1] = [bits & 15] * (final + 1 - first)
        found.scans += code == SCAN
        place, segments = place + length, segments + 1
        if found.scans > MOST_SCANS or segments > MOST_SEGMENTS:
            raise ValueError("a picture that would take hours to decode")
    most = max(max(bits) for bits in lacks.values())
    found.ended = marker is not None
    allowed = NOTHING - 1 if found.ended else int(len(data) - last < HEADER)
    found.whole = most <= allowed
    found.data = data[:place] if found.ended else data.rstrip(b"\xff") + END
    return found


def is_cut(picture: JpegPicture, photo: Image.Image) -> bool:
    """Whether part of the picture, decoded as `photo`, is missing: more than its last few blocks.

    Where bits are missing a decoder goes on with zeros. Other bits in their place change the
    picture there, and nowhere else. A picture with an end marker is suspected only if it ends in
    the grey that zeros leave.
    """
    if not picture.whole:
        return True
    # refining: of a progressive picture all is there but its finest shades
    if picture.refining or (picture.ended and not _ends_grey(photo)):
        return False
    with_zeros = _small(picture.data)
    with_others = _small(picture.data[: -len(END)] + _other_bits(picture) + END)
    differ = np.abs(with_zeros - with_others).max(2) > VISIBLE
    return bool(differ.sum() > max(MOST_MISSING * differ.size, min(FEW, differ.size / 4)))


def _ends_grey(photo: Image.Image) -> bool:
    corner = photo.crop((max(photo.width - 8, 0), max(photo.height - 8, 0), *photo.size))
    return bool((np.abs(np.asarray(corner, np.int16) - 127.5) < 2).all())


def _other_bits(picture: JpegPicture) -> bytes:
    """Bits that could come next, with restart markers in their order."""
    count = len(picture.data) // 2 + 65536
    bits = np.random.default_rng(0).integers(0, 255, count, np.uint8).tobytes()
    if not picture.interval:
        return bits
    last = re.findall(rb"\xff([\xd0-\xd7])", picture.data)[-1:]
    code = last[0][0] + 1 if last else 0xD0
    each = min(32 * picture.interval, count)
    parts = [bits[place : place + each] for place in range(0, count, each)]
    return b"".join(part + bytes([0xFF, 0xD0 + (code + i) % 8]) for i, part in enumerate(parts))


def _small(data: bytes) -> NDArray[np.int16]:
    """The picture at an eighth of its size, (H, W, colours): a pixel is a block's mean."""
    photo: Image.Image = JpegImagePlugin.JpegImageFile(io.BytesIO(data))
    photo.draft(None, (1, 1))
    return np.atleast_3d(np.asarray(photo, np.int16))
