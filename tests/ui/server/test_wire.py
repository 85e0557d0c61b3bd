"""Does nothing pass to Streamlit but what its pages send, however it is written?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg

from scripts.protocol import Session, Widget
from ui.components.digit_pad.message import CAPACITY, write_message
from ui.server.wire import FIELDS, LARGEST, Unwanted, check

PASSING = {"rerun_script", "stop_script", "file_urls_request"}
KINDS = [field.name for field in BackMsg.DESCRIPTOR.fields]
RERUN, WIDGETS, NAMES = 11, 2, 16  # the numbers of fields


def number(value, longer=0):
    """A varint, with `longer` bytes more than it needs."""
    octets = []
    while value > 127 or not octets:
        octets.append(value & 127)
        value >>= 7
    if value or len(octets) == 0:
        octets.append(value)
    octets += [0] * longer
    return bytes([each | 128 for each in octets[:-1]] + octets[-1:])


def field(place, content, longer=0):
    """A field of bytes: its tag, its size, its content."""
    return number(place << 3 | 2) + number(len(content), longer) + content


def refused(data):
    with pytest.raises(Unwanted) as unwanted:
        check(data)
    return unwanted.value.reason


def test_a_varint_is_written_as_protobuf_does():
    for value in (0, 1, 127, 128, 300, 1 << 20):
        message = BackMsg()
        message.rerun_script.context_info.timezone_offset = value
        wanted = field(RERUN, field(8, b"\x10" + number(value)))
        assert message.SerializeToString() == wanted


@pytest.mark.parametrize("kind", KINDS)
def test_of_all_kinds_of_messages_three_pass(kind):
    message = BackMsg()
    if message.DESCRIPTOR.fields_by_name[kind].message_type:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    data = message.SerializeToString()
    assert data
    if kind in PASSING:
        check(data)
    else:
        assert refused(data) == "kind"


def session():
    made = Session(id="0" * 36, query="lang=en&network=lenet5", script="a" * 32)
    made.page = {}
    return made


def widget(key="pad"):
    return Widget(f"$$ID-{'0' * 32}-{key}", "f" * 32, None)


def full_drawing():
    points = np.full((CAPACITY, 2), 1000.0)
    return write_message([points[:1] for _ in range(CAPACITY)], 2**50)


def test_what_a_page_sends_passes():
    made = session()
    check(made.visit("Data_or_Model", "lang=ko&digits=1000&network=lenet5"))
    check(made.poll("f" * 32))
    check(made.act(widget(), json_value=str(full_drawing())))
    check(made.act(widget("b"), trigger_value=True))
    check(made.ask_for_upload("사진.jpg"))
    many = BackMsg()
    for index in range(60):
        state = many.rerun_script.widget_states.widgets.add(id=widget(str(index)).id)
        state.string_array_value.data.extend(["a", "b"])
    for index in range(12):
        file = state.file_uploader_state_value.uploaded_file_info.add(name="사" * 255, size=1 << 24)
        file.file_id = f"{index:036}"
        file.file_urls.upload_url = file.file_urls.delete_url = "u" * 120
    context = many.rerun_script.context_info
    context.timezone, context.timezone_offset, context.locale = "Asia/Seoul", -540, "ko"
    context.url, context.color_scheme = "https://cnn.example.org/Draw", "dark"
    context.is_embedded = many.rerun_script.is_history_navigation = True
    many.rerun_script.cached_message_hashes.extend(["0" * 32] * 100)
    check(many.SerializeToString())


STATE = field(1, b"id") + b"\x18\x01"  # a widget's, true
TRICKS = {
    "nothing": (b"", "form"),
    "noise": (b"\xff" * 50, "form"),
    "two messages in one": (b"\x38\x01\x38\x01", "form"),
    "a second kind that wins": (b"\x38\x01\x60\x01", "kind"),
    "git before a run": (b"\x60\x01" + field(RERUN, b""), "kind"),
    "git written long": (b"\xe0\x00\x01", "form"),
    "a tag written long": (b"\xda\x00" + b"\x00", "form"),
    "a size written long": (field(RERUN, b"", longer=3), "form"),
    "a number without end": (b"\x38" + b"\xff" * 10, "form"),
    "a number of 70 bits": (b"\x38" + b"\xff" * 9 + b"\x7f", "form"),
    "field nought": (b"\x00\x01", "kind"),
    "an unknown field": (field(99, b"x"), "kind"),
    "an unknown field inside": (field(RERUN, field(99, b"x")), "kind"),
    "a group": (b"\x5b\x5c", "kind"),
    "a group inside": (field(RERUN, b"\x13\x14"), "kind"),
    "a message as a number": (b"\x58\x01", "kind"),
    "a flag as a message": (field(7, b"\x01"), "kind"),
    "cut short": (field(RERUN, field(1, b"a=1"))[:-1], "form"),
    "cut short inside": (field(RERUN, field(1, b"a=1")[:-1]), "form"),
    "a size beyond the end": (b"\x5a\x7f", "form"),
    "a double cut short": (
        field(RERUN, field(WIDGETS, field(1, field(1, b"i") + b"\x21123"))),
        "form",
    ),
    "one address twice": (field(RERUN, field(1, b"a") + field(1, b"b")), "form"),
    "states twice": (field(RERUN, field(WIDGETS, b"") * 2), "form"),
    "two values of a widget": (
        field(RERUN, field(WIDGETS, field(1, STATE + b"\x10\x01"))),
        "form",
    ),
    "a table of Arrow": (
        field(RERUN, field(WIDGETS, field(1, field(1, b"i") + field(11, b"")))),
        "kind",
    ),
    "half a letter": (field(RERUN, field(1, b"\xed\xa0\x80")), "form"),
    "half a million names": (field(NAMES, field(2, b"") * 500_000), "size"),
    "thousands of names": (field(NAMES, field(2, b"") * 5_000), "size"),
    "a long name": (field(NAMES, field(2, b"x" * 2_000)), "size"),
    "a long address": (field(RERUN, field(1, b"x" * 9_000)), "size"),
    "too large in all": (field(RERUN, field(2, field(1, field(1, b"x") * 30_000))), "size"),
    "thousands of widgets": (field(RERUN, field(2, field(1, b"") * 20_000)), "size"),
    "thousands of strings": (
        field(RERUN, field(2, field(1, field(1, b"i") + field(9, field(1, b"") * 15_000)))),
        "size",
    ),
    "more fields than there are": (
        field(RERUN, field(2, field(1, field(9, field(1, b"") * 90)) * 300)),
        "size",
    ),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_does_not_pass(trick):
    data, reason = TRICKS[trick]
    assert refused(data) == reason


def test_nothing_larger_passes_and_no_more_fields():
    assert refused(b"\x38" * (LARGEST + 1)) == "size"
    full = field(2, field(1, field(1, b"i") + field(9, field(1, b"") * 90)) * 20)
    check(field(RERUN, full))
    assert 20 * 93 < FIELDS < 22 * 93


VALID = [
    field(NAMES, field(1, b"r") + field(2, b"a.jpg") + field(3, b"0" * 36)),
    field(RERUN, field(1, b"a=1") + field(WIDGETS, field(1, STATE)) + field(4, b"Draw")),
    b"\x38\x01",
]


@given(st.data())
def test_whatever_passes_is_read_by_streamlit_as_it_was_checked(data):
    """Bytes changed at random: what passes has one kind that may, and nothing unknown."""
    octets = bytearray(data.draw(st.sampled_from(VALID)))
    for _ in range(data.draw(st.integers(0, 4))):
        place = data.draw(st.integers(0, len(octets)))
        change = data.draw(st.binary(max_size=3))
        octets[place : place + data.draw(st.integers(0, 3))] = change
    try:
        check(bytes(octets))
    except Unwanted:
        return
    message, known = (BackMsg.FromString(bytes(octets)) for _ in range(2))
    known.DiscardUnknownFields()
    assert message.WhichOneof("type") in PASSING
    assert message.SerializeToString() == known.SerializeToString()
