"""Hostile input by the hundred thousand: make fuzz, or python -m scripts.fuzz --cases 100000

Six doors of the app take what a stranger sends: a photo's file, a drawing or picture of a digit,
the pad's messages, the moves of sliders and choices, the values in an address, and whatever comes
on Streamlit's websocket. Each must end in
an answer or in one of the app's own sentences (cnn.problem.Problem), never in another error, and
within TIME.

Photos start from small valid files of every format, in tests/data/fuzz, whose bytes are then
changed, cut, doubled or swapped; the rest is drawn at random. What fails is printed so that it
can be repeated (the same --seed finds it again) and kept in fuzz/.
"""

import argparse
import json
import math
import random
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from markdown_it import MarkdownIt
from PIL import Image
from streamlit.proto.BackMsg_pb2 import BackMsg

from cnn.data.digits import to_mnist
from cnn.data.photos import LONGEST, open_photo
from cnn.problem import Problem
from ui.components import moves
from ui.components.digit_pad.message import CAPACITY, LAST, parse, write
from ui.linked import whole_number
from ui.live import understood
from ui.text import literal
from ui.wire import ALLOWED, Unwanted, check

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "data" / "fuzz"
FOUND = ROOT / "fuzz"
STEPS = 7  # of the slider that is moved
TIME = 20.0  # seconds for one case, on a busy machine
SHARES = {
    "photo": 0.15,
    "digit": 0.15,
    "message": 0.4,
    "choice": 0.1,
    "address": 0.1,
    "wire": 0.1,
}  # of the cases
NAMES = (  # of boxes and chunks that say how large a picture is, and where it lies
    *(b"ispe", b"iloc", b"ipma", b"iprp", b"pitm", b"iinf", b"av1C", b"hvcC", b"colr", b"meta"),
    *(b"mdat", b"VP8X", b"VP8L", b"VP8 ", b"RIFF", b"IHDR", b"IDAT", b"\xff\xc0", b"\xff\xda"),
)
MARKED = "[]()!*_`$:<>#|~\\&/.- ahtps\n"  # what Markdown, TeX and HTML are made of
STRANGE = [None, True, -1, 0, 2**63, 1e308, math.nan, math.inf, "", "⟨", "\0", "1" * 5000, [], {}]


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


def _lie(data: bytearray, rng: random.Random) -> None:
    """Another number behind the name of a box or chunk, such as a size or a place, or before it,
    where its length is."""
    names = [name for name in NAMES if name in data]
    if names:
        at = data.index(rng.choice(names)) + rng.choice([-4, 4, 8, 12, rng.randrange(30)])
        value = rng.choice([0, 1, 64, 9000, 1 << 16, 1 << 31, rng.randrange(1 << 32)])
        data[max(at, 0) : max(at, 0) + 4] = value.to_bytes(4, rng.choice(["big", "little"]))


def check_photo(data: bytes) -> None:
    """An upright RGB picture of a safe size, or a sentence."""
    image = open_photo(data)
    assert image.mode == "RGB" and 1 <= max(image.size) <= LONGEST, (image.mode, image.size)


def digit(rng: random.Random, corpus: list[bytes]) -> Any:
    """Strokes with anything in them, an array of any shape, or a picture of any kind."""
    kind = rng.randrange(4)
    if kind == 0:
        return [_stroke(rng) for _ in range(rng.randrange(6))]
    if kind == 1:
        shape = [rng.choice([0, 1, 2, 3, 28, 57]) for _ in range(rng.randrange(4))]
        maker = np.random.default_rng(rng.randrange(2**32))
        return maker.integers(0, 256, shape).astype(rng.choice([np.uint8, np.uint16, np.float64]))
    if kind == 2:
        size = rng.choice([1, 2, 7, 28, 90]), rng.choice([1, 3, 28, 64])
        mode = rng.choice(["L", "RGB", "RGBA", "LA", "P", "1", "CMYK", "I;16", "F"])
        image = Image.new(mode, size)
        if mode in ("L", "RGB", "RGBA"):
            image = Image.frombytes(mode, size, rng.randbytes(len(image.tobytes())))
        return image
    return rng.choice([*STRANGE, b"bytes", object()])


def _stroke(rng: random.Random) -> Any:
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    scale = 10.0 ** rng.randrange(-300, 300) if rng.random() < 0.3 else 1000.0
    points = [[rng.gauss(0, 1) * scale, rng.gauss(0, 1) * scale] for _ in range(rng.randrange(30))]
    for point in points:
        if rng.random() < 0.02:
            point[rng.randrange(2)] = rng.choice([math.nan, math.inf, -math.inf, 1e300])
    if rng.random() < 0.05 and points:
        points[0].append(1.0)
    return points


def check_digit(drawing: Any) -> None:
    """A digit as MNIST stores one, or a sentence."""
    image = to_mnist(drawing)
    assert image.shape == (28, 28) and image.dtype == np.uint8, (image.shape, image.dtype)


def message(rng: random.Random, corpus: list[bytes]) -> Any:
    """A true message of the pad with something changed, or something else altogether."""
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    points = np.array([[rng.randrange(1024), rng.randrange(1024)] for _ in range(rng.randrange(9))])
    sent = write([points] if len(points) else [], rng.randrange(1, 2**53), "up", None)
    for _ in range(rng.randrange(3)):
        name = rng.choice([*sent, "more"])
        kind = rng.randrange(4)
        if kind == 0:
            sent[name] = rng.choice(STRANGE)
        elif kind == 1 and name in sent:
            del sent[name]
        elif kind == 2:
            sent["n"] = [rng.choice([1, 2, 10**6, -1, 0.5, "1"]) for _ in range(rng.randrange(5))]
        else:
            sent["d"] = rng.randbytes(rng.randrange(40)).hex()
    return sent


def check_message(sent: Any) -> None:
    """None, or a drawing that lies on the sheet; the same by the short way, as text."""
    found = parse(sent)
    asked = understood(json.dumps({"lang": "en", "dark": False, "drawing": sent}))
    assert (asked is None) == (found is None)
    if found is not None:
        points = sum(map(len, found.drawing.strokes))
        assert points <= CAPACITY and found.drawing.pen in ("up", "down")
        assert all(((0 <= s) & (s <= LAST)).all() for s in found.drawing.strokes)


def choice(rng: random.Random, corpus: list[bytes]) -> Any:
    """A true move of a slider or a choice of STEPS, or one with something else in it."""
    if rng.random() < 0.1:
        return rng.choice(STRANGE)
    sent: dict[str, Any] = {"at": rng.randrange(-2, STEPS + 2), "moves": rng.randrange(-2, 2**54)}
    if rng.random() < 0.5:
        sent[rng.choice(["at", "moves", "more"])] = rng.choice([*STRANGE, 1.0, "1", [1], 10**400])
    if rng.random() < 0.1:
        del sent[rng.choice(["at", "moves"])]
    return sent


def check_choice(sent: Any) -> None:
    """None, or a step that there is."""
    found = moves.validated(sent, STEPS)
    assert found is None or 0 <= found.at < STEPS


def address(rng: random.Random, corpus: list[bytes]) -> str:
    """What might stand in an address where a whole number should."""
    letters = rng.choice(["0123456789-+. eE_٣๑\0\n\u200b½∞x", "0123456789", MARKED])
    return "".join(rng.choice(letters) for _ in range(rng.choice([0, 1, 2, 3, 12, 5000])))


def check_address(raw: str) -> None:
    """None, or a number within its bounds; shown, it is one piece of code, or nothing."""
    found = whole_number(raw, -3, 60_000)
    assert found is None or -3 <= found <= 60_000
    shown = literal(raw)
    tokens = MarkdownIt().parseInline(f"a {shown} b")[0].children or []
    assert [each.type for each in tokens] == ["text", "code_inline", "text"] or not shown


def wire(rng: random.Random, corpus: list[bytes]) -> bytes:
    """A message of any of Streamlit's kinds, filled at random, as it is or damaged."""
    data = _filled(rng, BackMsg()).SerializeToString()
    return data if rng.random() < 0.3 else photo(rng, [data, b"\x5a\x00", b"\x60\x01"])


def _filled(rng: random.Random, made: Any) -> Any:
    fields = list(made.DESCRIPTOR.fields)
    for field in rng.sample(fields, rng.randrange(len(fields) + 1)):
        times = rng.choice([1, 1, 2, 300]) if field.is_repeated else 1
        for _ in range(times):
            if field.message_type:
                inside = getattr(made, field.name)
                _filled(rng, inside.add() if field.is_repeated else inside)
            else:
                value = _value(rng, field)
                if field.is_repeated:
                    getattr(made, field.name).append(value)
                else:
                    setattr(made, field.name, value)
    return made


def _value(rng: random.Random, field: Any) -> Any:
    if field.type == field.TYPE_STRING:
        return rng.choice(["", "a=1", "사진.jpg", "x" * 5_000, "\n", "{" * 900])
    if field.type == field.TYPE_BYTES:
        return rng.randbytes(rng.randrange(50))
    return rng.choice([0, 1]) if field.enum_type is None else 0


def check_wire(data: bytes) -> None:
    """Refused, or of a kind that may pass and as Streamlit reads it."""
    try:
        check(data)
    except Unwanted as unwanted:
        raise Problem("unwanted", unwanted.reason) from unwanted
    read = BackMsg.FromString(data)
    assert read.WhichOneof("type") in ALLOWED, read


DOORS: dict[str, tuple[Callable[..., Any], Callable[[Any], None]]] = {
    "photo": (photo, check_photo),
    "digit": (digit, check_digit),
    "message": (message, check_message),
    "choice": (choice, check_choice),
    "address": (address, check_address),
    "wire": (wire, check_wire),
}


def run(cases: int, seed: int, doors: tuple[str, ...] = tuple(DOORS)) -> dict[str, dict[str, Any]]:
    """Sends `cases` through the doors; what came of them, and what should not have."""
    corpus = [file.read_bytes() for file in sorted(CORPUS.glob("*"))]
    found: dict[str, dict[str, Any]] = {}
    for door in doors:
        make, enter = DOORS[door]
        rng, slowest = random.Random(f"{door} {seed}"), 0.0
        count = round(cases * SHARES[door])
        row: dict[str, Any] = {"cases": count, "answers": 0, "sentences": 0, "failures": []}
        for number in range(count):
            case = make(rng, corpus)
            began = time.perf_counter()
            try:
                enter(case)
                row["answers"] += 1
            except Problem:
                row["sentences"] += 1
            except Exception as error:
                row["failures"].append((number, f"{type(error).__name__}: {error}"[:200], case))
            took = time.perf_counter() - began
            slowest = max(slowest, took)
            if took > TIME:
                row["failures"].append((number, f"took {took:.0f} s", case))
        found[door] = row | {"slowest": round(slowest, 2)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--doors", nargs="+", choices=DOORS, default=list(DOORS))
    options = parser.parse_args()
    warnings.simplefilter("ignore")  # Pillow's, about every damaged tag
    failed = False
    for door, row in run(options.cases, options.seed, tuple(options.doors)).items():
        told = ", ".join(f"{row[name]} {name}" for name in ("cases", "answers", "sentences"))
        print(f"{door}: {told}, {len(row['failures'])} failures, slowest {row['slowest']} s")
        for number, error, case in row["failures"][:20]:
            FOUND.mkdir(exist_ok=True)
            file = FOUND / f"{door}-{options.seed}-{number}"
            file.write_bytes(case if isinstance(case, bytes) else repr(case).encode())
            print(f"  {number}: {error} ({file.name})")
        failed |= bool(row["failures"])
    sys.exit(failed)


if __name__ == "__main__":
    main()
