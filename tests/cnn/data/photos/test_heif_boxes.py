"""Are the boxes of a HEIF file found, and is a file of nothing but boxes no burden?"""

import struct
import tracemalloc

import pytest

from cnn.data.photos import heif_boxes
from cnn.data.photos.frame_sizes import frames
from scripts.fuzz import CORPUS

AVIF = (CORPUS / "plain.avif").read_bytes()


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def test_of_several_boxes_of_one_kind_the_first_counts():
    said = heif_boxes.properties_of_primary(AVIF)
    assert b"av1C" in said and len(frames(AVIF)) > 0
    assert heif_boxes.properties_of_primary(AVIF + box(b"meta", bytes(60))) == said


@pytest.mark.parametrize("wrap", [bytes, lambda boxes: box(b"meta", bytes(4) + boxes)])
def test_a_file_of_nothing_but_boxes_takes_no_memory_for_each(wrap):
    data = box(b"ftyp", b"avif" + bytes(4)) + wrap(box(b"free") * 100_000)
    tracemalloc.start()
    try:
        assert frames(data) == [] and heif_boxes.properties_of_primary(data) == {}
        assert tracemalloc.get_traced_memory()[1] < 3_000_000  # the data copied, and little else
    finally:
        tracemalloc.stop()
