"""What the exhibits of Draw look like: a reading in, HTML for st.html out."""

from functools import cache
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cnn import figures
from cnn.errors import Problem
from cnn.inference.digit import Reading
from cnn.models import rbf_codes
from cnn.models.rbf_codes import HEIGHT, WIDTH
from ui.html.images import SQUASHED, grid, legend, picture
from ui.page.frame import Page

Array = NDArray[Any]
FARTHEST = 150.0  # the distance whose bar has full length; unlike codes are 48 or more apart
LAYERS = {"C1": (6, 3), "S2": (6, 6), "C3": (8, 5), "S4": (8, 10)}  # maps a row, CSS pixels a unit
STEP = 128  # CSS pixels of the longest side of a step's picture
SMALL = {"C1": (6, 2), "S2": (6, 4)}


def under_the_pen(
    page: Page, reading: Reading | Problem, number: int, dark: bool
) -> dict[str, str]:
    """What changes while the pen moves, by its data-testid; `number`: the drawing's, from 1."""
    return {
        "verdict": verdict(page, reading, number),
        "answers": answers(page, reading, number),
        "maps": live_maps(page, reading, number, dark),
    }


def verdict(page: Page, reading: Reading | Problem, number: int) -> str:
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
) -> str:
    kind = "verdict refused" if refused else "verdict"
    return (
        f'<div class="{kind}" data-testid="verdict" data-seq="{number}" lang="{page.lang}">'
        f'<span class="digit" aria-hidden="true">{digit}</span>'
        f'<p role="status">{escape(sentence)}<small>{escape(more)}</small></p></div>'
    )


def answers(page: Page, reading: Reading | Problem, number: int) -> str:
    """The ten distances, the nearest marked, with the probabilities beside them."""
    best: int | str = ""
    if isinstance(reading, Reading):
        best = reading.best
        rows = "".join(_row(reading, digit) for digit in range(10))
    else:
        rows = "".join(_empty_row(digit) for digit in range(10))
    heads = "".join(
        f'<th scope="col" class="{kind}" colspan="{across}">'
        f"{escape(page.label(f'draw.column-{name}'))}</th>"
        for name, kind, across in (
            ("digit", "", 1),
            ("distance", "bar", 2),
            ("chance", "number", 1),
        )
    )
    return (
        f'<div class="answers" data-testid="answers" data-seq="{number}" data-best="{best}" '
        f'lang="{page.lang}"><table><caption>{escape(page.label("draw.distances"))}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(reading: Reading, digit: int) -> str:
    distance, chance = reading.distances[digit], reading.probabilities[digit]
    kind = "nearest" if digit == reading.best else "farther"
    return (
        f'<tr class="{kind}"><th scope="row">{digit}</th>'
        f'<td class="bar"><i style="width:{min(100 * distance / FARTHEST, 100):.1f}%"></i></td>'
        f'<td class="number">{distance:.1f}</td><td class="number">{100 * chance:.0f}%</td></tr>'
    )


def _empty_row(digit: int) -> str:
    empty = '<td class="number">–</td>'
    return f'<tr><th scope="row">{digit}</th><td class="bar"></td>{empty}{empty}</tr>'


def live_maps(page: Page, reading: Reading | Problem, number: int, dark: bool) -> str:
    """What the network sees, and the two layers that still look like it, small and fast."""
    parts = ""
    if isinstance(reading, Reading):
        seen = figures.maps_png(reading.pixels[None], limit=SQUASHED, columns=1, dark=dark)
        parts = _small(page, "input", picture(seen, page.label("draw.alt-input"), 96))
        parts += "".join(
            _small(page, name, _grid(page, reading, name, SMALL[name], dark)) for name in SMALL
        )
    return (
        f'<div class="live-maps" data-testid="maps" data-seq="{number}" lang="{page.lang}">'
        f"{parts}</div>"
    )


def _small(page: Page, name: str, shown: str) -> str:
    return f"<div><b>{escape(page.label(f'home.layer-{name}'))}</b>{shown}</div>"


def _grid(page: Page, reading: Reading, name: str, size: tuple[int, int], dark: bool) -> str:
    return grid(page, name, reading.maps[name], columns=size[0], unit=size[1], dark=dark)


def steps(page: Page, shown: list[tuple[str, Array]], pixels: Array, dark: bool) -> str:
    """Each step from strokes to pixels, and at last the values that enter C1."""
    sizes = {key: image.shape for key, image in shown} | {"input": pixels.shape}
    pictures = {key: figures.ink_png(image, dark=dark) for key, image in shown}
    pictures["input"] = figures.maps_png(pixels[None], limit=SQUASHED, columns=1, dark=dark)
    return (
        f'<div class="steps" lang="{page.lang}">'
        + "".join(_step(page, key, png, sizes[key]) for key, png in pictures.items())
        + "</div>"
    )


def _step(page: Page, key: str, png: bytes, size: tuple[int, ...]) -> str:
    title, caption = (escape(page.label(f"draw.step-{key}{part}")) for part in ("", "-why"))
    shown = picture(png, page.label(f"draw.step-{key}"), round(STEP * size[1] / max(size)))
    return (
        f'<div class="step"><div class="shown">{shown}</div><h3>{title}</h3><p>{caption}</p></div>'
    )


def layers(page: Page, reading: Reading, number: int, dark: bool) -> str:
    """The maps of C1 to S4, and C5 and F6 as small sheets, all on one scale."""
    shown = {name: _grid(page, reading, name, LAYERS[name], dark) for name in LAYERS}
    shown["C5"] = _sheet(page, reading, "C5", 8, 12, dark)
    shown["F6"] = _sheet(page, reading, "F6", HEIGHT, 12, dark)
    cards = "".join(_layer(page, name, maps) for name, maps in shown.items())
    return (
        f'<div class="layers" data-testid="all-maps" data-seq="{number}" lang="{page.lang}">'
        f"{cards}</div>{legend(page, dark)}"
    )


def _sheet(page: Page, reading: Reading, name: str, height: int, unit: int, dark: bool) -> str:
    sheet = reading.maps[name].reshape(1, height, -1)
    return grid(page, name, sheet, columns=1, unit=unit, dark=dark)


def _layer(page: Page, name: str, maps: str) -> str:
    shape, caption = (
        escape(page.label(f"{where}-{name}")) for where in ("home.shape", "draw.layer")
    )
    return (
        f'<div class="layer"><h3>{name} <small>{shape}</small></h3>'
        f'<div class="shown">{maps}</div><p>{caption}</p></div>'
    )


def codes(page: Page, reading: Reading, wanted: Array, dark: bool) -> str:
    """F6, the code nearest to it, their squared differences; then all ten, as far as each is."""
    best, found = reading.best, reading.maps["F6"]
    apart = np.square(found - wanted[best])
    tiles = {
        "found": _tile(page, found, SQUASHED, "draw.alt-found", best, dark),
        "wanted": _tile(page, wanted[best], SQUASHED, "draw.alt-wanted", best, dark),
        "apart": _tile(page, apart, 4.0, "draw.alt-apart", best, dark),
    }
    distance = f"{reading.distances[best]:.1f}"
    shown = "".join(
        f"<figure>{tile}<figcaption>"
        f"{escape(page.label(f'draw.code-{name}', digit=best, distance=distance))}"
        "</figcaption></figure>"
        for name, tile in tiles.items()
    )
    every = "".join(_code(page, reading, digit, dark) for digit in range(10))
    return (
        f'<div class="codes" lang="{page.lang}">{shown}</div>'
        f'<div class="all-codes" lang="{page.lang}">{every}</div>'
    )


def _tile(page: Page, units: Array, limit: float, alt: str, digit: int, dark: bool) -> str:
    return picture(_units(units, limit, dark), page.label(alt, digit=digit), 14 * WIDTH)


def _units(units: Array, limit: float, dark: bool) -> bytes:
    sheet = units.reshape(1, HEIGHT, WIDTH)
    return figures.maps_png(sheet, limit=limit, columns=1, dark=dark)


@cache
def _wanted(digit: int, dark: bool) -> bytes:
    return _units(rbf_codes.codes()[digit], SQUASHED, dark)


def _code(page: Page, reading: Reading, digit: int, dark: bool) -> str:
    words = page.label("draw.alt-wanted", digit=digit)
    tile = picture(_wanted(digit, dark), words, 7 * WIDTH)
    kind = "nearest" if digit == reading.best else "farther"
    return (
        f'<figure class="{kind}">{tile}<figcaption>{digit}: {reading.distances[digit]:.0f}'
        "</figcaption></figure>"
    )


def doubt(page: Page, reading: Reading) -> str:
    """One bar of probability: the best digit, the other digits, and none of them."""
    best = float(reading.probabilities[reading.best])
    others = max(float(reading.probabilities.sum()) - best, 0.0)
    parts = {"best": best, "others": others, "none": max(1 - best - others, 0.0)}
    bar = "".join(
        f'<i class="{kind}" style="width:{100 * p:.1f}%"></i>' for kind, p in parts.items()
    )
    words = {
        kind: page.label(f"draw.doubt-{kind}", digit=reading.best, percent=f"{100 * p:.1f}")
        for kind, p in parts.items()
    }
    legend = "".join(f'<li class="{kind}">{escape(word)}</li>' for kind, word in words.items())
    return (
        f'<div class="doubt" lang="{page.lang}"><div class="whole" aria-hidden="true">{bar}</div>'
        f"<ul>{legend}</ul></div>"
    )
