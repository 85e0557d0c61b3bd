"""Does a picture show its numbers: zero at the centre, one scale, nothing cut off or invented?"""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from cnn import figures

FLOATS = arrays.arrays(np.float32, (3, 4, 5), elements=st.floats(-5, 5, width=32, allow_nan=False))


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def luminance(rgb):
    return rgb[..., :3] @ [0.2126, 0.7152, 0.0722]


@given(FLOATS)
def test_the_scale_is_monotonous_and_fixed_at_zero(maps):
    indices = figures.to_indices(maps, 2.0).astype(int)
    order = np.argsort(maps.ravel())
    assert (np.diff(indices.ravel()[order]) >= 0).all()
    assert (indices[maps == 0] == figures.ZERO).all()
    assert indices.min() >= 1 and indices.max() <= 255


@given(FLOATS)
def test_opposite_values_are_equally_far_from_the_middle(maps):
    up, down = (figures.to_indices(sign * maps, 2.0).astype(int) for sign in (1, -1))
    assert np.abs((up - figures.ZERO) + (down - figures.ZERO)).max() <= 1


def test_a_map_of_zeros_looks_like_nothing():
    for dark in (False, True):
        shown = pixels(figures.maps_png(np.zeros((1, 3, 3)), limit=1, columns=1, dark=dark))
        assert len(np.unique(shown.reshape(-1, 4), axis=0)) == 1


@given(st.integers(1, 20), st.integers(1, 7), st.integers(1, 6), st.integers(1, 6))
def test_every_map_has_its_place_in_the_grid(n, columns, h, w):
    maps = np.random.default_rng(0).integers(1, 256, (n, h, w)).astype(np.uint8)
    sheet = figures.mosaic(maps, columns)
    assert sheet.shape == (-(-n // columns) * (h + 1) - 1, columns * (w + 1) - 1)
    for i in range(n):
        top, left = i // columns * (h + 1), i % columns * (w + 1)
        assert np.array_equal(sheet[top : top + h, left : left + w], maps[i])
    assert (sheet > 0).sum() == maps.size


def test_gaps_are_transparent():
    shown = pixels(figures.maps_png(np.ones((2, 2, 2)), limit=1, columns=2))
    assert (shown[:, 2, 3] == 0).all() and (np.delete(shown, 2, axis=1)[..., 3] == 255).all()


@pytest.mark.parametrize("dark", [False, True])
def test_the_ends_stand_out_from_the_middle_and_differ_in_hue_not_only_in_light(dark):
    low, zero, high = pixels(figures.scale_png(dark=dark, width=255))[0, [0, 127, 254], :3].astype(
        int
    )
    for end in (low, high):
        assert abs(luminance(end) - luminance(zero)) > 80
    assert low[2] > low[0] and high[0] > high[2]  # blue against orange, safe for all common kinds


def test_broken_values_are_drawn_as_zero_and_never_fail():
    broken = np.array([[[np.nan, np.inf, -np.inf, 0]]])
    indices = figures.to_indices(broken, 1.0)[0, 0].tolist()
    assert indices == [figures.ZERO, figures.POSITIVE, figures.NEGATIVE, figures.ZERO]


@pytest.mark.parametrize("dark", [False, True])
def test_ink_stands_on_paper(dark):
    shown = pixels(figures.ink_png(np.array([[0, 255]], np.uint8), dark=dark)).astype(int)
    assert abs(luminance(shown[0, 0]) - luminance(shown[0, 1])) > 180
    assert (shown[..., 3] == 255).all()


def test_histograms_show_each_kinds_share_and_the_marks():
    edges, counts = np.arange(4.0), {"a": np.array([1, 1, 2]), "b": np.array([0, 0, 5])}
    figure = figures.histogram_chart(edges, counts, {"here": 1.5, "far": 99.0}, ("x", "y"))
    assert [list(trace.y) for trace in figure.data] == [[25, 25, 50, 0], [0, 0, 100, 0]]
    assert len({trace.line.dash for trace in figure.data}) == 2  # not told by colour alone
    assert [shape.x0 for shape in figure.layout.shapes] == [1.5, 3.0]


def test_learning_curves_have_bars_from_the_least_to_the_most_and_short_ticks():
    line = figures.ErrorCurve("a", [100, 60_000], [20, 2], [18, 1.5], [25, 2], "#123456", "circle")
    star = figures.ErrorCurve("b", [60_000], [1], [1], [1], "#123456", "star", None)
    figure = figures.learning_curve_chart([line, star], ("x", "y"), "%{x}", "{:g}!".format)
    assert list(figure.data[0].error_y.array) == [5, 0]
    assert list(figure.data[0].error_y.arrayminus) == [2, 0.5]
    assert (figure.data[0].mode, figure.data[1].mode) == ("lines+markers", "markers")
    assert figure.layout.xaxis.type == figure.layout.yaxis.type == "log"
    assert list(figure.layout.xaxis.ticktext) == ["100!", "60000!"]
