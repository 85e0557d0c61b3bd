"""From any drawing or picture of a digit to the image that LeNet-5 sees.

What MNIST's makers did (LeCun et al., 1998, section III.A): the digit's tight box is scaled into
20×20 pixels with its aspect kept, grey levels coming from anti-aliasing, and placed in 28×28 so
that the centre of mass is at the centre. Strokes are drawn at one width relative to their box, so
the width of the visitor's pen does not matter.
"""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from cnn.data.digits import strokes as pen_strokes
from cnn.data.digits.strokes import DigitProblem, Rectangle, Strokes

if TYPE_CHECKING:
    import torch

__all__ = [
    "SWITCHES",
    "DigitProblem",
    "Drawing",
    "Strokes",
    "picture_steps",
    "preprocessing_steps",
    "to_32",
    "to_mnist",
]

Picture = NDArray[np.uint8]
Drawing = Sequence[ArrayLike] | Image.Image | Picture

IMAGE, BOX, BORDER = 28, 20, 2  # MNIST's image and box; LeNet-5's border around the image
PEN = 2.4  # width of a drawn line in the 20×20 box; the median of MNIST's own lines is 2.3
FINE = 8  # drawn this many times larger, then reduced
CANVAS = 1024  # side of the pad's grid
PAPER, INK = -0.1, 1.175  # what LeNet-5 sees for 0 and 255

SWITCHES = ("box", "aspect", "grey", "centre")


def to_mnist(drawing: Drawing, without: Collection[str] = ()) -> Picture:
    """The drawing as MNIST's makers would have stored it: uint8 (28, 28), paper 0 and ink 255.

    `drawing` is strokes, a PIL image or a uint8 array (H, W), (H, W, 3) or (H, W, 4), dark on
    light or light on dark. `without` leaves out some of SWITCHES. Raises DigitProblem if there is
    no digit in it.
    """
    return _centred(_fitted(_boxed(_ink(drawing), without), without), without)


def from_ink(ink: Picture) -> Picture:
    """A picture that is nothing but ink, 255 on 0, and not blank: boxed, fitted and centred."""
    return _centred(_fitted(_boxed(Image.fromarray(ink), ()), ()), ())


def preprocessing_steps(
    drawing: Drawing, without: Collection[str] = ()
) -> list[tuple[str, Picture]]:
    """Each step of `to_mnist` as (key, picture), the ink white on black.

    "ink": the whole drawing, longest side 256; "box": its tight box; "fit": scaled into 20×20;
    "centre": the 28×28 result.
    """
    return _steps(_ink(drawing), without)


def steps_from_ink(ink: Picture) -> list[tuple[str, Picture]]:
    """The steps of `from_ink` for ink (H, W), under the keys of `preprocessing_steps`."""
    return _steps(Image.fromarray(ink), ())


def _steps(ink: Strokes | Image.Image, without: Collection[str]) -> list[tuple[str, Picture]]:
    boxed = _boxed(ink, without)
    fitted = _fitted(boxed, without)
    pictures = {"ink": _whole(ink), "box": boxed, "fit": fitted}
    return [*pictures.items(), ("centre", _centred(fitted, without))]


def picture_steps(picture: Image.Image | Picture) -> list[tuple[str, Picture]]:
    """Each step of `to_mnist` of a photographed or scanned digit as (key, picture).

    First those of cnn.data.digits.photographed.ink_steps, "upright" in its own greys, "even" and,
    of ruled paper, "unruled", longest side 320; then those of `preprocessing_steps`. Raises
    DigitProblem if there is no digit in it, or several.
    """
    from cnn.data.digits.photographed import ink_steps  # here, since it needs scipy

    *before, (_, ink) = ink_steps(picture)
    return [*before, *steps_from_ink(ink)]


def to_32(images: Picture) -> "torch.Tensor":
    """What LeNet-5 sees of images (N, 28, 28) or (28, 28).

    float32 (N, 1, 32, 32), paper -0.1 and ink 1.175 as in section II.B, two pixels of paper around.
    """
    import torch  # here, since pages that only draw digits do without it

    pixels = torch.from_numpy(np.array(images, np.uint8)).view(-1, 1, IMAGE, IMAGE)
    padded = torch.nn.functional.pad(pixels, [BORDER] * 4)
    return padded.float().mul_((INK - PAPER) / 255).add_(PAPER)


def _ink(drawing: Drawing) -> Strokes | Image.Image:
    if isinstance(drawing, Image.Image | np.ndarray):
        from cnn.data.digits.photographed import ink  # here, since it needs scipy

        return ink(drawing)
    return pen_strokes.clean_strokes(drawing)


def _canvas(strokes: Strokes) -> Rectangle:
    """The pad's grid if the strokes lie on it, else the square at their own place."""
    left, top, width, height = box = pen_strokes.bounding_box(strokes)
    on_pad = min(left, top) >= 0 and max(left + width, top + height) <= CANVAS
    return Rectangle(0, 0, CANVAS, CANVAS) if on_pad else box


def _whole(ink: Strokes | Image.Image, longest: int = 256) -> Picture:
    if isinstance(ink, Image.Image):
        picture = ink.copy()
        picture.thumbnail((longest, longest))
        return np.asarray(picture)
    canvas, box = _canvas(ink), pen_strokes.bounding_box(ink)
    pen = PEN / (BOX - PEN) * max(box[2:]) / max(canvas[2:]) * longest
    return _drawn(ink, canvas, longest, max(pen, 1))


def _boxed(ink: Strokes | Image.Image, without: Collection[str]) -> Picture:
    """The tight box (or, without it, the whole canvas), FINE times as large as MNIST's if drawn."""
    if isinstance(ink, Image.Image):
        return np.asarray(ink if "box" in without else ink.crop(ink.getbbox()))
    frame = _canvas(ink) if "box" in without else pen_strokes.bounding_box(ink)
    return _drawn(ink, frame, BOX * FINE, PEN * FINE)


def _drawn(strokes: Strokes, frame: Rectangle, longest: int, pen: float) -> Picture:
    """The frame with half a pen's width around it, its longest side that many pixels."""
    left, top, width, height = frame
    scale = (longest - pen) / max(width, height)
    extent = np.array([width * scale + pen, height * scale + pen])
    size = np.maximum(np.ceil(extent / FINE - 1e-6), 1).astype(int) * FINE
    origin = np.array([left, top]) - ((size - extent) / 2 + pen / 2) / scale
    return pen_strokes.draw_strokes(strokes, scale, origin, (int(size[0]), int(size[1])), pen)


def _fitted(ink: Picture, without: Collection[str]) -> Picture:
    """Scaled so that the longest side is 20, the other in proportion unless `aspect` is off."""
    scale = BOX / max(ink.shape)
    height, width = (
        BOX if "aspect" in without else max(1, round(side * scale)) for side in ink.shape
    )
    if "grey" in without:
        rows, columns = _nearest(ink.shape[0], height), _nearest(ink.shape[1], width)
        return np.where(ink[rows][:, columns] > 127, 255, 0).astype(np.uint8)
    down, across = _shares(ink.shape[0], height), _shares(ink.shape[1], width)
    return np.floor(down @ ink @ across.T + 0.5).astype(np.uint8)


def _shares(old: int, new: int) -> NDArray[np.float64]:
    """(new, old): the share of each of `old` pixels in each of the `new` ones that cover them."""
    step = old / new
    low, pixel = step * np.arange(new)[:, None], np.arange(old)
    overlap = np.minimum(low + step, pixel + 1) - np.maximum(low, pixel)
    shares: NDArray[np.float64] = np.maximum(overlap, 0) / step
    return shares


def _nearest(old: int, new: int) -> NDArray[np.intp]:
    """(new,): which of `old` pixels lies under the centre of each of the `new` ones."""
    return ((np.arange(new) + 0.5) * (old / new)).astype(np.intp)


def _centred(digit: Picture, without: Collection[str]) -> Picture:
    """Pasted into 28×28 by whole pixels, the centre of mass nearest to pixel (14, 14)."""
    height, width = digit.shape
    if "centre" in without:
        top, left = (IMAGE - height) // 2, (IMAGE - width) // 2
    else:
        mass = digit.sum(dtype=np.float64) or 1.0
        top = round(IMAGE / 2 - float(digit.sum(1) @ np.arange(height)) / mass)
        left = round(IMAGE / 2 - float(digit.sum(0) @ np.arange(width)) / mass)
    image = np.zeros((IMAGE, IMAGE), np.uint8)
    top, left = np.clip([top, left], 0, [IMAGE - height, IMAGE - width]).tolist()
    image[top : top + height, left : left + width] = digit
    return image
