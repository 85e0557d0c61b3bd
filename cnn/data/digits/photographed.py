"""A photographed or scanned digit: its ink, apart from paper, light and noise."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from cnn.data.digits import ruled_paper as ruled
from cnn.data.digits.strokes import DigitProblem

LONGEST = SHOWN = 320  # larger pictures are reduced to this first
FEW = 160  # pixels along the longest side when asking if the ink is lighter than a shaded paper
COARSE = 48  # pixels along the longest side when looking for the paper's brightness
WINDOW = 17  # of those, the median's: lines are thinner than half of it
STEP = 0.08  # of the paper's brightness, from one of those to the next: a shadow ends here
WIDEST = 0.1  # of the longest side: lines that shadows with sharp edges may lie on are thinner
FAINTEST = 16  # of 255: less contrast than this is no ink
ONE_SHADE = 48  # of 255: ink of one pen on transparent paper differs by less
SURE, WEAK = 0.45, 0.3  # of the strongest contrast: ink, and ink if it is connected to that
HAIR = 30  # pixels: the ink of a line that is one pixel wide
SMALLEST = 0.04  # of the main blob's ink: smaller blobs are specks
REACH = 0.5  # of the main blob's size: blobs farther away belong to something else
STRONGER = 1.4  # times a rule's contrast: what stands out more is the pen's, along a rule
ANOTHER = 0.3, 0.75  # of its ink, of its height: as much as another digit has
BESIDE, BELOW = 0.1, 0.15  # of the higher one's height: paper between two digits
AT_EDGE = 0.2  # what ink counts in a blob that runs out of the picture: a shadow or the table
THINNEST, THIN = (
    1.6,
    2.2,
)  # lines thinner than the first, if the digit is 20 high, become the second

Grey = NDArray[np.float32]
Mask = NDArray[np.bool_]


def ink(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    """The digit's ink as a grey picture, paper 0 and ink 255, with nothing else in it.

    picture: a PIL image or uint8 (H, W), (H, W, 3) or (H, W, 4). Raises DigitProblem if the array
    is no picture, holds nothing that stands out, or several digits.
    """
    return Image.fromarray(_found(picture).ink)


def ink_steps(picture: Image.Image | NDArray[np.uint8]) -> list[tuple[str, NDArray[np.uint8]]]:
    """What `ink` does, step by step, as (key, picture): uint8 (H, W), SHOWN pixels at most.

    "upright": the picture in grey, as it is, black 0; and with paper 0 and ink 255, "even": how
    far each pixel stands out from the paper around it; "unruled": the same without the lines of
    ruled or squared paper, left out if there are none; "ink". Raises what `ink` does.
    """
    found = _found(picture)
    most = float(np.quantile(_contrast(found.unruled), 1 - 3 / 1000)) or 1.0
    steps = {"upright": found.upright, "even": _levels(found.even, most)}
    if found.ruled:
        steps["unruled"] = _levels(found.unruled, most)
    return [(key, _shown(step)) for key, step in (steps | {"ink": found.ink}).items()]


class _Found(NamedTuple):
    """What is made of a picture, one after the other."""

    upright: NDArray[np.uint8]
    even: Grey  # how much darker than its paper each pixel is
    unruled: Grey
    ruled: bool  # whether rules were taken out
    ink: NDArray[np.uint8]


def _found(picture: Image.Image | NDArray[np.uint8]) -> _Found:
    grey = _grey(picture)
    whole = _reduced(grey, ruled.LONGEST)
    even = _darkness(whole)
    large, ruled_paper = _without_rules(even)
    small = _reduced(Image.fromarray(large), LONGEST)
    found = _ink(small, 3 / min(small.size, 1000), 4)
    if found is None:  # or little ink
        found = _ink(small, HAIR / small.size, 8)
    if found is None:  # or lines so thin that they fade when the picture is reduced
        hairs = _to_extremes(large) if ruled_paper else _darkness(_to_extremes(np.asarray(grey)))
        found = _ink(hairs, HAIR / hairs.size, 8)
    if found is None:
        raise DigitProblem(
            "digit-blank",
            "Nothing stands out in this picture. Try one with a dark digit on light paper.",
        )
    level = _not_too_thin(found).round().astype(np.uint8)
    return _Found(whole.astype(np.uint8), even, large, ruled_paper, level)


def _levels(darkness: Grey, most: float) -> NDArray[np.uint8]:
    levels: NDArray[np.uint8] = (_contrast(darkness) * (255 / most)).clip(0, 255).astype(np.uint8)
    return levels


def _shown(step: NDArray[np.uint8]) -> NDArray[np.uint8]:
    picture = Image.fromarray(step)
    picture.thumbnail((SHOWN, SHOWN), Image.Resampling.BOX)
    return np.asarray(picture)


def _ink(darkness: Grey, least: float, clear: float) -> Grey | None:
    """The ink, 0 ... 255, if it covers at least that part of the picture, and stands out from the
    paper that many times as clearly as noise does; else None."""
    from scipy.ndimage import maximum_filter

    contrast = _contrast(darkness)
    noise = 1.4826 * float(np.median(np.abs(contrast - np.median(contrast))))
    strongest = float(np.quantile(contrast, max(0.0, 1 - least)))
    if strongest < max(FAINTEST, clear * noise):
        return None
    sure, weak = (max(part * strongest, 3.5 * noise) for part in (SURE, WEAK))
    full = float(np.percentile(contrast[contrast > sure], 75))
    edge = max(1, round(max(contrast.shape) / 100))
    reach = max(2 * edge, round(_line_width(contrast > sure)))
    around = maximum_filter(contrast, 2 * reach + 1)  # how dark the pen or pencil was there
    found = _connected(contrast > (SURE * around).clip(weak, sure), contrast > sure)
    around = around.clip(weak, full)
    floor = np.minimum(min(3 * noise, sure), around / 2)
    level: Grey = ((contrast - floor) / np.maximum(around - floor, 1) * 255).clip(0, 255)
    level[~_digit_blobs(found, contrast, edge)] = 0
    return level


def _connected(ink: Mask, sure: Mask) -> Mask:
    """Ink as far as it is connected to sure ink, since a pencil's pressure fades along a stroke;
    a shadow's end, which runs out of the picture, is left out."""
    from scipy.ndimage import label

    parts, count = label(ink & ~sure, np.ones((3, 3)))
    inside = np.ones(count + 1, bool)
    inside[_at_edge(parts)] = False
    blobs, count = label(sure | inside[parts], np.ones((3, 3)))
    kept = np.zeros(count + 1, bool)
    kept[blobs[sure]] = True
    found: Mask = kept[blobs]
    return found


def _at_edge(blobs: NDArray[np.intp]) -> NDArray[np.intp]:
    """The numbers of the blobs that run out of the picture, and 0."""
    return np.unique(np.concatenate([[0], blobs[0], blobs[-1], blobs[:, 0], blobs[:, -1]]))


def _line_width(mask: Mask) -> float:
    """Of the lines in it, in pixels: the mean distance to a line's edge is a quarter."""
    from scipy.ndimage import distance_transform_edt

    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    box = np.pad(mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1)
    return 4 * float(distance_transform_edt(box)[box].mean()) - 1


def _grey(picture: Image.Image | NDArray[np.uint8]) -> Image.Image:
    """Brightness 0 ... 255, transparency seen on white paper."""
    if isinstance(picture, np.ndarray):
        shape = picture.shape
        fits = picture.ndim == 2 or (picture.ndim == 3 and shape[2] in (3, 4))
        if picture.dtype != np.uint8 or not fits or not picture.size:
            raise _not_picture()
        picture = Image.fromarray(picture)
    if 0 in picture.size:
        raise _not_picture()
    try:
        return _on_paper(picture)
    except (OSError, ValueError) as error:  # a file cut short, or a mode that has no grey
        raise _not_picture() from error


def _without_rules(darkness: Grey) -> tuple[Grey, bool]:
    """Paper where rules ran, but for a stroke along one; and whether there were any."""
    if min(darkness.shape) < ruled.SHORTEST:
        return darkness, False
    contrast = _contrast(darkness)
    lines = ruled.rules(contrast)
    if lines.any():
        lines &= contrast < STRONGER * np.quantile(contrast[lines], 0.75)
    return np.where(lines, np.float32(0), darkness), bool(lines.any())


def _reduced(grey: Image.Image, longest: int) -> Grey:
    small = grey.copy()
    small.thumbnail((longest, longest), Image.Resampling.BOX)
    return np.array(small, np.float32)


def _to_extremes(grey: NDArray[Any]) -> Grey:
    """Longest side about LONGEST, each pixel the one of its block that differs most from the mean:
    a line of one pixel stays as dark as it is."""
    side = -(-max(grey.shape) // LONGEST)
    pixels = np.asarray(grey, np.float32)
    pixels = np.pad(pixels, [(0, -length % side) for length in pixels.shape], "edge")
    blocks = pixels.reshape(pixels.shape[0] // side, side, pixels.shape[1] // side, side)
    lowest, mean, highest = blocks.min((1, 3)), blocks.mean((1, 3)), blocks.max((1, 3))
    found: Grey = np.where(mean - lowest > highest - mean, lowest, highest)
    return found


def _on_paper(picture: Image.Image) -> Image.Image:
    upright = ImageOps.exif_transpose(picture)
    if "A" not in upright.getbands() and "transparency" not in upright.info:
        return _eight_bits(upright) if upright.mode[0] in "IF" else upright.convert("L")
    clear = upright.convert("RGBA")
    opacity = clear.getchannel("A")
    if _one_shade(clear.convert("L"), opacity):  # all of it is ink, be it white
        return ImageOps.invert(opacity)
    paper = Image.new("RGBA", clear.size, "white")
    return Image.alpha_composite(paper, clear).convert("L")


def _one_shade(grey: Image.Image, opacity: Image.Image) -> bool:
    """Whether something is to be seen through, and what is not is all about equally light."""
    alpha = np.asarray(opacity)
    seen = np.asarray(grey)[alpha > alpha.max() // 2]
    if not seen.size or np.ptp(alpha) < FAINTEST:
        return False
    low, high = np.quantile(seen, [0.02, 0.98])
    return bool(high - low < ONE_SHADE)


def _not_picture() -> DigitProblem:
    return DigitProblem("digit-not-picture", "This is not a picture. Choose an image file.")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits, its own darkest 0 and lightest 255."""
    levels = np.nan_to_num(np.asarray(picture, np.float64))
    levels -= levels.min()
    return Image.fromarray((levels * (255 / (levels.max() or 1))).astype(np.uint8))


def _darkness(grey: Grey) -> Grey:
    """How much darker each pixel is than its local paper."""
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    # small pictures are clean scans; large ones may have uneven light
    photo = min(grey.shape) * min(1, LONGEST / max(grey.shape)) > COARSE
    if not photo:
        plain: Grey = np.median(border) - grey
        return plain
    coarse = _coarse_paper(grey)
    darkness = _enlarged(coarse, grey) - grey
    if _steps(coarse):
        darkness = _shadowed(grey) - grey
    return darkness


def _contrast(darkness: Grey) -> Grey:
    """How far each pixel is from its local paper, above 0 towards the side of the ink.

    Ink is what there is less of: the long tail of the differences tells if it is dark or light.
    """
    return -darkness if _is_light(darkness) else darkness


def _is_light(darkness: Grey) -> bool:
    """Whether the ink is what is lighter than its paper."""
    difference = darkness.ravel()
    return float((difference * difference) @ difference) <= 0


def _coarse_paper(grey: Grey) -> Grey:
    """The paper's brightness, COARSE pixels along the longest side: the median around."""
    from scipy.ndimage import median_filter

    small = _reduced(Image.fromarray(grey), COARSE)
    paper: Grey = median_filter(small, WINDOW, mode="reflect")
    return paper


def _enlarged(coarse: Grey, like: Grey) -> Grey:
    size = like.shape[1], like.shape[0]
    return np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))


def _steps(coarse: Grey) -> bool:
    """Whether the paper's brightness steps where a shadow with a sharp edge enters the picture.

    Only along its sides: elsewhere a broad stroke may be more than the median leaves out.
    """
    sides = coarse[0], coarse[-1], coarse[:, 0], coarse[:, -1]
    most = max(float(np.abs(np.diff(side)).max(initial=0)) for side in sides)
    return most > STEP * float(np.median(coarse))


def _shadowed(grey: Grey) -> Grey:
    """The paper's brightness where shadows have sharp edges, which a median enlarged would blur.

    Grey without lines thinner than WIDEST, the edges of all that is wider being kept: closed, as
    morphology has it, or opened if the ink is lighter than the paper.
    """
    from scipy.ndimage import grey_closing, grey_opening, median_filter

    small = _reduced(Image.fromarray(grey), FEW)
    half = round(WIDEST * FEW)
    lines = (median_filter(small, 2 * half + 1, mode="reflect") - small)[half:-half, half:-half]
    without_lines = grey_opening if _is_light(lines) else grey_closing
    side = round(WIDEST * max(grey.shape))
    without = without_lines(median_filter(grey, 3, mode="nearest"), (side, side), mode="nearest")
    paper: Grey = without - np.median(without - grey)  # noise is closed, too
    return paper


def _digit_blobs(mask: Mask, contrast: Grey, edge: int) -> Mask:
    """The digit's largest blob, blobs near it that are not specks, and their soft edges."""
    from scipy.ndimage import binary_dilation, find_objects, label

    blobs, count = label(mask, np.ones((3, 3)))
    weights = np.bincount(blobs.ravel(), contrast.ravel().clip(0), count + 1).astype(np.float64)
    weights[0] = 0
    weights[_at_edge(blobs)] *= AT_EDGE
    boxes = find_objects(blobs)
    main = int(weights.argmax())
    reach = REACH * max(_sides(boxes[main - 1]))
    outside = _at_edge(blobs)
    for blob in range(1, count + 1):
        much = weights[blob] >= ANOTHER[0] * weights[main] and blob not in outside
        if blob != main and much and _is_another(boxes[blob - 1], boxes[main - 1]):
            raise DigitProblem(
                "digit-several", "There is more than one digit in this picture. Show a single one."
            )
    kept = [
        blob
        for blob in range(1, count + 1)
        if weights[blob] >= SMALLEST * weights[main]
        and _gap(boxes[blob - 1], boxes[main - 1]) <= reach
    ]
    digit: Mask = binary_dilation(np.isin(blobs, kept), np.ones((3, 3)), iterations=edge)
    return digit


def _sides(box: tuple[slice, ...]) -> tuple[int, int]:
    """Its height and width."""
    down, across = box
    return down.stop - down.start, across.stop - across.start


def _is_another(one: tuple[slice, ...], other: tuple[slice, ...]) -> bool:
    """Whether two blobs of much ink, by their boxes, are two digits rather than parts of one: as
    high as each other, and beside or above each other."""
    heights = _sides(one)[0], _sides(other)[0]
    below, beside = (
        min(a.stop, b.stop) - max(a.start, b.start) for a, b in zip(one, other, strict=True)
    )
    if min(heights) < ANOTHER[1] * max(heights):
        return False
    return bool(max(-below / BELOW, -beside / BESIDE) > max(heights))


def _gap(one: tuple[slice, ...], other: tuple[slice, ...]) -> int:
    """Pixels between two boxes, along the axis where they are farther apart."""
    gaps = [max(a.start - b.stop, b.start - a.stop, 0) for a, b in zip(one, other, strict=True)]
    return int(max(gaps))


def _not_too_thin(level: Grey) -> Grey:
    """The ink, its lines widened if they would fade when the digit is scaled to 20 pixels."""
    from scipy.ndimage import distance_transform_edt

    mask = level > 127
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    unit = max(np.ptp(rows), np.ptp(columns)) / 20
    width = _line_width(mask)
    if unit <= 1.5 or width >= THINNEST * unit:
        return level
    grown = (THIN * unit - width) / 2
    around = (grown + 1 - distance_transform_edt(~mask)).clip(0, 1) * 255
    widened: Grey = np.maximum(level, around.astype(np.float32))
    return widened
