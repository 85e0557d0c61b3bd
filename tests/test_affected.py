"""Are the tests of what has changed found by what they import?"""

import pytest

from tests import affected
from tests.affected import ROOT, imports

TEXT = """import cnn.assets
from cnn.models import AlexNetSmall, lrn
from tests.ui.opening import opener
"""


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("cnn/assets.py", True),
        ("cnn/models/lrn.py", True),
        ("cnn/models/__init__.py", True),
        ("tests/ui/opening.py", True),
        ("cnn/models/lenet5.py", False),
        ("cnn/results.py", False),
        ("ui/opening.py", False),
    ],
)
def test_a_module_is_imported_by_its_name_or_from_its_package(file, found):
    assert imports(TEXT, ROOT / file) == found


def test_a_changed_test_comes_first_and_then_who_imports_what_changed(monkeypatch):
    here, other = ROOT / "tests/test_affected.py", ROOT / "tests/test_waiting.py"
    for file, places in ((here, (0, 2)), (ROOT / "tests/affected.py", (1, 2))):
        monkeypatch.setattr(affected, "changed", lambda file=file: frozenset({file}))
        affected.distance.cache_clear()
        assert (affected.distance(here), affected.distance(other)) == places
    affected.distance.cache_clear()


def test_where_git_does_not_tell_nothing_has_changed(monkeypatch):
    monkeypatch.setattr(affected, "CHANGED", ["no-such-command"])
    affected.changed.cache_clear()
    assert affected.changed() == frozenset()
    affected.changed.cache_clear()
