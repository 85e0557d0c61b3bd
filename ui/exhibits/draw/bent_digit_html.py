"""What a bent digit on Draw looks like: variants and answers in, HTML out."""

from collections.abc import Mapping
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures
from cnn.data.mnist.perturbations import REACH, Perturbed, unchanged_range
from ui.page.frame import Page
from ui.page.pictures import picture
from ui.page.theme import colours
from ui.words.numbers import minus

Array = NDArray[Any]
SIDE = 168  # CSS pixels, a multiple of the 21 shifts


def strips(
    page: Page, change: str, found: Perturbed, answers: Mapping[str, Array], dark: bool
) -> Renderable:
    """A row for each classifier: its answer to every variant, marked where it changes."""
    count = len(found.values)
    sheet = figures.mosaic(np.maximum(found.images, 1), count, gap=0)
    film = figures.ink_png(sheet, dark=dark)
    scale = [
        h.td(class_=_tick(i, found.still))[_value(change, value, i - found.still)]
        for i, value in enumerate(found.values)
    ]
    rows = [_strip(page, change, found, name, said) for name, said in answers.items()]
    alt = page.label("draw.changed-alt", change=page.label(f"draw.change-{change}"))
    return h.div(".strips", lang=page.lang, data_testid="strips", data_change=change)[
        h.table(style=f"--count:{count}")[
            h.tbody[
                h.tr(".film")[h.td, h.td(colspan=count)[picture(film, alt)], h.td],
                h.tr(".scale")[
                    h.th[page.label(f"draw.unit-{change}")], scale, h.th[page.label("draw.holds")]
                ],
                rows,
            ]
        ]
    ]


def _tick(place: int, still: int) -> str:
    """The unchanged digit's value is marked; every other value has no room on a phone."""
    return "still" if place == still else "minor" if (place - still) % 4 else ""


def _value(change: str, value: float, place: int) -> str:
    """The value in print, at every second place, counted from the unchanged digit's."""
    if place % 2:
        return ""
    shown = {"turn": f"{value:g}°", "scale": f"{value:.2f}", "noise": f"{100 * value:.3g}"}
    return minus(shown.get(change, f"{value:g}"))


def _strip(page: Page, change: str, found: Perturbed, name: str, answers: Array) -> Renderable:
    first, last = unchanged_range(answers, found.still)
    cells = [
        h.td(class_=_kind(i, first, last, answers, found.still))[digit]
        for i, digit in enumerate(answers.tolist())
    ]
    low, high = (_value(change, float(found.values[i]), 0) for i in (first, last))
    return h.tr[
        h.th(scope="row")[page.label(f"draw.name-{name}")], cells, h.td(".range")[low, " … ", high]
    ]


def _kind(place: int, first: int, last: int, answers: Array, still: int) -> str:
    kinds = ["held" if first <= place <= last else "beyond"]
    if answers[place] != answers[still]:
        kinds.append("wrong")
    if place in (first - 1, last + 1):
        kinds.append("break")
    if place == still:
        kinds.append("still")
    return " ".join(kinds)


def shifts(page: Page, answers: Mapping[str, Array], dark: bool) -> Renderable:
    """A square for each classifier: every shift, dark where the answer has changed."""
    tiles = [_shift(page, name, said, dark) for name, said in answers.items()]
    legend = page.label("draw.shift-legend", reach=REACH)
    return h.fragment[
        h.p(".shifts-legend", lang=page.lang)[legend],
        h.div(".shifts", lang=page.lang, data_testid="shifts")[tiles],
    ]


def _shift(page: Page, name: str, answers: Array, dark: bool) -> Renderable:
    middle = len(answers) // 2
    changed = answers != answers[middle, middle]
    paper = figures.INK[figures.theme_name(dark)][0]
    png = figures.palette_png(
        np.where(changed, 255, 1).astype(np.uint8), figures.ramp((paper, colours().error), 255)
    )
    unit = REACH // middle
    reach = {
        "left": unchanged_range(answers[middle], middle)[0],
        "right": unchanged_range(answers[middle], middle)[1],
        "up": unchanged_range(answers[:, middle], middle)[0],
        "down": unchanged_range(answers[:, middle], middle)[1],
    }
    pixels = {side: unit * abs(place - middle) for side, place in reach.items()}
    share = 100 * float(1 - changed.mean())
    words = page.label("draw.shift-holds", share=f"{share:.0f}", **pixels)
    title = page.label(f"draw.name-{name}")
    return h.figure[
        h.div(".frame")[picture(png, title, SIDE), h.i], h.figcaption[h.b[title], f" {words}"]
    ]
