"""A photographed or scanned digit: its ink, apart from paper, light and noise."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from cnn.data.strokes import DigitProblem

LONGEST = 512  # larger pictures are reduced to this first
SMALLEST = 0.04  # of the main blob's ink: smaller blobs are specks
REACH = 0.5  # of the main blob's size: blobs farther away belong to something else
FAINTEST = 16  # of 255: less contrast than this is no ink

Grey = NDArray[np.float32]


def ink(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    """The digit's ink as a grey picture, paper 0 and ink 255, with nothing else in it.

    Raises DigitProblem if the array is no picture or holds nothing that stands out.
    """
    grey = _grey(picture)
    contrast = _contrast(grey)
    noise = 1.4826 * float(np.median(np.abs(contrast - np.median(contrast))))
    if contrast.max() < max(FAINTEST, 4 * noise):
        raise DigitProblem(
            "digit-blank",
            "Nothing stands out in this picture. Try one with a dark digit on light paper.",
        )
    middle = _middle(contrast)
    full = float(np.percentile(contrast[contrast > middle], 75))
    floor = min(3 * noise, middle)
    level = ((contrast - floor) / max(full - floor, 1) * 255).clip(0, 255)
    level[~_digit_blobs(contrast > middle, contrast)] = 0
    return Image.fromarray(level.round().astype(np.uint8))


def _grey(picture: Image.Image | NDArray[np.uint8]) -> Grey:
    """Brightness 0 ... 255, transparency seen on white paper, longest side at most LONGEST."""
    if isinstance(picture, np.ndarray):
        shape = picture.shape
        fits = picture.ndim == 2 or (picture.ndim == 3 and shape[2] in (3, 4))
        if picture.dtype != np.uint8 or not fits or not picture.size:
            raise DigitProblem("digit-not-picture", "This is not a picture. Choose an image file.")
        picture = Image.fromarray(picture)
    upright = ImageOps.exif_transpose(picture)
    if "A" in upright.getbands() or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    grey = _eight_bits(upright) if upright.mode[0] in "IF" else upright.convert("L")
    grey.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    return np.asarray(grey, np.float32)


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits, its own darkest 0 and lightest 255."""
    levels = np.nan_to_num(np.asarray(picture, np.float64))
    levels -= levels.min()
    return Image.fromarray((levels * (255 / (levels.max() or 1))).astype(np.uint8))


def _contrast(grey: Grey) -> Grey:
    """How far each pixel is from its local paper, towards the side of the ink.

    Ink is what there is less of: the long tail of the differences tells if it is dark or light.
    """
    from scipy.ndimage import gaussian_filter

    paper = np.full_like(grey, np.median(_border(grey)))
    if min(grey.shape) > 64:  # small pictures are clean scans; large ones may have uneven light
        weight = np.ones_like(grey)
        for _ in range(3):
            smooth = min(grey.shape) / 5
            paper = gaussian_filter(grey * weight, smooth) / gaussian_filter(weight, smooth)
            off = np.abs(grey - paper)
            weight = (off < 1.5 * off.mean() + 1).astype(np.float32) + 1e-3
    difference = paper - grey
    dark = float((difference.astype(np.float64) ** 3).sum()) > 0
    contrast: Grey = np.maximum(difference if dark else -difference, 0)
    return contrast


def _middle(contrast: Grey) -> float:
    """Otsu's threshold: the level that parts the pixels into the two least mixed groups."""
    counts, edges = np.histogram(contrast, 256)
    levels = (edges[1:] + edges[:-1]) / 2
    below, mass = counts.cumsum(), (counts * levels).cumsum()
    above = below[-1] - below
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (mass / below - (mass[-1] - mass) / above) ** 2
    return float(edges[1:][np.nanargmax(apart[:-1])])


def _border(grey: Grey) -> Grey:
    return np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])


def _digit_blobs(mask: NDArray[np.bool_], contrast: Grey) -> NDArray[np.bool_]:
    """The digit's largest blob, blobs near it that are not specks, and their soft edges."""
    from scipy.ndimage import binary_dilation, find_objects, label

    blobs, count = label(mask, np.ones((3, 3)))
    weights = np.bincount(blobs.ravel(), contrast.ravel(), count + 1)
    weights[0] = 0
    boxes = find_objects(blobs)
    main = int(weights.argmax())
    reach = REACH * max(side.stop - side.start for side in boxes[main - 1])
    kept = [
        blob
        for blob in range(1, count + 1)
        if weights[blob] >= SMALLEST * weights[main]
        and _gap(boxes[blob - 1], boxes[main - 1]) <= reach
    ]
    edge = max(1, round(max(mask.shape) / 100))
    digit: NDArray[np.bool_] = binary_dilation(
        np.isin(blobs, kept), np.ones((3, 3)), iterations=edge
    )
    return digit


def _gap(one: tuple[slice, ...], other: tuple[slice, ...]) -> int:
    """Pixels between two boxes, along the axis where they are farther apart."""
    gaps = [max(a.start - b.stop, b.start - a.stop, 0) for a, b in zip(one, other, strict=True)]
    return int(max(gaps))
