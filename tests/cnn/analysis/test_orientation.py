"""Does a filter that is a bar prefer bars that lie as it does, and one that is round none?"""

import numpy as np
import pytest

from cnn.analysis import orientation
from cnn.analysis.filters import colour_shares
from cnn.analysis.orientation import (
    ANGLES,
    LINES,
    angles,
    filters_of,
    half_width,
    line_picture,
    offsets,
    selectivity,
    tuning,
)
from cnn.inference.weights import load_network

AT = np.arange(9) - 4.0
ROUND = np.exp(-(AT[:, None] ** 2 + AT[None] ** 2) / 12)  # a field without corners


@pytest.mark.parametrize("degrees", [0, 35, 90, 135, 175])
@pytest.mark.parametrize("line", ["light", "dark"])
def test_a_bar_shaped_filter_prefers_its_own_angle(degrees, line):
    seen = line_picture(line, degrees, 0.0, 9) * ROUND
    found = tuning((seen - ROUND * seen.sum() / ROUND.sum())[None], np.zeros(1), line)
    assert abs((found.best[0] - degrees + 90) % 180 - 90) <= 5  # the top of its curve is flat
    assert found.width[0] < 32 and found.loud[0]
    away = (angles() - degrees + 90) % 180 - 90
    assert found.curves[0, np.abs(away) > 60].max() < found.curves[0].max() / 2


def test_an_edge_counts_from_both_sides():
    one = line_picture("edge", 40.0, 0.0, 9) * ROUND
    found = tuning(np.stack([one, -one]), np.zeros(2), "edge")
    assert found.best[0] == found.best[1] and abs(found.best[0] - 40) <= 5
    np.testing.assert_allclose(found.curves[0], found.curves[1])


def test_a_round_filter_prefers_no_angle():
    spot = np.exp(-(AT[:, None] ** 2 + AT[None] ** 2) / 3)
    found = tuning(spot[None], np.zeros(1))
    assert found.selectivity[0] < 0.02 and found.width[0] == 90 and not found.tuned[0]
    assert found.loud[0]


def test_a_silent_filter_is_quiet_beside_a_loud_one():
    loud = line_picture("light", 0.0, 0.0, 9)
    found = tuning(np.stack([loud, np.zeros((9, 9))]), np.array([0.0, 3.0]))
    assert list(found.loud) == [True, False] and not found.tuned[1]
    assert not found.curves[1].any()  # its bias alone is no answer to the line


def test_a_bar_that_stands_is_one_column_and_one_that_lies_one_row():
    stands, lies = (line_picture("light", degrees, 0.0, 9) for degrees in (90, 0))
    np.testing.assert_allclose(stands, np.tile(stands[0], (9, 1)), atol=1e-12)
    np.testing.assert_allclose(lies, stands.T, atol=1e-12)
    assert stands[0].sum() == pytest.approx(2)  # pixels wide
    slash = line_picture("light", 45, 0.0, 9)
    assert slash[0, 8] > 0.9 and slash[8, 0] > 0.9 and slash[0, 0] == 0  # from lower left up


def test_a_sweep_begins_and_ends_beside_the_field():
    for degrees in angles().tolist():
        for end in (0, -1):
            assert not line_picture("light", degrees, offsets(9)[end], 9).any()


@pytest.mark.parametrize("sharp", [5.0, 12.0, 25.0])
def test_the_width_of_a_bell_is_where_it_is_at_half(sharp):
    away = (angles() - 70 + 90) % 180 - 90
    curve = np.exp(-(away**2) / (2 * sharp**2))
    exact = sharp * np.sqrt(2 * np.log(2))
    assert half_width(curve) == pytest.approx(exact, abs=1.2)
    assert half_width(np.roll(curve, 11)) == pytest.approx(half_width(curve))


def test_selectivity_goes_from_all_angles_to_one():
    alone = np.zeros(ANGLES)
    alone[7] = 2.0
    assert selectivity(np.ones(ANGLES)) == pytest.approx(0, abs=1e-12)
    assert selectivity(alone) == pytest.approx(1)
    assert selectivity(np.zeros(ANGLES)) == 0
    assert selectivity(1 + np.cos(2 * np.deg2rad(angles()))) == pytest.approx(0.5)


@pytest.mark.parametrize("line", LINES)
def test_shuffled_filters_count_as_tuned_too_but_answer_less_and_hardly_to_an_edge(line):
    trained, chance = (orientation.measured(what, line) for what in ("tuned", "shuffled"))
    assert orientation.measured("strength", line) < 50
    if line == "edge":
        assert trained > 2 * chance
    else:
        assert trained < 2 * chance  # the count alone says nothing of learning: the page says so


def test_the_numbers_of_the_prose_add_up():
    tuned, quiet = (orientation.measured(what) for what in ("tuned", "quiet"))
    assert 0 < tuned < tuned + quiet < orientation.measured("filters") == 96


def test_the_filters_that_no_white_bar_wakes_are_those_that_compare_colours():
    shares = colour_shares(load_network("alexnet-small").get_parameter("conv1.weight").numpy())
    loud = tuning(*filters_of()).loud
    assert np.median(shares[~loud]) > 0.8 and np.median(shares[loud]) < 0.1
    assert (shares[~loud] > 0.5).mean() > 0.75
