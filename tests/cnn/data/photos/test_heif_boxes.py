"""Are the boxes of a HEIF file found, and is a file of nothing but boxes no burden?"""

import struct
import tracemalloc

import pytest

from cnn.data.photos import heif_boxes
from cnn.data.photos.bounded_decode import decode
from cnn.data.photos.frame_sizes import frames
from cnn.data.photos.heif_boxes import Boxes
from cnn.data.photos.memory_estimate import LARGE
from scripts.fuzz import CORPUS

AVIF = (CORPUS / "plain.avif").read_bytes()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def test_of_several_boxes_of_one_kind_the_first_counts():
    said = Boxes(AVIF)
    assert b"av1C" in said.of_primary and len(frames(said)) > 0
    assert Boxes(AVIF + box(b"meta", bytes(60))).of_primary == said.of_primary


def test_every_box_is_gone_through_once(monkeypatch):
    """In whatever is wanted to know of a file while it is decoded."""
    gone, boxes = [], heif_boxes._boxes
    monkeypatch.setattr(
        heif_boxes, "_boxes", lambda *place: gone.append(place[1:]) or boxes(*place)
    )
    decode(AVIF, LARGE)
    assert len(gone) == len(set(gone)) == 4


@pytest.mark.parametrize("wrap", [bytes, lambda boxes: box(b"meta", bytes(4) + boxes)])
def test_a_file_of_nothing_but_boxes_takes_no_memory_for_each(wrap):
    data = box(b"ftyp", b"avif" + bytes(4)) + wrap(box(b"free") * 100_000)
    tracemalloc.start()
    try:
        said = Boxes(data)
        assert frames(said) == [] and said.of_primary == {}
        assert tracemalloc.get_traced_memory()[1] < 3_000_000  # the data copied, and little else
    finally:
        tracemalloc.stop()
