"""What a browser may send to Streamlit, checked on the bytes before anything parses them.

A message is a BackMsg of Streamlit's protocol, in protobuf's wire format. Streamlit would act on
ten kinds of them: some run git, clear what all visitors share, or answer half a million names. Here
only those pass that the app's pages send, and of these only the fields that they fill, each within
a size: no field twice that is there once, none unknown, no number written longer than it has to be,
nothing cut short, at most FIELDS in all.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from ui.patches import messages

LARGEST = 1 << 16  # bytes of a message; one that carries a full drawing has some 20,000
FIELDS = 2_000  # of a message, all told; pages send 250 at most

Reason = Literal["kind", "form", "size"]


class Unwanted(Exception):
    """A message that may not pass: of a `kind` unknown here, of a wrong `form` or `size`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class Field(NamedTuple):
    """What is allowed of a field: its bytes, how often it may stand, and what is in it."""

    octets: int = 10
    times: int = 1
    inside: Form | None = None
    is_text: bool = False


class Form(NamedTuple):
    """What is allowed of a message: its fields by their tag, and how many in all."""

    fields: dict[int, Field]
    most: int


FILES = 100  # chosen at once; of a visitor fewer are taken in ten minutes (ui.server.settings)
SHORT, ADDRESS, VALUE = 300, 8_000, 40_000  # bytes of a name; of an address; of a widget's value

Limits = dict[str, "int | tuple[int, int] | tuple[int, int, Limits]"]
FILE: Limits = {
    "name": 1_000,
    "size": 0,
    "file_id": SHORT,
    "file_urls": (1_000, 1, {"file_id": SHORT, "upload_url": SHORT, "delete_url": SHORT}),
}
STATE: Limits = {
    "id": 600,
    "trigger_value": 0,
    "bool_value": 0,
    "double_value": 0,
    "int_value": 0,
    "string_value": VALUE,
    "double_array_value": (1_000, 1, {"data": 1_000}),
    "int_array_value": (1_000, 1, {"data": 1_000}),
    "string_array_value": (VALUE, 1, {"data": (SHORT, 100)}),
    "json_value": VALUE,
    "file_uploader_state_value": (LARGEST, 1, {"uploaded_file_info": (3_000, FILES, FILE)}),
    "string_trigger_value": (VALUE, 1, {"data": VALUE}),
    "json_trigger_value": VALUE,
}
ALLOWED: Limits = {
    "rerun_script": (
        LARGEST,
        1,
        {
            "query_string": ADDRESS,
            "widget_states": (LARGEST, 1, {"widgets": (LARGEST, 500, STATE)}),
            "page_script_hash": SHORT,
            "page_name": SHORT,
            "fragment_id": SHORT,
            "is_auto_rerun": 0,
            "cached_message_hashes": (SHORT, 500),
            "context_info": (
                10_000,
                1,
                {
                    "timezone": SHORT,
                    "timezone_offset": 0,
                    "locale": SHORT,
                    "url": ADDRESS,
                    "is_embedded": 0,
                    "color_scheme": SHORT,
                },
            ),
            "is_history_navigation": 0,
        },
    ),
    "stop_script": 0,
    "file_urls_request": (
        LARGEST,
        1,
        {"request_id": SHORT, "file_names": (1_000, FILES), "session_id": SHORT},
    ),
}


def _form(kind: Any, limits: Limits) -> Form:
    """Names as tags; `kind` is protobuf's description of a message. Raises KeyError for a field
    that Streamlit does not have.
    """
    fields, most, choices = dict[int, Field](), 0, set[str]()
    for name, limit in limits.items():
        of = kind.fields_by_name[name]
        octets, times, *inside = limit if isinstance(limit, tuple) else (limit, 1)
        wire = _wire(of)
        nested = _form(of.message_type, inside[0]) if inside else None
        fields[of.number << 3 | wire] = Field(octets, times, nested, of.type == of.TYPE_STRING)
        choice = of.containing_oneof.name if of.containing_oneof else name
        most += 0 if choice in choices else times  # of several to choose from there is one
        choices.add(choice)
    return Form(fields, most)


def _wire(field: Any) -> int:
    if field.is_packed or field.type in (field.TYPE_STRING, field.TYPE_MESSAGE):
        return 2
    return 1 if field.type == field.TYPE_DOUBLE else 0


BACK = _form(messages.BACK, ALLOWED)


def check(data: bytes) -> None:
    """Raises Unwanted if these bytes are not a message that may pass."""
    if len(data) > LARGEST:
        raise Unwanted("size")
    if not data:
        raise Unwanted("form")
    _walk(data, 0, len(data), BACK, FIELDS)


def _walk(data: bytes, at: int, end: int, form: Form, left: int) -> int:
    """Reads the fields from `at` to `end`; returns how many are left. Raises Unwanted."""
    fields, most = form
    here = 0
    seen = dict[int, int]()
    while at < end:
        tag, at = _number(data, at, end)
        field = fields.get(tag)
        if field is None:
            raise Unwanted("kind")
        here += 1
        seen[tag] = times = seen.get(tag, 0) + 1
        if here > left or here > most or times > field.times:
            raise Unwanted("size" if field.times > 1 else "form")
        wire = tag & 7
        if wire == 0:
            _, at = _number(data, at, end)
        elif wire == 1:
            at += 8
        else:
            size, at = _number(data, at, end)
            begin, at = at, at + size
            if size > field.octets:
                raise Unwanted("size")
            if at > end:
                break
            if field.inside:
                left = here + _walk(data, begin, at, field.inside, left - here)
            elif field.is_text:
                _read(data[begin:at])
    if at != end:
        raise Unwanted("form")
    return left - here


def _number(data: bytes, at: int, end: int) -> tuple[int, int]:
    """A varint in as few bytes as it needs, and where it ends."""
    if at < end and data[at] < 0x80:  # as most are
        return data[at], at + 1
    number = shift = 0
    while at < end and shift < 70:
        octet = data[at]
        at += 1
        number |= (octet & 0x7F) << shift
        if octet < 0x80:
            if (octet == 0 and shift) or number >> 64:
                break
            return number, at
        shift += 7
    raise Unwanted("form")


def _read(text: bytes) -> None:
    if text.isascii():
        return
    try:
        text.decode()
    except UnicodeDecodeError:
        raise Unwanted("form") from None
