"""What the exhibits against overfitting look like: arrays in, HTML out."""

from collections.abc import Sequence
from statistics import mean
from typing import Any

import htpy as h
from htpy import Renderable
from numpy.typing import NDArray

from cnn.data.photos.augmentation import Colour
from cnn.data.photos.augmented_photo import SIDE, WHOLE, Variant, axis_colours
from cnn.experiments.dropout import DropoutPoint
from cnn.results import DropoutRuns
from ui.exhibits.alexnet.charts import ChartLine, chart_image, curve_chart
from ui.exhibits.alexnet.figures_html import pixels_element
from ui.page.frame import Page
from ui.words.numbers import minus

Array = NDArray[Any]
NAMES = ("without", "with")


def variants(page: Page, whole: Array, found: Sequence[Variant]) -> Renderable:
    """The square photo with the twelve windows drawn in, and what each window became."""
    windows = [
        h.rect(
            ".crop",
            x=f"{each.left + 0.5}",
            y=f"{each.top + 0.5}",
            width=SIDE - 1,
            height=SIDE - 1,
        )
        for each in found
    ]
    title = page.label("alexnet.variants-whole")
    cells = [_variant(page, number, each) for number, each in enumerate(found, 1)]
    return h.div(".ay-variants", lang=page.lang, data_testid="variants")[
        h.figure(".whole")[
            h.div(".frame")[
                pixels_element(whole, title, WHOLE), chart_image(windows, (0, 0, WHOLE, WHOLE), "")
            ],
            h.figcaption[title],
        ],
        h.div(".twelve")[cells],
        h.p(".legend")[page.label("alexnet.variants-legend")],
    ]


def _variant(page: Page, number: int, each: Variant) -> Renderable:
    mirror = page.label(f"alexnet.variants-{'mirrored' if each.mirrored else 'plain'}")
    alt = page.label(
        "alexnet.variants-alt", number=number, left=each.left, top=each.top, mirror=mirror
    )
    red, green, blue = (minus(f"{value:+.0f}") for value in each.shift)
    shift = page.label("alexnet.variants-shift", red=red, green=green, blue=blue)
    where = f"{each.left}, {each.top}{' ⇋' if each.mirrored else ''}"
    return h.figure(title=f"{alt}; {shift}")[
        pixels_element(each.picture, alt, 150), h.figcaption[where, h.br, f"{red} {green} {blue}"]
    ]


def axes(page: Page, colour: Colour) -> Renderable:
    """The three directions in which colours differ, each a strip through the mean colour."""
    strips = axis_colours(colour)
    deviations = colour.deviations.sort(descending=True).values.tolist()
    rows = [
        h.li[
            h.div(".strip")[[_swatch(each) for each in strip]],
            h.span[page.label(f"alexnet.variants-axis-{name}", deviation=f"{deviation:.0f}")],
        ]
        for name, strip, deviation in zip(
            ("first", "second", "third"), strips, deviations, strict=True
        )
    ]
    head = page.label("alexnet.variants-axes")
    return h.div(".ay-axes", lang=page.lang)[h.p[head], h.ol[rows]]


def _swatch(rgb: Array) -> Renderable:
    red, green, blue = (int(value) for value in rgb)
    return h.i(style=f"background:rgb({red},{green},{blue})")


def dropout(page: Page, found: DropoutRuns) -> Renderable:
    """Training and test error of every run, epoch by epoch, and the means of their ends."""
    kinds = [[run for run in found.runs if (run.dropout > 0) == drop] for drop in (False, True)]
    ends = {
        f"{name}_{part}": f"{mean(getattr(run, part)[-1] for run in own):.1f}"
        for name, own in zip(("plain", "drop"), kinds, strict=True)
        for part in ("train", "test")
    }
    words = page.label("alexnet.dropout-gap", runs=len(kinds[0]), **ends)
    panels = [
        _panel(
            page,
            page.label(f"alexnet.dropout-{part}"),
            [
                ChartLine(
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
    ]
    return h.div(".ay-dropout", lang=page.lang, data_testid="dropout")[
        h.div(".both")[panels], h.p[words]
    ]


def dropout_live(page: Page, rows: Sequence[DropoutPoint], epochs: int, wrong: int) -> Renderable:
    """Both small networks so far: learned digits, and new ones."""
    panels = [
        _panel(
            page,
            page.label(f"alexnet.two-{name}"),
            [
                ChartLine(
                    page.label(f"alexnet.dropout-{NAMES[drop]}"),
                    NAMES[drop],
                    [(row.epochs, 100 * getattr(row, part)[drop]) for row in rows],
                )
                for drop in (0, 1)
            ],
            epochs,
            level=wrong if part == "train" and wrong else None,
        )
        for name, part in (("learned", "train"), ("new", "test"))
    ]
    last = rows[-1]
    words = page.label("alexnet.two-says", epochs=last.epochs, **last_errors(last))
    if wrong:
        words += " " + page.label("alexnet.two-level")
    return h.div(
        ".ay-dropout", lang=page.lang, data_testid="dropout-live", data_epochs=last.epochs
    )[h.div(".both")[panels], h.p[words]]


def last_errors(last: DropoutPoint) -> dict[str, Any]:
    """The errors of both networks in per cent, in print: plain_train, drop_test and so on."""
    return {
        f"{name}_{part}": f"{100 * getattr(last, part)[drop]:.1f}"
        for drop, name in enumerate(("plain", "drop"))
        for part in ("train", "test")
    }


def _panel(
    page: Page, title: str, lines: Sequence[ChartLine], epochs: int, level: float | None = None
) -> Renderable:
    alt = f"{title}: {page.label('alexnet.dropout-alt')}"
    axes = page.label("alexnet.dropout-passes"), page.label("alexnet.dropout-error")
    most = max(10.0, *(y for line in lines for _, y in line.points[1:] or line.points))
    clipped = [
        ChartLine(line.name, line.kind, [(x, min(y, most)) for x, y in line.points])
        for line in lines
    ]
    drawn = curve_chart(page, clipped, axes=axes, most=(epochs, most), level=level, alt=alt)
    return h.section[h.h3[title], drawn]
