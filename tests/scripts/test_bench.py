"""Does the benchmark measure what it says?"""

import argparse
import json

import numpy as np
import pytest

from scripts.bench import __main__ as main
from scripts.bench import report, timing, weight
from scripts.bench.digits import CORNERS, strokes
from scripts.bench.live import _figures

# One stroke from 0 to 50 ms: the pen moves at 5, 10 and 40, the pad paints two drawings, whose
# answers stand at 25 and 60. When the pen lifts, 900 bytes leave, 3,000 come, and a script runs.
SEEN = {
    "downs": [0.0],
    "ups": [50.0],
    "moves": [[5.0, 1], [10.0, 1], [40.0, 2]],
    "frames": [10.0, 20.0, 60.0],
    "answers": [[25.0, 1], [60.0, 2]],
    "sent": [[-100.0, 700], [55.0, 900]],
    "received": [[-50.0, 9_000], [80.0, 3_000]],
    "runs": [[-100.0, "notRunning"], [70.0, "running"], [150.0, "notRunning"]],
}


def measured(seen=SEEN):
    return {each.name.removesuffix(", alone"): each for each in _figures(seen, "alone")}


def test_a_move_is_answered_when_the_first_answers_that_know_it_are_painted():
    found = measured()["pen to paint"]
    assert (found.n, found.median) == (3, 20.0)  # 20, 15 and 20 ms
    late = measured(SEEN | {"answers": [[60.0, 2]]})["pen to paint"]
    assert (late.n, late.median) == (3, 50.0)  # 55, 50 and 20 ms


def test_frames_count_while_the_pen_is_down():
    found = measured()
    assert found["frames while drawing"].median == pytest.approx(40)  # two in 50 ms
    assert found["answers painted while drawing"].median == pytest.approx(20)


def test_bytes_under_the_pen_are_told_from_those_after_it():
    found = measured()
    assert found["sent under the pen"].median == 0
    assert (found["a message at pen-up"].n, found["a message at pen-up"].median) == (1, 900)
    assert found["received for each message"].median == 3_000
    assert measured(SEEN | {"sent": [[30.0, 7], [55.0, 900]]})["sent under the pen"].median == 7


def test_the_page_has_followed_when_the_run_after_the_pen_has_ended():
    assert measured()["pen up to the whole page"].median == 100
    earlier = [[40.0, "running"], [65.0, "notRunning"], *SEEN["runs"][1:]]  # of an earlier stroke
    assert measured(SEEN | {"runs": earlier})["pen up to the whole page"].median == 100


def test_a_stroke_that_another_follows_at_once_does_not_finish_the_digit():
    two = SEEN | {"downs": [0.0, 160.0], "ups": [50.0, 200.0]}
    with pytest.raises(ValueError, match="nothing was measured"):
        _figures(two, "alone")


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


def test_nothing_measured_is_an_error_not_a_zero():
    with pytest.raises(ValueError, match="nothing was measured"):
        _figures(SEEN | {"answers": []}, "alone")
    with pytest.raises(ValueError, match="nothing was drawn"):
        _figures(SEEN | {"ups": []}, "alone")


@pytest.mark.parametrize("digit", CORNERS)
def test_a_drawn_digit_keeps_its_distance_and_its_place(digit):
    for line in strokes(digit, step=14, size=1000, left=10, top=10):
        gaps = np.hypot(*np.diff(line, axis=0).T)
        assert gaps.max() <= 14.001
        assert line.min() >= 10 and line.max() <= 1010


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
