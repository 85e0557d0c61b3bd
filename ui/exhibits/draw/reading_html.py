"""What the exhibits of Draw look like: a reading in, HTML out."""

from functools import cache
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray

from cnn import figures, rbf_codes
from cnn.errors import Problem
from cnn.inference.digit import Reading
from cnn.rbf_codes import HEIGHT, WIDTH
from ui.page.frame import Page
from ui.page.pictures import SQUASHED, legend, map_grid, picture

Array = NDArray[Any]
FARTHEST = 150.0  # the distance whose bar has full length; unlike codes are 48 or more apart
LAYERS = {"C1": (6, 3), "S2": (6, 6), "C3": (8, 5), "S4": (8, 10)}  # maps a row, CSS pixels a unit
STEP = 128  # CSS pixels of the longest side of a step's picture
SMALL = {"C1": (6, 2), "S2": (6, 4)}
# Cells of the ten rows that change under the pen: made once, filled with every answer.
HEAD, BAR, NUMBER = h.th(scope="row"), h.td(".bar"), h.td(".number")


def under_the_pen(
    page: Page, reading: Reading | Problem, number: int, dark: bool
) -> dict[str, Renderable]:
    """What changes while the pen moves, by its data-testid; `number`: the drawing's, from 1."""
    return {
        "verdict": verdict(page, reading, number),
        "answers": ten_distances(page, reading, number),
        "maps": live_maps(page, reading, number, dark),
    }


def verdict(page: Page, reading: Reading | Problem, number: int) -> Renderable:
    """The answer in a sentence; a refusal still names its best guess. `number` 0: the sample."""
    if isinstance(reading, Problem):
        sentence = page.label(f"problem.{reading.key}")
        return _verdict(page, "?", sentence, "", number, refused=True)
    best = reading.best
    if not reading.is_digit:
        sentence, more = (
            page.label("draw.refused", digit=best),
            page.label("draw.refused-more", digit=best),
        )
    elif number:
        sentence = page.label("draw.answer", digit=best)
        more = page.label("draw.second", digit=reading.second)
    else:
        sentence, more = page.label("draw.sample-read", digit=best), page.label("draw.sample-more")
    return _verdict(page, str(best), sentence, more, number, refused=not reading.is_digit)


def _verdict(
    page: Page, digit: str, sentence: str, more: str, number: int, *, refused: bool
) -> Renderable:
    kind = "verdict refused" if refused else "verdict"
    return h.div(class_=kind, data_testid="verdict", data_seq=number, lang=page.lang)[
        h.span(".digit", aria_hidden="true")[digit], h.p(role="status")[sentence, h.small[more]]
    ]


def ten_distances(page: Page, reading: Reading | Problem, number: int) -> Renderable:
    """The ten distances, the nearest marked, with the probabilities beside them."""
    best: int | str = ""
    if isinstance(reading, Reading):
        best = reading.best
        rows = [_row(reading, digit) for digit in range(10)]
    else:
        rows = [_empty_row(digit) for digit in range(10)]
    heads = [
        h.th(scope="col", class_=kind, colspan=across)[page.label(f"draw.column-{name}")]
        for name, kind, across in (
            ("digit", "", 1),
            ("distance", "bar", 2),
            ("chance", "number", 1),
        )
    ]
    return h.div(
        ".answers", data_testid="answers", data_seq=number, data_best=best, lang=page.lang
    )[h.table[h.caption[page.label("draw.distances")], h.thead[h.tr[heads]], h.tbody[rows]]]


def _row(reading: Reading, digit: int) -> Renderable:
    distance, chance = reading.distances[digit], reading.probabilities[digit]
    kind = "nearest" if digit == reading.best else "farther"
    return h.tr(class_=kind)[
        HEAD[f"{digit}"],
        BAR[h.i(style=f"width:{min(100 * distance / FARTHEST, 100):.1f}%")],
        NUMBER[f"{distance:.1f}"],
        NUMBER[f"{100 * chance:.0f}%"],
    ]


def _empty_row(digit: int) -> Renderable:
    return h.tr[HEAD[digit], BAR, NUMBER["–"], NUMBER["–"]]


def live_maps(page: Page, reading: Reading | Problem, number: int, dark: bool) -> Renderable:
    """What the network sees, and the two layers that still look like it, small and fast."""
    parts = []
    if isinstance(reading, Reading):
        seen = figures.maps_png(reading.pixels[None], limit=SQUASHED, columns=1, dark=dark)
        parts.append(_small(page, "input", picture(seen, page.label("draw.alt-input"), 96)))
        parts += [
            _small(page, name, _grid(page, reading, name, SMALL[name], dark)) for name in SMALL
        ]
    return h.div(".live-maps", data_testid="maps", data_seq=number, lang=page.lang)[parts]


def _small(page: Page, name: str, shown: Renderable) -> Renderable:
    return h.div[h.b[page.label(f"home.layer-{name}")], shown]


def _grid(page: Page, reading: Reading, name: str, size: tuple[int, int], dark: bool) -> Renderable:
    return map_grid(page, name, reading.maps[name], columns=size[0], unit=size[1], dark=dark)


def digit_steps(
    page: Page, shown: list[tuple[str, Array]], pixels: Array, dark: bool
) -> Renderable:
    """Each step from strokes to pixels, and at last the values that enter C1."""
    sizes = {key: image.shape for key, image in shown} | {"input": pixels.shape}
    pictures = {key: figures.ink_png(image, dark=dark) for key, image in shown}
    pictures["input"] = figures.maps_png(pixels[None], limit=SQUASHED, columns=1, dark=dark)
    return h.div(".steps", lang=page.lang)[
        [_step(page, key, png, sizes[key]) for key, png in pictures.items()]
    ]


def _step(page: Page, key: str, png: bytes, size: tuple[int, ...]) -> Renderable:
    title, caption = (page.label(f"draw.step-{key}{part}") for part in ("", "-why"))
    shown = picture(png, page.label(f"draw.step-{key}"), round(STEP * size[1] / max(size)))
    return h.div(".step")[h.div(".shown")[shown], h.h3[title], h.p[caption]]


def layer_maps(page: Page, reading: Reading, number: int, dark: bool) -> Renderable:
    """The maps of C1 to S4, and C5 and F6 as small sheets, all on one scale."""
    shown = {name: _grid(page, reading, name, LAYERS[name], dark) for name in LAYERS}
    shown["C5"] = _sheet(page, reading, "C5", 8, 12, dark)
    shown["F6"] = _sheet(page, reading, "F6", HEIGHT, 12, dark)
    cards = [_layer(page, name, maps) for name, maps in shown.items()]
    return h.fragment[
        h.div(".layers", data_testid="all-maps", data_seq=number, lang=page.lang)[cards],
        legend(page, dark),
    ]


def _sheet(
    page: Page, reading: Reading, name: str, height: int, unit: int, dark: bool
) -> Renderable:
    sheet = reading.maps[name].reshape(1, height, -1)
    return map_grid(page, name, sheet, columns=1, unit=unit, dark=dark)


def _layer(page: Page, name: str, maps: Renderable) -> Renderable:
    shape, caption = (page.label(f"{where}-{name}") for where in ("home.shape", "draw.layer"))
    return h.div(".layer")[h.h3[name, " ", h.small[shape]], h.div(".shown")[maps], h.p[caption]]


def code_pictures(page: Page, reading: Reading, wanted: Array, dark: bool) -> Renderable:
    """F6, the code nearest to it, their squared differences; then all ten, as far as each is."""
    best, found = reading.best, reading.maps["F6"]
    apart = np.square(found - wanted[best])
    tiles = {
        "found": _tile(page, found, SQUASHED, "draw.alt-found", best, dark),
        "wanted": _tile(page, wanted[best], SQUASHED, "draw.alt-wanted", best, dark),
        "apart": _tile(page, apart, 4.0, "draw.alt-apart", best, dark),
    }
    distance = f"{reading.distances[best]:.1f}"
    shown = [
        h.figure[tile, h.figcaption[page.label(f"draw.code-{name}", digit=best, distance=distance)]]
        for name, tile in tiles.items()
    ]
    every = [_code(page, reading, digit, dark) for digit in range(10)]
    return h.fragment[
        h.div(".codes", lang=page.lang)[shown], h.div(".all-codes", lang=page.lang)[every]
    ]


def _tile(page: Page, units: Array, limit: float, alt: str, digit: int, dark: bool) -> Renderable:
    return picture(_units(units, limit, dark), page.label(alt, digit=digit), 14 * WIDTH)


def _units(units: Array, limit: float, dark: bool) -> bytes:
    sheet = units.reshape(1, HEIGHT, WIDTH)
    return figures.maps_png(sheet, limit=limit, columns=1, dark=dark)


@cache
def _wanted(digit: int, dark: bool) -> bytes:
    return _units(rbf_codes.codes()[digit], SQUASHED, dark)


def _code(page: Page, reading: Reading, digit: int, dark: bool) -> Renderable:
    words = page.label("draw.alt-wanted", digit=digit)
    tile = picture(_wanted(digit, dark), words, 7 * WIDTH)
    kind = "nearest" if digit == reading.best else "farther"
    return h.figure(class_=kind)[tile, h.figcaption[f"{digit}: {reading.distances[digit]:.0f}"]]


def doubt(page: Page, reading: Reading) -> Renderable:
    """One bar of probability: the best digit, the other digits, and none of them."""
    best = float(reading.probabilities[reading.best])
    others = max(float(reading.probabilities.sum()) - best, 0.0)
    parts = {"best": best, "others": others, "none": max(1 - best - others, 0.0)}
    bar = [h.i(class_=kind, style=f"width:{100 * p:.1f}%") for kind, p in parts.items()]
    words = {
        kind: page.label(f"draw.doubt-{kind}", digit=reading.best, percent=f"{100 * p:.1f}")
        for kind, p in parts.items()
    }
    legend = [h.li(class_=kind)[word] for kind, word in words.items()]
    return h.div(".doubt", lang=page.lang)[h.div(".whole", aria_hidden="true")[bar], h.ul[legend]]
