"""Is the grid whole, is its rule kept, and is nothing measured twice?"""

import json
from collections import Counter
from concurrent.futures import Future
from itertools import pairwise

import pytest

from scripts import measure_data_or_model as grid
from scripts.measure_data_or_model import NETWORKS, Run, every_run, results, write


def test_the_grid_is_whole_and_its_longest_runs_come_first():
    runs = every_run()
    assert len(set(runs)) == 4 * 7 * 3 * 3
    assert Counter(run.machine for run in runs) == {name: 63 for name in NETWORKS}
    assert runs[0] == Run("lenet5", 60_000, "distorted", 1)
    assert all(a.seconds >= b.seconds for a, b in pairwise(runs))


def test_passes_follow_the_rule():
    passes = {size: Run("linear", size, "plain", 1).passes for size in grid.SIZES}
    assert passes == {
        100: 1000, 300: 1000, 1_000: 400, 3_000: 133, 10_000: 40, 30_000: 13, 60_000: 10
    }  # fmt: skip


def test_results_come_as_lines_and_are_not_measured_again(tmp_path, monkeypatch):
    monkeypatch.setattr(grid, "MOST", 2)
    runs = [Run("linear", 100, kind, 1) for kind in ("plain", "deslanted")]
    lines = tmp_path / "grid.jsonl"
    first = [grid.timed(run) for run in runs[:1]]
    lines.write_text(json.dumps(first[0]) + '\n{"machine": "lin')  # stopped amid a line
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


def test_a_seed_measures_the_same(monkeypatch):
    monkeypatch.setattr(grid, "MOST", 2)
    run = Run("linear", 100, "distorted", 3)
    assert grid.test_error(run) == grid.test_error(run)


@pytest.mark.parametrize("machine", NETWORKS)
def test_every_machine_has_its_rate(machine):
    assert grid.RATES[machine] in grid.TRIED
