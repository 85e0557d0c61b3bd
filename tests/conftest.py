"""What every test shares: the order, hypothesis repeating its examples in CI, no file at home."""

import os
import tempfile
import time
from typing import Any

import hypothesis
import pytest

from tests.affected import distance

hypothesis.settings.register_profile("here", deadline=None, max_examples=50)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

_data = tempfile.TemporaryDirectory(prefix="cnns-tests-")
os.environ["XDG_DATA_HOME"] = _data.name  # where the app, ours too, keeps its classes


@pytest.hookimpl(tryfirst=True)  # before pytest's own takes out what -m does not want
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, then slow ones, then the browser's; of each, those of what is being worked
    on first. Those in a file that has changed since the last commit are marked so.
    """
    for item in items:
        if distance(item.path) == 0:
            item.add_marker(pytest.mark.changed)

    def place(item: pytest.Item) -> tuple[bool, bool, int]:
        is_slow = bool(item.get_closest_marker("slow"))
        return "e2e" in item.path.parts, is_slow, distance(item.path)

    items.sort(key=place)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How long `make test` took, lint and types included."""
    if started := os.environ.get("TEST_STARTED"):
        terminalreporter.write_line(f"make test took {time.time() - int(started):.0f} s")
