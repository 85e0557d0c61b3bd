"""Does docs/accessibility.md answer for each criterion of WCAG 2.2, by tests that exist?"""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REPORT = (ROOT / "docs" / "accessibility.md").read_text("utf-8")
# W3C, Web Content Accessibility Guidelines 2.2: its criteria of levels A and AA.
CRITERIA = {
    "A": """1.1.1 1.2.1 1.2.2 1.2.3 1.3.1 1.3.2 1.3.3 1.4.1 1.4.2 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2
        2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.5.1 2.5.2 2.5.3 2.5.4 3.1.1 3.2.1 3.2.2 3.2.6 3.3.1 3.3.2
        3.3.7 4.1.2""",
    "AA": """1.2.4 1.2.5 1.3.4 1.3.5 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13 2.4.5 2.4.6
        2.4.7 2.4.11 2.5.7 2.5.8 3.1.2 3.2.3 3.2.4 3.3.3 3.3.4 3.3.8 4.1.3""",
}
TERMS = {"Supports", "Partially supports", "Does not support", "Not applicable"}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading, its own head left out."""
    part = REPORT.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


BY_HAND = {name for name, _ in rows("Checks by hand")}
ROWS = [row for level in CRITERIA for row in rows(f"Level {level}")]


@pytest.mark.parametrize("level", CRITERIA)
def test_each_criterion_of_the_level_is_answered_once(level):
    answered = [row[0].split()[0] for row in rows(f"Level {level}")]
    assert answered == CRITERIA[level].split()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0].split()[0])
def test_each_answer_is_one_of_four_and_rests_on_something_that_exists(row):
    _, answer, remark, evidence = row
    assert answer in TERMS and remark
    tests, _, checks = evidence.partition("by hand: ")
    named = re.findall(r"`([^`]+)`", tests)
    by_hand = set(checks.split(", ")) - {""}
    assert (named or by_hand) and by_hand <= BY_HAND
    for each in named:
        file, _, test = each.partition("::")
        text = (ROOT / file).read_text("utf-8")
        assert not test or re.search(rf"^def {test}\(", text, re.M), each


def test_every_check_by_hand_is_asked_for():
    asked = {name for row in ROWS for name in row[3].partition("by hand: ")[2].split(", ")}
    assert asked - {""} == BY_HAND


def test_it_is_of_this_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert f"**Version:** {project['version']}" in REPORT
