"""What normalisation and overlap changed when we tried: measurements in, HTML out."""

from statistics import mean

import htpy as h
from htpy import Renderable

from cnn.results import CifarRun, Normalisation, SmallRun
from ui.exhibits.alexnet.charts import Bar, ChartLine, bars, curve_chart
from ui.page.frame import Page
from ui.words.numbers import minus


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
