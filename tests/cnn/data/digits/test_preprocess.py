"""Does any drawing of a digit become what MNIST's makers would have stored?"""

import io
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from scipy.ndimage import maximum_filter

from cnn.data.digits import preprocess
from cnn.data.digits.preprocess import DigitProblem, to_32, to_mnist
from cnn.data.mnist import dataset
from cnn.inference.digit import read_drawing, read_image
from cnn.results import sample_strokes

ANGLE = np.linspace(0, 1.9 * np.pi, 60)
SIX = np.stack([40 + 15 * np.sin(ANGLE) * (1 + ANGLE / 9), 50 - 30 * np.cos(ANGLE / 2)], 1)
SEVEN = [np.array([[0, 0], [50, 2], [20, 90]]), np.array([[12, 45], [45, 43]])]
DOT = np.array([[5.0, 5.0]])
FUZZ = Path(__file__).resolve().parents[3] / "data" / "fuzz"
CUT_SHORT = (FUZZ / "plain.bmp").read_bytes()[:200]  # opened as a picture, but not to be read


def difference(one, other):
    return np.abs(one.astype(int) - other.astype(int)).mean()


def photo(polarity="dark", seed=0, size=300, light=80, noise=4):
    """A seven on unevenly lit, noisy paper, with a speck and another blob in the corner."""
    rng = np.random.default_rng(seed)
    ink = np.zeros((size, size))
    small = Image.fromarray(to_mnist(SEVEN)).resize(
        (size // 2, size // 2), Image.Resampling.BICUBIC
    )
    ink[size // 4 : size // 4 + size // 2, size // 4 : size // 4 + size // 2] = np.asarray(small)
    ink[5:9, 5:9] = 255
    paper = 230 - light * np.linspace(0, 1, size)[:, None] * np.linspace(0.5, 1, size)
    grey = paper - ink / 255 * 0.6 * paper + rng.normal(0, noise, ink.shape)
    grey = grey if polarity == "dark" else 255 - grey
    return grey.clip(0, 255).astype(np.uint8)


def test_the_result_fits_mnists_box_and_is_centred_by_mass():
    for drawing in ([SIX], SEVEN):
        image = to_mnist(drawing)
        rows, columns = np.nonzero(image.any(1))[0], np.nonzero(image.any(0))[0]
        mass = [np.average(np.arange(28), weights=image.sum(axis, dtype=float)) for axis in (1, 0)]
        assert image.shape == (28, 28) and image.dtype == np.uint8 and image.max() == 255
        assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
        assert mass == pytest.approx([14, 14], abs=0.51)


def test_mnists_own_digits_are_at_home_in_it():
    images = dataset.load_digits("test").images[:300]
    assert np.median([difference(to_mnist(image), image) for image in images]) < 0.5


@pytest.mark.parametrize(
    "scale, place", [(1e-6, 0), (1, 0), (1, 1e6), (37.3, 123.4), (37.3, -5e8), (5e6, -5e8)]
)
def test_scale_and_place_do_not_matter(scale, place):
    moved = [stroke * scale + place for stroke in SEVEN]
    assert difference(to_mnist(moved), to_mnist(SEVEN)) < 2


def test_how_densely_a_line_is_sampled_does_not_matter():
    dense = [
        np.stack([np.linspace(a, b, 400) for a, b in zip(s[0], s[-1], strict=True)], 1)
        for s in (SEVEN[0][:2], SEVEN[0][1:], SEVEN[1])
    ]
    assert difference(to_mnist(dense), to_mnist(SEVEN)) < 2


def test_the_aspect_is_kept():
    one = to_mnist([np.array([[0, 0], [1, 50]])])
    assert one.any(0).sum() <= 4 and one.any(1).sum() == 20


def test_an_accidental_tap_beside_the_digit_is_ignored():
    assert np.array_equal(to_mnist([*SEVEN, DOT * 60]), to_mnist(SEVEN))


def test_points_that_are_not_numbers_are_left_out():
    broken = SEVEN[0].astype(float)
    broken = np.insert(broken, 1, [[np.nan, 3], [np.inf, 0], [1e300, -1e300]], 0)
    assert np.array_equal(to_mnist([broken, SEVEN[1], np.empty((0, 2))]), to_mnist(SEVEN))


@pytest.mark.parametrize(
    "drawing, key",
    [
        ([], "digit-empty"),
        ([np.empty((0, 2))], "digit-empty"),
        ([np.full((3, 2), np.nan)], "digit-empty"),
        ([DOT], "digit-dot"),
        ([DOT, DOT], "digit-dot"),
        ([np.zeros((4, 3))], "digit-not-strokes"),
        (["drawing"], "digit-not-strokes"),
        ([[[10**400, 0], [1, 1]]], "digit-not-strokes"),
        (np.zeros((28, 28), np.uint8), "digit-blank"),
        (np.full((200, 300, 3), 250, np.uint8), "digit-blank"),
        (np.zeros((28, 28)), "digit-not-picture"),
        (np.zeros((0, 5), np.uint8), "digit-not-picture"),
        (Image.new("L", (0, 5)), "digit-not-picture"),
        (Image.new("I;16", (5, 0)), "digit-not-picture"),
        (Image.new("La", (28, 28)), "digit-not-picture"),
        (Image.open(io.BytesIO(CUT_SHORT)), "digit-not-picture"),
    ],
)
def test_hopeless_input_is_a_sentence(drawing, key):
    with pytest.raises(DigitProblem, match=r"\w+ .*\.$") as problem:
        to_mnist(drawing)
    assert problem.value.key == key


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.floats(), st.floats()), max_size=6).map(
            lambda points: np.array(points, float).reshape(-1, 2)
        ),
        max_size=4,
    )
)
@example([np.array([(0.0, 0.0), (0.0, 2.2250738585e-313)])])
def test_any_strokes_give_an_image_or_a_problem(drawing):
    try:
        assert to_mnist(drawing).max() > 0
    except DigitProblem as problem:
        assert problem.key in ("digit-empty", "digit-dot")


def test_ten_thousand_points_are_drawn():
    rng = np.random.default_rng(0)
    assert to_mnist([rng.random((10_000, 2))]).mean() > 80


@pytest.mark.parametrize("polarity", ["dark", "light"])
def test_a_photographed_digit_is_found_in_uneven_light_and_noise(polarity):
    assert difference(to_mnist(photo(polarity)), to_mnist(SEVEN)) < 9


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P", "1", "LA", "I;16"])
def test_every_kind_of_picture_is_read(mode):
    clean = Image.fromarray(255 - to_mnist(SEVEN)).resize((112, 112))
    picture = (
        Image.fromarray(np.asarray(clean, np.uint16) * 257)
        if mode == "I;16"
        else clean.convert(mode)
    )
    assert difference(to_mnist(picture), to_mnist(SEVEN)) < 12  # "1" is dithered


def test_transparent_paper_counts_as_white():
    alpha = Image.fromarray(to_mnist(SEVEN))
    picture = Image.new("RGBA", alpha.size, "black")
    picture.putalpha(alpha)
    assert difference(to_mnist(picture), to_mnist(SEVEN)) < 3


def on_paper(
    paper: str = "plain", rule: int = 150, turn: float = 0.0, light: float = 0.0, seed: int = 0
) -> np.ndarray:
    """A seven of 120 pixels in a photo of 800: paper 220, ink 70, lines 6 wide, rules 2 wide."""
    rng, side, every = np.random.default_rng(seed), 800, 40
    y, x = np.mgrid[:side, :side]
    tilt = np.tan(np.deg2rad(turn))
    grey = np.full((side, side), 220.0)
    if paper != "plain":
        grey[(y + tilt * x) % every < 2] = rule
    if paper == "squared":
        grey[(x - tilt * y) % every < 2] = rule
    lines = Image.new("L", (side, side))
    left, top = rng.integers(100, 500, 2)
    for stroke in SEVEN:
        points = stroke * 120 / 90 + [left, top]
        ImageDraw.Draw(lines).line([tuple(p) for p in points.tolist()], 255, 6, "curve")
    grey = np.where(np.asarray(lines) > 0, 70, grey)
    grey = grey * (1 - light * (x + y) / (2 * side)) + rng.normal(0, 3, grey.shape)
    return grey.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("paper", "rule", "turn", "light"),
    [
        ("ruled", 120, 0, 0),
        ("ruled", 150, 1, 0),
        ("ruled", 130, -3, 0.4),
        ("ruled", 190, 0, 0),
        ("squared", 150, 0, 0),
        ("squared", 130, 2, 0),
        ("squared", 140, 0, 0.4),
    ],
)
def test_rules_are_no_part_of_a_digit(paper, rule, turn, light):
    photo = on_paper(paper, rule, turn, light)
    for picture in (photo, 255 - photo) if paper == "squared" else (photo,):
        reading = read_drawing(picture)
        assert reading.best == 7 and reading.is_digit


@pytest.mark.parametrize("digit", [SEVEN, [np.array([[0, 0], [1, 50]])], [SIX]])
def test_no_line_of_a_digit_is_taken_for_a_rule(digit):
    for pen in (3, 12):
        lines = Image.new("L", (600, 600), 255)
        points = np.concatenate(digit)
        scale = 560 / np.ptp(points, axis=0).max()
        for stroke in digit:
            placed = (stroke - points.min(0)) * scale + 20
            ImageDraw.Draw(lines).line([tuple(p) for p in placed.tolist()], 0, pen)
        assert difference(to_mnist(lines), to_mnist(digit)) < 12


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
@pytest.mark.parametrize("colour", [(255, 255, 255), (255, 240, 60), (0, 0, 0)])
@pytest.mark.parametrize("opacity", [1.0, 0.5])
def test_ink_on_transparent_paper_is_ink_whatever_its_colour(mode, colour, opacity):
    alpha = Image.fromarray((to_mnist(SEVEN) * opacity).astype(np.uint8)).resize((280, 280))
    picture = Image.new("RGB", alpha.size, colour)
    picture.putalpha(alpha)
    if mode == "P":
        picture = alpha.point(lambda v: v // 16).convert("P")
        picture.putpalette(list(colour) * 16)
        picture.info["transparency"] = bytes(range(0, 256, 16))
    elif mode == "LA":
        picture = picture.convert("LA")
    most = 9 if mode == "P" else 5  # a palette of sixteen opacities, of which half may be in use
    assert difference(to_mnist(picture), to_mnist(SEVEN)) < most


@pytest.mark.parametrize("side", [280, 1000, 3000])
@pytest.mark.parametrize("light", [False, True])
def test_a_line_of_one_pixel_is_ink(side, light):
    picture = Image.new("L", (side, side), 0 if light else 255)
    for stroke in SEVEN:
        points = stroke * side / 130 + side / 5
        ImageDraw.Draw(picture).line([tuple(p) for p in points.tolist()], 255 if light else 60, 1)
    assert difference(to_mnist(picture), to_mnist(SEVEN)) < 14


def test_a_large_photograph_is_read_like_a_small_one():
    large = Image.fromarray(photo()).resize((3000, 3000))
    assert difference(to_mnist(large), to_mnist(SEVEN)) < 9


@pytest.mark.parametrize("drawing", [SEVEN, photo()], ids=["strokes", "photo"])
@pytest.mark.parametrize(
    "off", [(), *[(switch,) for switch in preprocess.SWITCHES], preprocess.SWITCHES]
)
def test_steps_lead_to_the_same_image_whatever_is_switched_off(drawing, off):
    steps = preprocess.preprocessing_steps(drawing, off)
    assert [key for key, _ in steps] == ["ink", "box", "fit", "centre"]
    assert all(picture.dtype == np.uint8 and picture.ndim == 2 for _, picture in steps)
    assert np.array_equal(steps[-1][1], to_mnist(drawing, off))


@pytest.mark.parametrize("off", preprocess.SWITCHES)
def test_each_step_changes_something(off):
    corner = [stroke * 3 + 600 for stroke in SEVEN]
    assert not np.array_equal(to_mnist(corner, (off,)), to_mnist(corner))


def test_the_input_has_the_papers_levels_and_border():
    image = to_mnist(SEVEN)
    inputs = to_32(image)
    assert inputs.shape == (1, 1, 32, 32) and to_32(np.stack([image] * 3)).shape[0] == 3
    assert inputs.min().item() == pytest.approx(-0.1)
    assert inputs.max().item() == pytest.approx(1.175)
    assert inputs[0, 0, 2:-2, 2:-2].numpy() == pytest.approx(image / 255 * 1.275 - 0.1, abs=1e-6)


def test_reading_a_picture_leaves_it_as_it_was():
    picture = Image.fromarray(photo(size=900))
    before = picture.tobytes()
    to_mnist(picture)
    assert picture.size == (900, 900) and picture.tobytes() == before


def in_pencil(strokes: list[np.ndarray], first: float, last: float, noise: float) -> np.ndarray:
    """A digit 260 pixels high in a photo of 600 with uneven light; how much darker than the paper
    the pencil is fades along each stroke from `first` to `last`."""
    points = np.concatenate(strokes)
    pencil = Image.new("L", (600, 600))
    for stroke in strokes:
        placed = (stroke - points.min(0)) * 260 / np.ptp(points, axis=0).max() + [200, 150]
        along = np.linspace(0, len(placed) - 1, 2000)
        x, y = (np.interp(along, np.arange(len(placed)), placed[:, axis]) for axis in (0, 1))
        for left, top, dark in zip(x, y, np.linspace(first, last, 2000), strict=True):
            ImageDraw.Draw(pencil).ellipse((left - 3, top - 3, left + 3, top + 3), round(dark))
    light = 225 - 60 * np.linspace(0, 1, 600)[:, None] * np.ones(600)
    grey = light - np.asarray(pencil) + np.random.default_rng(0).normal(0, noise, light.shape)
    return grey.clip(0, 255).astype(np.uint8)


@cache
def pressed(name):
    """What is read of a sample drawn with a strong and even pressure."""
    return to_mnist(in_pencil(sample_strokes()[name], 150, 150, 1))


@pytest.mark.parametrize("name", "0123456789")
@pytest.mark.parametrize(
    ("first", "last", "noise"), [(70, 25, 5), (60, 20, 3), (25, 25, 2), (150, 45, 4)]
)
def test_a_pencil_whose_pressure_fades_is_ink_to_its_end(name, first, last, noise):
    strong, faint = pressed(name), to_mnist(in_pencil(sample_strokes()[name], first, last, noise))
    lines = strong > 127
    there = maximum_filter(faint, 3) > 80  # the centre of mass may be rounded to the next pixel
    assert (lines & there).sum() >= 0.9 * lines.sum()
    assert read_image(faint).best == read_image(strong).best == int(name)


@pytest.mark.parametrize("noise", [2, 5, 9])
def test_noise_and_uneven_light_alone_are_no_ink(noise):
    with pytest.raises(DigitProblem) as problem:
        to_mnist(in_pencil([np.array([[0.0, 0], [1, 1]])], 0, 0, noise))
    assert problem.value.key == "digit-blank"
