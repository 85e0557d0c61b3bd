"""Do distortions and pens keep a digit that digit, and rubbish none?"""

import numpy as np
import pytest
import torch

from cnn.data.digits.preprocess import to_mnist
from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits
from cnn.data.pens import letterforms, redrawn, rubbish, skeletons, training_sets
from cnn.data.pens.distortions import Distortion
from cnn.data.pens.pen_habits import with_habits


def of(digit, count=24):
    images, labels = dataset.load_digits("train")
    return images[labels == digit][:count]


def bent(images, labels=None, seed=0, **how):
    labels = torch.zeros(len(images), dtype=torch.int64) if labels is None else labels
    generator = torch.Generator().manual_seed(seed)
    return Distortion(**{"share": 1.0, **how})(torch.tensor(images), labels, generator).numpy()


NOT_AT_ALL = dict.fromkeys(
    ("turn", "slant", "stretch", "shift", "thickness", "elastic", "contrast", "habits"), 0.0
)


def test_a_distortion_of_no_strength_gives_mnists_digits_back():
    images = of(3)
    assert np.abs(bent(images, **NOT_AT_ALL).astype(int) - images).mean() < 10  # half a pixel


@pytest.mark.parametrize("digit", range(10))
def test_distorted_digits_are_in_mnists_box_and_centred(digit):
    images = bent(of(digit), elastic=0.0, shift=0.0, habits=0.0)
    for image in images:
        rows, columns = np.nonzero((image > 60).any(1))[0], np.nonzero((image > 60).any(0))[0]
        assert 17 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21
        mass = [np.average(np.arange(28), weights=image.sum(axis, dtype=float)) for axis in (1, 0)]
        assert mass == pytest.approx([14, 14], abs=0.8)


def test_distortions_are_the_same_for_a_seed_and_differ_between_digits():
    images = np.repeat(of(2, 1), 4, 0)
    first = bent(images)
    assert np.array_equal(first, bent(images)) and not np.array_equal(first, bent(images, seed=1))
    assert len(np.unique(first.reshape(4, -1), axis=0)) == 4


def test_the_share_says_how_many_are_distorted():
    images = of(5, 400)
    changed = (bent(images, share=0.3) != images).any((1, 2)).mean()
    assert changed == pytest.approx(0.3, abs=0.08)


def test_thickness_changes_the_ink_of_a_line():
    images = of(0)
    amounts = bent(images, **{**NOT_AT_ALL, "thickness": 1.0}).sum((1, 2), dtype=float)
    ratio = amounts / images.sum((1, 2), dtype=float)
    assert ratio.max() > 1.3 and ratio.min() < 0.9


@pytest.mark.parametrize("digit, more", [(0, True), (1, True), (7, True), (4, False), (5, False)])
def test_pens_add_lines_or_leave_gaps(digit, more):
    ink = torch.tensor(of(digit)).float() / 255
    labels = torch.full((len(ink),), digit)
    changed = with_habits(ink, labels, 1.0, torch.Generator().manual_seed(0)) - ink
    assert (changed >= 0).all() if more else (changed <= 0).all()
    assert (changed.abs().amax((1, 2)) > 0.5).float().mean() > 0.4


@pytest.mark.parametrize("digit", [2, 3, 6, 8, 9, rubbish.RUBBISH])
def test_pens_leave_other_digits_alone(digit):
    ink = torch.tensor(of(digit % 10)).float() / 255
    labels = torch.full((len(ink),), digit)
    assert torch.equal(with_habits(ink, labels, 1.0, torch.Generator()), ink)


def test_a_skeleton_drawn_again_looks_like_the_digit():
    for digit in range(10):
        again = [to_mnist(skeletons.trace_strokes(image)) for image in of(digit, 5)]
        alike = [
            np.corrcoef(image.ravel(), other.ravel())[0, 1]
            for image, other in zip(of(digit, 5), again, strict=True)
        ]
        assert np.median(alike) > 0.75, digit


def test_a_skeleton_keeps_rings_and_ends():
    y, x = np.mgrid[:28, :28]
    ring = (np.abs(np.hypot(y - 14, x - 14) - 8) < 1.5).astype(np.uint8) * 255
    (loop,) = skeletons.trace_strokes(ring)
    assert loop[0] == pytest.approx(loop[-1])
    assert skeletons.polyline_length(loop) == pytest.approx(2 * np.pi * 8, rel=0.12)
    bar = np.zeros((28, 28), np.uint8)
    bar[4:24, 13:15] = 255
    (line,) = skeletons.trace_strokes(bar)
    assert 16 < skeletons.polyline_length(line) < 21


@pytest.mark.parametrize("digit", range(10))
def test_every_letterform_can_be_drawn(digit):
    rng = np.random.default_rng(digit)
    for _ in range(30):
        strokes = letterforms.write_digit(digit, rng)
        points = np.concatenate(strokes)
        assert np.isfinite(points).all() and np.abs(points - 0.5).max() < 1.5
        assert to_mnist(redrawn.handwriting(strokes, rng)).max() == 255


def test_pools_of_digits_are_whole_and_the_same_for_a_seed():
    images, labels = dataset.load_digits("train")
    few = Digits(images[:12], labels[:12])
    makers = [
        lambda rng: redrawn.written_digits(20, rng),
        lambda rng: redrawn.redrawn_digits(few, rng),
        lambda rng: rubbish.make_rubbish(24, few, rng),
    ]
    for make in makers:
        one, two = make(np.random.default_rng(1)), make(np.random.default_rng(1))
        assert np.array_equal(one.images, two.images) and np.array_equal(one.labels, two.labels)
        assert one.images.dtype == np.uint8 and one.images.shape[1:] == (28, 28)
        assert (one.images.max((1, 2)) > 0).all() and len(one.labels) > 8


def test_letters_that_look_like_digits_are_left_out_for_training():
    with_all = rubbish.alphabet(("futural",), frozenset())
    assert len(with_all) == 52
    assert len(rubbish.alphabet(("futural",))) == 52 - len(rubbish.LOOK_ALIKES)


def test_serifs_lie_across_the_ends_of_a_letters_strokes():
    stem, arm = np.array([[0.5, 0.0], [0.5, 1.0]]), np.array([[0.0, 0.2], [0.4, 0.2], [1.0, 0.2]])
    letter, rng = [stem, arm], np.random.default_rng(0)
    first, second, *bars = rubbish.serifed(letter, rng)
    assert first is stem and second is arm and len(bars) == 4
    ends = [stem[0], stem[-1], arm[0], arm[-1]]
    for bar, end, axis in zip(bars, ends, [0, 0, 1, 1], strict=True):
        assert bar.mean(0) == pytest.approx(end)
        size = np.ptp(bar, 0)
        assert 0.1 < size[axis] < 0.3 and size[1 - axis] < size[axis] / 2


def test_the_held_out_digits_are_not_trained_on():
    fit, held_out = training_sets.split_training_digits()
    assert (len(fit.labels), len(held_out.labels)) == (55_000, 5_000)
    kept = {image.tobytes() for image in held_out.images}
    assert not any(image.tobytes() in kept for image in fit.images)


def test_pools_are_made_once_and_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(training_sets, "CACHE", tmp_path)
    images, labels = dataset.load_digits("train")
    few = Digits(images[:10], labels[:10])
    made = training_sets.pen_digits(few, written=10, rubbish=14)
    monkeypatch.setattr(redrawn, "written_digits", lambda *_: pytest.fail("made again"))
    again = training_sets.pen_digits(few, written=10, rubbish=14)
    assert np.array_equal(made.images, again.images) and np.array_equal(made.labels, again.labels)
    assert (made.labels == rubbish.RUBBISH).sum() == 14
