"""Does the benchmark measure what it says?"""

import argparse
import json

import numpy as np
import pytest

from scripts.bench import __main__ as main
from scripts.bench import report, timing, weight
from scripts.bench.digits import CORNERS, strokes
from scripts.bench.live import _figures
from scripts.bench.visitor import _first

# The pen moves at 0, 10, 40 ms; messages leave at 15 and 50; answers stand at 35 and 95.
SEEN = {
    "moves": [0.0, 10.0, 40.0],
    "sends": [[15.0, 1], [50.0, 2]],
    "ups": [40.0],
    "answers": [[35.0, 1], [95.0, 2]],
    "maps": [[38.0, 1], [100.0, 2]],
    "all-maps": [[100.0, 2]],
}


def test_a_move_is_answered_by_the_first_answer_that_knows_it():
    moves, sends, lifted, ups, maps = _figures(SEEN, "alone")
    assert (moves.n, moves.median) == (3, 35.0)  # 35, 25 and 55 ms
    assert (sends.n, sends.median) == (2, 32.5)  # 20 and 45 ms
    assert (lifted.n, lifted.median) == (1, 55.0)
    assert (ups.n, ups.median) == (1, 60.0)
    assert (maps.n, maps.median) == (1, 25.0)  # one while the pen moved for 40 ms


class FakePage:
    """A page on which something moves at every look, or until one of them."""

    url = "http://localhost/"

    def __init__(self, moves: float):
        self.moves, self.moved, self.waited = moves, [0], 0

    def locator(self, _):
        return self

    def count(self):
        return 0

    def wait_for_timeout(self, milliseconds):
        self.waited += milliseconds
        self.moved[0] += self.waited <= self.moves * milliseconds


def test_a_page_that_never_rests_is_given_up():
    page = FakePage(moves=3)
    weight._rest(page, page.moved)
    assert page.waited == 4 * weight.QUIET
    page = FakePage(moves=float("inf"))
    with pytest.raises(TimeoutError):
        weight._rest(page, page.moved)
    assert page.waited <= weight.LONGEST


def test_an_answer_may_cover_several_messages():
    seen = SEEN | {"answers": [[95.0, 2]], "maps": [[98.0, 2]]}
    moves, *_ = _figures(seen, "alone")
    assert (moves.n, moves.median) == (3, 85.0)  # 95, 85 and 55 ms


def test_nothing_measured_is_an_error_not_a_zero():
    with pytest.raises(ValueError, match="nothing was measured"):
        _figures(SEEN | {"sends": []}, "alone")


@pytest.mark.parametrize("digit", CORNERS)
def test_a_drawn_digit_keeps_its_distance_and_its_place(digit):
    for line in strokes(digit, step=14, size=1000, left=10, top=10):
        gaps = np.hypot(*np.diff(line, axis=0).T)
        assert gaps.max() <= 14.001
        assert line.min() >= 10 and line.max() <= 1010


def test_a_drawing_grows_point_by_point():
    lines = strokes(4, step=50, size=1000, left=0, top=0)
    whole = sum(map(len, lines))
    assert [sum(map(len, _first(lines, known))) for known in (1, 5, whole)] == [1, 5, whole]
    assert len(_first(lines, 1)) == 1 and len(_first(lines, whole)) == 2


def test_the_report_says_n_median_p95_and_machine(tmp_path):
    parts = {
        "live": [report.figure("delay", "ms", [1.0, 2.0, 3.0]), report.single("size", "MB", 5)]
    }
    page = report.write(tmp_path, report.machine(), parts)
    assert "| delay | 2 | 2.9 | ms | 3 |  |" in page
    assert "| size | 5 |  | MB | 1 |  |" in page
    assert "cores" in page
    assert json.loads((tmp_path / "report.json").read_text())["live"][0]["median"] == 2.0


def test_rivals_are_timed_in_turn_and_the_first_round_does_not_count():
    calls = []
    took = timing.in_turn({"a": lambda: calls.append("a"), "b": lambda: calls.append("b")}, 3)
    assert "".join(calls) == "abababab" and [len(each) for each in took.values()] == [3, 3]


def test_what_could_not_be_had_is_a_line_that_says_why(tmp_path):
    parts = {"alexnet": [report.single("a rival", "ms", float("nan"), "not here: no wheel")]}
    page = report.write(tmp_path, {}, parts)
    assert "| a rival | nan |  | ms | 1 | not here: no wheel |" in page


def test_every_part_can_be_asked_for():
    options = argparse.Namespace(
        times=1, crowds=[0], seconds=1, interactions=10, presentations=10, parts=[]
    )
    assert tuple(main.measures(options)) == main.PARTS
