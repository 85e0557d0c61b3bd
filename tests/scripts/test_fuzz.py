"""A short run of the fuzzer; make fuzz is the long one."""

import pytest

from scripts import fuzz


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about damaged tags
@pytest.mark.parametrize("door", fuzz.DOORS)
def test_hostile_input_ends_in_an_answer_or_a_sentence(door):
    cases = {"photo": 1_500, "digit": 1_500, "message": 6_000, "choice": 10_000}
    row = fuzz.run(cases.get(door, 5_000), seed=2, doors=(door,))[door]
    assert row["failures"] == []
    assert row["answers"] > 0


def test_the_fuzzer_sees_what_it_should(monkeypatch):
    def careless(data):
        raise IndexError("one too far")

    monkeypatch.setitem(fuzz.DOORS, "message", (fuzz.message, careless))
    row = fuzz.run(25, seed=1, doors=("message",))["message"]
    assert len(row["failures"]) == row["cases"] == 10


def test_every_format_is_in_the_corpus():
    kinds = {file.suffix for file in fuzz.CORPUS.glob("*")}
    assert kinds >= {".jpg", ".mpo", ".png", ".webp", ".gif", ".bmp", ".tif", ".avif", ".heic"}
    assert all(file.stat().st_size < 2_000 for file in fuzz.CORPUS.glob("*"))
