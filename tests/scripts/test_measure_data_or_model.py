"""Is the grid whole, is its rule kept, and is nothing measured twice?"""

import json
from collections import Counter
from concurrent.futures import Future
from itertools import pairwise

import pytest

from scripts import measure_data_or_model as grid
from scripts.measure_data_or_model import NETWORKS, Run, every_run, results, write


def test_the_grid_is_whole_and_its_first_runs_give_a_picture():
    runs = every_run()
    assert len(set(runs)) == 4 * 7 * 3 * 3
    assert Counter(run.classifier for run in runs) == {name: 63 for name in NETWORKS}
    assert runs[0] == Run("lenet5", 60_000, "plain", 1)
    assert {(run.seed, run.preparation) for run in runs[:28]} == {(1, "plain")}
    assert all(a.seconds >= b.seconds for a, b in pairwise(runs[:28]))


def test_passes_follow_the_rule():
    epochs = {size: Run("linear", size, "plain", 1).epochs for size in grid.SIZES}
    assert epochs == {
        100: 1000, 300: 333, 1_000: 100, 3_000: 33, 10_000: 10, 30_000: 5, 60_000: 5
    }  # fmt: skip


def test_results_come_as_lines_and_are_not_measured_again(tmp_path, monkeypatch):
    monkeypatch.setattr(grid, "MOST", 2)
    runs = [Run("linear", 100, kind, 1) for kind in ("plain", "deslanted")]
    lines = tmp_path / "grid.jsonl"
    first = [grid.timed(run) for run in runs[:1]]
    lines.write_text(json.dumps(first[0]) + '\n{"classifier": "lin')  # stopped amid a line
    assert results(lines) == first
    asked = []

    class Pool:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def submit(self, function, run):
            asked.append(run)
            done = Future()
            done.set_result(function(run))
            return done

    monkeypatch.setattr(grid, "_pool", lambda workers: Pool())
    [second] = grid.measure(runs, lines, 1)
    assert asked == runs[1:] and results(lines) == [*first, second]
    write(results(lines), tmp_path / "grid.json")
    stored = json.loads((tmp_path / "grid.json").read_text())
    assert [row["preparation"] for row in stored["runs"]] == ["deslanted", "plain"]
    assert all(0 < row["test_error"] < 100 and "seconds" not in row for row in stored["runs"])
    again = grid.as_lines(tmp_path / "grid.json").splitlines()
    assert [grid._run_of(json.loads(line)) for line in again] == runs[::-1]


def test_a_grid_of_another_rule_is_not_gone_on_with(tmp_path, monkeypatch):
    write([], tmp_path / "grid.json")
    assert grid.as_lines(tmp_path / "grid.json") == ""
    monkeypatch.setattr(grid, "RULE", {})
    with pytest.raises(ValueError, match="another rule"):
        grid.as_lines(tmp_path / "grid.json")


def test_one_seed_of_all_that_is_plain_is_a_picture():
    rows = [vars(run) | {"test_error": 1.0} for run in every_run()]
    assert grid.whole(rows[:28]) and not grid.whole(rows[:27])


def test_a_seed_measures_the_same(monkeypatch):
    monkeypatch.setattr(grid, "MOST", 2)
    run = Run("linear", 100, "distorted", 3)
    assert grid.test_error(run) == grid.test_error(run)


@pytest.mark.parametrize("classifier", NETWORKS)
def test_every_machine_has_its_rate(classifier):
    assert grid.RATES[classifier] in grid.TRIED
