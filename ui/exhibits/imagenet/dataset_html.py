"""What the exhibits of ImageNet look like: arrays and plain values in, HTML for st.html out."""

from html import escape
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.data.imagenet.dataset_sizes import SETS, DataSet, size
from cnn.data.photos.sample_photos import image
from ui.exhibits.imagenet.sample_photos import credit, element, shown, words
from ui.exhibits.imagenet.sample_photos import held as held_photo
from ui.page.frame import Page
from ui.words.facts import number

NAMED = 0.3  # of a drawing: a smaller square bears no name
SMALL = 0.12  # of the drawing's width: a smaller square is shown again, enlarged
HELD = ("mnist", "cifar10", "tiny")  # data sets whose images are square
EYE = 224  # the crop that the AlexNet paper takes
WIDE = 640
UNITS = (1e12, "TB"), (1e9, "GB"), (1e6, "MB")


def scale(page: Page, measure: str) -> str:
    """Squares with true areas in one corner, the small ones once more enlarged, and a table."""
    largest = max(size(each.name, measure) for each in SETS)
    sides = {each.name: sqrt(size(each.name, measure) / largest) for each in SETS}
    drawings = _squares(page, measure, sides, 1.0)
    small = [side for side in sides.values() if side < SMALL]
    if small:
        drawings += _squares(page, measure, sides, max(small) / 0.8)
    felt = page.label(f"imagenet.felt-{measure}")
    return (
        f'<div class="in-scale" lang="{page.lang}" data-testid="scale" data-measure="{measure}">'
        f'<div class="in-drawings">{drawings}</div>{_table(page, measure)}'
        f'<p class="in-felt">{escape(felt)}</p></div>'
    )


def _squares(page: Page, measure: str, sides: dict[str, float], width: float) -> str:
    """The corner of this width of the drawing (1: the whole), squares that it cuts off left out."""
    shown = ""
    drawn = {name: side / width for name, side in sides.items() if side <= width}
    for place, each in enumerate(reversed(SETS)):
        if each.name in drawn:
            side = drawn[each.name]
            name = page.label(f"imagenet.set-{each.name}")
            tag = f"<span>{escape(name)}</span>" if side > NAMED else ""
            percent = f"width:{100 * side:.3f}%;height:{100 * side:.3f}%"
            shown += f'<i class="set-{len(SETS) - place}" style="{percent}">{tag}</i>'
    caption = page.label("imagenet.whole")
    if width < 1:
        caption = page.label("imagenet.corner", times=f"{1 / width:,.0f}")
    alt = page.label("imagenet.alt-squares", measure=page.label(f"imagenet.measure-{measure}"))
    return (
        f'<figure><div class="in-squares" role="img" aria-label="{escape(alt)}">{shown}</div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _table(page: Page, measure: str) -> str:
    smallest = size(SETS[0].name, measure)
    rows = "".join(
        _row(page, measure, place + 1, each, smallest) for place, each in enumerate(SETS)
    )
    heads = (page.label("imagenet.set"), page.label(f"imagenet.measure-{measure}"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<table class="in-sets"><thead><tr>{head}<td></td></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _row(page: Page, measure: str, place: int, each: DataSet, smallest: int) -> str:
    value = size(each.name, measure)
    times = (
        "" if value == smallest else page.label("imagenet.times", times=_rounded(value / smallest))
    )
    name = page.label(f"imagenet.set-{each.name}")
    note = page.label(f"imagenet.note-{each.name}")
    return (
        f'<tr><th scope="row"><i class="set-{place}"></i><b>{escape(name)}</b>'
        f"<small>{escape(note)}</small></th><td>{escape(_shown(value, measure))}</td>"
        f"<td>{escape(times)}</td></tr>"
    )


def _rounded(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{float(f'{value:.3g}'):,.0f}"


def _shown(value: int, measure: str) -> str:
    if measure != "bytes":
        return number(value, "", "en")
    unit, name = next((unit, name) for unit, name in UNITS if value >= unit)
    return f"{value / unit:.3g} {name}"


def inside(page: Page, name: str, frame: str, digit: NDArray[Any], dark: bool) -> str:
    """A photo at its own pixels, and in it a digit or the frames of the data sets at theirs."""
    width, height = image(name).size
    marks = ""
    if frame != "none":
        png = figures.ink_png(digit.astype(np.uint8), dark=dark)
        spot = _spot(SETS[0].width, SETS[0].height, width, height)
        marks += (
            f'<b class="digit" style="{spot}">'
            + element(png, page.label("imagenet.alt-digit"))
            + "</b>"
        )
    if frame == "frames":
        for each in (*HELD[1:], "eye"):
            side = EYE if each == "eye" else size(each, "width")
            tag = escape(page.label(f"imagenet.frame-{each}"))
            marks += f'<i style="{_spot(side, side, width, height)}"><span>{tag}</span></i>'
    caption = page.label(
        f"imagenet.inside-{frame}",
        width=width,
        height=height,
        count=f"{width * height / size('mnist', 'pixels'):,.0f}",
    )
    photo = element(shown(name, WIDE), words(name, page.lang))
    return (
        f'<figure class="in-inside" lang="{page.lang}" data-testid="inside" data-with="{frame}">'
        f'<div style="max-width:{width}px">{photo}{marks}</div>'
        f"<figcaption>{escape(caption)} {_thanks(page, name)}</figcaption></figure>"
    )


def _spot(wide: int, high: int, width: int, height: int) -> str:
    return f"width:{100 * wide / width:.3f}%;height:{100 * high / height:.3f}%"


def _thanks(page: Page, name: str) -> str:
    return f"<small>{escape(page.label('imagenet.photo-by', who=credit(name)))}</small>"


def held(page: Page, name: str) -> str:
    """The middle of a photo as each data set would hold it, all enlarged to one size."""
    sides = {each: size(each, "width") for each in HELD} | {"eye": EYE}
    shown = ""
    for each, side in sides.items():
        title = page.label(f"imagenet.frame-{each}")
        why = page.label(f"imagenet.held-{each}")
        png = held_photo(name, side, each == "mnist")
        kind = "" if each == "eye" else "image-rendering:pixelated"
        shown += (
            f"<figure>{element(png, f'{words(name, page.lang)}, {title}', kind)}"
            f"<figcaption><b>{escape(title)}</b> {escape(why)}</figcaption></figure>"
        )
    return f'<div class="in-held" lang="{page.lang}">{shown}</div>'


def hundred(page: Page, true: int, wrong: float, measured: float) -> str:
    """A hundred test photos: answered as their labels say, missed, or wrongly labelled."""
    unfair = round(100 * wrong)
    missed = round(100 * measured) - unfair
    kinds = ["unfair"] * unfair + ["missed"] * missed + ["fine"] * (100 - unfair - missed)
    dots = "".join(f'<i class="{kind}"></i>' for kind in kinds)
    fields = {"true": true, "measured": f"{100 * measured:.1f}", "unfair": unfair, "missed": missed}
    lines = "".join(
        f'<li><i class="{kind}"></i>{escape(page.label(f"imagenet.dots-{kind}", **fields))}</li>'
        for kind in ("fine", "missed", "unfair")
    )
    says = page.label("imagenet.measured", **fields)
    return (
        f'<div class="in-hundred" lang="{page.lang}" data-testid="hundred" '
        f'data-measured="{100 * measured:.1f}"><div class="dots" aria-hidden="true">{dots}</div>'
        f'<div><p class="in-felt">{escape(says)}</p><ul>{lines}</ul></div></div>'
    )
