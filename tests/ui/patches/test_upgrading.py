"""Does docs/upgrading.md know every patch, and is each file that it names there?"""

import pkgutil
import re
from importlib.util import find_spec
from pathlib import Path

import pytest

import ui.patches

ROOT = Path(__file__).resolve().parents[3]
LIBRARIES = {"streamlit", "starlette", "uvicorn", "torch"}
TEXT = (ROOT / "docs" / "upgrading.md").read_text("utf-8")
ROWS = {row[1]: row[0] for row in re.finditer(r"^\| `(\w+)` \|.*$", TEXT, re.MULTILINE)}


@pytest.mark.parametrize("patch", [each.name for each in pkgutil.iter_modules(ui.patches.__path__)])
def test_each_patch_has_its_row_its_reason_and_its_test(patch):
    tests = re.findall(r"`(tests/[\w/]+\.py)`", ROWS[patch])
    assert tests or (Path(__file__).parent / f"test_{patch}.py").exists()
    reason = (ROOT / "ui" / "patches" / f"{patch}.py").read_text("utf-8").split('"""')[1]
    assert re.search(r"\bWithout:\s", reason)


def test_no_row_is_for_nothing():
    assert ROWS.keys() == {each.name for each in pkgutil.iter_modules(ui.patches.__path__)}


@pytest.mark.parametrize("file", sorted(set(re.findall(r"`([\w.]+/[\w./]+)`", TEXT))))
def test_each_file_that_it_names_is_there(file):
    library, _, rest = file.partition("/")
    if library in LIBRARIES:
        spec = find_spec(library)
        assert spec and spec.origin and (Path(spec.origin).parent / rest).exists()
    else:
        assert (ROOT / file).exists()


@pytest.mark.parametrize("test", sorted(set(re.findall(r"`(test_\w+)`", TEXT))))
def test_each_test_that_it_names_is_there(test):
    files = [*(ROOT / "tests").rglob("test_*.py")]
    assert any(f"def {test}(" in file.read_text("utf-8") for file in files)
