"""Photos made for tests: a picture, its bytes in any format, and how far two pictures are apart."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from cnn.data.photos.decode import PhotoProblem, open_photo

SRGB, PQ, HLG, P3, BT2020 = 13, 16, 18, 12, 9  # codes of ITU-T H.273
ADOBE = (0.64, 0.33, 0.21, 0.71, 0.15, 0.06, 0.3127, 0.329)  # chromaticities of Adobe RGB (1998)


def picture(width: int = 120, height: int = 80) -> Image.Image:
    """Red falls off to the right, green grows downwards, the lower right quarter is blue."""
    x, y = np.meshgrid(np.linspace(255, 0, width), np.linspace(0, 255, height))
    blue = np.where((x < 128) & (y > 128), 255, 0)
    return Image.fromarray(np.stack([x, y, blue], 2).astype(np.uint8))


def saved(image: Image.Image, form: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, in levels."""
    assert one.size == other.size and one.mode == other.mode == "RGB"
    return float(np.abs(np.asarray(one, float) - np.asarray(other, float)).mean())


def key(data: bytes) -> str:
    with pytest.raises(PhotoProblem) as caught:
        open_photo(data)
    return caught.value.key


def chunk(name: bytes, content: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + crc


def png(
    width: int, height: int, depth: int, colour: int, packed: bytes, *chunks: tuple[bytes, bytes]
) -> bytes:
    """A PNG by hand, so that its header may say what it likes."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IDAT", packed), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)


def png_of(values: np.ndarray, depth: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of numbers (H, W) or (H, W, 3 or 4), of so many bits each."""
    height, width = values.shape[:2]
    colour = {2: 0, 3: 2, 4: 6}[values.ndim if values.ndim == 2 else values.shape[2]]
    flat = values.reshape(height, -1)
    if depth == 16:
        rows = flat.astype(">u2").view(np.uint8)
    else:
        bits = (flat[:, :, None] >> np.arange(depth - 1, -1, -1)) & 1
        rows = np.packbits(bits.reshape(height, -1).astype(np.uint8), axis=1)
    filtered = np.concatenate([np.zeros((height, 1), np.uint8), rows], 1)
    return png(width, height, depth, colour, zlib.compress(filtered.tobytes()), *chunks)


def cicp(primaries: int, transfer: int, matrix: int = 0, full: int = 1) -> tuple[bytes, bytes]:
    return b"cICP", bytes([primaries, transfer, matrix, full])


def gama(value: float) -> tuple[bytes, bytes]:
    return b"gAMA", struct.pack(">I", round(value * 100_000))


def chrm(chromaticities: tuple[float, ...]) -> tuple[bytes, bytes]:
    *colours, x, y = (round(each * 100_000) for each in chromaticities)
    return b"cHRM", struct.pack(">8I", x, y, *colours)


def iccp(profile: bytes) -> tuple[bytes, bytes]:
    return b"iCCP", b"x\0\0" + zlib.compress(profile)


def icc(
    chromaticities: tuple[float, ...], gamma: float, version: int = 4, codes: bytes = b""
) -> bytes:
    """An ICC profile of primaries and one exponent; `codes` are those of a cicp tag."""
    x, y = np.array(chromaticities).reshape(4, 2).T
    xyz = np.stack([x, y, 1 - x - y]) / y
    bradford = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
    d50 = np.array([0.9642, 1, 0.8249])
    to_d50 = np.diag((bradford @ d50) / (bradford @ xyz[:, 3])) @ bradford
    colours = xyz[:, :3] * np.linalg.solve(xyz[:, :3], xyz[:, 3])
    adapted = np.linalg.solve(bradford, to_d50 @ colours)

    def numbers(values: np.ndarray) -> bytes:
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    curve = b"curv\0\0\0\0" + struct.pack(">IH", 1, round(gamma * 256))
    text = b"text\0\0\0\0none\0"
    if version == 4:
        text = b"mluc\0\0\0\0" + struct.pack(">IIHHII", 1, 12, 0x656E, 0x5553, 2, 28) + b"\0x"
    named = text if version == 4 else b"desc\0\0\0\0" + struct.pack(">I", 2) + b"x\0" + bytes(78)
    tags = [(b"desc", named), (b"cprt", text), (b"wtpt", b"XYZ \0\0\0\0" + numbers(d50))]
    for name, column in zip(b"rgb", adapted.T, strict=True):
        tags.append((bytes([name]) + b"XYZ", b"XYZ \0\0\0\0" + numbers(column)))
        tags.append((bytes([name]) + b"TRC", curve))
    if codes:
        tags.append((b"cicp", b"cicp\0\0\0\0" + codes))
    table, body = struct.pack(">I", len(tags)), b""
    for name, content in tags:
        place = 132 + 12 * len(tags) + len(body)
        table += name + struct.pack(">II", place, len(content))
        body += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI", 128 + len(table) + len(body), b"lcms", version << 24)
    head += b"mntrRGB XYZ " + struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp"
    return head.ljust(68, b"\0") + numbers(d50).ljust(60, b"\0") + table + body


def with_nclx(data: bytes, primaries: int, transfer: int, *more: int) -> bytes:
    """An AVIF or HEIC file that says something else of its colours; `more` are the matrix and
    whether the range is full."""
    place = data.index(b"colrnclx") + 8
    said = struct.pack(">HH", primaries, transfer)
    if more:
        said += struct.pack(">HB", more[0], more[1] << 7)
    return data[:place] + said + data[place + len(said) :]


def bmp(
    image: np.ndarray, bits: int, masks: tuple[int, ...], header: int = 40, profile: bytes = b""
) -> bytes:
    """A BMP of (H, W, 3 or 4) with masks; the last row comes first."""
    height, width, colours = image.shape
    words = np.zeros((height, width), np.uint32)
    for value, mask in zip(np.moveaxis(image, 2, 0), masks, strict=True):
        shift = (mask & -mask).bit_length() - 1
        words |= (value / 255 * (mask >> shift)).round().astype(np.uint32) << np.uint32(shift)
    rows = words.astype(f"<u{bits // 8}")[::-1].copy().view(np.uint8)
    pixels = np.pad(rows, [(0, 0), (0, -rows.shape[1] % 4)]).tobytes()
    numbers = (header, width, height, 1, bits, 3, len(pixels), 0, 0, 0, 0)
    said = struct.pack("<IiiHHIIiiII", *numbers) + struct.pack(f"<{colours}I", *masks)
    if header > 40:
        said = said.ljust(56, b"\0") + (b"DEBM" if profile else b"BGRs")
        said = said.ljust(112, b"\0") + struct.pack("<2I", header + len(pixels), len(profile))
        said = said.ljust(header, b"\0")
    start = 14 + len(said)
    size = start + len(pixels) + len(profile)
    return b"BM" + struct.pack("<IHHI", size, 0, 0, start) + said + pixels + profile
