"""Does the load report say what happened, and count what went wrong?"""

import csv
import json
import xml.etree.ElementTree as ET

import pytest

from scripts import load
from scripts.load import Seen

MEMORY = [(float(second), 500.0 + second / 36) for second in range(61)]  # 100 MB an hour


def seen(**more):
    found = Seen(memory=MEMORY, **more)
    found.delays["pen up to answer"] += [10.0, 20.0, 30.0]
    found.counts["draw"] = 3
    return found


def test_the_report_holds_delays_memory_and_its_growth(tmp_path):
    page = load.write(tmp_path, {"cores": 2}, seen())
    assert "# Load" in page and "| pen up to answer | 20 | 29 | ms | 3 |  |" in page
    told = json.loads((tmp_path / "load.json").read_text())
    growth = {row["name"]: row["median"] for row in told["memory of the server"]}["growth"]
    assert growth == pytest.approx(100, rel=0.01)
    rows = list(csv.reader((tmp_path / "load.csv").open()))
    assert rows[0] == ["seconds", "MB"] and len(rows) == 62
    line = ET.parse(tmp_path / "load.svg").getroot()[0]
    assert len(line.get("points").split()) == 61


def test_errors_are_counted_and_quoted(tmp_path):
    page = load.write(tmp_path, {}, seen(errors=[f"visitor {i}: lost" for i in range(30)]))
    assert "| errors | 30 |" in page
    assert page.count("- visitor") == load.SHOWN


@pytest.mark.parametrize("wrong", [["--visitors", "0"], ["--visitors", "9999"], ["--minutes", "0"]])
def test_it_is_bounded(wrong, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["load", *wrong])
    with pytest.raises(SystemExit):
        load.main()
    assert "minutes at most" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong", [["--kill"], ["--class", "--kill"], ["--replicas", "2", "--kill"]]
)
def test_what_is_killed_is_one_of_several_under_a_class(wrong, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["load", *wrong])
    with pytest.raises(SystemExit):
        load.main()
    assert "--kill needs --class and two replicas" in capsys.readouterr().err


def test_what_a_class_has_seen_is_in_the_report(tmp_path):
    voted = {"a class that votes": [load.single("guesses lost", "", 0)]}
    assert "| guesses lost | 0 |" in load.write(tmp_path, {}, seen(of_class=voted))
