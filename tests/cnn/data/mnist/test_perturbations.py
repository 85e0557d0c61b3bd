"""Are the variants what they are called, against scipy, and does the browser do the same?"""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from cnn.data.mnist import dataset
from cnn.data.mnist.perturbations import REACH, SPANS, Bend, bent, noise_field, shifted

NODE = Path(__file__).resolve().parents[3] / "ui/components/browser/bend.js"
MIDDLE = np.array([13.5, 13.5])


@pytest.fixture(scope="module")
def seven():
    return dataset.load_digits("test").images[0]


def apart(one, other):
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def test_what_is_not_changed_is_the_digit(seven):
    found = bent(seven, Bend())
    assert found.dtype == np.uint8
    np.testing.assert_array_equal(found, seven)
    assert tuple(SPANS) == Bend._fields
    for name, span in SPANS.items():
        rest = Bend._field_defaults[name]
        steps = (rest - span.lowest) / span.step, span.coarse / span.step
        assert span.lowest <= rest <= span.highest and np.allclose(steps, np.round(steps))


@given(st.integers(-REACH, REACH), st.integers(-REACH, REACH))
def test_a_shift_moves_every_pixel(down, right):
    image = dataset.load_digits("test").images[0]
    moved = ndimage.shift(image, (down, right), order=0)
    np.testing.assert_array_equal(shifted(image)[REACH + down, REACH + right], moved)
    np.testing.assert_array_equal(bent(image, Bend(right=right, down=down)), moved)


def test_a_quarter_turn_is_clockwise(seven):
    assert apart(bent(seven, Bend(turn=90)), np.rot90(seven, -1)) <= 1
    assert apart(bent(seven, Bend(turn=180)), np.rot90(seven, 2)) <= 1
    assert apart(bent(seven, Bend(turn=-90)), np.rot90(seven)) <= 1


@given(
    st.floats(-10, 10), st.floats(-10, 10), st.floats(-180, 180), st.floats(0.3, 2),
    st.floats(-45, 45),
)  # fmt: skip
def test_what_moves_is_what_scipy_moves(right, down, turn, scale, slant):
    image = dataset.load_digits("test").images[0]
    found = bent(image, Bend(right, down, turn, scale, slant))
    angle = np.radians(turn)
    # forward, in (down, right): scaled, slanted with the top to the right, turned
    turned = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    slanted = np.array([[1, 0], [-np.tan(np.radians(slant)), 1]])
    back = np.linalg.inv(turned @ slanted * scale)
    offset = MIDDLE - back @ (MIDDLE + np.array([down, right]))
    framed = np.pad(image.astype(float), 3)  # scipy has no paper between the last pixels and beyond
    offset = offset + 3 - back @ np.array([3, 3])
    expected = ndimage.affine_transform(framed, back, offset, order=1)[3:-3, 3:-3]
    assert np.abs(found - expected).max() <= 0.51


def test_a_slant_leads_the_top_to_the_right(seven):
    upper = bent(seven, Bend(slant=20))[:10].sum(0) @ np.arange(28) / seven[:10].sum()
    assert upper > seven[:10].sum(0) @ np.arange(28) / seven[:10].sum() + 1


def test_a_scaled_digit_has_the_area_of_the_square(seven):
    for scale in (0.6, 0.8, 1.2):
        area = bent(seven, Bend(scale=scale)).sum(dtype=float) / seven.sum(dtype=float)
        assert area == pytest.approx(scale**2, rel=0.05)


def test_a_whole_pixel_thicker_is_the_largest_of_the_neighbours(seven):
    for pixels in (1, 2):
        size = (2 * pixels + 1,) * 2
        thicker = bent(seven, Bend(thickness=pixels))
        np.testing.assert_array_equal(thicker, ndimage.grey_dilation(seven, size))
        thinner = bent(seven, Bend(thickness=-pixels))
        np.testing.assert_array_equal(thinner, ndimage.grey_erosion(seven, size))
    ink = [bent(seven, Bend(thickness=each)).sum(dtype=int) for each in np.arange(-1.5, 3.6, 0.25)]
    assert (np.diff(ink) >= 0).all()


def test_noise_inverts_as_many_pixels_as_it_says_and_keeps_those_it_has(seven):
    parts = np.arange(0, 0.51, 0.025)
    flipped = np.stack([bent(seven, Bend(noise=part)) != seven for part in parts])
    assert np.abs(flipped.mean((1, 2)) - parts).max() < 0.05
    assert (flipped[:-1] <= flipped[1:]).all()
    for field in (noise_field(), noise_field().T):  # no pixel tells of the next one
        one, other = field[:, :-1].ravel(), field[:, 1:].ravel()
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.1


def test_the_browser_bends_as_python_does(tmp_path):
    rng = np.random.default_rng(3)
    test = dataset.load_digits("test")
    bends = [Bend()]
    for name, span in SPANS.items():  # each alone at both ends, then all together
        bends += [Bend(**{name: span.lowest}), Bend(**{name: span.highest})]
    bends += [
        Bend(*(float(rng.uniform(span.lowest, span.highest)) for span in SPANS.values()))
        for _ in range(400)
    ]
    images = test.images[: len(bends)]
    (tmp_path / "bends.json").write_text(json.dumps([bend._asdict() for bend in bends]))
    (tmp_path / "images.u8").write_bytes(images.tobytes())
    subprocess.run(["node", NODE, tmp_path], check=True)
    found = np.frombuffer((tmp_path / "bent.u8").read_bytes(), np.uint8).reshape(images.shape)
    expected = np.stack([bent(*each) for each in zip(images, bends, strict=True)])
    assert apart(found, expected) <= 1
    assert (found != images).any((1, 2)).mean() > 0.95
