"""What a picture of a digit looks like once it was read: steps and answer in, HTML out."""

import htpy as h
from htpy import Renderable
from PIL import Image

from cnn import figures
from cnn.data.digits.preprocess import Picture
from cnn.inference.digit import PictureReading, Reading
from ui.html.img import img
from ui.page.frame import Page
from ui.page.pictures import picture

SIDE = 112  # CSS pixels of a step's longest side
FULL_BAR = 150  # the distance whose bar has full length, as under the pad
UPRIGHT = "upright"


def picture_reading(page: Page, found: PictureReading, dark: bool) -> Renderable:
    """The steps, the answer to which they lead or why there is none, and the ten distances."""
    best = found.reading.best
    sure = str(found.is_sure).lower()
    return h.div(
        ".digit-picture",
        lang=page.lang,
        data_testid="digit-picture",
        data_best=best,
        data_sure=sure,
    )[
        h.ol(".picture-steps")[[_step(page, key, step, dark) for key, step in found.steps]],
        h.div(".read")[_verdict(page, found), _distances(page, found.reading)],
    ]


def _verdict(page: Page, found: PictureReading) -> Renderable:
    reading = found.reading
    first, second = (
        {"digit": digit, "percent": f"{100 * reading.probabilities[digit]:.0f}"}
        for digit in (reading.best, reading.second)
    )
    if found.is_sure:
        said = page.label("draw.answer", digit=reading.best)
        more = page.label("draw.second", digit=reading.second)
    elif reading.is_digit:
        said = page.label("draw.picture-unsure")
        more = (
            f"{page.label('draw.doubt-best', **first)}; {page.label('draw.doubt-best', **second)}"
        )
    else:
        said = page.label("draw.picture-none")
        more = page.label("draw.refused-more", digit=reading.best)
    digit = str(reading.best) if found.is_sure else "?"
    return h.div(class_="verdict" if found.is_sure else "verdict refused")[
        h.span(".digit", aria_hidden="true")[digit], h.p(role="status")[said, h.small[more]]
    ]


def _distances(page: Page, reading: Reading) -> Renderable:
    heads = h.tr[
        h.th(scope="col")[page.label("draw.column-digit")],
        h.th(".bar", scope="col", colspan="2")[page.label("draw.column-distance")],
        h.th(".number", scope="col")[page.label("draw.column-chance")],
    ]
    return h.div(".answers")[
        h.table[
            h.caption[page.label("draw.distances")],
            h.thead[heads],
            h.tbody[[_distance(reading, digit) for digit in range(10)]],
        ]
    ]


def _distance(reading: Reading, digit: int) -> Renderable:
    far, chance = float(reading.distances[digit]), 100 * float(reading.probabilities[digit])
    return h.tr(class_="nearest" if digit == reading.best else None)[
        h.th(scope="row")[digit],
        h.td(".bar")[h.i(style=f"width:{min(100 * far / FULL_BAR, 100):.1f}%")],
        h.td(".number")[f"{far:.1f}"],
        h.td(".number")[f"{chance:.0f}%"],
    ]


def _step(page: Page, key: str, step: Picture, dark: bool) -> Renderable:
    name = page.label(f"draw.found-{key}")
    scale = SIDE / max(step.shape)
    width = max(1, round(step.shape[1] * scale))
    return h.li[
        h.div(".shown")[_shown(key, step, name, width, dark)],
        h.h3[name],
        h.p[page.label(f"draw.found-{key}-why")],
    ]


def _shown(key: str, step: Picture, name: str, width: int, dark: bool) -> Renderable:
    """The picture itself in its own greys, all that was made of it in those of the theme."""
    if key == UPRIGHT:
        return img(figures.encoded(Image.fromarray(step), "small"), name, "", f"width:{width}px")
    png = figures.ink_png(step, dark=dark)
    if max(step.shape) < SIDE:  # few pixels, to be seen as such
        return picture(png, name, width)
    return img(png, name, "", f"width:{width}px")
