"""What the networks are trained on, and what is held out to choose between them."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cnn.data.mnist import dataset
from cnn.data.mnist.dataset import Digits

HELD_OUT = 5_000
POOL_SEED = 1998
DATA = Path(__file__).resolve().parents[1]
# The modules that each pool is made by.
REDRAWN = ("digits/preprocess", "digits/strokes", "pens/redrawn", "pens/skeletons")
WRITTEN = (*REDRAWN, "pens/letterforms")
NO_DIGITS = (*WRITTEN, "pens/letters", "pens/rubbish")
CACHE = Path.home() / ".cache" / "how-cnns-began"


def split_training_digits() -> tuple[Digits, Digits]:
    """MNIST's training digits in two: 55,000 to train on, 5,000 to make every choice with."""
    images, labels = dataset.load_digits("train")
    fit, held_out = split_places(len(labels))
    return Digits(images[fit], labels[fit]), Digits(images[held_out], labels[held_out])


def split_places(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which of `count` digits are trained on, (count - 5,000,), and which held out, (5,000,).

    Places from 0, in ascending order.
    """
    order = np.random.default_rng(HELD_OUT).permutation(count)
    return np.sort(order[HELD_OUT:]), np.sort(order[:HELD_OUT])


def concatenated(*pools: Digits) -> Digits:
    """The images and labels of all pools, one pool after another."""
    images, labels = zip(*pools, strict=True)
    return Digits(np.concatenate(images), np.concatenate(labels))


def pen_digits(digits: Digits, written: int = 30_000, rubbish: int = 60_000) -> Digits:
    """`digits` redrawn by a pen, digits written from letterforms, and rubbish.

    Making them takes minutes, so they are kept in CACHE for as long as their code is the same.
    """
    from cnn.data.pens import redrawn  # here, since they need scikit-image
    from cnn.data.pens import rubbish as no_digits

    count = len(digits.labels)
    return concatenated(
        _cached(f"written-{written}", WRITTEN, lambda rng: redrawn.written_digits(written, rng)),
        _cached(
            f"rubbish-{rubbish}",
            NO_DIGITS,
            lambda rng: no_digits.make_rubbish(rubbish, digits, rng),
        ),
        _cached(f"redrawn-{count}", REDRAWN, lambda rng: redrawn.redrawn_digits(digits, rng)),
    )


def _cached(
    name: str, modules: tuple[str, ...], make: Callable[[np.random.Generator], Digits]
) -> Digits:
    code = b"".join((DATA / f"{module}.py").read_bytes() for module in modules)
    file = CACHE / f"{name}-{hashlib.sha256(code).hexdigest()[:12]}.npz"
    if not file.exists():
        made = make(np.random.default_rng(POOL_SEED))
        CACHE.mkdir(parents=True, exist_ok=True)
        own = file.with_name(f"{os.getpid()}-{file.name}")  # another may be making it, or reading
        np.savez_compressed(own, images=made.images, labels=made.labels)
        own.replace(file)
    with np.load(file) as kept:
        return Digits(kept["images"], kept["labels"])
