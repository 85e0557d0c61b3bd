"""What the exhibits against overfitting look like: arrays in, HTML for st.html out."""

from collections.abc import Sequence
from html import escape
from statistics import mean
from typing import Any

from numpy.typing import NDArray

from cnn.data.photos.augmentation import Colour
from cnn.data.photos.augmented_photo import SIDE, WHOLE, Variant, axis_colours
from cnn.experiments.dropout import Row
from cnn.results import Dropout
from ui.exhibits.alexnet.charts import Line, chart, draw
from ui.exhibits.alexnet.figures_html import photo_element
from ui.page.frame import Page
from ui.words.numbers import minus

Array = NDArray[Any]
NAMES = ("without", "with")


def variants(page: Page, whole: Array, found: Sequence[Variant]) -> str:
    """The square photo with the twelve windows drawn in, and what each window became."""
    windows = [
        f'<rect class="crop" x="{each.left + 0.5}" y="{each.top + 0.5}" '
        f'width="{SIDE - 1}" height="{SIDE - 1}"/>'
        for each in found
    ]
    title = page.label("alexnet.variants-whole")
    cells = "".join(_variant(page, number, each) for number, each in enumerate(found, 1))
    return (
        f'<div class="ay-variants" lang="{page.lang}" data-testid="variants">'
        f'<figure class="whole"><div class="frame">{photo_element(whole, title, WHOLE)}'
        f"{draw(windows, (0, 0, WHOLE, WHOLE), '')}</div>"
        f'<figcaption>{escape(title)}</figcaption></figure><div class="twelve">{cells}</div>'
        f'<p class="legend">{escape(page.label("alexnet.variants-legend"))}</p></div>'
    )


def _variant(page: Page, number: int, each: Variant) -> str:
    mirror = page.label(f"alexnet.variants-{'mirrored' if each.mirrored else 'plain'}")
    alt = page.label(
        "alexnet.variants-alt", number=number, left=each.left, top=each.top, mirror=mirror
    )
    red, green, blue = (minus(f"{value:+.0f}") for value in each.shift)
    shift = page.label("alexnet.variants-shift", red=red, green=green, blue=blue)
    where = f"{each.left}, {each.top}{' ⇋' if each.mirrored else ''}"
    return (
        f'<figure title="{escape(f"{alt}; {shift}")}">{photo_element(each.picture, alt, 150)}'
        f"<figcaption>{where}<br>{red} {green} {blue}</figcaption></figure>"
    )


def axes(page: Page, colour: Colour) -> str:
    """The three directions in which colours differ, each a strip through the mean colour."""
    strips = axis_colours(colour)
    deviations = colour.deviations.sort(descending=True).values.tolist()
    rows = "".join(
        f'<li><div class="strip">{"".join(_swatch(each) for each in strip)}</div>'
        f"<span>{escape(page.label(f'alexnet.variants-axis-{name}', deviation=f'{deviation:.0f}'))}"
        "</span></li>"
        for name, strip, deviation in zip(
            ("first", "second", "third"), strips, deviations, strict=True
        )
    )
    head = escape(page.label("alexnet.variants-axes"))
    return f'<div class="ay-axes" lang="{page.lang}"><p>{head}</p><ol>{rows}</ol></div>'


def _swatch(rgb: Array) -> str:
    red, green, blue = (int(value) for value in rgb)
    return f'<i style="background:rgb({red},{green},{blue})"></i>'


def measured(page: Page, found: Dropout) -> str:
    """Training and test error of every run, pass by pass, and the means of their ends."""
    kinds = [[run for run in found.runs if (run.dropout > 0) == drop] for drop in (False, True)]
    ends = {
        f"{name}_{part}": f"{mean(getattr(run, part)[-1] for run in own):.1f}"
        for name, own in zip(("plain", "drop"), kinds, strict=True)
        for part in ("train", "test")
    }
    words = page.label("alexnet.dropout-gap", runs=len(kinds[0]), **ends)
    panels = "".join(
        _panel(
            page,
            page.label(f"alexnet.dropout-{part}"),
            [
                Line(
                    page.label(f"alexnet.dropout-{NAMES[drop]}") if not i else "",
                    NAMES[drop],
                    list(enumerate(getattr(run, part))),
                )
                for drop, own in enumerate(kinds)
                for i, run in enumerate(own)
            ],
            max(len(run.train) - 1 for run in found.runs),
        )
        for part in ("train", "test")
    )
    return (
        f'<div class="ay-dropout" lang="{page.lang}" data-testid="dropout"><div class="both">'
        f"{panels}</div><p>{escape(words)}</p></div>"
    )


def live(page: Page, rows: Sequence[Row], passes: int, wrong: int) -> str:
    """Both small networks so far: learned digits, and new ones."""
    panels = "".join(
        _panel(
            page,
            page.label(f"alexnet.two-{name}"),
            [
                Line(
                    page.label(f"alexnet.dropout-{NAMES[drop]}"),
                    NAMES[drop],
                    [(row.passes, 100 * getattr(row, part)[drop]) for row in rows],
                )
                for drop in (0, 1)
            ],
            passes,
            level=wrong if part == "train" and wrong else None,
        )
        for name, part in (("learned", "train"), ("new", "test"))
    )
    last = rows[-1]
    ends = {
        f"{name}_{part}": f"{100 * getattr(last, part)[drop]:.1f}"
        for drop, name in enumerate(("plain", "drop"))
        for part in ("train", "test")
    }
    words = page.label("alexnet.two-says", passes=last.passes, **ends)
    if wrong:
        words += " " + page.label("alexnet.two-level")
    return (
        f'<div class="ay-dropout" lang="{page.lang}" data-testid="dropout-live" '
        f'data-passes="{last.passes}"><div class="both">{panels}</div><p>{escape(words)}</p></div>'
    )


def _panel(
    page: Page, title: str, lines: Sequence[Line], passes: int, level: float | None = None
) -> str:
    alt = f"{title}: {page.label('alexnet.dropout-alt')}"
    axes = page.label("alexnet.dropout-passes"), page.label("alexnet.dropout-error")
    most = max(10.0, *(y for line in lines for _, y in line.points[1:] or line.points))
    clipped = [
        Line(line.name, line.kind, [(x, min(y, most)) for x, y in line.points]) for line in lines
    ]
    drawn = chart(page, clipped, axes=axes, most=(passes, most), level=level, alt=alt)
    return f"<section><h3>{escape(title)}</h3>{drawn}</section>"
