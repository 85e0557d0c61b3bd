"""What the exhibits of ImageNet look like: arrays and plain values in, HTML out."""

from math import sqrt
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.data.imagenet.dataset_sizes import SETS, DataSet, dataset_size
from cnn.data.photos.sample_photos import sample_image
from ui.exhibits.imagenet.sample_photos import credit_line, photo_words, small_photo
from ui.exhibits.imagenet.sample_photos import reduced_photo as held_photo
from ui.html.img import img
from ui.page.frame import Page
from ui.words.numbers import about, printed_number

NAMED = 0.3  # of a drawing: a smaller square bears no name
SMALL = 0.12  # of the drawing's width: a smaller square is shown again, enlarged
HELD = ("mnist", "cifar10", "tiny")  # data sets whose images are square
EYE = 224  # the crop that the AlexNet paper takes
WIDE = 640
UNITS = (1e12, "TB"), (1e9, "GB"), (1e6, "MB")


def scale(page: Page, measure: str) -> Renderable:
    """Squares with true areas in one corner, the small ones once more enlarged, and a table."""
    largest = max(dataset_size(each.name, measure) for each in SETS)
    sides = {each.name: sqrt(dataset_size(each.name, measure) / largest) for each in SETS}
    drawings = [_squares(page, measure, sides, 1.0)]
    small = [side for side in sides.values() if side < SMALL]
    if small:
        drawings.append(_squares(page, measure, sides, max(small) / 0.8))
    felt = page.label(f"imagenet.felt-{measure}")
    return h.div(".in-scale", lang=page.lang, data_testid="scale", data_measure=measure)[
        h.div(".in-drawings")[drawings], _table(page, measure), h.p(".in-felt")[felt]
    ]


def _squares(page: Page, measure: str, sides: dict[str, float], width: float) -> Renderable:
    """The corner of this width of the drawing (1: the whole), squares that it cuts off left out."""
    shown = []
    drawn = {name: side / width for name, side in sides.items() if side <= width}
    for place, each in enumerate(reversed(SETS)):
        if each.name in drawn:
            side = drawn[each.name]
            name = page.label(f"imagenet.set-{each.name}")
            tag = h.span[name] if side > NAMED else None
            percent = f"width:{100 * side:.3f}%;height:{100 * side:.3f}%"
            shown.append(h.i(class_=f"set-{len(SETS) - place}", style=percent)[tag])
    caption = page.label("imagenet.whole")
    if width < 1:
        caption = page.label("imagenet.corner", times=f"{1 / width:,.0f}")
    alt = page.label("imagenet.alt-squares", measure=page.label(f"imagenet.measure-{measure}"))
    return h.figure[h.div(".in-squares", role="img", aria_label=alt)[shown], h.figcaption[caption]]


def _table(page: Page, measure: str) -> Renderable:
    smallest = dataset_size(SETS[0].name, measure)
    rows = [_row(page, measure, place + 1, each, smallest) for place, each in enumerate(SETS)]
    heads = (page.label("imagenet.set"), page.label(f"imagenet.measure-{measure}"))
    head = [h.th(scope="col")[text] for text in heads]
    return h.table(".in-sets")[h.thead[h.tr[head, h.td]], h.tbody[rows]]


def _row(page: Page, measure: str, place: int, each: DataSet, smallest: int) -> Renderable:
    value = dataset_size(each.name, measure)
    times = (
        "" if value == smallest else page.label("imagenet.times", times=_rounded(value / smallest))
    )
    name = page.label(f"imagenet.set-{each.name}")
    note = page.label(f"imagenet.note-{each.name}")
    return h.tr[
        h.th(scope="row")[h.i(class_=f"set-{place}"), h.b[name], h.small[note]],
        h.td[_shown(value, measure)],
        h.td[times],
    ]


def _rounded(value: float) -> str:
    return f"{value:.1f}" if value < 10 else about(value, 3)


def _shown(value: int, measure: str) -> str:
    if measure != "bytes":
        return printed_number(value, "", "en")
    unit, name = next((unit, name) for unit, name in UNITS if value >= unit)
    return f"{value / unit:.3g} {name}"


def inside(page: Page, name: str, frame: str, digit: NDArray[Any], dark: bool) -> Renderable:
    """A photo at its own pixels, and in it a digit or the frames of the data sets at theirs."""
    width, height = sample_image(name).size
    marks = []
    if frame != "none":
        png = figures.ink_png(digit.astype(np.uint8), dark=dark)
        spot = _spot(SETS[0].width, SETS[0].height, width, height)
        marks.append(h.b(".digit", style=spot)[img(png, page.label("imagenet.alt-digit"))])
    if frame == "frames":
        for each in (*HELD[1:], "eye"):
            side = EYE if each == "eye" else dataset_size(each, "width")
            tag = page.label(f"imagenet.frame-{each}")
            marks.append(h.i(style=_spot(side, side, width, height))[h.span[tag]])
    caption = page.label(
        f"imagenet.inside-{frame}",
        width=width,
        height=height,
        count=f"{width * height / dataset_size('mnist', 'pixels'):,.0f}",
    )
    photo = img(small_photo(name, WIDE), photo_words(name, page.lang))
    return h.figure(".in-inside", lang=page.lang, data_testid="inside", data_with=frame)[
        h.div(style=f"max-width:{width}px")[photo, marks],
        h.figcaption[f"{caption} ", _thanks(page, name)],
    ]


def _spot(wide: int, high: int, width: int, height: int) -> str:
    return f"width:{100 * wide / width:.3f}%;height:{100 * high / height:.3f}%"


def _thanks(page: Page, name: str) -> Renderable:
    return h.small[page.label("imagenet.photo-by", who=credit_line(name))]


def photo_as_held(page: Page, name: str) -> Renderable:
    """The middle of a photo as each data set would hold it, all enlarged to one size."""
    sides = {each: dataset_size(each, "width") for each in HELD} | {"eye": EYE}
    shown = []
    for each, side in sides.items():
        title = page.label(f"imagenet.frame-{each}")
        why = page.label(f"imagenet.held-{each}")
        png = held_photo(name, side, each == "mnist")
        style = None if each == "eye" else "image-rendering:pixelated"
        shown.append(
            h.figure[
                img(png, f"{photo_words(name, page.lang)}, {title}", style=style),
                h.figcaption[h.b[title], f" {why}"],
            ]
        )
    return h.div(".in-held", lang=page.lang)[shown]


def hundred(page: Page, true: int, wrong: float, measured: float) -> Renderable:
    """A hundred test photos: answered as their labels say, missed, or wrongly labelled."""
    unfair = round(100 * wrong)
    missed = round(100 * measured) - unfair
    kinds = ["unfair"] * unfair + ["missed"] * missed + ["fine"] * (100 - unfair - missed)
    dots = [h.i(class_=kind) for kind in kinds]
    fields = {"true": true, "measured": f"{100 * measured:.1f}", "unfair": unfair, "missed": missed}
    lines = [
        h.li[h.i(class_=kind), page.label(f"imagenet.dots-{kind}", **fields)]
        for kind in ("fine", "missed", "unfair")
    ]
    says = page.label("imagenet.measured", **fields)
    return h.div(
        ".in-hundred", lang=page.lang, data_testid="hundred", data_measured=f"{100 * measured:.1f}"
    )[h.div(".dots", aria_hidden="true")[dots], h.div[h.p(".in-felt")[says], h.ul[lines]]]
