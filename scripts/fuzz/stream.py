"""Messages on Streamlit's websocket, as bytes: true ones, any of its protocol, damaged ones."""

import json
import random
import struct
from typing import Any, NamedTuple

import numpy as np

from scripts.fuzz.files import photo as damaged
from scripts.protocol import BackMsg, Session, Widget
from ui.components.digit_pad.message import write_message
from ui.server.wire import ALLOWED, LARGEST, Unwanted, check

TEXTS = ["", "a", "$$ID-0-pad", "../../x", "\0", "⟨\u202e", "\n\nERROR x", "a" * 301, "a" * 70_000]
NUMBERS = [0, 1, 63, 2**31 - 1, 2**32, 2**63 - 1]
DEPTH = 5


class Case(NamedTuple):
    """Bytes, and whether a page of the app would have sent them."""

    data: bytes
    is_true: bool


def message(rng: random.Random, corpus: list[bytes]) -> Case:
    """One message."""
    kind = rng.randrange(6)
    if kind == 0:
        return Case(_true(rng), True)
    filled = BackMsg()
    if kind == 1:
        field = rng.choice(list(BackMsg.DESCRIPTOR.fields))
        _fill(rng, filled, field, 0)
        return Case(filled.SerializeToString(), False)
    known = filled.DESCRIPTOR.fields_by_name[rng.choice(sorted(ALLOWED))]
    _fill(rng, filled, known, 0)
    data = rng.choice([_true(rng), filled.SerializeToString()])
    if kind == 2:
        return Case(damaged(rng, [data]), False)
    if kind == 3:
        return Case(data[: rng.randrange(len(data) + 1)], False)
    if kind == 4:
        return Case(data + _unknown(rng), False)
    return Case(_nested(rng, data), False)


def _true(rng: random.Random) -> bytes:
    """What a browser sends."""
    session = Session(id="0" * 36, script="a" * 32, query="lang=en")
    kind = rng.randrange(3)
    if kind == 0:
        return session.visit(rng.choice(["Draw", "Home", ""]), "lang=ko&network=LeNet5")
    if kind == 1:
        return session.ask_for_upload("a photo.jpg")
    many = rng.choice([5, 50, 1_000])
    line = np.array([[rng.randrange(1024), rng.randrange(1024)] for _ in range(many)])
    return drawing_of(session, line)


def drawing_of(session: Session, line: np.ndarray[Any, Any]) -> bytes:
    """A drawing as the pad sends it, without a page that has one."""
    pad = Widget("$$ID-" + "0" * 32 + "-pad", "f" * 32, None)
    return session.act(pad, json_value=json.dumps({"drawing": write_message([line], 1)}))


def _fill(rng: random.Random, into: Any, field: Any, depth: int) -> None:
    """Puts something into a field, and into the fields of what is in it."""
    times = rng.choice([1, 1, 2, 600]) if field.is_repeated else 1
    if field.message_type:
        for _ in range(min(times, 20)):
            inner = getattr(into, field.name)
            inner = inner.add() if field.is_repeated else inner
            inner.SetInParent()
            fields = list(field.message_type.fields)
            for each in rng.sample(fields, min(len(fields), rng.randrange(4))):
                if depth < DEPTH:
                    _fill(rng, inner, each, depth + 1)
        return
    values = [_value(rng, field) for _ in range(times)]
    try:
        if field.is_repeated:
            getattr(into, field.name).extend(values)
        else:
            setattr(into, field.name, values[0])
    except ValueError:  # a number that this field cannot have
        pass


def _value(rng: random.Random, field: Any) -> Any:
    if field.type == field.TYPE_STRING:
        return rng.choice(TEXTS[:-1] if field.is_repeated else TEXTS).replace("\udcff", "")
    if field.type == field.TYPE_BYTES:
        return rng.randbytes(rng.randrange(200))
    if field.type == field.TYPE_BOOL:
        return True
    if field.type in (field.TYPE_DOUBLE, field.TYPE_FLOAT):
        return rng.choice([0.0, 1e308, float("nan"), -1.0])
    return rng.choice([1, *NUMBERS])


def _varint(number: int, longer: int = 0) -> bytes:
    octets = bytearray()
    while number > 127 or longer > 0:
        octets.append(number & 127 | 128)
        number >>= 7
        longer -= number == 0
    return bytes([*octets, number])


def _unknown(rng: random.Random) -> bytes:
    """A field that Streamlit has not, or one twice, or a number longer than it has to be."""
    number, wire = rng.choice([1, 2, 11, 16, 50, 2**28]), rng.randrange(8)
    tag = _varint(number << 3 | wire, rng.choice([0, 0, 1, 9]))
    if wire == 1:
        return tag + struct.pack("<d", 1.0)
    if wire == 2:
        size = rng.choice([0, 3, 127, 2**31, 2**63])
        return tag + _varint(size, rng.choice([0, 0, 2])) + bytes(min(size, 200))
    return tag + _varint(rng.choice(NUMBERS))


def _nested(rng: random.Random, data: bytes) -> bytes:
    """A message in itself."""
    for _ in range(rng.choice([1, 10, 200])):
        data = _varint(rng.choice([11, 2, 1, 16]) << 3 | 2) + _varint(len(data)) + data
        if len(data) > 2 * LARGEST:
            break
    return data


def check_message(case: Case) -> bool:
    """It is refused (False), or it is one that Streamlit reads as one of three kinds, whole."""
    try:
        check(case.data)
    except Unwanted:
        assert not case.is_true, "a page's message was refused"
        return False
    read = BackMsg()
    read.ParseFromString(case.data)
    assert read.WhichOneof("type") in ALLOWED, read.WhichOneof("type")
    size = read.ByteSize()  # a number may be written longer, an empty value is left out
    read.DiscardUnknownFields()
    assert size == read.ByteSize() <= len(case.data) <= LARGEST, (size, len(case.data))
    return True
