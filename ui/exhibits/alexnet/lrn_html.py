"""What local response normalisation looks like: maps in, HTML out."""

import io
from statistics import mean
from typing import Any

import htpy as h
import numpy as np
from htpy import Renderable
from numpy.typing import NDArray
from PIL import Image

from cnn import figures
from cnn.experiments.lrn import Normalised
from cnn.results import CifarRun, Normalisation, SmallRun
from ui.exhibits.alexnet.charts import Bar, ChartLine, bars, chart_image, curve_chart
from ui.page.frame import Page
from ui.page.pictures import picture
from ui.words.numbers import minus

SHOWN, COLUMNS = 16, 4  # maps, the strongest, in rows of four
HIGH, WIDE = 70, 800  # of the drawing of one place


def lrn(page: Page, crop: NDArray[np.uint8], found: Normalised, dark: bool) -> Renderable:
    """The photo, its strongest maps before and after on one scale, and one place in all maps."""
    energy = np.square(found.before).sum(0)
    rows, columns = energy.shape
    y, x = (int(i) for i in np.unravel_index(energy.argmax(), energy.shape))
    chosen = np.sort(found.before.mean((1, 2)).argsort()[::-1][:SHOWN])
    limit = float(found.before.max())
    sheets = [
        h.figure[
            _sheet(page, maps[chosen], limit, f"alexnet.lrn-{name}", dark),
            h.figcaption[h.b[page.label(f"alexnet.lrn-{name}")]],
        ]
        for name, maps in (("before", found.before), ("after", found.after))
    ]
    low, high = float(found.divisor.min()), float(found.divisor.max())
    words = page.label("alexnet.lrn-divided", low=f"{low:.3g}", high=f"{high:.3g}")
    return h.div(
        ".ax-lrn", lang=page.lang, data_testid="lrn", data_low=f"{low:.4g}", data_high=f"{high:.4g}"
    )[
        h.div(".sheets")[_photo(page, crop, (x + 0.5) / columns, (y + 0.5) / rows), sheets],
        h.p(role="status")[words],
        _place(page, found, x, y),
    ]


def _photo(page: Page, crop: NDArray[np.uint8], x: float, y: float) -> Renderable:
    """The photo, a ring at x and y, from 0 at the left and the top to 1: it is wider than a map."""
    out = io.BytesIO()
    Image.fromarray(crop).save(out, "PNG")
    at = f"left:{100 * x:.1f}%;top:{100 * y:.1f}%"
    shown = picture(out.getvalue(), page.label("alexnet.alt-photo"), 168)
    return h.figure[
        h.div(".frame")[shown, h.i(style=at)], h.figcaption[page.label("alexnet.lrn-place")]
    ]


def _sheet(page: Page, maps: NDArray[Any], limit: float, alt: str, dark: bool) -> Renderable:
    png = figures.maps_png(maps, limit=limit, columns=COLUMNS, dark=dark)
    return picture(png, page.label(alt), 300)


def _place(page: Page, found: Normalised, x: int, y: int) -> Renderable:
    """All maps at one place: a bar before, a bar after, each as a share of its strongest."""
    before, after = found.before[:, y, x], found.after[:, y, x]
    wide = WIDE / len(before)
    parts = []
    for kind, values, base, sign in (("before", before, HIGH, -1), ("after", after, HIGH + 4, 1)):
        top = max(float(values.max()), 1e-12)
        for i, value in enumerate(values):
            tall = HIGH * float(value) / top
            start = base - tall if sign < 0 else base
            parts.append(
                h.rect(
                    class_=kind,
                    x=f"{i * wide:.1f}",
                    y=f"{start:.1f}",
                    width=f"{wide - 2:.1f}",
                    height=f"{tall:.1f}",
                )
            )
    title = page.label("alexnet.lrn-bars", maps=len(before))
    drawn = chart_image(parts, (0, 0, WIDE, 2 * HIGH + 4), title)
    return h.figure(".place")[h.figcaption[title], drawn]


def lrn_measured(page: Page, found: Normalisation) -> Renderable:
    """The test error of every run, epoch by epoch, and what each kind came to."""
    kinds = {kind: [run for run in found.runs if run.kind == kind] for kind in found.last}
    picture = curve_chart(
        page,
        [
            ChartLine(
                page.label(f"alexnet.both-{kind}") if not number else "",
                kind,
                list(enumerate(run.test)),
            )
            for kind, runs in kinds.items()
            for number, run in enumerate(runs)
        ],
        axes=(page.label("alexnet.both-x"), page.label("alexnet.both-y")),
        most=(max(len(run.test) for run in found.runs) - 1, 80),
        alt=page.label("alexnet.both-alt"),
    )
    rows = [_end(page, kind, runs) for kind, runs in kinds.items()]
    table = bars(page, rows, (page.label("alexnet.both-kind"), page.label("alexnet.both-error")))
    here = _mean(kinds["as-is"])
    changes = {kind: minus(f"{_mean(kinds[kind]) - here:+.1f}") for kind in ("normalised", "plain")}
    learned = {
        f"{kind.replace('-', '_')}_train": f"{mean(run.train[-1] for run in runs):.1f}"
        for kind, runs in kinds.items()
    }
    words = page.label("alexnet.both-says", runs=len(kinds["as-is"]), **changes, **learned)
    return h.div(".ax-race", data_testid="both")[picture, h.div(lang=page.lang)[table, h.p[words]]]


def small_edition_measured(page: Page, runs: list[SmallRun]) -> Renderable:
    """How often each kind of the small edition was right, a column for each length of training."""
    found = {(run.kind, run.epochs): run for run in runs}
    kinds, lengths = (list(dict.fromkeys(each)) for each in zip(*found, strict=True))
    heads = [
        h.th(scope="col")[page.label("alexnet.small-passes", epochs=epochs)] for epochs in lengths
    ]
    body = [
        h.tr[
            h.th(scope="row")[page.label(f"alexnet.small-{kind}")],
            [_right(found[kind, epochs]) for epochs in lengths],
            h.td[f"{found[kind, lengths[0]].parameters:,}"],
        ]
        for kind in kinds
    ]
    gains = {
        f"{kind}_{end}": f"{each(_gain(found, kind, epochs) for epochs in lengths):.1f}"
        for kind in ("unnormalised", "plain")
        for end, each in (("least", min), ("most", max))
    }
    caption = page.label("alexnet.small-caption")
    return h.div(".ax-small", lang=page.lang, data_testid="small")[
        h.table[
            h.caption[caption],
            h.thead[h.tr[h.td, heads, h.th(scope="col")[page.label("alexnet.small-weights")]]],
            h.tbody[body],
        ],
        h.p[page.label("alexnet.small-says", **gains)],
    ]


def _right(run: SmallRun) -> Renderable:
    """In per cent, how often its first answer is right, and one of its first five."""
    one, five = run.right["1"]
    return h.td[f"{one:.1f} · {five:.1f}"]


def _gain(found: dict[tuple[str, int], SmallRun], kind: str, epochs: int) -> float:
    """By how many percentage points its first answer is right more often than as it is."""
    return found[kind, epochs].right["1"][0] - found["as-is", epochs].right["1"][0]


def _mean(runs: list[CifarRun]) -> float:
    return mean(run.test[-1] for run in runs)


def _end(page: Page, kind: str, runs: list[CifarRun]) -> Bar:
    """The mean error after the last epoch, the least and the most."""
    least, most = (each(run.test[-1] for run in runs) for each in (min, max))
    shown = f"{_mean(runs):.1f} ({least:.1f} … {most:.1f})"
    return Bar(page.label(f"alexnet.both-{kind}"), shown, _mean(runs) / 50, kind)
