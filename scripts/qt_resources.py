"""Reads Qt's binary resource files (.rcc), in which Qt programs keep their pictures.

The format is that of Qt's own rcc tool: a tree of names, and below it the files, each behind its
length in four bytes, big-endian.
"""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

FOLDER, PACKED = 2, 1  # flags of an entry


def files(resource: Path) -> Iterator[tuple[str, bytes]]:
    """Every file in it, as its path and its bytes."""
    data = resource.read_bytes()
    magic, version, tree, contents, names = struct.unpack_from(">4sIIII", data)
    if magic != b"qres":
        raise ValueError(f"{resource} is no Qt resource file")
    size = 14 if version == 1 else 22

    def walk(number: int, path: str) -> Iterator[tuple[str, bytes]]:
        place = tree + number * size
        name_at, flags = struct.unpack_from(">IH", data, place)
        if number:
            length = struct.unpack_from(">H", data, names + name_at)[0]
            start = names + name_at + 6  # behind the length and a hash
            path += "/" + data[start : start + 2 * length].decode("utf-16-be")
        if flags & FOLDER:
            count, first = struct.unpack_from(">II", data, place + 6)
            for child in range(first, first + count):
                yield from walk(child, path)
        else:
            start = contents + struct.unpack_from(">I", data, place + 10)[0]
            length = struct.unpack_from(">I", data, start)[0]
            content = data[start + 4 : start + 4 + length]
            yield path, zlib.decompress(content[4:]) if flags & PACKED else content

    yield from walk(0, "")
