"""What a bent digit on Draw looks like: variants and answers in, HTML for st.html out."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.data.mnist.perturbations import REACH, Variants, held
from ui.html.images import picture
from ui.page.frame import Page
from ui.page.theme import colours
from ui.words.numbers import minus

Array = NDArray[Any]
SIDE = 168  # CSS pixels, a multiple of the 21 shifts


def strips(
    page: Page, change: str, found: Variants, answers: Mapping[str, Array], dark: bool
) -> str:
    """A row for each machine: its answer to every variant, marked where it changes."""
    count = len(found.values)
    sheet = figures.mosaic(np.maximum(found.images, 1), count, gap=0)
    film = figures.ink_png(sheet, dark=dark)
    scale = "".join(
        f'<td class="{_tick(i, found.still)}">{_value(change, value, i - found.still)}</td>'
        for i, value in enumerate(found.values)
    )
    rows = "".join(_strip(page, change, found, name, said) for name, said in answers.items())
    alt = page.label(f"draw.change-{change}")
    return (
        f'<div class="strips" lang="{page.lang}" data-testid="strips" data-change="{change}">'
        f'<table style="--count:{count}"><tbody><tr class="film"><td></td>'
        f'<td colspan="{count}">{_film(film, alt)}</td><td></td></tr>'
        f'<tr class="scale"><th>{escape(page.label(f"draw.unit-{change}"))}</th>{scale}'
        f"<th>{escape(page.label('draw.holds'))}</th></tr>{rows}</tbody></table></div>"
    )


def _tick(place: int, still: int) -> str:
    """The unchanged digit's value is marked; every other value has no room on a phone."""
    return "still" if place == still else "minor" if (place - still) % 4 else ""


def _film(png: bytes, alt: str) -> str:
    return picture(png, alt, 100).replace("width:100px", "width:100%")


def _value(change: str, value: float, place: int) -> str:
    """The value in print, at every second place, counted from the unchanged digit's."""
    if place % 2:
        return ""
    shown = {"turn": f"{value:g}°", "scale": f"{value:.2f}", "noise": f"{100 * value:.3g}"}
    return minus(shown.get(change, f"{value:g}"))


def _strip(page: Page, change: str, found: Variants, name: str, answers: Array) -> str:
    first, last = held(answers, found.still)
    cells = "".join(
        f'<td class="{_kind(i, first, last, answers, found.still)}">{digit}</td>'
        for i, digit in enumerate(answers)
    )
    low, high = (_value(change, float(found.values[i]), 0) for i in (first, last))
    return (
        f'<tr><th scope="row">{escape(page.label(f"draw.name-{name}"))}</th>{cells}'
        f'<td class="range">{low} … {high}</td></tr>'
    )


def _kind(place: int, first: int, last: int, answers: Array, still: int) -> str:
    kinds = ["held" if first <= place <= last else "beyond"]
    if answers[place] != answers[still]:
        kinds.append("wrong")
    if place in (first - 1, last + 1):
        kinds.append("break")
    if place == still:
        kinds.append("still")
    return " ".join(kinds)


def shifts(page: Page, answers: Mapping[str, Array], dark: bool) -> str:
    """A square for each machine: every shift, dark where the answer has changed."""
    tiles = "".join(_shift(page, name, said, dark) for name, said in answers.items())
    legend = escape(page.label("draw.shift-legend", reach=REACH))
    return (
        f'<p class="shifts-legend" lang="{page.lang}">{legend}</p>'
        f'<div class="shifts" lang="{page.lang}" data-testid="shifts">{tiles}</div>'
    )


def _shift(page: Page, name: str, answers: Array, dark: bool) -> str:
    middle = len(answers) // 2
    changed = answers != answers[middle, middle]
    paper = figures.INK[figures.theme_name(dark)][0]
    png = figures.palette_png(
        np.where(changed, 255, 1).astype(np.uint8), figures.ramp((paper, colours().error), 255)
    )
    unit = REACH // middle
    reach = {
        "left": held(answers[middle], middle)[0],
        "right": held(answers[middle], middle)[1],
        "up": held(answers[:, middle], middle)[0],
        "down": held(answers[:, middle], middle)[1],
    }
    pixels = {side: unit * abs(place - middle) for side, place in reach.items()}
    share = 100 * float(1 - changed.mean())
    words = page.label("draw.shift-holds", share=f"{share:.0f}", **pixels)
    title = page.label(f"draw.name-{name}")
    return (
        f'<figure><div class="frame">{picture(png, title, SIDE)}<i></i></div><figcaption>'
        f"<b>{escape(title)}</b> {escape(words)}</figcaption></figure>"
    )
