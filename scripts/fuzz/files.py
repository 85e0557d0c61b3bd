"""Photos: small valid files of every format, damaged; and boxes of HEIF and AVIF that lie."""

import random
import struct
from copy import deepcopy
from dataclasses import dataclass, field

from cnn.data.photos.decode import LONGEST, open_photo

NAMES = (  # of boxes and chunks that say how large a picture is, and where it lies
    *(b"ispe", b"iloc", b"ipma", b"iprp", b"pitm", b"iinf", b"av1C", b"hvcC", b"colr", b"meta"),
    *(b"mdat", b"VP8X", b"VP8L", b"VP8 ", b"RIFF", b"IHDR", b"IDAT", b"\xff\xc0", b"\xff\xda"),
)
NESTING = {
    b"meta": 4,
    b"iprp": 0,
    b"ipco": 0,
    b"iinf": 6,
    b"iref": 4,
}  # bytes before what is inside
MOST = 1_000_000  # bytes by which one lie lengthens a file
LIES = [0, 1, 7, 8, 9, 64, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF]
SIDES = [0, 1, 2, 63, 64, 9_999, 16_384, 65_535, 0x7FFFFFFF, 0xFFFFFFFF]
KINDS = [b"ispe", b"pixi", b"av1C", b"hvcC", b"colr", b"irot", b"imir", b"clap", b"auxC", b"grid"]
KINDS += [
    b"iref",
    b"iprp",
    b"ipma",
    b"iloc",
    b"infe",
    b"idat",
    b"free",
    b"uuid",
    b"moov",
    b"\0" * 4,
]


def photo(rng: random.Random, corpus: list[bytes]) -> bytes:
    """A damaged file, or one damaged twice, or noise behind a true beginning."""
    data = bytearray(rng.choice(corpus))
    for _ in range(rng.choice([1, 1, 2, 4, 30])):
        place = rng.randrange(max(1, len(data)))
        kind = rng.randrange(8)
        if kind == 0 and data:
            data[place % len(data)] = rng.randrange(256)
        elif kind == 1:
            del data[place:]
        elif kind == 2:
            data[place:place] = rng.randbytes(rng.randrange(1, 40))
        elif kind == 3:
            data[place : place + 4] = rng.choice([b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff"])
        elif kind == 4:
            other = rng.choice(corpus)
            data[place:] = other[rng.randrange(max(1, len(other))) :]
        elif kind == 5:
            data += data[: rng.randrange(200)]
        elif kind == 6:
            _lie(data, rng)
        else:
            del data[place : place + rng.randrange(1, 20)]
    return bytes(data)


def check_photo(data: bytes) -> None:
    """An upright RGB picture of a safe size, or a sentence."""
    image = open_photo(data)
    assert image.mode == "RGB" and 1 <= max(image.size) <= LONGEST, (image.mode, image.size)


def _lie(data: bytearray, rng: random.Random) -> None:
    """Another number behind the name of a box or chunk, such as a size or a place, or before it,
    where its length is."""
    names = [name for name in NAMES if name in data]
    if names:
        at = data.index(rng.choice(names)) + rng.choice([-4, 4, 8, 12, rng.randrange(30)])
        value = rng.choice([0, 1, 64, 9000, 1 << 16, 1 << 31, rng.randrange(1 << 32)])
        data[max(at, 0) : max(at, 0) + 4] = value.to_bytes(4, rng.choice(["big", "little"]))


@dataclass
class Box:
    """One box: its kind, its own bytes, and the boxes in it; `lie` stands where its size should."""

    kind: bytes
    own: bytes
    inside: list["Box"] = field(default_factory=list)
    lie: int | None = None

    def written(self) -> bytes:
        """Its bytes."""
        content = self.own + b"".join(each.written() for each in self.inside)
        size = 8 + len(content) if self.lie is None else self.lie
        return struct.pack(">I4s", size, self.kind) + content

    def all(self) -> list["Box"]:
        """It and all in it."""
        return [self, *(each for box in self.inside for each in box.all())]


def boxes_of(data: bytes) -> list[Box]:
    """The boxes of a true file."""
    found, at = [], 0
    while at + 8 <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        content, own = data[at + 8 : at + size], NESTING.get(kind)
        inside = [] if own is None else boxes_of(content[own:])
        found.append(Box(kind, content if own is None else content[:own], inside))
        at += size
    return found


def boxes(rng: random.Random, corpus: list[bytes]) -> bytes:
    """An AVIF or HEIC whose boxes lie: of their size, of the picture's, of how many there are."""
    data = rng.choice([each for each in corpus if each[4:8] == b"ftyp"])
    top = boxes_of(data)
    before = data.index(b"mdat")
    for _ in range(rng.choice([1, 1, 1, 2, 5])):
        _lie_in_boxes(rng, top)
    written = b"".join(box.written() for box in top)
    moved = written.find(b"mdat") - before
    return _relocated(written, before, len(data), moved) if rng.random() < 0.8 else written


def _lie_in_boxes(rng: random.Random, top: list[Box]) -> None:
    everything = [each for box in top for each in box.all()]
    box, kind = rng.choice(everything), rng.randrange(8)
    if kind == 0:
        for each in everything:
            if each.kind == b"ispe":
                sides = (rng.choice(SIDES), rng.choice(SIDES))
                each.own = each.own[:4] + struct.pack(">II", *sides)
    elif kind == 1:
        box.lie = rng.choice([*LIES, len(box.written()) + rng.choice([-1, 1, 4])])
    elif kind == 2:
        box.own = struct.pack(">Q", rng.choice(LIES) << rng.choice([0, 32])) + box.own
        box.lie = 1  # a size of eight bytes follows
    elif kind == 3 and box.inside:
        again, times = rng.choice(box.inside), rng.choice([1, 2, 100, 3_000])
        fit = MOST // len(again.written())
        box.inside += [deepcopy(again) for _ in range(min(times, fit))]
    elif kind == 4:
        nested = b""
        for _ in range(rng.choice([1, 3, 50, 2_000])):
            nested = struct.pack(">I4s", 12 + len(nested), box.kind) + bytes(4) + nested
        box.inside.append(Box(box.kind, nested))
    elif kind == 5:
        counted = [each for each in everything if each.kind in (b"iloc", b"iinf", b"ipma", b"pixi")]
        for each in counted:
            place = rng.randrange(4, max(5, min(12, len(each.own))))
            each.own = (
                each.own[:place] + rng.choice([b"\xff", b"\xff\xff", b"\0"]) + each.own[place + 1 :]
            )
    elif kind == 6:
        box.kind = rng.choice(KINDS)
    else:
        box.inside.append(Box(rng.choice(KINDS), rng.randbytes(rng.randrange(40))))


def _relocated(data: bytes, begin: int, end: int, by: int) -> bytes:
    """The file with the places in its iloc moved, so that its lies are found at their places."""
    at = data.find(b"iloc")
    if at < 0 or not by:
        return data
    moved = bytearray(data)
    for place in range(at + 12, min(at + 60, len(data) - 4), 2):
        (value,) = struct.unpack_from(">I", data, place)
        if begin <= value < end and 0 <= value + by < 2**32:
            struct.pack_into(">I", moved, place, value + by)
    return bytes(moved)
