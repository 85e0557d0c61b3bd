"""The same two things before two backgrounds: what a few photos teach that was not meant.

A ball and a cup are cut out of sample photos and laid on parts of others, of grass and of a reef,
at places and in sizes drawn by chance, the same ones each time.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from cnn.data.photos.sample_photos import sample_image

THINGS, GROUNDS = ("ball", "cup"), ("grass", "reef")
SIDE = 128  # pixels of a composite
DRAWN = 4  # times as fine the outlines are drawn, so that edges are smooth
SIZES = (0.3, 0.4)  # of the thing, in parts of the side
Box = tuple[float, float, float, float]


class CutOut(NamedTuple):
    """A thing in a sample photo: ellipses that hold it; left, top, right, bottom from 0 to 1."""

    photo: str
    ellipses: tuple[Box, ...]


CUT_OUTS = {
    "ball": CutOut("volleyball", ((0.01, 0.015, 0.985, 0.98),)),
    "cup": CutOut("espresso", ((0.305, 0.2, 0.82, 0.87), (0.39, 0.09, 0.69, 0.55))),
}
PARTS: Mapping[str, tuple[tuple[str, Box], ...]] = {
    "grass": (
        ("pig", (0.0, 0.02, 0.4, 0.4)),
        ("pig", (0.62, 0.3, 1.0, 0.95)),
        ("alp-aitzgorri", (0.0, 0.65, 0.5, 1.0)),
        ("alp-aitzgorri", (0.5, 0.68, 1.0, 1.0)),
        ("bison", (0.0, 0.62, 0.5, 1.0)),
    ),
    "reef": (
        ("clownfish", (0.0, 0.5, 0.5, 1.0)),
        ("clownfish", (0.5, 0.45, 1.0, 1.0)),
        ("coral-reef", (0.0, 0.5, 0.5, 1.0)),
        ("coral-reef", (0.5, 0.5, 1.0, 1.0)),
        ("coral-reef", (0.05, 0.0, 0.5, 0.45)),
    ),
}


def composites(thing: str, ground: str, count: int, seed: int) -> list[Image.Image]:
    """`count` pictures of "ball" or "cup" before "grass" or "reef", RGB, SIDE pixels wide.

    The same for the same seed. Raises cnn.assets.AssetProblem.
    """
    rng = np.random.default_rng([seed, THINGS.index(thing), GROUNDS.index(ground)])
    cut = _cut(CUT_OUTS[thing])
    made = []
    for _ in range(count):
        photo, box = PARTS[ground][rng.integers(len(PARTS[ground]))]
        picture = _part(sample_image(photo), box, rng)
        width = round(SIDE * rng.uniform(*SIZES))
        height = round(width * cut.height / cut.width)
        small = cut.resize((width, height), Image.Resampling.LANCZOS)
        left, top = (round(rng.uniform(0.16, 0.84) * (SIDE - side)) for side in small.size)
        picture.paste(small, (left, top), small)
        made.append(picture)
    return made


def _part(photo: Image.Image, box: Box, rng: np.random.Generator) -> Image.Image:
    """A square of that part of a photo, at a place drawn by chance, mirrored or not."""
    left, top, right, bottom = (
        part * side for part, side in zip(box, (photo.width, photo.height) * 2, strict=True)
    )
    side = min(right - left, bottom - top) * rng.uniform(0.8, 1)
    x, y = (rng.uniform(first, last - side) for first, last in ((left, right), (top, bottom)))
    square = photo.resize((SIDE, SIDE), Image.Resampling.BICUBIC, (x, y, x + side, y + side))
    mirrored = square.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return mirrored if rng.integers(2) else square


def _cut(out: CutOut) -> Image.Image:
    """The thing alone, RGBA, clear around it."""
    photo = sample_image(out.photo)
    mask = Image.new("L", (photo.width * DRAWN, photo.height * DRAWN))
    brush = ImageDraw.Draw(mask)
    for left, top, right, bottom in out.ellipses:
        corners = (left * mask.width, top * mask.height, right * mask.width, bottom * mask.height)
        brush.ellipse(corners, fill=255)
    whole = photo.convert("RGBA")
    whole.putalpha(mask.resize(photo.size, Image.Resampling.BOX))
    return whole.crop(whole.getchannel("A").getbbox())
