"""The boxes of a HEIF file (AVIF is one): what it says of its items, and where these lie.

ISO/IEC 14496-12 for boxes and iloc, 23008-12 for the properties of items.
"""

import struct
from collections.abc import Iterator
from functools import cached_property
from itertools import islice

import numpy as np

BEGINNING = 1 << 16  # bytes of an item, in which its headers are
MOST_ITEMS = 2_000
MOST_PROPERTIES = 0x7FFF  # that an item can name


class Boxes:
    """The boxes of a file, gone through once: a file may be nothing but boxes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        start, end = _inside(data, 0, len(data)).get(b"meta", (0, 0))
        self._within = _inside(data, start + 4, end)
        listed = _inside(data, *self._within.get(b"iprp", (0, 0)))
        self._associations = listed.get(b"ipma", (0, 0))
        of_items = _boxes(data, *listed.get(b"ipco", (0, 0)))
        self._properties = list(islice(of_items, MOST_PROPERTIES))

    @cached_property
    def of_primary(self) -> dict[bytes, bytes]:
        """The properties of the item to be shown: the content of each kind of box."""
        start, end = self._within.get(b"pitm", (0, 0))
        primary = int.from_bytes(self._data[start + 4 : end])
        found: dict[bytes, bytes] = {}
        for number in _associated(self._data[slice(*self._associations)], primary):
            if 1 <= number <= len(self._properties):
                kind, start, end = self._properties[number - 1]
                found.setdefault(kind, self._data[start:end])
        return found

    def properties(self, wanted: bytes) -> list[bytes]:
        """The content of every property of one kind, whichever item has it."""
        return [self._data[start:end] for kind, start, end in self._properties if kind == wanted]

    def beginnings(self) -> Iterator[bytes]:
        """The first bytes of every item's data; as far as the file tells where it lies."""
        table = self._data[slice(*self._within.get(b"iloc", (0, 0)))]
        moved = {0: 0, 1: self._within.get(b"idat", (0, 0))[0]}  # what a place counts from
        for method, place, length in _located(table):
            if method in moved:
                start = place + moved[method]
                yield self._data[start : start + min(length or BEGINNING, BEGINNING)]


def _located(table: bytes) -> Iterator[tuple[int, int, int]]:
    """Of each item the way in which it is placed, and the place and length of its first part."""
    if len(table) < 8:
        return
    version, sizes = table[0], [half for byte in table[4:6] for half in (byte >> 4, byte & 15)]
    wide = 4 if version == 2 else 2
    place = 6 + wide
    for _ in range(min(int.from_bytes(table[6:place]), MOST_ITEMS)):
        place += wide
        method = 0
        if version:
            method = int.from_bytes(table[place : place + 2]) & 15
            place += 2
        (base, count), place = _numbers(table, place + 2, sizes[2], 2)
        index = sizes[3] if version else 0
        part = index + sizes[0] + sizes[1]
        (_, offset, length), _ = _numbers(table, place, index, sizes[0], sizes[1])
        place += count * part
        if count and place <= len(table):
            yield method, base + offset, length


def _numbers(table: bytes, place: int, *sizes: int) -> tuple[list[int], int]:
    """Whole numbers of so many bytes each, and the place behind them."""
    found = []
    for size in sizes:
        found.append(int.from_bytes(table[place : place + size]))
        place += size
    return found, place


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
    """Where the content of the first box of each kind between two places starts and ends."""
    found: dict[bytes, tuple[int, int]] = {}
    for kind, first, last in _boxes(data, start, end):
        found.setdefault(kind, (first, last))
    return found


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
