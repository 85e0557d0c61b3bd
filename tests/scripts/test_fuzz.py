"""A short run of the fuzzer; make fuzz is the long one. Doors of a server are tried in e2e."""

import pytest

from scripts import fuzz
from scripts.fuzz import files

CASES = {
    "photo": 1_700,
    "boxes": 2_500,
    "digit": 1_900,
    "message": 8_000,
    "choice": 12_500,
    "address": 8_000,
    "markdown": 10_000,
    "stream": 8_000,
}


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about damaged tags
@pytest.mark.parametrize("door", [name for name, door in fuzz.DOORS.items() if not door.served])
def test_hostile_input_ends_in_an_answer_or_a_sentence(door):
    row = fuzz.run(CASES[door], seed=2, doors=(door,))[door]
    assert row["failures"] == []
    assert row["answers"] > 0


def test_the_fuzzer_sees_what_it_should(monkeypatch):
    def careless(data):
        raise IndexError("one too far")

    monkeypatch.setitem(fuzz.DOORS, "message", fuzz.DOORS["message"]._replace(check=careless))
    row = fuzz.run(30, seed=1, doors=("message",))["message"]
    assert len(row["failures"]) == row["cases"] == 10


def test_all_cases_are_shared_out():
    assert sum(door.share for door in fuzz.DOORS.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", ["plain.avif", "plain.heic"])
def test_a_file_is_its_boxes(name):
    """Taken apart and written again it is the same, so that what is altered is what was meant."""
    data = (fuzz.CORPUS / name).read_bytes()
    boxes = files.boxes_of(data)
    assert b"".join(box.written() for box in boxes) == data
    assert b"ispe" in {each.kind for box in boxes for each in box.all()}


def test_every_format_is_in_the_corpus():
    kinds = {file.suffix for file in fuzz.CORPUS.glob("*")}
    assert kinds >= {".jpg", ".mpo", ".png", ".webp", ".gif", ".bmp", ".tif", ".avif", ".heic"}
    assert all(file.stat().st_size < 2_000 for file in fuzz.CORPUS.glob("*"))
