"""A short run of the fuzzer; make fuzz is the long one. Doors of a server are tried in e2e."""

import random
import socket
import struct
import threading

import pytest

from scripts import fuzz
from scripts.fuzz import files, served

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


class FakeApp:
    """A server that has said nothing."""

    def __init__(self, port):
        self.url, self.port = f"http://localhost:{port}", port

    def printed(self, begin=0):
        return b""


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


def test_an_answer_is_seen_though_its_connection_is_reset():
    with socket.create_server(("localhost", 0)) as listening:

        def answer():
            line, _ = listening.accept()
            line.sendall(b"HTTP/1.1 500 Oh\r\n\r\n")
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            closed.wait()
            line.close()

        closed = threading.Event()
        thread = threading.Thread(target=answer)
        thread.start()
        server = served.Server(FakeApp(listening.getsockname()[1]))
        threading.Timer(2 * served.WAIT, closed.set).start()
        with pytest.raises(AssertionError, match="500"):
            served.check_request(served.Sent(b"GET / HTTP/1.1\r\n\r\n", []), server)
        thread.join()


def test_why_a_visitor_may_upload_nothing_is_told():
    server = served.Server(FakeApp(0))  # where nobody listens
    with pytest.raises(AssertionError) as caught:
        server.upload_place()
    assert isinstance(caught.value.__cause__, OSError)


def test_all_cases_are_shared_out():
    assert sum(door.share for door in fuzz.DOORS.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", ["plain.avif", "plain.heic"])
def test_a_file_is_its_boxes(name):
    """Taken apart and written again it is the same, so that what is altered is what was meant."""
    data = (fuzz.CORPUS / name).read_bytes()
    boxes = files.boxes_of(data)
    assert b"".join(box.written() for box in boxes) == data
    assert b"ispe" in {each.kind for box in boxes for each in box.all()}


class Greedy(random.Random):
    """Doubles boxes whenever it can, and as often as it can."""

    def randrange(self, *bounds):
        return 3 if bounds == (8,) else super().randrange(*bounds)

    def choice(self, several):
        return max(several) if type(several[0]) is int else super().choice(several)


def test_boxes_in_boxes_stay_small_enough_for_a_machine(monkeypatch):
    monkeypatch.setattr(files, "MOST", 10_000)
    grown = []
    for seed in range(8):
        top, rng = files.boxes_of((fuzz.CORPUS / "plain.heic").read_bytes()), Greedy(seed)
        for _ in range(5):
            before = sum(len(box.written()) for box in top)
            files._lie_in_boxes(rng, top)
            grown.append(sum(len(box.written()) for box in top) - before)
    assert 9_000 < max(grown) <= 10_000


def test_every_format_is_in_the_corpus():
    kinds = {file.suffix for file in fuzz.CORPUS.glob("*")}
    assert kinds >= {".jpg", ".mpo", ".png", ".webp", ".gif", ".bmp", ".tif", ".avif", ".heic"}
    assert all(file.stat().st_size < 2_000 for file in fuzz.CORPUS.glob("*"))
