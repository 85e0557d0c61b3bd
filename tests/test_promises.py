"""Is what SECURITY.md promises what the code does? Its tests exist, its numbers are the code's.

A number is followed, in the same cell or sentence, by where it comes from: "200 visitors
(`most_visitors`)" is a setting, "65,536 bytes (`ui.server.wire.LARGEST`)" a constant of a module,
"2 GB (`MemoryMax`)" a line of deploy/cnns.service, "2 GB (`mem_limit`)" one of deploy/compose.yaml.
"""

import importlib
import re
from pathlib import Path

import pytest

from ui.server.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
SETTINGS = Settings().model_dump()
UNITS = {"kB": 1, "MB": 2, "GB": 3}  # thousands, or units of 1,024
BOUND = re.compile(r"(\d[\d,.]*)( [kMG]B\b)?[^()|\d]*\(`([\w.]+)`\)")
SUFFIX = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.split("\n## ")[0].splitlines()
    if line.startswith("| ") and not line.startswith("| promise")
]


def value(name):
    """What a setting, a constant or a line of a deployment's file says."""
    if name in SETTINGS:
        return SETTINGS[name]
    if "." in name:
        module, _, constant = name.rpartition(".")
        return getattr(importlib.import_module(module), constant)
    for file in ("cnns.service", "compose.yaml"):
        said = re.search(
            rf"^[\s-]*{name}[=:]\s*(\d+)([kmg]?)\b",
            (ROOT / "deploy" / file).read_text(),
            re.M | re.I,
        )
        if said:
            return int(said[1]) * SUFFIX.get(said[2].lower(), 1)
    raise LookupError(f"{name} is nowhere")


def agree(number, unit, held):
    power = UNITS[unit] if unit else 0
    return held in (number, number * 1_000**power, number * 1_024**power)


def test_numbers_agree_in_their_units_alone():
    assert agree(2, "GB", 2 << 30) and agree(25, "MB", 25) and agree(3, "", 3)
    assert not agree(2, "MB", 2 << 30) and not agree(2, "", 2_000)


@pytest.mark.parametrize("number,unit,name", BOUND.findall(PAGE))
def test_every_number_is_the_codes(number, unit, name):
    assert agree(float(number.replace(",", "")), unit.strip(), value(name)), (
        f"{name}: {value(name)}"
    )


def test_every_name_in_brackets_has_a_number_and_every_limit_is_told():
    bound = [name for *_, name in BOUND.findall(PAGE)]
    assert sorted(re.findall(r"\(`([\w.]+)`\)", PAGE)) == sorted(bound)
    limits = {name for name, held in SETTINGS.items() if type(held) is int} - {
        "port",
        "metrics_port",
    }
    assert limits <= set(bound)
    assert len(bound) > 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:60])
def test_every_promise_has_a_test_that_exists(row):
    assert len(row) == 4 and all(row), "promise, limit, how, test"
    named = re.findall(r"`([^`]+)`", row[-1])
    files = [each for each in named if not each.startswith("make ")]
    assert files and all((ROOT / each).is_file() for each in files), files
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.M)
    assert {each.removeprefix("make ") for each in named if each.startswith("make ")} <= set(
        targets
    )
